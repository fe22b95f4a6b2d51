#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "when.h"

#include "visit.h"

#include "programme.h"
#include "suspicion.h"

#define MOST 64

static const struct looking usual = {.days = 14,
	.most_percent = 80,
	.burst_readers = 20,
	.burst_span = 2 * WHEN_MINUTE,
	.doubtful_readers = 10,
	.above_readers = 50,
	.above_times = 20,
	.many_shares = 8,
	.many_span = 5 * WHEN_MINUTE};

/* A share as the store knows it, and what is found in it. */
static const struct row {
	const char *what;
	/* count readers came a time apart, then late ones an hour apart */
	int count;
	int64_t apart;
	int late, marked;
	int64_t readers, others, others_readers, before;
	const char *name; /* NULL: nothing */
	int64_t part, whole, span;
} rows[] = {
	{"nobody", 0, 0, 0, 0, 0, 0, 0, 0, NULL, 0, 0, 0},
	{"twenty at once", 20, 5 * WHEN_SECOND, 0, 0, 20, 0, 0, 0, "burst", 20,
		20, 2 * WHEN_MINUTE},
	{"nineteen are too few", 19, WHEN_SECOND, 0, 0, 19, 0, 0, 0, NULL, 0, 0,
		0},
	{"four of five is most", 16, WHEN_SECOND, 4, 0, 20, 0, 0, 0, "burst",
		16, 20, 2 * WHEN_MINUTE},
	{"three of four is not", 15, WHEN_SECOND, 5, 0, 20, 0, 0, 0, NULL, 0, 0,
		0},
	{"over the day", 40, 10 * WHEN_MINUTE, 0, 0, 40, 0, 0, 0, NULL, 0, 0,
		0},
	{"the window moves along", 40, 6 * WHEN_SECOND, 0, 0, 40, 0, 0, 0, NULL,
		0, 0, 0},
	{"as programs come", 10, WHEN_HOUR, 0, 8, 10, 0, 0, 0, "doubtful", 8,
		10, 0},
	{"some do look so", 10, WHEN_HOUR, 0, 7, 10, 0, 0, 0, NULL, 0, 0, 0},
	{"nine are too few", 9, WHEN_HOUR, 0, 9, 9, 0, 0, 0, NULL, 0, 0, 0},
	{"both: what says more", 20, WHEN_SECOND, 0, 20, 20, 0, 0, 0,
		"doubtful", 20, 20, 0},
	{"far above", 0, 0, 0, 0, 60, 5, 14, 0, "above", 60, 3, 0},
	{"above, not far", 0, 0, 0, 0, 60, 5, 16, 0, NULL, 0, 0, 0},
	{"of few others nothing follows", 0, 0, 0, 0, 60, 4, 4, 0, NULL, 0, 0,
		0},
	{"far above, and few", 0, 0, 0, 0, 49, 5, 5, 0, NULL, 0, 0, 0},
	{"the ninth within minutes", 0, 0, 0, 0, 1, 0, 0, 8, "many", 9, 1,
		5 * WHEN_MINUTE},
	{"the eighth", 0, 0, 0, 0, 1, 0, 0, 7, NULL, 0, 0, 0},
	{"the ninth, but it was read", 0, 0, 0, 0, 2, 0, 0, 8, NULL, 0, 0, 0},
};

static const char *const none[] = {NULL};

static struct suspicion
find(const struct looking *l, const struct row *row, const char *const *passed)
{
	int64_t at[MOST];
	struct suspicion_facts f = {.readers = row->readers,
		.needed = 1,
		.at = at,
		.marked = row->marked,
		.others = row->others,
		.others_readers = row->others_readers,
		.before = row->before};
	int i;

	/* the latest first: their order is none */
	for (i = row->late; i > 0; i--)
		at[f.count++] = WHEN_DAY + i * WHEN_HOUR;
	for (i = 0; i < row->count; i++)
		at[f.count++] = i * row->apart;
	return suspicion_find(l, &f, passed);
}

static void
patterns_are_found_with_their_numbers(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct suspicion s = find(&usual, &rows[i], none);
		bool same = s.name == NULL || rows[i].name == NULL
				    ? s.name == rows[i].name
				    : strcmp(s.name, rows[i].name) == 0;

		if (!same)
			fail_msg("%s: %s", rows[i].what,
				s.name == NULL ? "nothing" : s.name);
		if (s.name == NULL)
			continue;
		if (s.part != rows[i].part || s.whole != rows[i].whole ||
			s.span != rows[i].span)
			fail_msg("%s: %d of %d", rows[i].what, (int)s.part,
				(int)s.whole);
	}
}

static void
what_was_looked_at_is_passed_over(void **state)
{
	static const char *const doubtful[] = {"doubtful", NULL};
	static const char *const both[] = {"burst", "doubtful", NULL};
	const struct row row = {
		"both", 20, WHEN_SECOND, 0, 20, 20, 0, 0, 0, NULL, 0, 0, 0};

	(void)state;
	assert_string_equal(find(&usual, &row, doubtful).name, "burst");
	assert_null(find(&usual, &row, both).name);
}

static void
what_is_off_is_never_found(void **state)
{
	const struct looking off = {.days = 14, .most_percent = 80};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_null(find(&off, &rows[i], none).name);
}

/* A reader behind a mail gateway who navigated is a reader like others. */
static void
marks_are_notes_of_visits(void **state)
{
	(void)state;
	assert_true((suspicion_marks() & VISIT_BURST) != 0);
	assert_true((suspicion_marks() & VISIT_NO_FETCH_HEADERS) != 0);
	assert_true((suspicion_marks() & VISIT_GATEWAY_REFERRER) == 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_are_found_with_their_numbers),
		cmocka_unit_test(what_was_looked_at_is_passed_over),
		cmocka_unit_test(what_is_off_is_never_found),
		cmocka_unit_test(marks_are_notes_of_visits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
