#include "scene_rewards.h"

#include "statement.h"

static int
on_line(void *arg, const struct statement_line *l, struct err *e)
{
	static const char *const deeds[] = {"give", "settle", "end", "cut",
		"back", "redeem", "return", "merge", "other"};

	(void)e;
	scene_add(arg, "%s %d: %+d %+d = %d %d;", deeds[l->deed], (int)l->about,
		(int)l->pending, (int)l->settled, (int)l->pending_after,
		(int)l->settled_after);
	return 0;
}

static void
expect(struct scene *s, const struct statement_wish *w, const char *lines)
{
	char said[SAID_ROOM] = "";

	ok(s, statement_each(s->db, w, on_line, said, &s->e));
	assert_string_equal(said, lines);
}

static void
each_entry_has_what_it_came_to(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), ben = join(s, "ben");
	struct statement_wish w = {.member = ana, .most = 100};
	struct reward mug = new_reward(s, "Mug", 6, 3);
	struct redemption r;
	int64_t one, two, three;

	expect(s, &w, "");
	one = earn(s, ana, 10, NOON);
	two = earn(s, ana, 5, NOON + 1);
	earn(s, ben, 70, NOON + 2);
	ok(s, award_settle(s->db, one, NOON + WHEN_DAY, &s->e));
	ok(s, award_end(s->db, two, "expired", NOON + WHEN_DAY + 1, &s->e));
	want(s, ana, mug.id, 7, &r);
	move(s, &r, "rejected");
	three = earn(s, ana, 3, NOON + 2 * WHEN_DAY);
	ok(s, award_settle(s->db, three, NOON + 2 * WHEN_DAY, &s->e));
	ok(s, award_take_back(s->db, three, NOON + 2 * WHEN_DAY, &s->e));
	expect(s, &w,
		"back 4: +0 -3 = 0 10;settle 4: -3 +3 = 0 13;"
		"give 4: +3 +0 = 3 10;return 1: +0 +6 = 0 10;"
		"redeem 1: +0 -6 = 0 4;end 2: -5 +0 = 0 10;"
		"settle 1: -10 +10 = 5 10;give 2: +5 +0 = 15 0;"
		"give 1: +10 +0 = 10 0;");
	w.skip = 1;
	w.most = 2;
	expect(s, &w, "settle 4: -3 +3 = 0 13;give 4: +3 +0 = 3 10;");
	/* A time that is over ends with what there was then. */
	w = (struct statement_wish){
		.member = ana, .from = NOON + 1, .to = NOON + 2, .most = 9};
	expect(s, &w, "return 1: +0 +6 = 0 10;give 2: +5 +0 = 15 0;");
	w = (struct statement_wish){.member = ben, .most = 9};
	expect(s, &w, "give 3: +70 +0 = 70 0;");
}

static void
what_a_linked_account_had_comes_along(void **state)
{
	struct scene *s = *state;
	static const unsigned char hash[16];
	struct member too = {.name = "Ana", .language = "en"};
	int64_t ana = join(s, "ana");
	struct statement_wish w = {.member = ana, .most = 9};

	earn(s, ana, 10, NOON);
	ok(s, people_join(s->db, "town", "U-ana", &too, 1, hash, NOON, &s->e));
	ok(s, award_settle(s->db, earn(s, too.id, 7, NOON), NOON, &s->e));
	earn(s, too.id, 2, NOON);
	ok(s, people_merge(s->db, ana, too.id, NOON, &s->e));
	expect(s, &w,
		"merge 2: +0 +7 = 12 7;merge 2: +2 +0 = 12 0;"
		"give 1: +10 +0 = 10 0;");
}

/* The newest page of a book of thousands reads no more than a page. */
static void
a_long_book_is_read_from_its_end(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), i;
	struct statement_wish w = {.member = ana, .most = 3};
	const struct account from = {ACCOUNT_PROGRAMME, 0};
	const struct account to = {ACCOUNT_SETTLED, ana};
	struct db_work before, after;
	char said[SAID_ROOM] = "", cause[32];

	for (i = 0; i < 5000; i++) {
		snprintf(cause, sizeof(cause), "gift:%d", (int)i);
		ok(s, ledger_give(s->db, &from, &to, 1, cause, NOON, &s->e));
	}
	before = db_work(s->db);
	ok(s, statement_each(s->db, &w, on_line, said, &s->e));
	after = db_work(s->db);
	assert_true(after.steps - before.steps < 500);
	assert_string_equal(said, "other 0: +0 +1 = 0 5000;"
				  "other 0: +0 +1 = 0 4999;"
				  "other 0: +0 +1 = 0 4998;");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(each_entry_has_what_it_came_to),
		scene_test(what_a_linked_account_had_comes_along),
		scene_test(a_long_book_is_read_from_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
