#ifndef ADVOCATED_WHEN_H
#define ADVOCATED_WHEN_H

#include <stdbool.h>
#include <stdint.h>

/* Calendars, zones and local ways of writing (ICU). Times are clock_now()
 * milliseconds; zones are IANA names. An unknown zone counts as UTC. */

struct when_local {
	int year, month, day; /* 2026, 1..12, 1..31 */
	int hour, minute;     /* 0..23, 0..59 */
	int weekday;          /* 1 Monday .. 7 Sunday (ISO 8601) */
};

#define WHEN_SECOND INT64_C(1000)
#define WHEN_MINUTE (60 * WHEN_SECOND)
#define WHEN_HOUR (60 * WHEN_MINUTE)
#define WHEN_DAY (24 * WHEN_HOUR)

bool when_is_zone(const char *zone);

void when_to_local(int64_t at, const char *zone, struct when_local *out);

/* The moment of a local time; weekday is ignored, days beyond the month roll
 * over, a time skipped by daylight saving is moved forward. */
int64_t when_from_local(const struct when_local *local, const char *zone);

/* The first moment after `after` that is weekday hour:minute in zone
 * (weekday 0: any day). */
int64_t when_next(
	int64_t after, int weekday, int hour, int minute, const char *zone);

/* Days since 1970-01-01 of the UTC day, for totals by day. */
int64_t when_day(int64_t at);

enum when_style {
	WHEN_DATE,      /* 23 November 2026 */
	WHEN_DATE_TIME, /* 23 November 2026 at 09:00 */
	WHEN_DAY_NAME,  /* Friday; Fr., 27. Nov.; pe 27.11. */
	WHEN_TIME,      /* 09:00 */
	WHEN_ISO        /* 2026-11-23T09:00:00Z, always UTC */
};

/* The moment as a reader of that language (BCP 47, "en") writes it, in their
 * zone. A day's name is written so that it stands in a sentence as it is:
 * where names of days change their endings, by a short form. Yours to free. */
char *when_write(int64_t at, const char *zone, const char *language,
	enum when_style style);

/* A range of two days: "16-22 November". Yours to free. */
char *when_write_range(
	int64_t from, int64_t to, const char *zone, const char *language);

/* A number in the language's digits and groups: 1,234. Yours to free.
 * decimals: digits after the point (0 for counts). */
char *when_write_number(double number, int decimals, const char *language);

/* "2026-12-24", "24.12.2026", "tomorrow", "friday", "2w", and the words of
 * German and Finnish ("morgen", "perjantai"): the start of that day in zone,
 * or 0 when it cannot be read. */
int64_t when_parse_day(const char *s, int64_t now, const char *zone);

/* "tomorrow 9:00", "friday at 14.30", "2026-12-04 09:00 Europe/Berlin", "9:00"
 * (today), "morgen um 9:00", "perjantaina klo 14.30", "friday 2:30pm": the
 * moment, in zone unless the words name another; 0 when it cannot be read.
 * A weekday is the next one, today's too while its hour is to come; else what
 * is over is given as it is. An hour that daylight saving skips is moved
 * forward, one that comes twice is the second. */
int64_t when_parse_moment(const char *s, int64_t now, const char *zone);

/* "18:00", "18", "6pm" as minutes of the day; -1 when it cannot be read. */
int when_parse_minute(const char *s);

/* RFC 822 and RFC 3339 dates as feeds write them; 0 when it cannot be read. */
int64_t when_parse_stamp(const char *s);

#endif
