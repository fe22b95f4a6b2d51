#include "scene.h"

static void
points_move_once_per_cause(void **state)
{
	struct scene *s = *state;
	const struct account programme = {ACCOUNT_PROGRAMME, 0};
	const struct account budget = {ACCOUNT_BUDGET, s->campaign};

	ok(s, ledger_give(s->db, &programme, &budget, 50, "more", NOON, &s->e));
	ok(s, ledger_give(s->db, &programme, &budget, 50, "more", NOON, &s->e));
	assert_int_equal(balance(s, ACCOUNT_BUDGET, s->campaign), 1050);
	assert_int_equal(balance(s, ACCOUNT_PROGRAMME, 0), -1050);
}

static void
nobody_gives_what_they_do_not_have(void **state)
{
	struct scene *s = *state;
	const struct account budget = {ACCOUNT_BUDGET, s->campaign};
	const struct account settled = {ACCOUNT_SETTLED, join(s, "ana")};

	assert_int_equal(
		ledger_give(s->db, &budget, &settled, 1001, "x", NOON, &s->e),
		-1);
	assert_string_equal(
		s->e.text, "x: budget 1 has 1000 points, 1001 are asked for");
	assert_int_equal(balance(s, ACCOUNT_BUDGET, s->campaign), 1000);
	assert_int_equal(number(s, "SELECT count(*) FROM entry"), 1);
	ok(s, ledger_give(s->db, &budget, &settled, 1000, "x", NOON, &s->e));
	assert_int_equal(balance(s, ACCOUNT_BUDGET, s->campaign), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(points_move_once_per_cause),
		scene_test(nobody_gives_what_they_do_not_have),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
