#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "clock.h"
#include "when.h"

#include "pace.h"
#include "set64.h"
#include "visitor.h"

#define AGENT "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Firefox/133.0"

static char clock_path[] = "/tmp/test_visitor.XXXXXX";

/* Moves clock_now() to the given moment. */
static void
set_clock(int64_t at)
{
	FILE *f = fopen(clock_path, "r+");
	int64_t shift = at - (clock_now());
	static int64_t total;

	total += shift;
	assert_non_null(f);
	fprintf(f, "%-20lld", (long long)total);
	fclose(f);
}

static int
setup(void **state)
{
	int fd = mkstemp(clock_path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "0                   ", 20), 20);
	close(fd);
	assert_int_equal(clock_use_file(clock_path, NULL), 0);
	set_clock(20000 * WHEN_DAY + 12 * WHEN_HOUR);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	return unlink(clock_path);
}

static void
test_a_reader_counts_once_for_an_item_and_day(void **state)
{
	struct visitor *v = visitor_new(0);

	(void)state;
	assert_int_equal(
		visitor_see(v, 1, "198.51.100.7", AGENT), VISITOR_FIRST);
	assert_int_equal(
		visitor_see(v, 1, "198.51.100.7", AGENT), VISITOR_AGAIN);
	assert_int_equal(
		visitor_see(v, 2, "198.51.100.7", AGENT), VISITOR_FIRST);
	assert_int_equal(
		visitor_see(v, 1, "198.51.100.8", AGENT), VISITOR_FIRST);
	assert_int_equal(
		visitor_see(v, 1, "198.51.100.7", AGENT "x"), VISITOR_FIRST);
	assert_int_equal(visitor_see(v, 1, NULL, NULL), VISITOR_FIRST);
	assert_int_equal(visitor_see(v, 1, NULL, NULL), VISITOR_AGAIN);
	visitor_free(v);
}

static void
test_midnight_forgets(void **state)
{
	int64_t midnight = 20001 * WHEN_DAY;
	struct visitor *v;

	(void)state;
	set_clock(midnight - WHEN_HOUR);
	v = visitor_new(0);
	assert_true(visitor_since(v) >= midnight - WHEN_HOUR);
	assert_int_equal(visitor_see(v, 1, "::1", AGENT), VISITOR_FIRST);
	visitor_add_member(v, 5, "::1", AGENT);
	set_clock(midnight + 1000);
	assert_int_equal(visitor_see(v, 1, "::1", AGENT), VISITOR_FIRST);
	assert_false(visitor_is_member(v, 5, "::1", AGENT));
	assert_int_equal(visitor_since(v), midnight);
	set_clock(midnight - WHEN_HOUR);
	assert_int_equal(visitor_see(v, 1, "::1", AGENT), VISITOR_FIRST);
	visitor_free(v);
}

static void
test_a_restart_starts_anew(void **state)
{
	struct visitor *v = visitor_new(0);

	(void)state;
	assert_int_equal(visitor_see(v, 1, "::1", AGENT), VISITOR_FIRST);
	visitor_free(v);
	v = visitor_new(0);
	assert_int_equal(visitor_see(v, 1, "::1", AGENT), VISITOR_FIRST);
	assert_true(visitor_since(v) % WHEN_DAY != 0);
	visitor_free(v);
	visitor_free(NULL);
}

static void
test_members_know_their_own_visits(void **state)
{
	struct visitor *v = visitor_new(0);

	(void)state;
	assert_false(visitor_is_member(v, 5, "::1", AGENT));
	visitor_add_member(v, 5, "::1", AGENT);
	assert_true(visitor_is_member(v, 5, "::1", AGENT));
	assert_false(visitor_is_member(v, 6, "::1", AGENT));
	assert_false(visitor_is_member(v, 5, "::2", AGENT));
	assert_int_equal(visitor_see(v, 5, "::1", AGENT), VISITOR_FIRST);
	visitor_free(v);
}

static void
test_a_full_day_says_so(void **state)
{
	struct visitor *v = visitor_new(100);
	char address[32];

	(void)state;
	for (int i = 0; i < 100; i++) {
		snprintf(address, sizeof(address), "10.0.0.%d", i);
		assert_int_equal(
			visitor_see(v, 1, address, AGENT), VISITOR_FIRST);
	}
	assert_int_equal(visitor_see(v, 1, "10.0.1.1", AGENT), VISITOR_UNKNOWN);
	assert_int_equal(visitor_see(v, 1, "10.0.0.7", AGENT), VISITOR_AGAIN);
	visitor_add_member(v, 5, "::1", AGENT);
	assert_false(visitor_is_member(v, 5, "::1", AGENT));
	visitor_free(v);
}

static uint64_t
spread(uint64_t i)
{
	i = (i ^ i >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	i = (i ^ i >> 27) * UINT64_C(0x94d049bb133111eb);
	return i ^ i >> 31;
}

static void
test_a_set_holds_what_was_added(void **state)
{
	struct set64 *s = set64_new();

	(void)state;
	assert_false(set64_has(s, 0));
	for (uint64_t i = 0; i < 100000; i++)
		set64_add(s, spread(i));
	set64_add(s, spread(7));
	assert_int_equal(set64_count(s), 100000);
	for (uint64_t i = 0; i < 100000; i++) {
		assert_true(set64_has(s, spread(i)));
		assert_false(set64_has(s, spread(i + 100000)));
	}
	set64_free(s);
	set64_free(NULL);
}

static void
test_several_links_of_one_item_at_once(void **state)
{
	struct pace *p = pace_new();

	(void)state;
	assert_false(pace_many_links(p, 1, 10, "198.51.100.7"));
	assert_false(pace_many_links(p, 1, 10, "198.51.100.7"));
	assert_false(pace_many_links(p, 2, 20, "198.51.100.7"));
	assert_false(pace_many_links(p, 1, 11, "198.51.100.8"));
	assert_true(pace_many_links(p, 1, 11, "198.51.100.7"));
	set_clock(clock_now() + 6000);
	assert_false(pace_many_links(p, 1, 12, "198.51.100.7"));
	assert_false(pace_many_links(p, 1, 10, NULL));
	assert_false(pace_many_links(p, 1, 11, NULL));
	set_clock(clock_now() + 2 * WHEN_HOUR);
	assert_false(pace_many_links(p, 1, 13, "198.51.100.7"));
	pace_free(p);
	pace_free(NULL);
}

static void
test_many_alike_from_one_network(void **state)
{
	struct pace *p = pace_new();
	char address[32];

	(void)state;
	for (int i = 1; i < 10; i++) {
		snprintf(address, sizeof(address), "198.51.100.%d", i);
		assert_false(pace_burst(p, address, AGENT));
	}
	assert_false(pace_burst(p, "198.51.101.1", AGENT));
	assert_false(pace_burst(p, "198.51.100.1", AGENT "x"));
	assert_true(pace_burst(p, "198.51.100.99", AGENT));
	set_clock(clock_now() + 6000);
	assert_false(pace_burst(p, "198.51.100.99", AGENT));
	for (int i = 1; i < 10; i++)
		assert_false(pace_burst(p, "2001:db8:1:2::5", AGENT));
	assert_true(pace_burst(p, "2001:db8:1:3::6", AGENT));
	assert_false(pace_burst(p, "nonsense", AGENT));
	assert_false(pace_burst(p, NULL, AGENT));
	assert_false(pace_burst(p, "198.51.100.1", NULL));
	pace_free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_reader_counts_once_for_an_item_and_day),
		cmocka_unit_test(test_midnight_forgets),
		cmocka_unit_test(test_a_restart_starts_anew),
		cmocka_unit_test(test_members_know_their_own_visits),
		cmocka_unit_test(test_a_full_day_says_so),
		cmocka_unit_test(test_a_set_holds_what_was_added),
		cmocka_unit_test(test_several_links_of_one_item_at_once),
		cmocka_unit_test(test_many_alike_from_one_network),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
