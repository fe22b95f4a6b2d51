#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text.h"

#include "when.h"

/* Dates as people and feeds write them. */

static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
	"jul", "aug", "sep", "oct", "nov", "dec"};
/* English, German, Finnish: whoever writes to us, in whatever language. */
static const char *const weekdays[][3] = {{"monday", "montag", "maanantai"},
	{"tuesday", "dienstag", "tiistai"},
	{"wednesday", "mittwoch", "keskiviikko"},
	{"thursday", "donnerstag", "torstai"},
	{"friday", "freitag", "perjantai"}, {"saturday", "samstag", "lauantai"},
	{"sunday", "sonntag", "sunnuntai"}};
static const struct {
	const char *word;
	int ahead;
} near_days[] = {{"today", 0}, {"heute", 0}, {"t\xc3\xa4n\xc3\xa4\xc3\xa4n", 0},
	{"tomorrow", 1}, {"morgen", 1}, {"huomenna", 1},
	{"\xc3\xbc"
	 "bermorgen",
		2},
	{"\xc3\x9c"
	 "bermorgen",
		2},
	{"ylihuomenna", 2}};

/* Between least and most digits at *s as a number, or -1; *s moves. */
static int
digits(const char **s, int least, int most)
{
	int value = 0, count = 0;

	while (count < most && isdigit((unsigned char)**s)) {
		value = value * 10 + (**s - '0');
		(*s)++;
		count++;
	}
	return count < least ? -1 : value;
}

static bool
skip(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static void
skip_spaces(const char **s)
{
	while (isspace((unsigned char)**s))
		(*s)++;
}

static bool
is_date(int year, int month, int day)
{
	static const int days[] = {
		31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (year < 1970 || year > 9999 || month < 1 || month > 12)
		return false;
	if (month == 2 && day == 29 &&
		(year % 4 || (year % 100 == 0 && year % 400)))
		return false;
	return day >= 1 && day <= days[month - 1];
}

/* Days from 1970-01-01 to a date of the Gregorian calendar. */
static int64_t
days_of(int year, int month, int day)
{
	/* Years that begin in March put the odd day at their end. */
	int64_t y = month > 2 ? year : year - 1;
	int64_t m = month > 2 ? month - 3 : month + 9;

	return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day -
	       719469;
}

/* "2026-12-24" or "24.12.2026" at *s; *s moves behind it. */
static bool
read_date(const char **s, struct when_local *out)
{
	const char *p = *s;
	int a = digits(&p, 1, 4);

	memset(out, 0, sizeof(*out));
	if (a >= 0 && skip(&p, '-')) {
		out->year = a;
		out->month = digits(&p, 1, 2);
		out->day = skip(&p, '-') ? digits(&p, 1, 2) : -1;
	} else if (a >= 0 && skip(&p, '.')) {
		out->day = a;
		out->month = digits(&p, 1, 2);
		out->year = skip(&p, '.') ? digits(&p, 4, 4) : -1;
	}
	if (!is_date(out->year, out->month, out->day))
		return false;
	*s = p;
	return true;
}

/* "friday", "fri", "freitag", "perjantai", "perjantaina", "perjantaihin" */
static bool
is_weekday(const char *s, const char *const names[3])
{
	size_t size = strlen(names[2]);

	if (text_same(s, names[0]) || text_same(s, names[1]) ||
		(strlen(s) == 3 && strncasecmp(s, names[0], 3) == 0))
		return true;
	return strncasecmp(s, names[2], size) == 0 && strlen(s + size) <= 3 &&
	       s[size + strspn(s + size, "hinaoe")] == '\0';
}

/* Days ahead that s names: "today", "tomorrow", "friday", "10d", "2w" and the
 * like; -1 when it names none. */
static int
days_ahead(const char *s, int weekday_now)
{
	const char *p = s;
	int count;

	for (size_t i = 0; i < sizeof(near_days) / sizeof(near_days[0]); i++)
		if (text_same(s, near_days[i].word))
			return near_days[i].ahead;
	for (int i = 0; i < 7; i++)
		if (is_weekday(s, weekdays[i]))
			return (i + 1 - weekday_now + 6) % 7 + 1;
	count = digits(&p, 1, 3);
	if (count < 0 || !*p || p[1])
		return -1;
	if (*p == 'd')
		return count;
	return *p == 'w' ? count * 7 : -1;
}

int64_t
when_parse_day(const char *s, int64_t now, const char *zone)
{
	struct when_local today, date;
	int ahead;

	skip_spaces(&s);
	if (read_date(&s, &date)) {
		skip_spaces(&s);
		return *s ? 0 : when_from_local(&date, zone);
	}
	when_to_local(now, zone, &today);
	ahead = days_ahead(s, today.weekday);
	if (ahead < 0)
		return 0;
	today.hour = 0;
	today.minute = 0;
	today.day += ahead;
	return when_from_local(&today, zone);
}

/* "09:00", "09:00:30", "09:00:30.5" at *s as milliseconds, or -1. */
static int64_t
read_time(const char **s)
{
	int hour, minute, second = 0, thousandths = 0, scale = 100;

	hour = digits(s, 1, 2);
	if (hour < 0 || hour > 23 || !skip(s, ':'))
		return -1;
	minute = digits(s, 2, 2);
	if (minute < 0 || minute > 59)
		return -1;
	if (skip(s, ':')) {
		second = digits(s, 2, 2);
		if (second < 0 || second > 60)
			return -1;
	}
	if (skip(s, '.') || skip(s, ',')) {
		for (; isdigit((unsigned char)**s); (*s)++, scale /= 10)
			thousandths += (**s - '0') * scale;
	}
	return hour * WHEN_HOUR + minute * WHEN_MINUTE + second * WHEN_SECOND +
	       thousandths;
}

/* "Z", "+01:00", "+0100", "GMT", "EST" at *s as milliseconds east. What is
 * not known counts as UTC, as RFC 822 asks. */
static int64_t
read_offset(const char **s)
{
	static const struct {
		const char *name;
		int hours;
	} zones[] = {{"EST", -5}, {"EDT", -4}, {"CST", -6}, {"CDT", -5},
		{"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}, {"CET", 1},
		{"CEST", 2}, {"BST", 1}};
	size_t size = 0;
	int sign, hours, minutes;

	skip_spaces(s);
	if (**s == '+' || **s == '-') {
		sign = **s == '-' ? -1 : 1;
		(*s)++;
		hours = digits(s, 2, 2);
		skip(s, ':');
		minutes = digits(s, 2, 2);
		if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
			return 0;
		return sign * (hours * WHEN_HOUR + minutes * WHEN_MINUTE);
	}
	while (isalpha((unsigned char)(*s)[size]))
		size++;
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		if (strlen(zones[i].name) == size &&
			strncasecmp(*s, zones[i].name, size) == 0)
			return zones[i].hours * WHEN_HOUR;
	}
	return 0;
}

/* "23 Nov 2026" at *s, after "Mon, " if that is there. */
static bool
read_mail_date(const char **s, struct when_local *out)
{
	const char *comma = strchr(*s, ',');

	memset(out, 0, sizeof(*out));
	if (comma && comma - *s < 12)
		*s = comma + 1;
	skip_spaces(s);
	out->day = digits(s, 1, 2);
	while (**s == ' ' || **s == '-')
		(*s)++;
	for (int i = 0; i < 12; i++) {
		if (strncasecmp(*s, months[i], 3) == 0)
			out->month = i + 1;
	}
	while (isalpha((unsigned char)**s))
		(*s)++;
	while (**s == ' ' || **s == '-')
		(*s)++;
	out->year = digits(s, 2, 4);
	if (out->year >= 0 && out->year < 100)
		out->year += out->year < 70 ? 2000 : 1900;
	return is_date(out->year, out->month, out->day);
}

int64_t
when_parse_stamp(const char *s)
{
	struct when_local date;
	int64_t time = 0, offset = 0, at;

	skip_spaces(&s);
	if (!read_date(&s, &date) && !read_mail_date(&s, &date))
		return 0;
	if (*s == 'T' || *s == 't')
		s++;
	skip_spaces(&s);
	if (*s) {
		time = read_time(&s);
		if (time < 0)
			return 0;
		offset = read_offset(&s);
	}
	at = days_of(date.year, date.month, date.day) * WHEN_DAY + time -
	     offset;
	/* An offset may lead out of the years that can be written. */
	return at > 0 && at < days_of(10000, 1, 1) * WHEN_DAY ? at : 0;
}
