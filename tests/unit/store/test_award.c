#include "scene.h"

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
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(points_are_pending_then_settled),
		scene_test(expiry_gives_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
