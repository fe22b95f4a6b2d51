#include <glob.h>
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
#include "people.h"
#include "privacy.h"
#include "when.h"

#include "scene.h"

/* What a member may ask and choose, and who may do what. */

static struct member
member(struct scene *s, const char *person)
{
	struct member m;
	struct err e = {""};

	assert_int_equal(people_find(scene_db(s), "acme", person, &m, &e), 0);
	return m;
}

static void
mistyped_words_get_the_nearest(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_join(s, "U1", "Ana");
	scene_command(s, "U1", "/advocate", "tpo month");
	scene_said(s, "U1", "There is no tpo. Did you mean top?");
	assert_string_equal(
		scene_value(s, "/advocate top month"), "/advocate top month");
	scene_press(s, "U1", "run", "/advocate top month");
	scene_said(s, "U1", "Most points, this month");
	scene_command(s, "U1", "/advocate", "xyzzyplugh");
	scene_said(s, "U1", "nothing that sounds like it");
	scene_press(s, "U1", "run", scene_value(s, "Show the list"));
	scene_said(s, "U1", "/advocate leave");
	scene_free(s);
}

static void
commands_are_shown_as_they_are_typed_here(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_programme(s)->command_prefix = "acme-";
	scene_command(s, "U1", "/advocate", "helo");
	scene_said(s, "U1", "/acme-advocate help");
	assert_string_equal(
		scene_value(s, "/acme-advocate help"), "/advocate help");
	scene_press(s, "U1", "run", "/advocate help");
	scene_said(s, "U1", "/acme-advocate join");
	scene_free(s);
}

static void
members_things_are_for_members(void **state)
{
	static const char *const words[] = {
		"me", "top", "pause", "resume", "hide", "show", "leave"};
	struct scene *s = scene_new();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof words / sizeof *words; i++) {
		scene_command(s, "U1", "/advocate", words[i]);
		scene_said(s, "U1", "That is for members");
		assert_true(scene_has_button(s, "Join"));
	}
	scene_command(s, "U1", "/advocate", "RULES");
	scene_said(s, "U1", "How points work");
	scene_command(s, "U1", "/advocate", "why");
	scene_said(s, "U1", "Why we do this");
	scene_command(s, "U1", "/advocate", "privacy");
	scene_said(s, "U1", "What Acme keeps about you");
	scene_command(s, "U1", "/advocate", "forget");
	scene_said(s, "U1", "There is nothing to delete");
	assert_int_equal(scene_member(s, "U1"), 0);
	scene_free(s);
}

static void
admins_things_are_for_admins(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_command(s, "U1", "/campaign", "list");
	scene_said(s, "U1", "Please ask Mia");
	/* Nor by way of a suggestion. */
	scene_press(s, "U1", "run", "/campaign list");
	scene_said(s, "U1", "Please ask Mia");
	scene_free(s);
}

static void
a_pause_ends_by_itself(void **state)
{
	struct scene *s = scene_new();
	int64_t id;

	(void)state;
	scene_join(s, "U1", "Ana Berg");
	id = scene_member(s, "U1");
	scene_command(s, "U1", "/advocate", "pause soonish");
	scene_said(s, "U1", "could not read soonish as a day");
	scene_command(s, "U1", "/advocate", "pause 2020-01-01");
	scene_said(s, "U1", "is not in the future");
	assert_int_equal(member(s, "U1").state, MEMBER_ACTIVE);
	scene_command(s, "U1", "/advocate", "pause tomorrow");
	assert_int_equal(member(s, "U1").state, MEMBER_PAUSED);
	scene_due(s, "resume", id, 0);
	scene_nothing(s);
	scene_wait(WHEN_DAY);
	scene_due(s, "resume", id, 0);
	scene_said(s, "U1", "Ana, your pause is over");
	assert_int_equal(member(s, "U1").state, MEMBER_ACTIVE);
	scene_command(s, "U1", "/advocate", "resume");
	scene_said(s, "U1", "You were not paused");
	scene_free(s);
}

static void
hiding_hides_and_shows_again(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_join(s, "U1", "Ana");
	scene_command(s, "U1", "/advocate", "hide");
	scene_said(s, "U1", "You are hidden");
	assert_true(member(s, "U1").hidden);
	scene_command(s, "U1", "/advocate", "show");
	assert_false(member(s, "U1").hidden);
	scene_free(s);
}

static void
share_and_post(struct scene *s, const char *person)
{
	scene_press(s, person, "copy", "1:copy");
	scene_press(s, person, "posted", "1:copy");
}

static void
the_ranking_names_who_agreed_and_no_small_group(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	scene_join(s, "U2", "Ben");
	scene_join(s, "U3", "Cem");
	scene_command(s, "U1", "/advocate", "top");
	scene_said(s, "U1", "Nobody has points yet");
	share_and_post(s, "U1");
	scene_command(s, "U2", "/advocate", "top");
	scene_said(s, "U2", "Fewer than 2 people have points");
	scene_not_said(s, "Ana");
	share_and_post(s, "U2");
	share_and_post(s, "U3");
	scene_command(s, "U3", "/advocate", "hide");
	scene_command(s, "U1", "/advocate", "top all");
	scene_said(s, "U1", "Ana (you) - 10 points");
	scene_said(s, "U1", "1. Ben - 10 points");
	scene_not_said(s, "Cem");
	scene_command(s, "U3", "/advocate", "top campaign");
	scene_said(s, "U3", "Most points, in Always");
	scene_not_said(s, "Cem");
	scene_said(s, "U3", "Only you see this");
	scene_command(s, "U1", "/advocate", "top yesterday");
	scene_said(s, "U1", "There is no ranking for yesterday");
	scene_command(s, "U1", "/advocate", "top campaign Spring");
	scene_said(s, "U1", "There is no campaign called Spring");
	scene_free(s);
}

static void
leaving_says_what_becomes_of_the_points(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	share_and_post(s, "U1");
	scene_command(s, "U1", "/advocate", "leave");
	scene_said(s, "U1", "The 10 points that wait can still become yours");
	assert_int_equal(member(s, "U1").state, MEMBER_LEFT);
	scene_command(s, "U1", "/advocate", "me");
	scene_said(s, "U1", "That is for members");
	scene_press(s, "U1", "join", scene_value(s, "Join"));
	scene_command(s, "U1", "/advocate", "me");
	scene_said(s, "U1", "10 more points are waiting");
	scene_free(s);
}

static void
forgetting_asks_once_and_leaves_nothing(void **state)
{
	struct scene *s = scene_new();
	struct err e = {""};
	int64_t left;

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana Berg");
	share_and_post(s, "U1");
	scene_command(s, "U1", "/advocate", "forget");
	scene_said(s, "U1", "Delete everything about you?");
	scene_press(s, "U1", "forget_keep", "0");
	scene_said(s, "U1", "Nothing was deleted");
	assert_true(scene_member(s, "U1") > 0);
	scene_command(s, "U1", "/advocate", "forget");
	scene_press(s, "U1", "later", "1:hour");
	scene_due(s, "later", 1, scene_member(s, "U1"));
	scene_said(s, "U1", "Your text for");
	scene_press(s, "U1", "forget", "0");
	assert_int_equal(scene_deleted(s), 1);
	scene_said(s, "U1", "Everything about you is deleted");
	assert_int_equal(scene_member(s, "U1"), 0);
	assert_int_equal(db_number(scene_db(s), &e, &left,
				 "SELECT (SELECT count(*) FROM identity)"
				 " + (SELECT count(*) FROM consent)"
				 " + (SELECT count(*) FROM kit)"
				 " + (SELECT count(*) FROM outbox)"
				 " + (SELECT count(*) FROM post"
				 " WHERE member IS NOT NULL)"
				 " + (SELECT count(*) FROM member"
				 " WHERE name IS NOT NULL)",
				 ""),
		0);
	assert_int_equal(left, 0);
	scene_press(s, "U1", "forget", "0");
	scene_said(s, "U1", "There is nothing to delete");
	scene_free(s);
}

static void
the_platform_tells_who_somebody_is(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_person(s, "U5", json_pack("{s:s}", "name", "Nobody"));
	scene_nothing(s);
	assert_int_equal(scene_member(s, "U5"), 0);
	scene_join(s, "U1", "Ana Berg");
	assert_string_equal(member(s, "U1").name, "Ana Berg");
	scene_person(s, "U1",
		json_pack("{s:s, s:s, s:s}", "name", "Ana Lund", "zone",
			"Nowhere/Land", "language", ""));
	assert_string_equal(member(s, "U1").name, "Ana Lund");
	assert_string_equal(member(s, "U1").zone, "Europe/Berlin");
	scene_person(s, "U1", json_pack("{s:b}", "gone", 1));
	assert_int_equal(scene_member(s, "U1"), 0);
	scene_free(s);
}

static void
direct_messages_are_understood_in_short(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_join(s, "U1", "Ana");
	scene_message(s, "U1", "Help");
	scene_said(s, "U1", "Sharing Acme's news");
	scene_message(s, "U1", "top month");
	scene_said(s, "U1", "Most points, this month");
	scene_message(s, "U1", "share");
	scene_said(s, "U1", "There is nothing to share");
	scene_message(s, "U1", "share this with everybody");
	scene_said(s, "U1", "I am a program");
	scene_message(s, "U1", "why did you write to me on a Sunday");
	scene_said(s, "U1", "I am a program");
	scene_message(s, "U1", "STOP");
	scene_said(s, "U1", "A pause keeps everything as it is");
	assert_true(scene_has_button(s, "Pause"));
	scene_message(s, "U7", "stop");
	scene_said(s, "U7", "You are not a member");
	scene_free(s);
}

static void
the_home_page_follows_who_opens_it(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_home(s, "U1");
	scene_said(s, "U1", "It is voluntary");
	scene_join(s, "U1", "Ana");
	scene_home(s, "U1");
	scene_said(s, "U1", "Hello, Ana");
	scene_said(s, "U1", "We ship 2.0");
	scene_said(s, "U1", "You have 0 points");
	scene_free(s);
}

static void
find_row(const char *table)
{
	const struct privacy_row *row;
	char wanted[80];
	size_t i;

	if (strcmp(table, "delivery") == 0)
		return; /* its hash is of content, nobody's */
	snprintf(wanted, sizeof wanted, "%s ", table);
	for (i = 0; (row = privacy_at(i)) != NULL; i++)
		if (strstr(row->tables, wanted) != NULL)
			return;
	fail_msg("privacy does not tell of %s", table);
}

static void
read_schema(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[256], table[64] = "";

	assert_non_null(f);
	while (fgets(line, sizeof line, f) != NULL) {
		if (strncmp(line, "CREATE TABLE ", 13) == 0)
			snprintf(table, sizeof table, "%.*s",
				(int)strcspn(line + 13, " "), line + 13);
		else if (strncmp(line, "\tmember INTEGER", 15) == 0 ||
			 strncmp(line, "\tperson TEXT", 12) == 0 ||
			 strncmp(line, "\thash BLOB", 10) == 0)
			find_row(table);
	}
	fclose(f);
}

/* Every table of the store that has something of a person in it is told of
 * in "/advocate privacy". */
static void
privacy_tells_every_table(void **state)
{
	glob_t found;
	size_t i;

	(void)state;
	assert_int_equal(
		glob(SOURCE_DIR "/daemon/store/schema/*.sql", 0, NULL, &found),
		0);
	assert_true(found.gl_pathc > 1);
	for (i = 0; i < found.gl_pathc; i++)
		read_schema(found.gl_pathv[i]);
	globfree(&found);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mistyped_words_get_the_nearest),
		cmocka_unit_test(commands_are_shown_as_they_are_typed_here),
		cmocka_unit_test(members_things_are_for_members),
		cmocka_unit_test(admins_things_are_for_admins),
		cmocka_unit_test(a_pause_ends_by_itself),
		cmocka_unit_test(hiding_hides_and_shows_again),
		cmocka_unit_test(
			the_ranking_names_who_agreed_and_no_small_group),
		cmocka_unit_test(leaving_says_what_becomes_of_the_points),
		cmocka_unit_test(forgetting_asks_once_and_leaves_nothing),
		cmocka_unit_test(the_platform_tells_who_somebody_is),
		cmocka_unit_test(direct_messages_are_understood_in_short),
		cmocka_unit_test(the_home_page_follows_who_opens_it),
		cmocka_unit_test(privacy_tells_every_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
