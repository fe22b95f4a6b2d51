#include <unistd.h>

#include "mem.h"

#include "scene_rewards.h"

#define CODE "GIFT-8412-SECRET"

static void
each_code_is_for_one(void **state)
{
	struct scene *s = *state;
	int64_t ana = rich(s, "ana", 500);
	struct reward card = new_card(s, "Gift card");
	struct reward other = new_card(s, "Another");
	struct redemption a, b, c;

	assert_int_equal(want(s, ana, card.id, 1, &a), REDEMPTION_OUT);
	assert_true(add_code(s, card.id, "one"));
	assert_false(add_code(s, card.id, "one"));
	assert_false(add_code(s, other.id, "one"));
	assert_true(add_code(s, card.id, "two"));
	assert_int_equal(reward(s, card.id).stock, 2);
	want(s, ana, card.id, 2, &a);
	want(s, ana, card.id, 3, &b);
	assert_int_equal(want(s, ana, card.id, 4, &c), REDEMPTION_OUT);
	expect_code(s, a.id, "one");
	expect_code(s, b.id, "two");
	assert_true(move(s, &a, "rejected"));
	expect_code(s, a.id, NULL);
	assert_int_equal(want(s, ana, card.id, 5, &c), REDEMPTION_MADE);
	expect_code(s, c.id, "one");
	assert_false(add_code(s, card.id, "one"));
}

static void
codes_go_with_their_reward_unless_somebody_has_them(void **state)
{
	struct scene *s = *state;
	int64_t ana = rich(s, "ana", 500);
	struct reward card = new_card(s, "Gift card");
	struct redemption r;
	bool retired;

	add_code(s, card.id, "one");
	add_code(s, card.id, "two");
	want(s, ana, card.id, 1, &r);
	ok(s, catalogue_remove(s->db, card.id, &retired, &s->e));
	assert_true(retired);
	expect_code(s, r.id, "one");
	assert_int_equal(number(s, "SELECT count(*) FROM reward_code"), 1);
	assert_int_equal(reward(s, card.id).stock, 1);
}

static bool
file_holds(const char *path, const char *words)
{
	char *bytes = xmalloc(32 << 20);
	FILE *f = fopen(path, "rb");
	size_t size;
	bool found;

	assert_non_null(f);
	size = fread(bytes, 1, 32 << 20, f);
	fclose(f);
	found = memmem(bytes, size, words, strlen(words)) != NULL;
	free(bytes);
	return found;
}

/* Neither in the file nor in its log. */
static void
nothing_of_a_code_can_be_read(void **state)
{
	struct scene s = {.db = NULL};
	char folder[] = "/tmp/store-XXXXXX", path[64], log[80];
	struct reward card;
	struct redemption r;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/bot.db", folder);
	snprintf(log, sizeof(log), "%s-wal", path);
	s.db = store_open(path, &s.e);
	assert_non_null(s.db);
	s.campaign = new_campaign(&s, "Autumn", 1000);
	card = new_card(&s, "Gift card by its name");
	add_code(&s, card.id, CODE);
	want(&s, rich(&s, "ana", 500), card.id, 1, &r);
	expect_code(&s, r.id, CODE);
	assert_true(file_holds(log, "Gift card by its name"));
	assert_false(file_holds(log, CODE));
	assert_false(file_holds(path, CODE));
	db_close(s.db);
	assert_true(file_holds(path, "Gift card by its name"));
	assert_false(file_holds(path, CODE));
	unlink(path);
	rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(each_code_is_for_one),
		scene_test(codes_go_with_their_reward_unless_somebody_has_them),
		cmocka_unit_test(nothing_of_a_code_can_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
