#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <unicode/udat.h>
#include <unicode/udateintervalformat.h>
#include <unicode/udatpg.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "mem.h"

#include "when.h"

/* Dates and numbers as people write them. */

#define WIDE 128

/* Plain English means the day before the month, as most of the world does. */
static const char *
locale_of(const char *language)
{
	if (!language || !*language || strcmp(language, "en") == 0)
		return "en_GB";
	return language;
}

static void
widen(UChar *out, const char *s)
{
	size_t i;

	for (i = 0; s && s[i] > 0 && i < WIDE - 1; i++)
		out[i] = (UChar)s[i];
	out[i] = 0;
}

/* UTF-8 of ICU's text, "" when ICU failed. */
static char *
narrow(const UChar *wide, UErrorCode status)
{
	char out[WIDE * 4];

	if (U_FAILURE(status))
		return xstrdup("");
	u_strToUTF8(out, sizeof(out), NULL, wide, -1, &status);
	return xstrdup(U_SUCCESS(status) ? out : "");
}

static char *
write_iso(int64_t at)
{
	int64_t seconds = at / 1000 - (at % 1000 < 0);
	time_t t = (time_t)seconds;
	struct tm parts;
	char out[64];

	gmtime_r(&t, &parts);
	strftime(out, sizeof(out), "%Y-%m-%dT%H:%M:%SZ", &parts);
	return xstrdup(out);
}

/* The language's own order of the parts named by skeleton. */
static UDateFormat *
open_skeleton(const char *locale, const UChar *zone, const char *skeleton,
	UErrorCode *status)
{
	UDateTimePatternGenerator *g = udatpg_open(locale, status);
	UDateFormat *format = NULL;
	UChar wide[WIDE], pattern[WIDE] = {0};

	widen(wide, skeleton);
	udatpg_getBestPattern(g, wide, -1, pattern, WIDE, status);
	if (U_SUCCESS(*status))
		format = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, zone, -1,
			pattern, -1, status);
	udatpg_close(g);
	return format;
}

/* How a day of this week is named; others say its date as well. */
static const char *
day_skeleton(const char *locale)
{
	static const char *const own[][2] = {{"en", "EEEE"}, {"fi", "EEEdM"}};
	size_t i;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (strncmp(locale, own[i][0], strlen(own[i][0])) == 0)
			return own[i][1];
	return "EEEdMMM";
}

static UDateFormat *
open_style(const char *locale, const UChar *zone, enum when_style style,
	UErrorCode *status)
{
	switch (style) {
	case WHEN_DATE_TIME:
		return udat_open(UDAT_SHORT, UDAT_LONG, locale, zone, -1, NULL,
			0, status);
	case WHEN_TIME:
		return udat_open(UDAT_SHORT, UDAT_NONE, locale, zone, -1, NULL,
			0, status);
	case WHEN_DAY_NAME:
		return open_skeleton(
			locale, zone, day_skeleton(locale), status);
	case WHEN_DATE:
	case WHEN_ISO:
		break;
	}
	return udat_open(
		UDAT_NONE, UDAT_LONG, locale, zone, -1, NULL, 0, status);
}

char *
when_write(int64_t at, const char *zone, const char *language,
	enum when_style style)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar wide_zone[WIDE], out[WIDE] = {0};
	UDateFormat *format;

	if (style == WHEN_ISO)
		return write_iso(at);
	widen(wide_zone, when_is_zone(zone) ? zone : "UTC");
	format = open_style(locale_of(language), wide_zone, style, &status);
	if (format)
		udat_format(format, (UDate)at, out, WIDE, NULL, &status);
	udat_close(format);
	return narrow(out, status);
}

char *
when_write_range(
	int64_t from, int64_t to, const char *zone, const char *language)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar wide_zone[WIDE], skeleton[WIDE], out[WIDE] = {0};
	UDateIntervalFormat *format;

	widen(wide_zone, when_is_zone(zone) ? zone : "UTC");
	widen(skeleton, "dMMMM");
	format = udtitvfmt_open(
		locale_of(language), skeleton, -1, wide_zone, -1, &status);
	if (U_SUCCESS(status))
		udtitvfmt_format(format, (UDate)from, (UDate)to, out, WIDE,
			NULL, &status);
	udtitvfmt_close(format);
	return narrow(out, status);
}

char *
when_write_number(double number, int decimals, const char *language)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar out[WIDE] = {0};
	UNumberFormat *format;

	format = unum_open(
		UNUM_DECIMAL, NULL, 0, locale_of(language), NULL, &status);
	if (U_SUCCESS(status)) {
		unum_setAttribute(format, UNUM_FRACTION_DIGITS, decimals);
		unum_formatDouble(format, number, out, WIDE, NULL, &status);
	}
	unum_close(format);
	return narrow(out, status);
}
