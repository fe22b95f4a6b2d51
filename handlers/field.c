#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "text.h"
#include "when.h"

#include "turn.h"

#include "field.h"

char *
field_text(const struct turn *t, const char *name)
{
	char *clean = text_clean(json_text(t->event->fields, name, ""));

	return text_trim(clean);
}

void
field_copy(const struct turn *t, const char *name, char *out, size_t room)
{
	char *text = field_text(t, name);

	text_copy(out, room, text);
	free(text);
}

/* The last moment of the day that begins then. */
static int64_t
end_of_day(int64_t start, const char *zone)
{
	struct when_local local;

	when_to_local(start, zone, &local);
	local.day++;
	return when_from_local(&local, zone);
}

int
field_read_until(const struct turn *t, const char *text, int64_t *out)
{
	int64_t day;

	*out = 0;
	if (*text == '\0')
		return FIELD_FINE;
	day = when_parse_day(text, t->now, t->zone);
	*out = day == 0 ? 0 : end_of_day(day, t->zone);
	return *out > t->now ? FIELD_FINE : FIELD_REFUSED;
}

int
field_until(struct turn *t, const char *name, int64_t *out, struct err *e)
{
	char *text = field_text(t, name);
	int result = field_read_until(t, text, out);

	free(text);
	if (result == FIELD_REFUSED &&
		turn_form_error(t, name, "until_wrong", NULL, e) == -1)
		return -1;
	return result;
}

int
field_read_start(const struct turn *t, const char *text, int64_t *out)
{
	*out = 0;
	if (*text == '\0')
		return FIELD_FINE;
	*out = when_parse_day(text, t->now, t->zone);
	return *out != 0 && end_of_day(*out, t->zone) > t->now ? FIELD_FINE
							       : FIELD_REFUSED;
}

int
field_start(struct turn *t, const char *name, int64_t *out, struct err *e)
{
	char *text = field_text(t, name);
	int result = field_read_start(t, text, out);

	free(text);
	if (result == FIELD_REFUSED &&
		turn_form_error(t, name, "until_wrong", NULL, e) == -1)
		return -1;
	return result;
}

bool
field_read_number(const char *text, int64_t *out)
{
	long long number;
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno != 0 || *end != '\0')
		return false;
	*out = number;
	return true;
}

int
field_number(struct turn *t, const char *name, int64_t most, int64_t *out,
	struct err *e)
{
	char *text = field_text(t, name);
	int64_t number = *out;
	bool fine = *text == '\0' ||
		    (field_read_number(text, &number) && number <= most);

	free(text);
	if (fine) {
		*out = number;
		return FIELD_FINE;
	}
	return turn_form_error(t, name, "number_wrong",
		       json_pack("{s:I}", "most", (json_int_t)most), e) == -1
		       ? -1
		       : FIELD_REFUSED;
}

char *
field_first_day(const struct turn *t, int64_t at)
{
	return field_day(t, at == 0 ? 0 : at + 1);
}

char *
field_day(const struct turn *t, int64_t at)
{
	struct when_local local;

	if (at == 0)
		return xstrdup("");
	when_to_local(at - 1, t->zone, &local);
	return xasprintf("%04d-%02d-%02d", local.year, local.month, local.day);
}
