#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "when.h"

#include "plan.h"

#define ZONE "Europe/Helsinki"

static int64_t
at(int month, int day, int hour, int minute)
{
	const struct when_local l = {2026, month, day, hour, minute, 0};

	return when_from_local(&l, ZONE);
}

static const struct plan_rules nights = {
	.zone = ZONE, .quiet_from = 18 * 60, .quiet_to = 8 * 60};
static const struct plan_rules nights_and_weekends = {.zone = ZONE,
	.quiet_from = 18 * 60,
	.quiet_to = 8 * 60,
	.quiet_weekend = true};
static const struct plan_rules lunch = {
	.zone = ZONE, .quiet_from = 11 * 60 + 30, .quiet_to = 13 * 60};
static const struct plan_rules weekends = {.zone = ZONE, .quiet_weekend = true};

/* 1 December 2026 is a Tuesday. */
static void
quiet_hours_end(void **state)
{
	(void)state;
	assert_int_equal(
		plan_not_quiet(&nights, at(12, 1, 10, 0)), at(12, 1, 10, 0));
	assert_int_equal(
		plan_not_quiet(&nights, at(12, 1, 18, 0)), at(12, 2, 8, 0));
	assert_int_equal(
		plan_not_quiet(&nights, at(12, 1, 23, 59)), at(12, 2, 8, 0));
	assert_int_equal(
		plan_not_quiet(&nights, at(12, 1, 0, 0)), at(12, 1, 8, 0));
	assert_int_equal(
		plan_not_quiet(&nights, at(12, 1, 8, 0)), at(12, 1, 8, 0));
	assert_int_equal(
		plan_not_quiet(&lunch, at(12, 1, 11, 29)), at(12, 1, 11, 29));
	assert_int_equal(
		plan_not_quiet(&lunch, at(12, 1, 12, 0)), at(12, 1, 13, 0));
}

static void
weekends_are_quiet_with_the_night_after(void **state)
{
	(void)state;
	assert_int_equal(
		plan_not_quiet(&weekends, at(12, 5, 0, 0)), at(12, 7, 0, 0));
	assert_int_equal(plan_not_quiet(&weekends, at(12, 4, 23, 59)),
		at(12, 4, 23, 59));
	assert_int_equal(plan_not_quiet(&nights_and_weekends, at(12, 4, 19, 0)),
		at(12, 7, 8, 0));
	assert_int_equal(plan_not_quiet(&nights_and_weekends, at(12, 6, 12, 0)),
		at(12, 7, 8, 0));
}

/* On 25 October 2026 Helsinki's clocks go back at 4:00, on 29 March they go
 * forward at 3:00. */
static void
the_clock_change_moves_nothing(void **state)
{
	struct plan_rules early = {
		.zone = ZONE, .quiet_from = 22 * 60, .quiet_to = 3 * 60 + 30};

	(void)state;
	assert_int_equal(
		plan_not_quiet(&nights, at(10, 24, 20, 0)), at(10, 25, 8, 0));
	assert_int_equal(at(10, 25, 8, 0) - at(10, 24, 20, 0), 13 * WHEN_HOUR);
	assert_int_equal(
		plan_not_quiet(&nights, at(3, 28, 20, 0)), at(3, 29, 8, 0));
	/* 3:30 does not exist on that day */
	assert_int_equal(
		plan_not_quiet(&early, at(3, 28, 23, 0)), at(3, 29, 4, 30));
}

static struct plan_row
row(int64_t wanted)
{
	return (struct plan_row){.wanted_at = wanted};
}

static void
what_is_too_much_goes_out_on_the_next_days(void **state)
{
	struct plan_rules two = {.zone = ZONE, .most = 2};
	int64_t now = at(12, 1, 10, 0);
	struct plan_row rows[] = {row(now - WHEN_HOUR), row(now), row(now),
		row(now), row(now), row(at(12, 2, 9, 0)),
		row(at(12, 20, 9, 0))};

	(void)state;
	plan_queue(&two, now, 0, rows, 7);
	assert_int_equal(rows[0].due_at, now);
	assert_int_equal(rows[0].waits, PLAN_NOTHING);
	assert_int_equal(rows[1].due_at, now);
	assert_int_equal(rows[2].due_at, at(12, 2, 10, 0));
	assert_int_equal(rows[2].waits, PLAN_LIMIT);
	assert_int_equal(rows[3].due_at, at(12, 2, 10, 0));
	assert_int_equal(rows[4].due_at, at(12, 3, 10, 0));
	/* whose day others fill goes behind them, at its hour */
	assert_int_equal(rows[5].due_at, at(12, 3, 9, 0));
	assert_int_equal(rows[5].waits, PLAN_LIMIT);
	assert_int_equal(rows[6].due_at, at(12, 20, 9, 0));
	assert_int_equal(rows[6].waits, PLAN_NOTHING);
}

static void
what_went_out_today_counts(void **state)
{
	struct plan_rules two = {.zone = ZONE, .most = 2};
	int64_t now = at(12, 1, 10, 0);
	struct plan_row rows[] = {row(now), row(now)};

	(void)state;
	plan_queue(&two, now, 1, rows, 2);
	assert_int_equal(rows[0].due_at, now);
	assert_int_equal(rows[1].due_at, at(12, 2, 10, 0));
	plan_queue(&two, now, 5, rows, 2);
	assert_int_equal(rows[0].due_at, at(12, 2, 10, 0));
	assert_int_equal(rows[1].due_at, at(12, 2, 10, 0));
}

static void
forced_ones_take_their_place_from_others(void **state)
{
	struct plan_rules one = nights;
	int64_t now = at(12, 1, 20, 0);
	struct plan_row rows[] = {row(now), row(now)};

	(void)state;
	one.most = 1;
	rows[0].forced = true;
	plan_queue(&one, now, 1, rows, 2);
	assert_int_equal(rows[0].due_at, now);
	assert_int_equal(rows[0].waits, PLAN_NOTHING);
	assert_int_equal(rows[1].due_at, at(12, 2, 8, 0));
	assert_int_equal(rows[1].waits, PLAN_QUIET);
}

static void
a_full_friday_goes_on_on_monday(void **state)
{
	struct plan_rules one = nights_and_weekends;
	int64_t now = at(12, 4, 10, 0);
	struct plan_row rows[] = {row(now), row(now), row(now)};

	(void)state;
	one.most = 1;
	plan_queue(&one, now, 0, rows, 3);
	assert_int_equal(rows[0].due_at, now);
	assert_int_equal(rows[1].due_at, at(12, 7, 8, 0));
	assert_int_equal(rows[2].due_at, at(12, 8, 10, 0));
	assert_int_equal(rows[2].waits, PLAN_LIMIT);
}

/* Whatever is wanted when, no day has more than it may. */
static void
no_day_has_more_than_it_may(void **state)
{
	static struct plan_row rows[300];
	struct plan_rules three = nights_and_weekends;
	int64_t now = at(12, 1, 10, 0);
	size_t i, j, same;

	(void)state;
	three.most = 3;
	for (i = 0; i < 300; i++)
		rows[i] = row(now + (int64_t)(i / 7) * 11 * WHEN_HOUR);
	plan_queue(&three, now, 2, rows, 300);
	for (i = 0; i < 300; i++) {
		assert_true(rows[i].due_at >= rows[i].wanted_at);
		assert_int_equal(
			plan_not_quiet(&three, rows[i].due_at), rows[i].due_at);
		for (j = 0, same = 0; j < 300; j++)
			same += plan_day(&three, rows[j].due_at) ==
				plan_day(&three, rows[i].due_at);
		assert_true(same <= 3);
		if (i > 0)
			assert_true(plan_day(&three, rows[i].due_at) >=
				    plan_day(&three, rows[i - 1].due_at));
	}
}

static void
the_best_hour_is_where_most_was_asked_for(void **state)
{
	struct plan_past past[] = {{at(11, 3, 10, 5), 4},
		{at(11, 10, 10, 50), 2}, {at(11, 5, 14, 0), 9},
		{at(11, 7, 14, 0), 90},  /* a Saturday */
		{at(11, 9, 22, 0), 90}}; /* at night */
	struct plan_slot slot = plan_best(ZONE, past, 5);

	(void)state;
	assert_true(slot.measured);
	assert_int_equal(slot.weekday, 4);
	assert_int_equal(slot.hour, 14);
	assert_int_equal(slot.count, 1);
	assert_int_equal(slot.tenths, 90);
	assert_int_equal(plan_slot_next(&slot, ZONE, at(12, 1, 10, 0)),
		at(12, 3, 14, 0));
	assert_int_equal(plan_slot_next(&slot, ZONE, at(12, 3, 14, 0)),
		at(12, 10, 14, 0));
}

static void
too_little_to_go_by_is_the_usual_hour(void **state)
{
	struct plan_past past[5] = {{at(11, 5, 14, 0), 9}};
	struct plan_slot slot = plan_best(ZONE, past, 4);

	(void)state;
	assert_false(slot.measured);
	assert_int_equal(
		plan_slot_next(&slot, ZONE, at(12, 1, 9, 0)), at(12, 1, 10, 0));
	assert_int_equal(plan_slot_next(&slot, ZONE, at(12, 1, 10, 0)),
		at(12, 2, 10, 0));
	assert_int_equal(plan_slot_next(&slot, ZONE, at(12, 3, 11, 0)),
		at(12, 8, 10, 0));
	past[0].asked = 0;
	assert_false(plan_best(ZONE, past, 5).measured);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quiet_hours_end),
		cmocka_unit_test(weekends_are_quiet_with_the_night_after),
		cmocka_unit_test(the_clock_change_moves_nothing),
		cmocka_unit_test(what_is_too_much_goes_out_on_the_next_days),
		cmocka_unit_test(what_went_out_today_counts),
		cmocka_unit_test(forced_ones_take_their_place_from_others),
		cmocka_unit_test(a_full_friday_goes_on_on_monday),
		cmocka_unit_test(no_day_has_more_than_it_may),
		cmocka_unit_test(the_best_hour_is_where_most_was_asked_for),
		cmocka_unit_test(too_little_to_go_by_is_the_usual_hour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
