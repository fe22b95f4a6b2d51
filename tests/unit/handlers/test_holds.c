#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "db.h"
#include "err.h"
#include "holds.h"
#include "when.h"

#include "scene.h"

/* A second look before points settle: what scenes do not show. U9 is the
 * admin. */

static int64_t
number(struct scene *s, const char *sql)
{
	struct err e = {""};
	int64_t out;

	if (db_number(scene_db(s), &e, &out, sql, "") == -1)
		fail_msg("%s", e.text);
	return out;
}

static void
run(struct scene *s, const char *sql)
{
	struct err e = {""};

	if (db_run(scene_db(s), &e, sql, "") == -1)
		fail_msg("%s", e.text);
}

/* Somebody's share was read by twenty at once, and its points are due. */
static struct scene *
due(const char *person)
{
	struct scene *s = scene_new();

	scene_programme(s)->looking = (struct looking){.days = 14,
		.most_percent = 80,
		.burst_readers = 20,
		.burst_span = 2 * WHEN_MINUTE};
	scene_item(s, "We ship 2.0", "");
	scene_join(s, person, "Ana Berg");
	scene_press(s, person, "share", "1");
	scene_open(s, scene_url(s, "LinkedIn"), false);
	scene_press(s, person, "posted", "1:linkedin");
	run(s, "UPDATE share SET readers = 20, evidence = 4,"
	       " read_at = declared_at");
	run(s, "INSERT INTO click (link, item, network, at, class, reasons,"
	       " reader) WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL"
	       " SELECT n + 1 FROM n WHERE n < 20) SELECT l.id, 1, 'linkedin',"
	       " s.declared_at + n, 0, 0, 1 FROM n, link l JOIN share s"
	       " ON s.id = l.share");
	run(s, "UPDATE award SET settles_at = created_at + 172800000");
	scene_wait(2 * WHEN_DAY);
	return s;
}

/* The totals of readers know nothing of these. */
static void
over(struct scene *s)
{
	run(s, "UPDATE click SET reader = 0");
	run(s, "UPDATE share SET readers = 0");
	scene_free(s);
}

static void
words_have_a_limit(void **state)
{
	struct scene *s = due("U1");
	char words[502];
	int i;

	(void)state;
	scene_due(s, "settle", 1, 0);
	scene_said(s, "U1", "A second look at 10 points");
	assert_string_equal(scene_value(s, "Explain"), "1");
	for (i = 0; i < 501; i++)
		words[i] = 'a';
	words[501] = '\0';
	scene_form(s, "U1", "hold_explain_form", "1", "words", words);
	scene_form_error(s, "words", "500 characters at most");
	scene_form(s, "U1", "hold_explain_form", "1", "words", " \n ");
	scene_form_error(s, "words", "It needs some words");
	assert_int_equal(
		number(s, "SELECT count(*) FROM hold WHERE answer <> ''"), 0);
	words[500] = '\0';
	scene_form(s, "U1", "hold_explain_form", "1", "words", words);
	assert_int_equal(number(s, "SELECT length(answer) FROM hold"), 500);
	words[500] = 'a';
	scene_form(s, "U9", "hold_withdraw_form", "1", "note", words);
	scene_form_error(s, "note", "500 characters at most");
	scene_form(s, "U9", "hold_withdraw_form", "1", "note", "");
	scene_form_error(s, "note", "They should know why");
	assert_int_equal(
		number(s, "SELECT count(*) FROM hold WHERE decision IS NULL"),
		1);
	over(s);
}

static void
it_is_its_member_s_alone(void **state)
{
	struct scene *s = due("U1");

	(void)state;
	scene_join(s, "U2", "Ben");
	scene_due(s, "settle", 1, 0);
	scene_press(s, "U2", "hold_explain", "1");
	assert_false(scene_form_opened(s, "hold_explain_form"));
	scene_said(s, "U2", "no longer to be shared");
	scene_form(s, "U2", "hold_explain_form", "1", "words", "It was me");
	scene_form(s, "U1", "hold_explain_form", "99", "words", "Nothing");
	assert_int_equal(
		number(s, "SELECT count(*) FROM hold WHERE answer <> ''"), 0);
	scene_command(s, "U2", "/campaign", "holds release 1");
	scene_said(s, "U2", "it takes a campaign admin");
	scene_form(s, "U2", "hold_withdraw_form", "1", "note", "No");
	assert_int_equal(
		number(s, "SELECT count(*) FROM hold WHERE decision IS NULL"),
		1);
	/* who explains it once it is over hears how it ended */
	scene_command(s, "U9", "/campaign", "holds release 1");
	scene_said(s, "U1", "You keep 10 points");
	scene_press(s, "U1", "hold_explain", "1");
	scene_said(s, "U1", "You keep 10 points");
	over(s);
}

/* The member reads theirs in their language, whoever decides in another. */
static void
each_reads_their_language(void **state)
{
	struct scene *s = due("U1");

	(void)state;
	scene_command(s, "U1", "/advocate", "language deutsch");
	scene_due(s, "settle", 1, 0);
	scene_said(s, "U1", "Ein zweiter Blick auf 10 Punkte");
	scene_said(s, "U1", "20 der 20 Leute, die es gelesen haben, kamen");
	scene_command(s, "U9", "/campaign", "holds release 1");
	scene_said(s, "U1", "Du behältst 10 Punkte");
	scene_said(s, "U9", "You released it");
	over(s);
}

static void
who_left_is_not_written_to(void **state)
{
	struct scene *s = due("U1");

	(void)state;
	scene_command(s, "U1", "/advocate", "leave");
	scene_due(s, "settle", 1, 0);
	scene_not_said(s, "A second look");
	assert_int_equal(number(s, "SELECT count(*) FROM hold"), 1);
	scene_wait(14 * WHEN_DAY);
	scene_due(s, "unhold", 1, 0);
	scene_not_said(s, "You keep");
	assert_int_equal(number(s, "SELECT count(*) FROM award"
				   " WHERE state = 'settled'"),
		1);
	over(s);
}

/* Each pattern, from what is stored to what its member is told. Statements are
 * known by the address of their text. */
static const struct {
	const char *sql[3];
	struct looking looking;
	const char *words;
} patterns[] = {
	{{"UPDATE click SET reasons = 1024 WHERE id <= 16"},
		{.doubtful_readers = 20},
		"16 of its 20 readers came the way programs often do"},
	{{"UPDATE click SET reasons = 64"}, {.doubtful_readers = 20}, NULL},
	{{NULL}, {.burst_readers = 20, .burst_span = 90 * WHEN_SECOND},
		"20 of its 20 readers came within 2 minutes."},
	{{"INSERT INTO member (id, state, name, joined_at) VALUES"
	  " (11, 'active', 'A', 1), (12, 'active', 'B', 1),"
	  " (13, 'active', 'C', 1), (14, 'active', 'D', 1),"
	  " (15, 'active', 'E', 1)",
		 "INSERT INTO share (member, item, network, opened_at, readers)"
		 " SELECT id, 1, 'x', 1, 1 FROM member WHERE id > 10"},
		{.above_readers = 20, .above_times = 20},
		"20 people have read it. Other shares of the same item were"
		" read by 1 person on average."},
	{{"UPDATE click SET reader = 0", "UPDATE share SET readers = 1",
		 "INSERT INTO share (member, item, network, opened_at,"
		 " declared_at, evidence) SELECT member, item, 'x', opened_at,"
		 " declared_at - 60000, 1 FROM share"},
		{.many_shares = 1, .many_span = 5 * WHEN_MINUTE},
		"It was number 2 that was said to be posted within 5 minutes,"
		" and 1 person has read it."},
	{{"INSERT INTO share (member, item, network, opened_at,"
	  " declared_at, evidence) SELECT member, item, 'x', opened_at,"
	  " declared_at - 60000, 1 FROM share"},
		{.many_shares = 1, .many_span = 5 * WHEN_MINUTE}, NULL},
};

static void
each_pattern_is_told_with_its_numbers(void **state)
{
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		struct scene *s = due("U1");

		scene_programme(s)->looking = patterns[i].looking;
		scene_programme(s)->looking.days = 14;
		scene_programme(s)->looking.most_percent = 80;
		for (n = 0; n < 3 && patterns[i].sql[n] != NULL; n++)
			run(s, patterns[i].sql[n]);
		scene_due(s, "settle", 1, 0);
		if (patterns[i].words != NULL)
			scene_said(s, "U1", patterns[i].words);
		else
			scene_not_said(s, "A second look");
		over(s);
	}
}

/* Nothing looks at what is off, and nothing is held then. */
static void
off_is_off(void **state)
{
	struct scene *s = due("U1");

	(void)state;
	scene_programme(s)->looking = (struct looking){.days = 14};
	scene_due(s, "settle", 1, 0);
	assert_int_equal(number(s, "SELECT count(*) FROM hold"), 0);
	assert_int_equal(number(s, "SELECT count(*) FROM award"
				   " WHERE state = 'settled'"),
		1);
	over(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_have_a_limit),
		cmocka_unit_test(it_is_its_member_s_alone),
		cmocka_unit_test(each_reads_their_language),
		cmocka_unit_test(who_left_is_not_written_to),
		cmocka_unit_test(each_pattern_is_told_with_its_numbers),
		cmocka_unit_test(off_is_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
