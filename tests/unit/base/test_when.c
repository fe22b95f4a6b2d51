#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "when.h"

#define MONDAY INT64_C(1795424400000) /* 2026-11-23T09:00:00Z */

static void
assert_text(char *got, const char *wanted)
{
	assert_string_equal(got, wanted);
	free(got);
}

static void
assert_iso(int64_t at, const char *wanted)
{
	assert_text(when_write(at, "UTC", "en", WHEN_ISO), wanted);
}

static void
stamps_of_feeds_are_read(void **state)
{
	static const char *const same[] = {"Mon, 23 Nov 2026 09:00:00 GMT",
		"Mon, 23 Nov 2026 10:00:00 +0100", "23 Nov 2026 09:00 UT",
		"Mon, 23 Nov 26 04:00:00 EST", "Monday, 23-Nov-26 09:00:00 GMT",
		"2026-11-23T09:00:00Z", "2026-11-23T09:00:00.000Z",
		"2026-11-23T14:30:00+05:30", "2026-11-23 09:00:00",
		"  2026-11-23t09:00:00z "};

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		assert_int_equal(when_parse_stamp(same[i]), MONDAY);
	assert_iso(when_parse_stamp("2024-02-29"), "2024-02-29T00:00:00Z");
	assert_iso(when_parse_stamp("2000-03-01"), "2000-03-01T00:00:00Z");
	assert_int_equal(
		when_parse_stamp("2026-11-23T09:00:00.123Z"), MONDAY + 123);
}

static void
nonsense_is_no_stamp(void **state)
{
	static const char *const bad[] = {"", "yesterday", "2026-13-01",
		"2025-02-29", "2100-02-29", "2026-11-23T25:00:00Z",
		"Mon, 32 Nov 2026 09:00:00 GMT", "Mon, 23 Foo 2026 09:00:00",
		"2026", "0000-00-00", "1812-01-01"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(when_parse_stamp(bad[i]), 0);
}

static void
zones_are_known(void **state)
{
	(void)state;
	assert_true(when_is_zone("Europe/Berlin"));
	assert_true(when_is_zone("UTC"));
	assert_false(when_is_zone("Mars/Olympus"));
	assert_false(when_is_zone(""));
	assert_false(when_is_zone(NULL));
}

static void
local_time_goes_both_ways(void **state)
{
	struct when_local l;

	(void)state;
	when_to_local(MONDAY, "Europe/Berlin", &l);
	assert_int_equal(l.year, 2026);
	assert_int_equal(l.month, 11);
	assert_int_equal(l.day, 23);
	assert_int_equal(l.hour, 10);
	assert_int_equal(l.minute, 0);
	assert_int_equal(l.weekday, 1);
	assert_int_equal(when_from_local(&l, "Europe/Berlin"), MONDAY);
	when_to_local(MONDAY - WHEN_DAY, "Mars/Olympus", &l);
	assert_int_equal(l.hour, 9);
	assert_int_equal(l.weekday, 7);
}

static void
a_skipped_hour_moves_forward(void **state)
{
	/* Berlin jumped from 02:00 to 03:00 on 29 March 2026. */
	struct when_local l = {2026, 3, 29, 2, 30, 0};

	(void)state;
	assert_iso(
		when_from_local(&l, "Europe/Berlin"), "2026-03-29T01:30:00Z");
}

static void
days_beyond_the_month_roll_over(void **state)
{
	struct when_local l = {2026, 12, 33, 0, 0, 0};

	(void)state;
	assert_iso(when_from_local(&l, "UTC"), "2027-01-02T00:00:00Z");
}

static void
the_next_digest_is_found(void **state)
{
	(void)state;
	/* Monday 09:00 in Berlin is 08:00 UTC: over by now, so in a week. */
	assert_iso(when_next(MONDAY, 1, 9, 0, "Europe/Berlin"),
		"2026-11-30T08:00:00Z");
	assert_iso(when_next(MONDAY, 1, 11, 0, "Europe/Berlin"),
		"2026-11-23T10:00:00Z");
	assert_iso(when_next(MONDAY, 5, 9, 0, "Europe/Berlin"),
		"2026-11-27T08:00:00Z");
	assert_iso(when_next(MONDAY, 0, 9, 0, "UTC"), "2026-11-24T09:00:00Z");
	assert_iso(when_next(MONDAY, 0, 9, 1, "UTC"), "2026-11-23T09:01:00Z");
	/* Already Tuesday in Auckland. */
	assert_iso(
		when_next(MONDAY + 6 * WHEN_HOUR, 2, 5, 0, "Pacific/Auckland"),
		"2026-11-23T16:00:00Z");
}

static void
days_are_counted_from_1970(void **state)
{
	(void)state;
	assert_int_equal(when_day(0), 0);
	assert_int_equal(when_day(WHEN_DAY - 1), 0);
	assert_int_equal(when_day(WHEN_DAY), 1);
	assert_int_equal(when_day(-1), -1);
	assert_int_equal(when_day(-WHEN_DAY), -1);
	assert_int_equal(when_day(-WHEN_DAY - 1), -2);
}

static void
dates_are_written_for_people(void **state)
{
	(void)state;
	assert_text(
		when_write(MONDAY, "UTC", "en", WHEN_DATE), "23 November 2026");
	assert_text(when_write(MONDAY, "UTC", "en", WHEN_DATE_TIME),
		"23 November 2026 at 09:00");
	assert_text(when_write(MONDAY, "UTC", "en", WHEN_DAY_NAME), "Monday");
	assert_text(
		when_write(MONDAY, "Europe/Berlin", "en", WHEN_TIME), "10:00");
	assert_text(when_write(MONDAY, "UTC", "de", WHEN_DATE),
		"23. November 2026");
	assert_text(when_write(MONDAY, "UTC", "de", WHEN_DATE_TIME),
		"23. November 2026 um 09:00");
	assert_text(when_write(MONDAY, "UTC", "de", WHEN_DAY_NAME),
		"Mo., 23. Nov.");
	assert_text(when_write(MONDAY, "UTC", "fi", WHEN_DATE),
		"23. marraskuuta 2026");
	assert_text(when_write(MONDAY, "UTC", "fi", WHEN_DATE_TIME),
		"23. marraskuuta 2026 klo 9.00");
	assert_text(
		when_write(MONDAY, "UTC", "fi", WHEN_DAY_NAME), "ma 23.11.");
	assert_text(when_write(MONDAY, "Europe/Helsinki", "fi", WHEN_TIME),
		"11.00");
	assert_iso(MONDAY, "2026-11-23T09:00:00Z");
	assert_iso(-1, "1969-12-31T23:59:59Z");
}

static void
a_week_is_written_as_a_range(void **state)
{
	(void)state;
	assert_text(when_write_range(MONDAY - 7 * WHEN_DAY, MONDAY - WHEN_DAY,
			    "UTC", "en"),
		"16\xe2\x80\x93"
		"22 November");
	assert_text(when_write_range(MONDAY - 7 * WHEN_DAY, MONDAY - WHEN_DAY,
			    "UTC", "de"),
		"16.\xe2\x80\x93"
		"22. November");
	assert_text(when_write_range(MONDAY - 7 * WHEN_DAY, MONDAY - WHEN_DAY,
			    "UTC", "fi"),
		"16.\xe2\x80\x93"
		"22. marraskuuta");
}

static void
numbers_have_groups(void **state)
{
	(void)state;
	assert_text(when_write_number(1234567, 0, "en"), "1,234,567");
	assert_text(when_write_number(0.5, 1, "en"), "0.5");
	assert_text(when_write_number(1234, 0, "de"), "1.234");
	assert_text(when_write_number(1234.5, 1, "de"), "1.234,5");
	assert_text(when_write_number(1234.5, 1, "fi"), "1\xc2\xa0"
							"234,5");
}

static void
people_name_days(void **state)
{
	static const struct {
		const char *said, *day;
	} cases[] = {{"2026-12-24", "2026-12-23T23:00:00Z"},
		{"24.12.2026", "2026-12-23T23:00:00Z"},
		{"today", "2026-11-22T23:00:00Z"},
		{"Tomorrow", "2026-11-23T23:00:00Z"},
		{"friday", "2026-11-26T23:00:00Z"},
		{"Fri", "2026-11-26T23:00:00Z"},
		{"monday", "2026-11-29T23:00:00Z"},
		{"morgen", "2026-11-23T23:00:00Z"},
		{"Freitag", "2026-11-26T23:00:00Z"},
		{"\xc3\xbc"
		 "bermorgen",
			"2026-11-24T23:00:00Z"},
		{"huomenna", "2026-11-23T23:00:00Z"},
		{"perjantai", "2026-11-26T23:00:00Z"},
		{"perjantaihin", "2026-11-26T23:00:00Z"},
		{"Keskiviikkoon", "2026-11-24T23:00:00Z"},
		{"3d", "2026-11-25T23:00:00Z"}, {"2w", "2026-12-06T23:00:00Z"}};
	static const char *const bad[] = {"", "someday", "2026-13-01", "2x",
		"fr", "fridays", "freitags", "perjantaixyz", "2026-12-24x", "w",
		"1234567d"};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_iso(
			when_parse_day(cases[i].said, MONDAY, "Europe/Berlin"),
			cases[i].day);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(when_parse_day(bad[i], MONDAY, "UTC"), 0);
}

/* Monday 23 November 2026, 11:00 in Helsinki. */
static void
people_name_moments(void **state)
{
	static const struct {
		const char *said, *iso;
	} cases[] = {{"tomorrow 9:00", "2026-11-24T07:00:00Z"},
		{"tomorrow at 9.00", "2026-11-24T07:00:00Z"},
		{"morgen um 09:00", "2026-11-24T07:00:00Z"},
		{"huomenna klo 9.00", "2026-11-24T07:00:00Z"},
		{"9:00 tomorrow", "2026-11-24T07:00:00Z"},
		{"friday 14:30", "2026-11-27T12:30:00Z"},
		{"perjantaina klo 14.30", "2026-11-27T12:30:00Z"},
		{"am Freitag um 14:30", "2026-11-27T12:30:00Z"},
		{"friday 2:30pm", "2026-11-27T12:30:00Z"},
		{"friday 12am", "2026-11-26T22:00:00Z"},
		{"sunday 12:00", "2026-11-29T10:00:00Z"},
		/* today's weekday, to come and over */
		{"monday 12:00", "2026-11-23T10:00:00Z"},
		{"monday 10:00", "2026-11-30T08:00:00Z"},
		{"12:00", "2026-11-23T10:00:00Z"},
		{"10:00", "2026-11-23T08:00:00Z"}, /* over */
		{"today 10:00", "2026-11-23T08:00:00Z"},
		{"2026-12-04 09:00 Europe/Berlin", "2026-12-04T08:00:00Z"},
		{"2026-12-04 09:00", "2026-12-04T07:00:00Z"},
		{"24.12.2026 9:00", "2026-12-24T07:00:00Z"},
		{"2020-01-01 09:00 UTC", "2020-01-01T09:00:00Z"},
		{"tomorrow 00:00", "2026-11-23T22:00:00Z"},
		/* skipped, and twice: the second */
		{"2027-03-28 03:30", "2027-03-28T01:30:00Z"},
		{"2027-10-31 03:30", "2027-10-31T01:30:00Z"},
		{"2027-03-28 09:00", "2027-03-28T06:00:00Z"}};
	static const char *const bad[] = {"", "tomorrow", "fryday 9:00",
		"friday", "friday 25:00", "friday 9:60", "friday 9", "now",
		"friday 14:30 Mars/Olympus", "friday 9:00 10:00", "0pm",
		"13pm tomorrow", "tomorrow 9:00 UTC UTC",
		"on at um klo at on 9:00", "9:5", "2026-13-04 09:00"};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_iso(when_parse_moment(
				   cases[i].said, MONDAY, "Europe/Helsinki"),
			cases[i].iso);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(when_parse_moment(bad[i], MONDAY, "UTC"), 0);
}

static void
hours_of_a_day_are_read(void **state)
{
	(void)state;
	assert_int_equal(when_parse_minute("18:00"), 18 * 60);
	assert_int_equal(when_parse_minute("8.30"), 8 * 60 + 30);
	assert_int_equal(when_parse_minute("18"), 18 * 60);
	assert_int_equal(when_parse_minute("6pm"), 18 * 60);
	assert_int_equal(when_parse_minute("0:00"), 0);
	assert_int_equal(when_parse_minute("24:00"), -1);
	assert_int_equal(when_parse_minute("8:3"), -1);
	assert_int_equal(when_parse_minute("noon"), -1);
	assert_int_equal(when_parse_minute(""), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stamps_of_feeds_are_read),
		cmocka_unit_test(nonsense_is_no_stamp),
		cmocka_unit_test(zones_are_known),
		cmocka_unit_test(local_time_goes_both_ways),
		cmocka_unit_test(a_skipped_hour_moves_forward),
		cmocka_unit_test(days_beyond_the_month_roll_over),
		cmocka_unit_test(the_next_digest_is_found),
		cmocka_unit_test(days_are_counted_from_1970),
		cmocka_unit_test(dates_are_written_for_people),
		cmocka_unit_test(a_week_is_written_as_a_range),
		cmocka_unit_test(numbers_have_groups),
		cmocka_unit_test(people_name_days),
		cmocka_unit_test(people_name_moments),
		cmocka_unit_test(hours_of_a_day_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
