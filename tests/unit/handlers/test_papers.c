#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "db.h"
#include "err.h"
#include "ledger.h"
#include "store.h"
#include "when.h"

#include "scene.h"

/* What a member may take with them: their book of points, and everything. */

static int
begin(void **state)
{
	*state = scene_new();
	return 0;
}

static int
end(void **state)
{
	struct err e = {""};

	if (store_check(scene_db(*state), &e) == -1)
		fail_msg("%s", e.text);
	scene_free(*state);
	return 0;
}

/* Settled points from nowhere, one at a time. */
static void
enrich(struct scene *s, const char *person, int count)
{
	const struct account from = {ACCOUNT_PROGRAMME, 0};
	const struct account to = {ACCOUNT_SETTLED, scene_member(s, person)};
	struct err e = {""};
	char cause[64];
	int i;

	for (i = 0; i < count; i++) {
		snprintf(cause, sizeof cause, "gift:%s:%d", person, i);
		assert_int_equal(ledger_give(scene_db(s), &from, &to, 1, cause,
					 scene_now(), &e),
			0);
	}
}

static int64_t
number(struct scene *s, const char *sql)
{
	int64_t n;

	assert_int_equal(db_number(scene_db(s), NULL, &n, sql, ""), 0);
	return n;
}

static void
a_statement_has_pages(void **state)
{
	struct scene *s = *state;

	scene_join(s, "U1", "Ana");
	enrich(s, "U1", 17);
	scene_command(s, "U1", "/advocate", "statement this year");
	scene_said(s, "U1", "1 point was added to put something right");
	scene_said(s, "U1", "Yours: 17 \xc2\xb7 waiting: 0");
	scene_said(s, "U1", "Yours: 10 ");
	scene_not_said(s, "Yours: 9 ");
	assert_false(scene_has_button(s, "Newer"));
	assert_string_equal(
		scene_value(s, "Older"), "/advocate statement this year 2");
	scene_press(s, "U1", "run", scene_value(s, "Older"));
	scene_said(s, "U1", "Your points: this year \xc2\xb7 page 2");
	scene_said(s, "U1", "Yours: 9 ");
	scene_press(s, "U1", "run", scene_value(s, "Older"));
	scene_said(s, "U1", "Yours: 1 ");
	assert_false(scene_has_button(s, "Older"));
	scene_command(s, "U1", "/advocate", "statement 4");
	scene_said(s, "U1", "There is nothing older");
}

static void
a_statement_is_of_some_time(void **state)
{
	static const char *const full[] = {"statement month",
		"statement 2026-11", "statement since 2026-11-25",
		"statement last 2 days 1",
		"statement from 2026-11-01 to 2026-11-25"};
	static const char *const empty[] = {
		"statement last month", "statement 2025-11"};
	static const char *const wrong[] = {"statement soon",
		"statement 2026-13", "statement 2027-01",
		"statement last month or so", "statement 2 3",
		"statement since 2027-01-01",
		"statement a b c d e f g h i j this month"};
	struct scene *s = *state;
	size_t i;

	scene_join(s, "U1", "Ana");
	enrich(s, "U1", 1);
	for (i = 0; i < sizeof full / sizeof *full; i++) {
		scene_command(s, "U1", "/advocate", full[i]);
		scene_said(s, "U1", "Yours: 1 ");
	}
	for (i = 0; i < sizeof empty / sizeof *empty; i++) {
		scene_command(s, "U1", "/advocate", empty[i]);
		scene_said(s, "U1", "Nothing moved in that time");
	}
	for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		scene_command(s, "U1", "/advocate", wrong[i]);
		scene_said(s, "U1", "I cannot tell which time");
	}
}

static void
a_statement_is_the_members_own(void **state)
{
	struct scene *s = *state;

	scene_command(s, "U1", "/advocate", "statement");
	scene_said(s, "U1", "That is for members");
	scene_join(s, "U2", "Ben");
	enrich(s, "U2", 3);
	scene_join(s, "U1", "Ana");
	scene_command(s, "U1", "/advocate", "pause");
	scene_command(s, "U1", "/advocate", "statement");
	scene_said(s, "U1", "No points of yours have moved yet");
}

static void
an_export_is_for_who_asked(void **state)
{
	struct scene *s = *state;

	scene_command(s, "U1", "/advocate", "export");
	scene_said(s, "U1", "There is nothing to take with you");
	assert_int_equal(scene_count(s), 1);
	scene_join(s, "U1", "Ana");
	scene_command(s, "U1", "/advocate", "export");
	scene_said(s, "U1", "On its way to our direct messages");
	scene_said(s, "U1", "to be read: save this file");
	scene_said(s, "U1", "The same for programs, as JSON");
	assert_int_equal(scene_count(s), 3);
	assert_int_equal(number(s, "SELECT count(*) FROM audit"), 0);
}

static void
asking_again_brings_no_second_set_for_minutes(void **state)
{
	struct scene *s = *state;

	scene_join(s, "U1", "Ana");
	scene_join(s, "U2", "Ben");
	scene_command(s, "U1", "/advocate", "export");
	assert_int_equal(scene_count(s), 3);
	scene_command(s, "U1", "/advocate", "export");
	scene_said(s, "U1", "within the last ten minutes");
	assert_int_equal(scene_count(s), 1);
	scene_command(s, "U2", "/advocate", "export");
	assert_int_equal(scene_count(s), 3);
	scene_wait(4 * WHEN_MINUTE);
	scene_command(s, "U1", "/advocate", "export");
	assert_int_equal(scene_count(s), 1);
	scene_wait(6 * WHEN_MINUTE);
	scene_command(s, "U1", "/advocate", "export");
	assert_int_equal(scene_count(s), 3);
}

/* What is kept is theirs, also of those who pause and of those who left. */
static void
those_who_left_have_an_export(void **state)
{
	static const char *const words[] = {"pause", "leave"};
	struct scene *s = *state;
	size_t i;

	scene_join(s, "U1", "Ana");
	for (i = 0; i < sizeof words / sizeof *words; i++) {
		scene_command(s, "U1", "/advocate", words[i]);
		scene_wait(11 * WHEN_MINUTE);
		scene_command(s, "U1", "/advocate", "export");
		scene_said(s, "U1", "On its way");
		assert_int_equal(scene_count(s), 3);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_statement_has_pages, begin, end),
		cmocka_unit_test_setup_teardown(
			a_statement_is_of_some_time, begin, end),
		cmocka_unit_test_setup_teardown(
			a_statement_is_the_members_own, begin, end),
		cmocka_unit_test_setup_teardown(
			an_export_is_for_who_asked, begin, end),
		cmocka_unit_test_setup_teardown(
			asking_again_brings_no_second_set_for_minutes, begin,
			end),
		cmocka_unit_test_setup_teardown(
			those_who_left_have_an_export, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
