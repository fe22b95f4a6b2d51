#include <string.h>

#include "when.h"
#include "turn.h"
#include "answer.h"

int
answer_here(struct turn *t, const char *template, json_t *values, struct err *e)
{
	if (t->event->message != NULL &&
		(t->event->kind == EVENT_BUTTON ||
			t->event->kind == EVENT_FORM) &&
		(t->event->ephemeral || t->event->direct))
		return turn_replace(t, template, values, e);
	return turn_reply(t, template, values, e);
}

json_t *
answer_time(const struct turn *t, int64_t at, const char *style)
{
	if (at == 0)
		return json_null();
	if (strcmp(style, "day") == 0 &&
		(at < t->now + WHEN_DAY || at > t->now + 6 * WHEN_DAY))
		style = "date";
	return json_pack("{s:I, s:s}", "time", (json_int_t)(at / WHEN_SECOND),
		"style", style);
}
