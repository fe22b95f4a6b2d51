#include "scene_rewards.h"

static int
on_reward(void *arg, const struct reward *r, struct err *e)
{
	(void)e;
	scene_add(arg, "%s %d;", r->name, (int)reward_left(r));
	return 0;
}

static int
on_redemption(void *arg, const struct redemption *r, struct err *e)
{
	(void)e;
	scene_add(arg, "%d %s %s;", (int)r->id, r->name, r->state);
	return 0;
}

static void
the_catalogue_is_kept_as_it_was_written(void **state)
{
	struct scene *s = *state;
	struct reward r = {.name = "Book voucher",
		.words = "For a book of your choice.",
		.kind = "donation",
		.cost = 400,
		.stock = 10,
		.starts_at = NOON,
		.ends_at = NOON + WHEN_DAY,
		.picture = "https://acme.example/book.png",
		.value = 2000,
		.currency = "EUR",
		.approval = true};
	struct reward found;

	ok(s, catalogue_add(s->db, &r, NOON, &s->e));
	ok(s, catalogue_find(s->db, "BOOK VOUCHER", &found, &s->e));
	assert_memory_equal(&found, &r, sizeof(r));
	r.stock = -1;
	r.ends_at = r.value = 0;
	memset(r.currency, 0, sizeof(r.currency));
	r.offered = false;
	ok(s, catalogue_save(s->db, &r, &s->e));
	found = reward(s, r.id);
	assert_memory_equal(&found, &r, sizeof(r));
	ok(s, catalogue_starting(s->db, "book voucher cost: 4", &found, &s->e));
	assert_int_equal(found.id, r.id);
	ok(s, catalogue_starting(s->db, "book vouchers", &found, &s->e));
	assert_int_equal(found.id, 0);
}

static void
what_is_over_or_not_offered_is_not_shown(void **state)
{
	struct scene *s = *state;
	const struct catalogue_page page = {NOON, 0, 10};
	struct reward r;
	char said[SAID_ROOM] = "";
	int64_t count;

	new_reward(s, "Mug", 100, 3);
	r = new_reward(s, "Book", 50, -1);
	r = new_reward(s, "Over", 1, -1);
	r.ends_at = NOON;
	ok(s, catalogue_save(s->db, &r, &s->e));
	r = new_reward(s, "Paused", 1, -1);
	r.offered = false;
	ok(s, catalogue_save(s->db, &r, &s->e));
	ok(s, catalogue_each_offered(s->db, &page, on_reward, said, &s->e));
	assert_string_equal(said, "Book -1;Mug 3;");
	ok(s, catalogue_count_offered(s->db, NOON, &count, &s->e));
	assert_int_equal(count, 2);
	said[0] = '\0';
	ok(s, catalogue_each(s->db, 1, 2, on_reward, said, &s->e));
	assert_string_equal(said, "Mug 3;Over -1;");
}

static void
the_last_one_is_for_one(void **state)
{
	struct scene *s = *state;
	int64_t ana = rich(s, "ana", 500), ben = rich(s, "ben", 500);
	struct reward mug = new_reward(s, "Mug", 400, 1);
	struct redemption r, other;

	assert_int_equal(want(s, ana, mug.id, 1, &r), REDEMPTION_MADE);
	assert_string_equal(r.state, "requested");
	assert_int_equal(r.cost, 400);
	assert_int_equal(want(s, ben, mug.id, 2, &other), REDEMPTION_OUT);
	assert_int_equal(balance(s, ACCOUNT_SETTLED, ana), 100);
	assert_int_equal(balance(s, ACCOUNT_REDEEMED, ana), 400);
	assert_int_equal(balance(s, ACCOUNT_SETTLED, ben), 500);
	assert_int_equal(balance(s, ACCOUNT_REDEEMED, ben), 0);
	assert_int_equal(reward(s, mug.id).taken, 1);
}

static void
one_yes_counts_once(void **state)
{
	struct scene *s = *state;
	int64_t ana = rich(s, "ana", 500);
	struct reward mug = new_reward(s, "Mug", 100, 9);
	struct redemption r, again;

	assert_int_equal(want(s, ana, mug.id, 7, &r), REDEMPTION_MADE);
	assert_int_equal(want(s, ana, mug.id, 7, &again), REDEMPTION_SEEN);
	assert_int_equal(again.id, r.id);
	assert_int_equal(want(s, ana, mug.id, 8, &again), REDEMPTION_MADE);
	assert_int_equal(balance(s, ACCOUNT_SETTLED, ana), 300);
}

static void
pending_points_buy_nothing(void **state)
{
	struct scene *s = *state;
	int64_t ana = rich(s, "ana", 99);
	struct reward mug = new_reward(s, "Mug", 100, 9);
	struct redemption r;

	earn(s, ana, 50, NOON);
	assert_int_equal(want(s, ana, mug.id, 1, &r), REDEMPTION_POOR);
	assert_int_equal(balance(s, ACCOUNT_SETTLED, ana), 99);
	assert_int_equal(reward(s, mug.id).taken, 0);
	assert_int_equal(number(s, "SELECT count(*) FROM redemption"), 0);
}

static void
what_is_turned_down_gives_everything_back(void **state)
{
	static const char *const ends[] = {"rejected", "cancelled"};
	struct scene *s = *state;
	int64_t ana = rich(s, "ana", 500);
	struct reward mug = new_reward(s, "Mug", 400, 1);
	struct redemption r;
	int i;

	for (i = 0; i < 2; i++) {
		want(s, ana, mug.id, i + 1, &r);
		assert_true(move(s, &r, ends[i]));
		assert_string_equal(r.state, ends[i]);
		assert_string_equal(r.note, "A note");
		assert_int_equal(r.decided_at, NOON + 1);
		assert_int_equal(balance(s, ACCOUNT_SETTLED, ana), 500);
		assert_int_equal(balance(s, ACCOUNT_REDEEMED, ana), 0);
		assert_int_equal(reward(s, mug.id).taken, 0);
		assert_false(move(s, &r, "approved"));
		assert_false(move(s, &r, ends[1 - i]));
		assert_int_equal(balance(s, ACCOUNT_SETTLED, ana), 500);
	}
}

static void
every_other_way_is_closed(void **state)
{
	struct scene *s = *state;
	int64_t ana = rich(s, "ana", 500);
	struct reward mug = new_reward(s, "Mug", 100, -1);
	struct redemption r, none = {.id = 99};

	assert_false(move(s, &none, "approved"));
	want(s, ana, mug.id, 1, &r);
	assert_false(move(s, &r, "requested"));
	assert_true(move(s, &r, "approved"));
	assert_false(move(s, &r, "approved"));
	assert_false(move(s, &r, "cancelled"));
	assert_true(move(s, &r, "delivered"));
	assert_int_equal(r.delivered_at, NOON + 1);
	assert_false(move(s, &r, "rejected"));
	assert_false(move(s, &r, "delivered"));
	assert_int_equal(balance(s, ACCOUNT_REDEEMED, ana), 100);
	want(s, ana, mug.id, 2, &r);
	assert_true(move(s, &r, "delivered"));
	assert_int_equal(r.decided_at, NOON + 1);
	want(s, ana, mug.id, 3, &r);
	assert_true(move(s, &r, "approved"));
	assert_true(move(s, &r, "rejected"));
	assert_int_equal(balance(s, ACCOUNT_REDEEMED, ana), 200);
}

static void
a_changed_reward_leaves_the_deal_as_it_was(void **state)
{
	struct scene *s = *state;
	int64_t ana = rich(s, "ana", 500);
	struct reward mug = new_reward(s, "Mug", 100, -1);
	struct redemption r;

	want(s, ana, mug.id, 1, &r);
	mug.cost = 300;
	ok(s, catalogue_save(s->db, &mug, &s->e));
	assert_true(move(s, &r, "rejected"));
	assert_int_equal(r.cost, 100);
	assert_int_equal(balance(s, ACCOUNT_SETTLED, ana), 500);
}

static void
the_stock_cannot_fall_below_what_was_taken(void **state)
{
	struct scene *s = *state;
	int64_t ana = rich(s, "ana", 500);
	struct reward mug = new_reward(s, "Mug", 100, 5);
	struct redemption r;

	want(s, ana, mug.id, 1, &r);
	want(s, ana, mug.id, 2, &r);
	mug.stock = 1;
	assert_int_equal(catalogue_save(s->db, &mug, &s->e), -1);
	mug.stock = 2;
	ok(s, catalogue_save(s->db, &mug, &s->e));
	assert_int_equal(want(s, ana, mug.id, 3, &r), REDEMPTION_OUT);
}

static void
what_was_redeemed_is_retired_and_the_rest_is_gone(void **state)
{
	struct scene *s = *state;
	int64_t ana = rich(s, "ana", 500);
	struct reward mug = new_reward(s, "Mug", 100, 5);
	struct reward book = new_reward(s, "Book", 100, 5), found;
	struct redemption r;
	char said[SAID_ROOM] = "";
	bool retired;

	want(s, ana, mug.id, 1, &r);
	ok(s, catalogue_remove(s->db, book.id, &retired, &s->e));
	assert_false(retired);
	assert_int_equal(reward(s, book.id).id, 0);
	ok(s, catalogue_remove(s->db, mug.id, &retired, &s->e));
	assert_true(retired);
	assert_int_equal(want(s, ana, mug.id, 2, &r), REDEMPTION_GONE);
	ok(s, catalogue_find(s->db, "Mug", &found, &s->e));
	assert_int_equal(found.id, 0);
	new_reward(s, "mug", 90, 5);
	ok(s, redemption_each_open(s->db, 0, 10, on_redemption, said, &s->e));
	assert_string_equal(said, "1 Mug requested;");
}

/* People ------------------------------------------------------------------ */

static void
forgetting_ends_what_waits_and_leaves_what_was_granted(void **state)
{
	struct scene *s = *state;
	int64_t ana = rich(s, "ana", 500);
	struct reward mug = new_reward(s, "Mug", 100, 5);
	struct reward card = new_card(s, "Gift card");
	struct redemption waits, granted, given;

	add_code(s, card.id, "one");
	want(s, ana, mug.id, 1, &waits);
	want(s, ana, mug.id, 2, &granted);
	want(s, ana, card.id, 3, &given);
	move(s, &granted, "approved");
	move(s, &given, "delivered");
	ok(s, people_forget(s->db, ana, NOON, &s->e));
	ok(s, redemption_get(s->db, waits.id, &waits, &s->e));
	assert_string_equal(waits.state, "cancelled");
	ok(s, redemption_get(s->db, granted.id, &granted, &s->e));
	assert_string_equal(granted.state, "approved");
	assert_string_equal(granted.note, "");
	expect_code(s, given.id, NULL);
	assert_int_equal(balance(s, ACCOUNT_SETTLED, ana), 0);
	assert_int_equal(balance(s, ACCOUNT_REDEEMED, ana), 200);
	assert_int_equal(reward(s, mug.id).taken, 1);
	assert_true(move(s, &granted, "rejected"));
	assert_int_equal(balance(s, ACCOUNT_SETTLED, ana), 0);
	assert_int_equal(balance(s, ACCOUNT_REDEEMED, ana), 100);
}

static void
who_decided_is_forgotten_too(void **state)
{
	struct scene *s = *state;
	int64_t ana = rich(s, "ana", 500), mia = join(s, "mia");
	struct reward mug = new_reward(s, "Mug", 100, 5);
	struct redemption r;

	want(s, ana, mug.id, 1, &r);
	move(s, &r, "approved");
	assert_string_equal(r.person, "U-mia");
	ok(s, people_forget(s->db, mia, NOON, &s->e));
	ok(s, redemption_get(s->db, r.id, &r, &s->e));
	assert_string_equal(r.person, "");
	assert_string_equal(r.note, "A note");
}

static void
lists_say_what_is_open_and_what_was_granted(void **state)
{
	struct scene *s = *state;
	int64_t ana = rich(s, "ana", 500), ben = rich(s, "ben", 500);
	struct reward mug = new_reward(s, "Mug", 10, -1);
	struct redemption_span span = {NOON, NOON + WHEN_DAY, 0, 0};
	struct report_about about = {.from = 0, .to = NOON + WHEN_DAY};
	struct report report;
	struct redemption r;
	char said[SAID_ROOM] = "";
	int64_t open, all;
	int i;

	for (i = 1; i <= 5; i++)
		want(s, i == 3 ? ben : ana, mug.id, i, &r);
	r.id = 2;
	move(s, &r, "approved");
	r.id = 4;
	move(s, &r, "rejected");
	r.id = 1;
	move(s, &r, "delivered");
	ok(s, redemption_count(s->db, &open, &all, &s->e));
	assert_int_equal(open, 3);
	assert_int_equal(all, 5);
	ok(s, redemption_each_open(s->db, 1, 9, on_redemption, said, &s->e));
	assert_string_equal(said, "3 Mug requested;5 Mug requested;");
	said[0] = '\0';
	ok(s, redemption_each(s->db, 0, 2, on_redemption, said, &s->e));
	assert_string_equal(said, "5 Mug requested;4 Mug rejected;");
	said[0] = '\0';
	ok(s, redemption_each_of_member(
		      s->db, ben, 9, on_redemption, said, &s->e));
	assert_string_equal(said, "3 Mug requested;");
	said[0] = '\0';
	ok(s, redemption_each_granted(
		      s->db, &span, 9, on_redemption, said, &s->e));
	assert_string_equal(said, "1 Mug delivered;2 Mug approved;");
	ok(s, redemption_count_granted(s->db, &span, &all, &s->e));
	assert_int_equal(all, 2);
	span.after_at = NOON + 1;
	span.after = 1;
	said[0] = '\0';
	ok(s, redemption_each_granted(
		      s->db, &span, 9, on_redemption, said, &s->e));
	assert_string_equal(said, "2 Mug approved;");
	ok(s, report_make(s->db, &about, &report, &s->e));
	assert_int_equal(report.rewards, 2);
	assert_int_equal(report.redeemed, 20);
	assert_int_equal(report.redeemers, 1);
	about.to = NOON;
	ok(s, report_make(s->db, &about, &report, &s->e));
	assert_int_equal(report.rewards, 0);
	span = (struct redemption_span){NOON - WHEN_DAY, NOON, 0, 0};
	ok(s, redemption_count_granted(s->db, &span, &all, &s->e));
	assert_int_equal(all, 0);
	ok(s, redemption_count_reward(s->db, mug.id, &open, &s->e));
	assert_int_equal(open, 3);
}

/* The check sees each total that is not what it should be, and a recount
 * makes it so again. */
static void
the_check_compares(void **state)
{
	static const char *const wrong[] = {
		"UPDATE reward SET taken = taken + 1 WHERE kind = 'goods'",
		"UPDATE reward SET stock = stock + 1 WHERE kind = 'code'"};
	struct scene *s = *state;
	int64_t ana = rich(s, "ana", 500);
	struct reward mug = new_reward(s, "Mug", 100, 5);
	struct reward card = new_card(s, "Gift card");
	struct redemption r;
	size_t i;

	add_code(s, card.id, "one");
	want(s, ana, mug.id, 1, &r);
	want(s, ana, card.id, 2, &r);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		ok(s, db_run(s->db, &s->e, wrong[i], ""));
		assert_int_equal(store_check(s->db, &s->e), -1);
		ok(s, store_recount(s->db, &s->e));
		ok(s, store_check(s->db, &s->e));
	}
	ok(s, db_run(s->db, &s->e, "UPDATE reward_code SET redemption = NULL",
		      ""));
	assert_int_equal(store_check(s->db, &s->e), -1);
	ok(s, db_run(s->db, &s->e, "UPDATE reward_code SET redemption = 2",
		      ""));
	ok(s, db_run(s->db, &s->e,
		      "UPDATE redemption SET cost = 99 WHERE id = 1", ""));
	assert_int_equal(store_check(s->db, &s->e), -1);
	ok(s, db_run(s->db, &s->e,
		      "UPDATE redemption SET cost = 100 WHERE id = 1", ""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(the_catalogue_is_kept_as_it_was_written),
		scene_test(what_is_over_or_not_offered_is_not_shown),
		scene_test(the_last_one_is_for_one),
		scene_test(one_yes_counts_once),
		scene_test(pending_points_buy_nothing),
		scene_test(what_is_turned_down_gives_everything_back),
		scene_test(every_other_way_is_closed),
		scene_test(a_changed_reward_leaves_the_deal_as_it_was),
		scene_test(the_stock_cannot_fall_below_what_was_taken),
		scene_test(what_was_redeemed_is_retired_and_the_rest_is_gone),
		scene_test(
			forgetting_ends_what_waits_and_leaves_what_was_granted),
		scene_test(who_decided_is_forgotten_too),
		scene_test(lists_say_what_is_open_and_what_was_granted),
		scene_test(the_check_compares),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
