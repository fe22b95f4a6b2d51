#include "scene.h"

#include "teams.h"

#define TODAY (NOON / WHEN_DAY)
#define FROM ((TODAY - 2) * WHEN_DAY)
#define TO ((TODAY + 5) * WHEN_DAY)

static int64_t
shared(struct scene *s, const char *who, int64_t item, const char *network)
{
	struct member m;
	char person[32];

	snprintf(person, sizeof(person), "U-%s", who);
	ok(s, people_find(s->db, "acme", person, &m, &s->e));
	return new_share(s, m.id == 0 ? join(s, who) : m.id, item, network);
}

/* share 0: the company page's link. */
static void
hit(struct scene *s, int64_t item, int64_t share, int class)
{
	struct click c = {.item = item, .at = NOON, .class = class};
	struct link_target to;
	struct share of;

	ok(s, link_for_share(s->db, item, share, NOON, &c.link, &s->e));
	ok(s, link_find(s->db, c.link, &to, &s->e));
	c.network = to.network;
	c.reader = class == 0;
	ok(s, click_add(s->db, &c, &s->e));
	if (share == 0 || !c.reader)
		return;
	ok(s, share_get(s->db, share, &of, &s->e));
	of.readers++;
	ok(s, share_save(s->db, &of, &s->e));
}

static void
fill(struct scene *s)
{
	int64_t news = new_item(s, s->campaign, "news");
	int64_t jobs = new_item(s, new_campaign(s, "Jobs", 100), "jobs");
	struct announcement a = {.item = news,
		.chat = "acme",
		.place = "C1",
		.state = "posted",
		.due_at = NOON};
	int64_t ana = shared(s, "ana", news, "x");
	int64_t ben = shared(s, "ben", news, "linkedin");
	struct kit k = {.member = 1, .item = news, .opened_at = NOON};
	struct award award;
	struct share share;

	shared(s, "ana", jobs, "x");
	ok(s, announcement_add(s->db, &a, &s->e));
	snprintf(a.place, sizeof(a.place), "C2");
	ok(s, announcement_add(s->db, &a, &s->e));
	ok(s, kit_save(s->db, &k, &s->e));
	hit(s, news, ana, 0);
	hit(s, news, ana, 0);
	hit(s, news, ana, 2);
	hit(s, news, ben, 0);
	ok(s, click_fold(s->db, &s->e));
	hit(s, news, 0, 0);
	hit(s, jobs, 0, 1);
	ok(s, share_get(s->db, ana, &share, &s->e));
	share.evidence = EVIDENCE_READ;
	share.read_at = NOON;
	ok(s, share_save(s->db, &share, &s->e));
	award = award_of(s, ana, 10);
	award.wanted = 15;
	snprintf(award.stopped, sizeof(award.stopped), "day");
	ok(s, award_add(s->db, &award, NOON, &s->e));
	ok(s, award_settle(s->db, award.id, NOON, &s->e));
	award = award_of(s, ben, 4);
	ok(s, award_add(s->db, &award, NOON, &s->e));
}

/* Lent until it is asked for again. */
static const struct report_about *
about(int64_t from, int64_t to, int64_t campaign, int64_t item)
{
	static struct report_about a;

	a = (struct report_about){
		.from = from, .to = to, .campaign = campaign, .item = item};
	return &a;
}

static void
a_report_counts_what_happened(void **state)
{
	struct scene *s = *state;
	struct report r;

	fill(s);
	ok(s, report_make(s->db, about(FROM, TO, 0, 0), &r, &s->e));
	assert_int_equal(r.announced, 1);
	assert_int_equal(r.kits, 1);
	assert_int_equal(r.members, 2);
	assert_int_equal(r.sharers, 2);
	assert_int_equal(r.shares, 3);
	assert_int_equal(r.declared, 3);
	assert_int_equal(r.read, 1);
	assert_int_equal(r.hits[0], 4);
	assert_int_equal(r.hits[1], 1);
	assert_int_equal(r.hits[2], 1);
	assert_int_equal(r.readers, 3);
	assert_int_equal(r.company_readers, 1);
	assert_int_equal(r.given, 14);
	assert_int_equal(r.settled, 10);
	assert_int_equal(r.pending, 4);
	assert_int_equal(r.stopped, 5);
}

static void
a_report_may_be_of_a_campaign_or_an_item(void **state)
{
	struct scene *s = *state;
	struct report of_campaign, of_item;

	fill(s);
	ok(s, report_make(s->db, about(FROM, TO, 2, 0), &of_campaign, &s->e));
	assert_int_equal(of_campaign.shares, 1);
	assert_int_equal(of_campaign.announced, 0);
	assert_int_equal(of_campaign.hits[1], 1);
	assert_int_equal(of_campaign.given, 0);
	ok(s, report_make(s->db, about(FROM, TO, 0, 2), &of_item, &s->e));
	assert_memory_equal(&of_campaign, &of_item, sizeof(of_item));
	ok(s, report_make(s->db, about(FROM, TO, 0, 1), &of_item, &s->e));
	assert_int_equal(of_item.kits, 1);
	assert_int_equal(of_item.shares, 2);
	assert_int_equal(of_item.readers, 3);
	assert_int_equal(of_item.stopped, 5);
}

static void
other_weeks_are_not_counted(void **state)
{
	struct scene *s = *state;
	struct report r, nothing = {.members = 2};

	fill(s);
	ok(s, report_make(
		      s->db, about(TO, TO + 7 * WHEN_DAY, 0, 0), &r, &s->e));
	assert_memory_equal(&r, &nothing, sizeof(r));
	ok(s, report_make(s->db, about(FROM - 7 * WHEN_DAY, FROM, 0, 0), &r,
		      &s->e));
	assert_memory_equal(&r, &nothing, sizeof(r));
}

static void
readers_stand_at_their_day(void **state)
{
	struct scene *s = *state;
	int64_t days[7];

	fill(s);
	ok(s, report_days(s->db, about(FROM, TO, 0, 0), days, 7, &s->e));
	assert_int_equal(days[1], 0);
	assert_int_equal(days[2], 3);
	assert_int_equal(days[3], 0);
	ok(s, report_days(s->db, about(FROM, TO, 2, 0), days, 7, &s->e));
	assert_int_equal(days[2], 0);
	ok(s, report_days(s->db, about(FROM, TO, 0, 0), days, 2, &s->e));
	assert_int_equal(days[1], 0);
}

static void
a_withdrawn_share_is_none(void **state)
{
	struct scene *s = *state;
	struct share share;
	struct report r;

	fill(s);
	ok(s, share_get(s->db, 2, &share, &s->e));
	share.withdrawn_at = NOON;
	ok(s, share_save(s->db, &share, &s->e));
	ok(s, report_make(s->db, about(FROM, TO, 0, 0), &r, &s->e));
	assert_int_equal(r.shares, 2);
	assert_int_equal(r.sharers, 1);
}

static void
the_best_items_and_networks_come_first(void **state)
{
	struct scene *s = *state;
	struct report_item items[4];
	const struct report_about network = {
		.from = FROM, .to = TO, .network = "x"};
	struct report_network networks[4];
	size_t count;

	fill(s);
	new_item(s, s->campaign, "unseen");
	ok(s, report_items(
		      s->db, about(FROM, TO, 0, 0), items, 4, &count, &s->e));
	assert_int_equal(count, 2);
	assert_string_equal(items[0].title, "news");
	assert_int_equal(items[0].readers, 3);
	assert_int_equal(items[0].shares, 2);
	assert_string_equal(items[1].title, "jobs");
	assert_int_equal(items[1].readers, 0);
	ok(s, report_items(
		      s->db, about(FROM, TO, 2, 0), items, 4, &count, &s->e));
	assert_int_equal(count, 1);
	ok(s, report_items(s->db, &network, items, 4, &count, &s->e));
	assert_int_equal(count, 2);
	assert_string_equal(items[0].title, "news");
	assert_int_equal(items[0].readers, 2);
	assert_int_equal(items[0].shares, 1);
	assert_int_equal(items[1].readers, 0);
	ok(s, report_networks(s->db, about(FROM, TO, 0, 0), networks, 4, &count,
		      &s->e));
	assert_int_equal(count, 2);
	assert_string_equal(networks[0].network, "x");
	assert_int_equal(networks[0].shares, 2);
	assert_int_equal(networks[0].readers, 2);
	ok(s, report_networks(s->db, about(FROM, TO, 0, 2), networks, 4, &count,
		      &s->e));
	assert_int_equal(count, 1);
	assert_int_equal(networks[0].readers, 0);
}

static int64_t
team_of(struct scene *s, const char *name, int from, int to)
{
	struct team t = {.kind = "channel", .chat = "acme"};
	char who[32];
	int i;

	snprintf(t.name, sizeof(t.name), "%s", name);
	snprintf(t.source, sizeof(t.source), "C-%s", name);
	ok(s, team_add(s->db, &t, NOON, &s->e));
	for (i = from; i < to; i++) {
		snprintf(who, sizeof(who), "U-%d", i);
		ok(s, team_put(s->db, t.id, "acme", who, &s->e));
	}
	return t.id;
}

static void
join_many(struct scene *s, int count)
{
	char who[32];
	int i;

	for (i = 0; i < count; i++) {
		snprintf(who, sizeof(who), "%d", i);
		join(s, who);
	}
}

static bool
is_large(struct scene *s, int64_t team)
{
	bool large;

	ok(s, report_team_is_large(s->db, team, 5, &large, &s->e));
	return large;
}

static void
a_report_may_be_of_a_network_or_a_team(void **state)
{
	struct scene *s = *state;
	struct report_about network = {.from = FROM, .to = TO, .network = "x"};
	struct report_about team = {.from = FROM, .to = TO};
	int64_t of_whom, last, days[7];
	struct report r;

	fill(s);
	ok(s, report_make(s->db, &network, &r, &s->e));
	assert_int_equal(r.shares, 2);
	assert_int_equal(r.sharers, 1);
	assert_int_equal(r.levels[4], 1);
	assert_int_equal(r.hits[0], 2);
	assert_int_equal(r.readers, 2);
	assert_int_equal(r.company_readers, 0);
	assert_int_equal(r.given, 10);
	assert_int_equal(r.stopped, 5);
	assert_int_equal(r.announced, 0);
	team.team = team_of(s, "Sales", 0, 0);
	ok(s, report_make(s->db, &team, &r, &s->e));
	assert_int_equal(r.shares, 0);
	assert_int_equal(r.members, 0);
	ok(s, team_put(s->db, team.team, "acme", "U-ben", &s->e));
	ok(s, report_make(s->db, &team, &r, &s->e));
	assert_int_equal(r.members, 1);
	assert_int_equal(r.shares, 1);
	assert_int_equal(r.sharers, 1);
	assert_int_equal(r.readers, 1);
	assert_int_equal(r.kits, 0);
	assert_int_equal(r.given, 4);
	of_whom = r.hits[0];
	assert_true(of_whom > 0);
	/* Sorted by link or not yet, and with who else is in it. */
	ok(s, click_unsorted(s->db, 1, &last, &s->e));
	ok(s, click_sort(s->db, last, &s->e));
	ok(s, report_make(s->db, &team, &r, &s->e));
	assert_int_equal(r.hits[0], of_whom);
	ok(s, report_days(s->db, &team, days, 7, &s->e));
	assert_int_equal(days[2], of_whom);
	assert_int_equal(days[1] + days[3], 0);
	ok(s, click_unsorted(s->db, 1000, &last, &s->e));
	ok(s, click_sort(s->db, last, &s->e));
	ok(s, click_unsorted(s->db, 1000, &last, &s->e));
	assert_int_equal(last, 0);
	ok(s, report_make(s->db, &team, &r, &s->e));
	assert_int_equal(r.hits[0], of_whom);
	assert_int_equal(r.readers, 1);
	ok(s, report_days(s->db, &team, days, 7, &s->e));
	assert_int_equal(days[2], of_whom);
	team.from = TO;
	team.to = TO + WHEN_DAY;
	ok(s, report_make(s->db, &team, &r, &s->e));
	assert_int_equal(r.hits[0], 0);
}

static void
nobody_is_found_by_a_difference(void **state)
{
	struct scene *s = *state;
	int64_t small, most, all, sales;

	join_many(s, 20);
	small = team_of(s, "small", 0, 4);
	most = team_of(s, "most", 0, 17);
	all = team_of(s, "all", 0, 20);
	sales = team_of(s, "sales", 0, 10);
	assert_false(is_large(s, small));
	/* 3 are left of everyone, and of those in all */
	assert_false(is_large(s, most));
	assert_false(is_large(s, all));
	assert_true(is_large(s, sales));
	/* all but 2 of sales */
	team_of(s, "inner", 0, 8);
	assert_false(is_large(s, sales));
	/* half of the one and half of another say nothing of the rest */
	assert_true(is_large(s, team_of(s, "across", 9, 15)));
}

static void
every_item_is_a_line(void **state)
{
	struct scene *s = *state;
	struct report_line *lines = calloc(4, sizeof *lines);
	size_t count;
	int64_t all;

	fill(s);
	new_item(s, s->campaign, "unseen");
	ok(s, report_lines(s->db, 0, 0, lines, 2, &count, &s->e));
	assert_int_equal(count, 2);
	assert_string_equal(lines[0].title, "news");
	assert_string_equal(lines[0].name, "Autumn");
	assert_int_equal(lines[0].announced_at, NOON);
	assert_int_equal(lines[0].kits, 1);
	assert_int_equal(lines[0].shares, 2);
	assert_int_equal(lines[0].declared, 2);
	assert_int_equal(lines[0].read, 1);
	assert_int_equal(lines[0].hits[0], 4);
	assert_int_equal(lines[0].hits[2], 1);
	assert_int_equal(lines[0].readers, 3);
	assert_int_equal(lines[0].company_readers, 1);
	assert_int_equal(lines[0].given, 14);
	assert_int_equal(lines[0].stopped, 5);
	assert_string_equal(lines[1].name, "Jobs");
	assert_int_equal(lines[1].announced_at, 0);
	assert_int_equal(lines[1].shares, 1);
	assert_int_equal(lines[1].hits[1], 1);
	ok(s, report_lines(s->db, 0, lines[1].item, lines, 2, &count, &s->e));
	assert_int_equal(count, 1);
	assert_string_equal(lines[0].title, "unseen");
	ok(s, report_lines(s->db, 1, 0, lines, 4, &count, &s->e));
	assert_int_equal(count, 2);
	assert_int_equal(lines[0].readers, 3);
	assert_int_equal(lines[0].given, 14);
	assert_string_equal(lines[1].title, "unseen");
	ok(s, report_lines(s->db, 2, 0, lines, 4, &count, &s->e));
	assert_int_equal(count, 1);
	assert_int_equal(lines[0].shares, 1);
	assert_int_equal(lines[0].hits[1], 1);
	ok(s, report_lines_count(s->db, 0, &all, &s->e));
	assert_int_equal(all, 3);
	ok(s, report_lines_count(s->db, 2, &all, &s->e));
	assert_int_equal(all, 1);
	free(lines);
}

static void
share_in_week(struct scene *s, int64_t member, int ago)
{
	char title[32];
	struct share share;
	int64_t id;

	snprintf(title, sizeof(title), "item-%d",
		(int)number(s, "SELECT count(*) FROM item"));
	id = new_share(s, member, new_item(s, s->campaign, title), "x");
	ok(s, share_get(s->db, id, &share, &s->e));
	share.opened_at = NOON - ago * 7 * WHEN_DAY;
	ok(s, share_save(s->db, &share, &s->e));
}

static int
streak(struct scene *s, int64_t member)
{
	int weeks;

	ok(s, report_streak(s->db, member, NOON, &weeks, &s->e));
	return weeks;
}

static void
a_streak_is_weeks_in_a_row(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana");

	assert_int_equal(streak(s, ana), 0);
	share_in_week(s, ana, 5);
	assert_int_equal(streak(s, ana), 0);
	share_in_week(s, ana, 2);
	share_in_week(s, ana, 1);
	share_in_week(s, ana, 1);
	/* This week is not over: it breaks nothing. */
	assert_int_equal(streak(s, ana), 2);
	share_in_week(s, ana, 0);
	assert_int_equal(streak(s, ana), 3);
	share_in_week(s, ana, 3);
	assert_int_equal(streak(s, ana), 4);
	share_in_week(s, ana, 4);
	assert_int_equal(streak(s, ana), 6);
}

static void
away(struct scene *s, int64_t member, int from, int to)
{
	ok(s, db_run(s->db, &s->e,
		      "INSERT INTO pause (member, started_at, ended_at)"
		      " VALUES ($1, $2, NULLIF($3, 0))",
		      "iii", member, NOON - from * 7 * WHEN_DAY,
		      to == -1 ? (int64_t)0 : NOON - to * 7 * WHEN_DAY));
}

static void
a_holiday_does_not_break_it(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana");

	share_in_week(s, ana, 6);
	share_in_week(s, ana, 5);
	share_in_week(s, ana, 1);
	assert_int_equal(streak(s, ana), 1);
	away(s, ana, 4, 2);
	assert_int_equal(streak(s, ana), 3);
}

static void
who_is_still_away_keeps_it(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana");

	share_in_week(s, ana, 4);
	assert_int_equal(streak(s, ana), 0);
	away(s, ana, 3, -1);
	assert_int_equal(streak(s, ana), 1);
}

static void
only_opening_a_composer_is_no_share(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana");
	struct share share = {.member = ana,
		.network = "x",
		.item = new_item(s, s->campaign, "news"),
		.opened_at = NOON};

	ok(s, share_add(s->db, &share, &s->e));
	assert_int_equal(streak(s, ana), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(a_report_counts_what_happened),
		scene_test(a_report_may_be_of_a_campaign_or_an_item),
		scene_test(other_weeks_are_not_counted),
		scene_test(readers_stand_at_their_day),
		scene_test(a_withdrawn_share_is_none),
		scene_test(the_best_items_and_networks_come_first),
		scene_test(a_report_may_be_of_a_network_or_a_team),
		scene_test(nobody_is_found_by_a_difference),
		scene_test(every_item_is_a_line),
		scene_test(a_streak_is_weeks_in_a_row),
		scene_test(a_holiday_does_not_break_it),
		scene_test(who_is_still_away_keeps_it),
		scene_test(only_opening_a_composer_is_no_share),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
