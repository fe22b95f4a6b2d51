#include <stdlib.h>
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

static enum when_style
style_named(const char *style)
{
	if (strcmp(style, "date_time") == 0)
		return WHEN_DATE_TIME;
	return strcmp(style, "day") == 0 ? WHEN_DAY_NAME : WHEN_DATE;
}

json_t *
answer_time(const struct turn *t, int64_t at, const char *style)
{
	json_t *span;
	char *words;

	if (at == 0)
		return json_null();
	if (strcmp(style, "day") == 0 &&
		(at < t->now + WHEN_DAY || at > t->now + 6 * WHEN_DAY))
		style = "date";
	words = when_write(at, t->zone, t->language, style_named(style));
	span = json_pack("{s:I, s:s, s:s}", "time",
		(json_int_t)(at / WHEN_SECOND), "style", style, "text", words);
	free(words);
	return span;
}
