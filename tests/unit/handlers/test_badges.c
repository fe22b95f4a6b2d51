#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "badges.h"
#include "db.h"
#include "due.h"
#include "err.h"
#include "reward.h"
#include "shares.h"
#include "when.h"

#include "scene.h"

/* Badges and levels. Time starts on a Wednesday, 10:00 where people are. */

static const struct programme_badge badges[] = {
	{"shares", 1, ""},
	{"shares", 2, "Storyteller"},
	{"readers", 1, ""},
	{"readers", 10, ""},
	{"networks", 2, ""},
	{"weeks", 2, ""},
};
static const int64_t levels[] = {10, 20, INT64_MIN};

static int
begin(void **state)
{
	struct scene *s = scene_new();
	struct programme *p = scene_programme(s);

	p->badges_given = true;
	p->badges = badges;
	p->badge_count = sizeof badges / sizeof *badges;
	p->levels = levels;
	scene_join(s, "U1", "Ana Salo");
	*state = s;
	return 0;
}

static int
end(void **state)
{
	scene_free(*state);
	return 0;
}

/* Ana posts the item there, and that many people read it. */
static void
share(struct scene *s, int64_t item, const char *network, int readers)
{
	const struct rules *rules = &scene_programme(s)->rules;
	struct share share = {.member = scene_member(s, "U1"), .item = item};
	struct err e;

	snprintf(share.network, sizeof share.network, "%s", network);
	share.opened_at = scene_now();
	assert_int_equal(share_add(scene_db(s), &share, &e), 0);
	assert_int_equal(reward_declared(scene_db(s), rules, &share,
				 scene_now(), NULL, &e),
		0);
	for (; readers > 0; readers--)
		assert_int_equal(reward_reader(scene_db(s), rules, share.id,
					 scene_now(), &e),
			0);
}

static int
on_due(void *arg, const struct due *d, struct err *e)
{
	struct due *found = arg;

	(void)e;
	if (strcmp(d->name, "badges") == 0)
		*found = *d;
	return 0;
}

/* What the clock finds and does about badges; whether it found anything. */
static bool
look(struct scene *s)
{
	struct due found = {.id = 0};
	struct err e;

	assert_int_equal(
		due_each(scene_db(s), scene_now(), 10, on_due, &found, &e), 0);
	if (found.id != 0)
		scene_due(s, "badges", found.id, 0);
	return found.id != 0;
}

static void
the_first_share_is_one(void **state)
{
	struct scene *s = *state;

	assert_false(look(s));
	share(s, scene_item(s, "We ship", ""), "x", 0);
	assert_false(look(s));
	scene_wait(WHEN_HOUR + 1);
	assert_true(look(s));
	scene_said(s, "U1", "You have a new badge: First share.");
	assert_false(look(s));
	scene_command(s, "U1", "/advocate", "me");
	scene_said(s, "U1", "Badges: First share");
}

static void
several_are_one_message_and_the_next_comes_another_day(void **state)
{
	struct scene *s = *state;
	int64_t item = scene_item(s, "We ship", "");

	share(s, item, "x", 12);
	share(s, item, "linkedin", 0);
	scene_wait(WHEN_HOUR + 1);
	assert_true(look(s));
	scene_said(s, "U1",
		"You have new badges: Storyteller, 10 readers, 2 networks.");
	assert_int_equal(scene_count(s), 1);
	scene_wait(5 * WHEN_DAY);
	share(s, item, "bluesky", 0);
	scene_wait(WHEN_HOUR + 1);
	assert_true(look(s));
	scene_said(s, "U1", "You have a new badge: 2 weeks running.");
	scene_command(s, "U1", "/advocate", "me");
	scene_said(s, "U1", "Badges: First share, Storyteller, First reader");
}

static void
nobody_hears_of_one_twice_a_day_or_at_night(void **state)
{
	struct scene *s = *state;
	int64_t item = scene_item(s, "We ship", "");

	share(s, item, "x", 0);
	scene_wait(2 * WHEN_HOUR);
	assert_true(look(s));
	scene_said(s, "U1", "First share");
	share(s, item, "linkedin", 0);
	scene_wait(9 * WHEN_HOUR); /* 21:00 */
	assert_true(look(s));
	scene_nothing(s);
	assert_false(look(s));
	scene_wait(13 * WHEN_HOUR); /* 10:00, less than a day after */
	assert_false(look(s));
	scene_wait(2 * WHEN_HOUR);
	assert_true(look(s));
	scene_said(s, "U1", "You have new badges: Storyteller, 2 networks.");
	share(s, item, "bluesky", 10);
	scene_wait(33 * WHEN_HOUR); /* 21:00 of the next day */
	assert_true(look(s));
	scene_nothing(s);
	scene_wait(10 * WHEN_HOUR); /* 7:00 */
	assert_false(look(s));
	scene_wait(WHEN_HOUR);
	assert_true(look(s));
	scene_said(s, "U1", "10 readers");
}

static void
who_paused_hears_it_afterwards(void **state)
{
	struct scene *s = *state;

	share(s, scene_item(s, "We ship", ""), "x", 0);
	scene_command(s, "U1", "/advocate", "pause");
	scene_wait(WHEN_DAY);
	assert_false(look(s));
	scene_command(s, "U1", "/advocate", "resume");
	assert_true(look(s));
	scene_said(s, "U1", "First share");
}

static void
what_was_taken_back_is_none(void **state)
{
	struct scene *s = *state;
	struct share share_of;
	struct err e;
	int64_t item = scene_item(s, "We ship", "");

	share(s, item, "x", 0);
	assert_int_equal(share_find(scene_db(s), scene_member(s, "U1"), item,
				 "x", &share_of, &e),
		0);
	assert_int_equal(
		reward_withdrawn(scene_db(s), &share_of, scene_now(), &e), 0);
	scene_wait(2 * WHEN_HOUR);
	assert_true(look(s));
	scene_nothing(s);
	assert_false(look(s));
}

static void
without_badges_nothing_is_said(void **state)
{
	struct scene *s = *state;

	share(s, scene_item(s, "We ship", ""), "x", 3);
	scene_wait(2 * WHEN_HOUR);
	scene_programme(s)->badges_given = false;
	look(s);
	scene_nothing(s);
	scene_command(s, "U1", "/advocate", "me");
	scene_not_said(s, "Badges");
	scene_command(s, "U1", "/advocate", "rules");
	scene_not_said(s, "Badges");
	scene_not_said(s, "Levels");
}

static void
rules_say_what_they_are(void **state)
{
	struct scene *s = *state;

	scene_command(s, "U2", "/advocate", "rules");
	scene_said(s, "U2",
		"Badges: First share, Storyteller, First reader, 10 readers,"
		" 2 networks, 2 weeks running.");
	scene_said(s, "U2", "Levels: they rise at 10, 20 points");
}

static void
a_level_counts_all_that_was_earned(void **state)
{
	struct scene *s = *state;
	struct err e;
	int64_t award;

	scene_command(s, "U1", "/advocate", "me");
	scene_not_said(s, "Level");
	share(s, scene_item(s, "We ship", ""), "x", 3);
	assert_int_equal(db_number(scene_db(s), &e, &award,
				 "SELECT min(id) FROM award", ""),
		0);
	scene_wait(50 * WHEN_HOUR);
	scene_due(s, "settle", award, 0);
	scene_command(s, "U1", "/advocate", "me");
	scene_said(s, "U1", "Level 1 · 10 points to the next");
	scene_due(s, "settle", award + 1, 0);
	scene_command(s, "U1", "/advocate", "me");
	scene_said(s, "U1", "Level 1 · 6 points to the next");
}

static void
they_go_with_the_member(void **state)
{
	struct scene *s = *state;
	int64_t left;
	struct err e;

	share(s, scene_item(s, "We ship", ""), "x", 0);
	scene_wait(2 * WHEN_HOUR);
	assert_true(look(s));
	share(s, scene_item(s, "We ship more", ""), "x", 0);
	scene_command(s, "U1", "/advocate", "forget");
	scene_press(s, "U1", "forget", "1");
	assert_int_equal(db_number(scene_db(s), &e, &left,
				 "SELECT (SELECT count(*) FROM badge)"
				 " + (SELECT count(*) FROM member"
				 " WHERE badges_at IS NOT NULL)",
				 ""),
		0);
	assert_true(left == 0);
	scene_wait(WHEN_DAY);
	assert_false(look(s));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_share_is_one),
		TEST(several_are_one_message_and_the_next_comes_another_day),
		TEST(nobody_hears_of_one_twice_a_day_or_at_night),
		TEST(who_paused_hears_it_afterwards),
		TEST(what_was_taken_back_is_none),
		TEST(without_badges_nothing_is_said),
		TEST(rules_say_what_they_are),
		TEST(a_level_counts_all_that_was_earned),
		TEST(they_go_with_the_member),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
