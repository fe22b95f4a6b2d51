#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "seal.h"
#include "text.h"

#include "event.h"

#include "origin.h"

#define MARK "from:"
#define STATE_MAX 2900 /* card.h */

void
origin_put(const struct seal *seal, const struct event *event, json_t *form)
{
	char *text, *box, *state;
	json_t *from;

	if (event->kind != EVENT_BUTTON || event->message == NULL ||
		event->place == NULL || (!event->ephemeral && !event->direct))
		return;
	from = json_pack("{s:s, s:s, s:s, s:b, s:s}", "place", event->place,
		"message", event->message, "answer",
		event->ephemeral && event->answer != NULL ? event->answer : "",
		"ephemeral", event->ephemeral, "state",
		json_text(form, "state", ""));
	text = json_dump(from);
	box = seal_close_text(seal, SEAL_CALLBACK, text);
	state = xasprintf("%s%s", MARK, box);
	if (strlen(state) <= STATE_MAX)
		json_object_set_new(form, "state", json_string(state));
	json_decref(from);
	free(text);
	free(box);
	free(state);
}

json_t *
origin_take(
	const struct seal *seal, const struct event *event, struct event *back)
{
	const char *answer;
	json_t *from = NULL;
	char *text;

	if ((event->kind != EVENT_FORM && event->kind != EVENT_TYPED) ||
		event->value == NULL || !text_starts(event->value, MARK))
		return NULL;
	text = seal_open_text(seal, SEAL_CALLBACK, event->value + strlen(MARK));
	if (text != NULL)
		from = json_parse(text, strlen(text), NULL);
	free(text);
	if (from == NULL)
		return NULL;
	*back = *event;
	answer = json_text(from, "answer", "");
	back->value = json_text(from, "state", "");
	if (event->kind == EVENT_TYPED)
		return from;
	back->place = json_text(from, "place", NULL);
	back->message = json_text(from, "message", NULL);
	back->answer = *answer == '\0' ? NULL : answer;
	back->ephemeral = json_is_true(json_at(from, "ephemeral"));
	back->direct = !back->ephemeral;
	return from;
}
