#include "scene.h"

#define TODAY (NOON / WHEN_DAY)

static void
points_are_pending_then_settled(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana");
	int64_t id = earn(s, ana, 10, NOON);
	struct award a;

	assert_int_equal(balance(s, ACCOUNT_PENDING, ana), 10);
	assert_int_equal(balance(s, ACCOUNT_BUDGET, s->campaign), 990);
	ok(s, award_settle(s->db, id, NOON, &s->e));
	ok(s, award_settle(s->db, id, NOON, &s->e));
	assert_int_equal(balance(s, ACCOUNT_PENDING, ana), 0);
	assert_int_equal(balance(s, ACCOUNT_SETTLED, ana), 10);
	ok(s, award_get(s->db, id, &a, &s->e));
	assert_string_equal(a.state, "settled");
	assert_int_equal(award_settle(s->db, 77, NOON, &s->e), -1);
}

static void
expiry_gives_back(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana");
	int64_t id = earn(s, ana, 10, NOON);
	struct rank rank;

	ok(s, award_end(s->db, id, "expired", NOON, &s->e));
	ok(s, award_end(s->db, id, "withdrawn", NOON, &s->e));
	assert_int_equal(balance(s, ACCOUNT_PENDING, ana), 0);
	assert_int_equal(balance(s, ACCOUNT_BUDGET, s->campaign), 1000);
	ok(s, ledger_rank(s->db, ana, 0, INT64_MAX, 0, &rank, &s->e));
	assert_int_equal(rank.points, 0);
	assert_int_equal(rank.place, 0);
	/* It cannot be settled after all, and nothing else ends it. */
	ok(s, award_settle(s->db, id, NOON, &s->e));
	assert_int_equal(balance(s, ACCOUNT_SETTLED, ana), 0);
	assert_int_equal(award_end(s->db, id, "settled", NOON, &s->e), -1);
}

static void
an_award_is_given_once(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana");
	int64_t share =
		new_share(s, ana, new_item(s, s->campaign, "news"), "x");
	struct award a = award_of(s, share, 10), again = a, found;

	ok(s, award_add(s->db, &a, NOON, &s->e));
	assert_int_not_equal(a.id, 0);
	assert_string_equal(a.state, "pending");
	ok(s, award_add(s->db, &again, NOON, &s->e));
	assert_int_equal(again.id, 0);
	assert_int_equal(balance(s, ACCOUNT_PENDING, ana), 10);
	ok(s, award_find(s->db, share, "share", 0, &found, &s->e));
	assert_int_equal(found.id, a.id);
	ok(s, award_find(s->db, share, "readers", 5, &found, &s->e));
	assert_int_equal(found.id, 0);
}

static void
a_stopped_award_moves_no_points(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana");
	struct award a = award_of(s,
		new_share(s, ana, new_item(s, s->campaign, "news"), "x"), 10);
	struct award_sums sums;

	a.points = 0;
	snprintf(a.stopped, sizeof(a.stopped), "day");
	ok(s, award_add(s->db, &a, NOON, &s->e));
	assert_string_equal(a.state, "stopped");
	assert_int_equal(balance(s, ACCOUNT_PENDING, ana), 0);
	ok(s, award_sum(s->db, &a, TODAY, &sums, &s->e));
	assert_int_equal(sums.member_day, 0);
	ok(s, award_end(s->db, a.id, "expired", NOON, &s->e));
	ok(s, award_settle(s->db, a.id, NOON, &s->e));
}

static void
a_budget_is_not_overdrawn(void **state)
{
	struct scene *s = *state;
	struct award a = award_of(s,
		new_share(s, join(s, "ana"), new_item(s, s->campaign, "news"),
			"x"),
		1001);

	ok(s, db_mark(s->db, &s->e));
	assert_int_equal(award_add(s->db, &a, NOON, &s->e), -1);
	assert_non_null(strstr(s->e.text, "has 1000 points, 1001 are asked"));
	db_undo(s->db);
	assert_int_equal(balance(s, ACCOUNT_BUDGET, s->campaign), 1000);
}

static void
caps_see_what_was_given(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), ben = join(s, "ben");
	int64_t item = new_item(s, s->campaign, "news");
	struct award a = award_of(s, new_share(s, ana, item, "x"), 10);
	struct award b = award_of(s, new_share(s, ana, item, "threads"), 4);
	struct award c = award_of(s, new_share(s, ben, item, "x"), 3);
	struct award_sums sums;

	ok(s, award_add(s->db, &a, NOON, &s->e));
	ok(s, award_add(s->db, &b, NOON, &s->e));
	ok(s, award_add(s->db, &c, NOON, &s->e));
	earn(s, ana, 20, NOON - WHEN_DAY);
	ok(s, award_sum(s->db, &a, TODAY, &sums, &s->e));
	assert_int_equal(sums.member_day, 14);
	assert_int_equal(sums.member_item, 14);
	assert_int_equal(sums.member_campaign, 34);
	assert_int_equal(sums.campaign, 37);
	assert_int_equal(sums.budget_left, 963);
	/* What settles still counts, what is withdrawn does not. */
	ok(s, award_settle(s->db, a.id, NOON, &s->e));
	ok(s, award_end(s->db, b.id, "withdrawn", NOON, &s->e));
	ok(s, award_sum(s->db, &a, TODAY, &sums, &s->e));
	assert_int_equal(sums.member_day, 10);
	assert_int_equal(sums.member_item, 10);
	assert_int_equal(sums.member_campaign, 30);
	assert_int_equal(sums.campaign, 33);
	assert_int_equal(sums.budget_left, 967);
}

static void
proof_sets_when_points_settle(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), id = earn(s, ana, 10, NOON);
	struct award a;

	ok(s, award_get(s->db, id, &a, &s->e));
	assert_true(a.settles_at == 0);
	ok(s, award_ripen(s->db, a.share, NOON + 5, &s->e));
	ok(s, award_ripen(s->db, a.share, NOON + 9, &s->e));
	ok(s, award_get(s->db, id, &a, &s->e));
	assert_true(a.settles_at == NOON + 5);
}

static int
add_points(void *arg, const struct award *a, struct err *e)
{
	char *all = arg;

	(void)e;
	snprintf(all + strlen(all), 8, "%d ", (int)a->points);
	return 0;
}

static void
awards_are_listed(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana");
	char all[64];

	earn(s, ana, 1, NOON);
	ok(s, award_settle(s->db, earn(s, ana, 2, NOON), NOON, &s->e));
	earn(s, ana, 3, NOON);
	*all = '\0';
	ok(s, award_each_of_member(s->db, ana, 2, add_points, all, &s->e));
	assert_string_equal(all, "3 2 ");
	*all = '\0';
	ok(s, award_each_pending(s->db, ana, add_points, all, &s->e));
	assert_string_equal(all, "1 3 ");
	*all = '\0';
	ok(s, award_each_of_share(s->db, 1, add_points, all, &s->e));
	assert_string_equal(all, "1 ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(points_are_pending_then_settled),
		scene_test(expiry_gives_back),
		scene_test(an_award_is_given_once),
		scene_test(a_stopped_award_moves_no_points),
		scene_test(a_budget_is_not_overdrawn),
		scene_test(caps_see_what_was_given),
		scene_test(proof_sets_when_points_settle),
		scene_test(awards_are_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
