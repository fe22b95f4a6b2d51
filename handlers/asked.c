#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "items.h"
#include "turn.h"
#include "asked.h"

void
asked_read(const char *value, struct asked *out)
{
	char *end;
	long long number;
	size_t size;

	*out = (struct asked){0};
	if (value == NULL || *value < '0' || *value > '9')
		return;
	errno = 0;
	number = strtoll(value, &end, 10);
	if (errno != 0 || (*end != '\0' && *end != ':'))
		return;
	out->item = number;
	if (*end != ':')
		return;
	size = strcspn(end + 1, ":");
	if (size < sizeof out->network)
		memcpy(out->network, end + 1, size);
}

static int
newest(struct turn *t, int64_t *item, struct err *e)
{
	const char *place = t->event->place;
	struct item found = {0};

	if (place != NULL &&
		item_newest(t->db, t->event->chat, place, &found, e) == -1)
		return -1;
	if (found.id == 0 &&
		item_newest(t->db, t->event->chat, "", &found, e) == -1)
		return -1;
	*item = found.id;
	return 0;
}

static int
reacted_to(struct turn *t, int64_t *item, struct err *e)
{
	const struct event *event = t->event;
	struct announcement found = {0};

	*item = 0;
	if (event->place == NULL || event->message == NULL)
		return 0;
	if (announcement_at(t->db, event->chat, event->place, event->message,
		    &found, e) == -1)
		return -1;
	*item = found.id == 0 ? 0 : found.item;
	return 0;
}

int
asked_item(struct turn *t, int64_t *item, struct err *e)
{
	struct asked asked;

	switch (t->event->kind) {
	case EVENT_REACTION_ADDED:
	case EVENT_REACTION_REMOVED:
		return reacted_to(t, item, e);
	case EVENT_COMMAND:
	case EVENT_MESSAGE:
		return newest(t, item, e);
	default:
		asked_read(t->event->value, &asked);
		*item = asked.item;
		return 0;
	}
}

bool
asked_by_reaction(const struct turn *t)
{
	const char *wanted = t->programme->share_emoji;
	const char *name = t->event->name;
	size_t size;

	if (name == NULL || wanted == NULL)
		return false;
	size = strlen(wanted);
	return strncmp(name, wanted, size) == 0 &&
	       (name[size] == '\0' || strncmp(name + size, "::", 2) == 0);
}
