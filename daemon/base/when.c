#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "mem.h"

#include "when.h"

#define ZONE_MAX 64

/* ASCII to ICU's text; what does not fit or is not ASCII becomes empty. */
static void
widen(UChar *out, size_t room, const char *s)
{
	size_t i;

	for (i = 0; s && s[i] > 0 && i < room - 1; i++)
		out[i] = (UChar)s[i];
	if (s && s[i])
		i = 0;
	out[i] = 0;
}

bool
when_is_zone(const char *zone)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar name[ZONE_MAX], canonical[ZONE_MAX];
	UBool system_zone = 0;

	widen(name, ZONE_MAX, zone);
	if (!name[0])
		return false;
	ucal_getCanonicalTimeZoneID(
		name, -1, canonical, ZONE_MAX, &system_zone, &status);
	return U_SUCCESS(status) && system_zone;
}

/* A calendar of that zone, UTC when it is not known; never NULL. */
static UCalendar *
open_calendar(const char *zone)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar name[ZONE_MAX];
	UCalendar *c;

	widen(name, ZONE_MAX, when_is_zone(zone) ? zone : "UTC");
	c = ucal_open(name, -1, "en_GB", UCAL_GREGORIAN, &status);
	if (U_FAILURE(status) || !c) {
		fputs("error no_calendar\n", stderr);
		abort(); /* ICU without its data: nothing would be right */
	}
	return c;
}

void
when_to_local(int64_t at, const char *zone, struct when_local *out)
{
	UErrorCode status = U_ZERO_ERROR;
	UCalendar *c = open_calendar(zone);
	int weekday;

	ucal_setMillis(c, (UDate)at, &status);
	out->year = ucal_get(c, UCAL_YEAR, &status);
	out->month = ucal_get(c, UCAL_MONTH, &status) + 1;
	out->day = ucal_get(c, UCAL_DATE, &status);
	out->hour = ucal_get(c, UCAL_HOUR_OF_DAY, &status);
	out->minute = ucal_get(c, UCAL_MINUTE, &status);
	weekday = ucal_get(c, UCAL_DAY_OF_WEEK, &status); /* 1 is Sunday */
	out->weekday = weekday == 1 ? 7 : weekday - 1;
	ucal_close(c);
}

int64_t
when_from_local(const struct when_local *local, const char *zone)
{
	UErrorCode status = U_ZERO_ERROR;
	UCalendar *c = open_calendar(zone);
	double ms;

	ucal_clear(c);
	ucal_setDateTime(c, local->year, local->month - 1, local->day,
		local->hour, local->minute, 0, &status);
	ms = ucal_getMillis(c, &status);
	ucal_close(c);
	return U_SUCCESS(status) ? (int64_t)ms : 0;
}

/* Monday 1 .. Sunday 7 of a date, whatever its zone. */
static int
weekday_of(const struct when_local *date)
{
	struct when_local noon = *date;

	noon.hour = 12;
	noon.minute = 0;
	when_to_local(when_from_local(&noon, "UTC"), "UTC", &noon);
	return noon.weekday;
}

int64_t
when_next(int64_t after, int weekday, int hour, int minute, const char *zone)
{
	struct when_local l;

	when_to_local(after, zone, &l);
	l.hour = hour;
	l.minute = minute;
	/* Eight days: today's hour may be over, and so may this weekday's. */
	for (int i = 0; i < 8; i++, l.day++) {
		int64_t at = when_from_local(&l, zone);

		if (at > after && (!weekday || weekday_of(&l) == weekday))
			return at;
	}
	return after + 7 * WHEN_DAY;
}

int64_t
when_day(int64_t at)
{
	return at >= 0 ? at / WHEN_DAY : -((WHEN_DAY - 1 - at) / WHEN_DAY);
}
