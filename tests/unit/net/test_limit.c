#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "limit.h"

static int
begin(void **state)
{
	*state = limit_new();
	return 0;
}

static int
end(void **state)
{
	limit_free(*state);
	return 0;
}

static void
a_burst_then_the_rate(void **state)
{
	struct limit *l = *state;

	for (int i = 0; i < 3; i++) {
		assert_int_equal(limit_wait(l, "post:C1", 60, 3, 1000), 0);
		limit_take(l, "post:C1", 60, 3, 1000);
	}
	assert_int_equal(limit_wait(l, "post:C1", 60, 3, 1000), 1000);
	assert_int_equal(limit_wait(l, "post:C1", 60, 3, 1600), 400);
	assert_int_equal(limit_wait(l, "post:C1", 60, 3, 2000), 0);
	limit_take(l, "post:C1", 60, 3, 2000);
	assert_int_equal(limit_wait(l, "post:C1", 60, 3, 2000), 1000);
}

static void
one_channel_delays_no_other(void **state)
{
	struct limit *l = *state;

	limit_take(l, "post:C1", 60, 1, 0);
	limit_block(l, "post:C1", 30000);
	assert_int_equal(limit_wait(l, "post:C1", 60, 1, 0), 30000);
	assert_int_equal(limit_wait(l, "post:C2", 60, 1, 0), 0);
}

static void
a_block_comes_before_the_first_use(void **state)
{
	struct limit *l = *state;

	limit_block(l, "users.info", 5000);
	limit_block(l, "users.info", 4000);
	assert_int_equal(limit_wait(l, "users.info", 100, 5, 1000), 4000);
	assert_int_equal(limit_wait(l, "users.info", 100, 5, 5000), 0);
	for (int i = 0; i < 5; i++)
		limit_take(l, "users.info", 100, 5, 5000);
	assert_int_equal(limit_wait(l, "users.info", 100, 5, 5000), 600);
}

static void
taking_ahead_is_paid_back(void **state)
{
	struct limit *l = *state;

	for (int i = 0; i < 4; i++)
		limit_take(l, "x", 60, 1, 0);
	assert_int_equal(limit_wait(l, "x", 60, 1, 0), 4000);
}

static void
full_buckets_are_forgotten_others_are_not(void **state)
{
	struct limit *l = *state;
	char name[32];

	limit_block(l, "blocked", 1000000000);
	limit_take(l, "slow", 0.5, 1, 0);
	for (int i = 0; i < 100000; i++) {
		snprintf(name, sizeof(name), "post:C%d", i);
		limit_take(l, name, 60000, 1, i);
	}
	assert_int_equal(
		limit_wait(l, "blocked", 60, 1, 100000), 1000000000 - 100000);
	assert_int_equal(limit_wait(l, "slow", 0.5, 1, 119000), 1000);
}

int
main(void)
{
#define STORY(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		STORY(a_burst_then_the_rate),
		STORY(one_channel_delays_no_other),
		STORY(a_block_comes_before_the_first_use),
		STORY(taking_ahead_is_paid_back),
		STORY(full_buckets_are_forgotten_others_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
