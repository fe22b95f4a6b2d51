#include <stdlib.h>

#include "mem.h"

#include "receipt.h"
#include "event.h"

static const char *const names[] = {
	[EVENT_COMMAND] = "command",
	[EVENT_BUTTON] = "button",
	[EVENT_FORM] = "form",
	[EVENT_TYPED] = "typed",
	[EVENT_REACTION_ADDED] = "reaction_added",
	[EVENT_REACTION_REMOVED] = "reaction_removed",
	[EVENT_REACTIONS] = "reactions",
	[EVENT_MESSAGE] = "message",
	[EVENT_HOME] = "home",
	[EVENT_SHORTCUT] = "shortcut",
	[EVENT_PERSON] = "person",
	[EVENT_PLACE] = "place",
	[EVENT_PLACES] = "places",
	[EVENT_MEMBERS] = "members",
	[EVENT_CONNECTION] = "connection",
	[EVENT_TIME] = "time",
	[EVENT_FETCHED] = "fetched",
	[EVENT_WEB] = "web",
};

struct event *
event_new(enum event_kind kind, json_t *frame)
{
	struct event *e = xcalloc(1, sizeof *e);

	e->kind = kind;
	e->chat = "";
	e->frame = frame;
	return e;
}

void
event_free(struct event *e)
{
	if (e == NULL)
		return;
	receipt_free(e->receipt);
	json_decref(e->frame);
	free(e);
}

const char *
event_kind_name(enum event_kind kind)
{
	if ((size_t)kind >= sizeof names / sizeof *names)
		return "unknown";
	return names[kind];
}
