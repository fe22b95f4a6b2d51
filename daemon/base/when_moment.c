#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "when.h"

/* A day and an hour, as people write them. */

#define WORDS_MOST 6

/* At most two digits at *s, or -1; *s moves. */
static int
two_digits(const char **s)
{
	int value = 0, count = 0;

	while (count < 2 && isdigit((unsigned char)**s)) {
		value = value * 10 + (**s - '0');
		(*s)++;
		count++;
	}
	return count == 0 ? -1 : value;
}

/* "pm" and the like at s, for an hour of 1 to 12: the hour of the day, or
 * -1. Nothing at all leaves the hour as it is. */
static int
half_day(const char *s, int hour)
{
	bool pm = text_same(s, "pm");

	if (*s == '\0')
		return hour <= 23 ? hour : -1;
	if ((!pm && !text_same(s, "am")) || hour < 1 || hour > 12)
		return -1;
	return hour % 12 + (pm ? 12 : 0);
}

/* An hour with its minutes; plain says that "18" alone is one too. */
static int
read_minute(const char *s, bool plain)
{
	int hour = two_digits(&s), minute = 0;

	if (hour == -1)
		return -1;
	if (*s == ':' || *s == '.') {
		s++;
		if (!isdigit((unsigned char)s[0]) ||
			!isdigit((unsigned char)s[1]))
			return -1;
		minute = two_digits(&s);
	} else if (!plain && *s == '\0') {
		return -1;
	}
	hour = half_day(s, hour);
	return hour == -1 || minute > 59 ? -1 : hour * 60 + minute;
}

int
when_parse_minute(const char *s)
{
	return read_minute(s, true);
}

static bool
is_at(const char *word)
{
	static const char *const words[] = {
		"at", "on", "um", "am", "klo", "kello", NULL};
	int i;

	for (i = 0; words[i] != NULL; i++)
		if (text_same(words[i], word))
			return true;
	return false;
}

/* What a line says, word by word. */
struct moment {
	const char *day, *zone;
	int minute;
};

/* Takes a word; false when it has no place here. */
static bool
take_word(struct moment *m, const char *word)
{
	int minute = read_minute(word, false);

	if (is_at(word))
		return true;
	if (m->minute == -1 && minute != -1) {
		m->minute = minute;
		return true;
	}
	if (m->zone == NULL && m->minute != -1 && when_is_zone(word)) {
		m->zone = word;
		return true;
	}
	if (m->day != NULL)
		return false;
	m->day = word;
	return true;
}

static int64_t
moment_on(int64_t day, int minute, const char *zone)
{
	struct when_local l;

	when_to_local(day, zone, &l);
	l.hour = minute / 60;
	l.minute = minute % 60;
	return when_from_local(&l, zone);
}

static int
weekday_of(int64_t at, const char *zone)
{
	struct when_local l;

	when_to_local(at, zone, &l);
	return l.weekday;
}

/* A weekday is never today for a day alone; with an hour it may be. */
static int64_t
on_day(const struct moment *m, int64_t now, const char *zone)
{
	int64_t day = now, at;

	if (m->day != NULL)
		day = when_parse_day(m->day, now, zone);
	if (day == 0)
		return 0;
	at = moment_on(day, m->minute, zone);
	if (m->day == NULL || !isalpha((unsigned char)m->day[0]) ||
		weekday_of(at, zone) != weekday_of(now, zone))
		return at;
	day = moment_on(now, m->minute, zone);
	return day > now ? day : at;
}

int64_t
when_parse_moment(const char *s, int64_t now, const char *zone)
{
	struct moment m = {.minute = -1};
	char *copy = xstrdup(s), *rest = copy, *word;
	int64_t at = 0;
	int count = 0;
	bool fine = true;

	while (fine && (word = text_word(&rest)) != NULL) {
		fine = count < WORDS_MOST && take_word(&m, word);
		count++;
	}
	if (fine && m.minute != -1)
		at = on_day(&m, now, m.zone == NULL ? zone : m.zone);
	free(copy);
	return at;
}
