#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "when.h"

#include "campaigns.h"
#include "ledger.h"
#include "reward.h"
#include "shares.h"
#include "teams.h"
#include "visit.h"

#include "scene.h"

/* What is told of a week. Time starts on a Wednesday. */

static int
begin(void **state)
{
	struct scene *s = scene_new();
	struct err e;

	scene_programme(s)->digest_hour = 9;
	*state = s;
	assert_int_equal(campaign_target(scene_db(s), 1, "acme", "C1", &e), 0);
	scene_place(s, "joined", "C1");
	return 0;
}

static int
end(void **state)
{
	scene_free(*state);
	return 0;
}

static struct channel
news(struct scene *s)
{
	struct channel c;
	struct err e;

	assert_int_equal(channel_find(scene_db(s), "acme", "C1", &c, &e), 0);
	return c;
}

/* A reader follows the link. */
static void
follow(struct scene *s, int64_t item, int64_t link, const char *network)
{
	const struct click c = {.link = link,
		.item = item,
		.network = network,
		.at = scene_now(),
		.class = VISIT_PERSON,
		.reader = true};
	struct err e;

	assert_int_equal(click_add(scene_db(s), &c, &e), 0);
}

/* The member posts the item on LinkedIn, and that many people read it. */
static void
share(struct scene *s, const char *person, int64_t item, int readers)
{
	struct share share = {.member = scene_member(s, person),
		.item = item,
		.opened_at = scene_now()};
	struct err e;
	int64_t link;

	snprintf(share.network, sizeof share.network, "linkedin");
	assert_int_equal(share_add(scene_db(s), &share, &e), 0);
	assert_int_equal(link_for_share(scene_db(s), item, share.id,
				 scene_now(), &link, &e),
		0);
	assert_int_equal(
		reward_declared(scene_db(s), &scene_programme(s)->rules, &share,
			scene_now(), NULL, &e),
		0);
	for (; readers > 0; readers--) {
		follow(s, item, link, "linkedin");
		assert_int_equal(
			reward_reader(scene_db(s), &scene_programme(s)->rules,
				share.id, scene_now(), &e),
			0);
	}
}

/* Nine in the morning of the next Monday, in Berlin. */
static void
wait_for_monday(struct scene *s)
{
	int64_t at = news(s).digest_at;

	scene_wait(at - scene_now() + 1000);
}

static void
a_digest_is_planned_where_we_are(void **state)
{
	struct scene *s = *state;

	/* 2026-11-30T08:00:00Z */
	assert_true(news(s).digest_at == INT64_C(1796025600000));
	scene_place(s, "left", "C1");
	assert_true(news(s).digest_at == 0);
	scene_place(s, "joined", "C1");
	assert_true(news(s).digest_at == INT64_C(1796025600000));
}

static void
nothing_happened_nothing_is_said(void **state)
{
	struct scene *s = *state;
	int64_t planned = news(s).digest_at;

	wait_for_monday(s);
	scene_digest_due(s, "C1");
	scene_nothing(s);
	assert_true(news(s).digest_at == planned + 7 * WHEN_DAY);
}

static void
the_week_is_told_on_monday(void **state)
{
	struct scene *s = *state;
	int64_t item = scene_item(s, "We ship 2.0", ""), company;
	struct err e;

	scene_join(s, "U1", "Ana Salo");
	scene_join(s, "U2", "Ben Okafor");
	share(s, "U1", item, 3);
	share(s, "U2", item, 1);
	assert_int_equal(
		link_for_share(scene_db(s), item, 0, scene_now(), &company, &e),
		0);
	follow(s, item, company, "");
	wait_for_monday(s);
	scene_digest_due(s, "C1");
	scene_said(s, NULL, "The week in sharing · 23");
	scene_said(s, NULL, "2 of us shared 2 times. 4 people read it");
	scene_said(s, NULL, "4 times as many as came through the company");
	scene_said(s, NULL, "Most read: We ship 2.0");
	scene_said(s, NULL, "Ana Salo (14)");
	scene_digest_due(s, "C1");
	scene_nothing(s);
}

static void
a_small_group_is_not_named(void **state)
{
	struct scene *s = *state;
	int64_t item = scene_item(s, "We ship 2.0", "");

	scene_programme(s)->minimum_group = 5;
	scene_join(s, "U1", "Ana Salo");
	share(s, "U1", item, 1);
	wait_for_monday(s);
	scene_digest_due(s, "C1");
	scene_said(s, NULL, "One post went out. 1 person read it.");
	scene_not_said(s, "Ana");
	scene_not_said(s, "One of us");
}

static void
who_hides_is_not_named(void **state)
{
	struct scene *s = *state;
	int64_t item = scene_item(s, "We ship 2.0", "");

	scene_join(s, "U1", "Ana Salo");
	scene_join(s, "U2", "Ben Okafor");
	scene_join(s, "U3", "Cleo Martin");
	share(s, "U1", item, 0);
	share(s, "U2", item, 0);
	share(s, "U3", item, 0);
	scene_command(s, "U1", "/advocate", "hide");
	wait_for_monday(s);
	scene_digest_due(s, "C1");
	scene_said(s, NULL, "3 of us shared 3 times");
	scene_said(s, NULL, "Ben Okafor");
	scene_not_said(s, "Ana");
}

static void
a_channel_we_only_sit_in_gets_none(void **state)
{
	struct scene *s = *state;

	scene_place(s, "joined", "C5");
	scene_join(s, "U1", "Ana Salo");
	share(s, "U1", scene_item(s, "We ship 2.0", ""), 1);
	wait_for_monday(s);
	scene_digest_due(s, "C5");
	scene_nothing(s);
	scene_digest_due(s, "C1");
	scene_said(s, NULL, "The week in sharing");
}

static void
an_admin_may_have_it_now(void **state)
{
	struct scene *s = *state;
	int64_t item = scene_item(s, "We ship 2.0", "");
	int64_t planned = news(s).digest_at;

	scene_command(s, "U9", "/campaign", "digest");
	scene_said(s, "U9", "No digest was posted");
	scene_join(s, "U1", "Ana Salo");
	share(s, "U1", item, 2);
	scene_command(s, "U9", "/campaign", "digest <#C1|news>");
	scene_said(s, NULL, "The week in sharing · 19");
	scene_said(s, "U9", "The digest of the last seven days is in");
	assert_true(news(s).digest_at == planned);
	scene_command(s, "U9", "/campaign", "digest #nowhere");
	scene_said(s, "U9", "I know no channel #nowhere");
}

static void
a_late_digest_tells_its_own_week(void **state)
{
	struct scene *s = *state;
	int64_t item = scene_item(s, "We ship 2.0", "");

	scene_join(s, "U1", "Ana Salo");
	share(s, "U1", item, 2);
	wait_for_monday(s);
	scene_wait(2 * WHEN_DAY);
	share(s, "U1", scene_item(s, "Other", ""), 5);
	scene_digest_due(s, "C1");
	scene_said(s, NULL, "2 people read it");
	scene_not_said(s, "Other");
}

static void
weeks_in_a_row_are_told(void **state)
{
	struct scene *s = *state;
	int week;

	scene_programme(s)->minimum_group = 1;
	scene_join(s, "U1", "Ana Salo");
	for (week = 0; week < 3; week++) {
		share(s, "U1", scene_item(s, "We ship", ""), 1);
		wait_for_monday(s);
		scene_digest_due(s, "C1");
		if (week == 0)
			scene_not_said(s, "On a roll");
	}
	scene_said(s, NULL, "On a roll: Ana Salo (3 weeks running)");
}

static void
put_in_team(struct scene *s, const char *name, const char *person)
{
	struct team team;
	struct err e;

	assert_int_equal(team_find(scene_db(s), name, &team, &e), 0);
	if (team.id == 0) {
		snprintf(team.name, sizeof team.name, "%s", name);
		snprintf(team.kind, sizeof team.kind, "list");
		team.configured = true;
		assert_int_equal(
			team_add(scene_db(s), &team, scene_now(), &e), 0);
	}
	assert_int_equal(team_put_member(scene_db(s), team.id,
				 scene_member(s, person), &e),
		0);
}

/* A team is two people at least, as boards go here. */
static void
teams_are_told_when_there_are_two(void **state)
{
	struct scene *s = *state;
	int64_t item = scene_item(s, "We ship 2.0", "");

	scene_join(s, "U1", "Ana Salo");
	scene_join(s, "U2", "Ben Okafor");
	scene_join(s, "U3", "Cleo Martin");
	scene_join(s, "U4", "Dan Berg");
	put_in_team(s, "Support", "U1");
	put_in_team(s, "Support", "U2");
	put_in_team(s, "Design", "U3");
	share(s, "U1", item, 1);
	share(s, "U2", item, 0);
	share(s, "U3", item, 0);
	wait_for_monday(s);
	scene_digest_due(s, "C1");
	scene_said(s, NULL, "The week in sharing");
	scene_not_said(s, "Teams");
	put_in_team(s, "Design", "U4");
	share(s, "U1", scene_item(s, "We ship 3.0", ""), 1);
	share(s, "U3", scene_item(s, "We ship 4.0", ""), 0);
	wait_for_monday(s);
	scene_digest_due(s, "C1");
	scene_not_said(s, "We ship 4.0");
	scene_said(s, NULL,
		"Teams: Design (5.0 points a person) · Support (5.0 points a "
		"person)");
}

/* What all want to reach, until the week in which it was. */
static void
milestones_are_told(void **state)
{
	struct scene *s = *state;

	scene_command(s, "U9", "/campaign",
		"edit always milestone: 4 readers, then Acme plants 100 trees");
	scene_join(s, "U1", "Ana Salo");
	share(s, "U1", scene_item(s, "We ship 2.0", ""), 3);
	wait_for_monday(s);
	scene_digest_due(s, "C1");
	scene_said(
		s, NULL, "Goal: 3 of 4 readers, then Acme plants 100 trees.");
	share(s, "U1", scene_item(s, "We ship 3.0", ""), 1);
	scene_due(s, "milestone", 1, 4);
	wait_for_monday(s);
	scene_digest_due(s, "C1");
	scene_said(s, NULL,
		"Goal: 4 readers, reached. Now Acme plants 100 trees.");
	share(s, "U1", scene_item(s, "We ship 4.0", ""), 1);
	wait_for_monday(s);
	scene_digest_due(s, "C1");
	scene_said(s, NULL, "The week in sharing");
	scene_not_said(s, "Goal");
}

/* Of those who are named anyway, and only what was new in the week. */
static void
new_badges_are_told(void **state)
{
	static const struct programme_badge badges[] = {{"readers", 2, ""}};
	static const int64_t levels[] = {INT64_MIN};
	struct scene *s = *state;
	struct programme *p = scene_programme(s);

	p->badges_given = true;
	p->badges = badges;
	p->badge_count = 1;
	p->levels = levels;
	scene_join(s, "U1", "Ana Salo");
	scene_join(s, "U2", "Ben Okafor");
	scene_join(s, "U3", "Cleo Martin");
	share(s, "U1", scene_item(s, "We ship 2.0", ""), 3);
	share(s, "U2", scene_item(s, "We ship 3.0", ""), 3);
	share(s, "U3", scene_item(s, "We ship 4.0", ""), 1);
	scene_command(s, "U2", "/advocate", "hide");
	scene_due(s, "badges", scene_member(s, "U1"), 0);
	scene_due(s, "badges", scene_member(s, "U2"), 0);
	scene_due(s, "badges", scene_member(s, "U3"), 0);
	wait_for_monday(s);
	scene_digest_due(s, "C1");
	scene_said(s, NULL, "New badges: Ana Salo (2 readers)");
	scene_not_said(s, "Ben");
	share(s, "U1", scene_item(s, "We ship 5.0", ""), 0);
	share(s, "U3", scene_item(s, "We ship 6.0", ""), 0);
	wait_for_monday(s);
	scene_digest_due(s, "C1");
	scene_said(s, NULL, "Ana Salo");
	scene_not_said(s, "New badges");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_digest_is_planned_where_we_are),
		TEST(nothing_happened_nothing_is_said),
		TEST(the_week_is_told_on_monday),
		TEST(a_small_group_is_not_named),
		TEST(who_hides_is_not_named),
		TEST(a_channel_we_only_sit_in_gets_none),
		TEST(an_admin_may_have_it_now),
		TEST(a_late_digest_tells_its_own_week),
		TEST(weeks_in_a_row_are_told),
		TEST(teams_are_told_when_there_are_two),
		TEST(milestones_are_told),
		TEST(new_badges_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
