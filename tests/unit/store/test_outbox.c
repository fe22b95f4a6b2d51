#include "scene.h"

static void
say(struct scene *s, const char *conversation, const char *key, int64_t due)
{
	const struct outbox_row row = {.chat = "acme",
		.conversation = conversation,
		.key = key,
		.act = "post",
		.body = "{}",
		.due_at = due,
		.created_at = NOON};

	ok(s, outbox_add(s->db, &row, &s->e));
}

static int
add_key(void *arg, const struct outbox_row *row, struct err *e)
{
	(void)e;
	scene_add(arg, "%s%s", row->key, row->sending ? "? " : " ");
	return 0;
}

static char *
due(struct scene *s, int64_t now)
{
	static char all[SAID_ROOM];

	*all = '\0';
	ok(s, outbox_each_due(s->db, now, 100, add_key, all, &s->e));
	return all;
}

static int64_t
id_of(struct scene *s, const char *key)
{
	int64_t id;

	ok(s, db_number(s->db, &s->e, &id,
		      "SELECT id FROM outbox WHERE key = $1", "t", key));
	return id;
}

static void
only_the_oldest_of_a_conversation_goes(void **state)
{
	struct scene *s = *state;

	say(s, "C1", "a1", NOON);
	say(s, "C1", "a2", NOON - 5);
	say(s, "C2", "b1", NOON - 1);
	say(s, "C2", "b2", NOON);
	assert_string_equal(due(s, NOON), "b1 a1 ");
	ok(s, outbox_done(s->db, id_of(s, "a1"), &s->e));
	assert_string_equal(due(s, NOON), "a2 b1 ");
}

static void
one_that_waits_blocks_its_conversation_alone(void **state)
{
	struct scene *s = *state;
	int64_t at;

	say(s, "C1", "a1", NOON + 100);
	say(s, "C1", "a2", NOON);
	say(s, "C2", "b1", NOON);
	assert_string_equal(due(s, NOON), "b1 ");
	ok(s, outbox_done(s->db, id_of(s, "b1"), &s->e));
	assert_string_equal(due(s, NOON), "");
	ok(s, outbox_next_at(s->db, &at, &s->e));
	assert_true(at == NOON + 100);
	assert_string_equal(due(s, NOON + 100), "a1 ");
}

static void
what_is_on_its_way_is_not_taken_again(void **state)
{
	struct scene *s = *state;
	int64_t id, at;

	say(s, "C1", "a1", NOON);
	say(s, "C1", "a2", NOON);
	id = id_of(s, "a1");
	ok(s, outbox_sending(s->db, id, &s->e));
	assert_string_equal(due(s, NOON), "");
	ok(s, outbox_next_at(s->db, &at, &s->e));
	assert_true(at == 0);
	ok(s, outbox_later(s->db, id, NOON + 5, true, &s->e));
	assert_string_equal(due(s, NOON), "");
	assert_string_equal(due(s, NOON + 5), "a1? ");
	ok(s, outbox_sending(s->db, id, &s->e));
	ok(s, outbox_later(s->db, id, NOON + 6, false, &s->e));
	assert_string_equal(due(s, NOON + 6), "a1 ");
}

static void
a_key_waits_once(void **state)
{
	struct scene *s = *state;
	struct outbox_place at;

	say(s, "C1", "a1", NOON);
	say(s, "C2", "a1", NOON);
	assert_int_equal(number(s, "SELECT count(*) FROM outbox"), 1);
	ok(s, outbox_find(s->db, "a1", &at, &s->e));
	assert_string_equal(at.chat, "acme");
	assert_string_equal(at.conversation, "C1");
	assert_string_equal(at.language, "");
	ok(s, outbox_find(s->db, "a2", &at, &s->e));
	assert_string_equal(at.chat, "");
}

/* What waits is changed in the language it was written in, and stays its
 * person's. */
static void
what_waits_knows_its_language(void **state)
{
	struct scene *s = *state;
	struct outbox_row row = {.chat = "acme",
		.conversation = "D1",
		.key = "kit:1",
		.act = "direct",
		.body = "{\"card\":{\"language\":\"fi\"}}",
		.due_at = NOON};
	struct outbox_place at;

	row.member = join(s, "ana");
	ok(s, outbox_add(s->db, &row, &s->e));
	ok(s, outbox_find(s->db, "kit:1", &at, &s->e));
	assert_string_equal(at.language, "fi");
	assert_int_equal(at.member, row.member);
}

static void
what_never_left_can_be_cancelled(void **state)
{
	struct scene *s = *state;

	say(s, "C1", "kit:1:a", NOON);
	say(s, "C1", "kit:1:b", NOON);
	say(s, "C1", "kit:2:a", NOON);
	say(s, "C2", "kit:1:c", NOON);
	say(s, "C3", "kit:1:d", NOON);
	ok(s, outbox_sending(s->db, id_of(s, "kit:1:c"), &s->e));
	ok(s, outbox_sending(s->db, id_of(s, "kit:1:d"), &s->e));
	ok(s, outbox_later(s->db, id_of(s, "kit:1:d"), NOON, true, &s->e));
	ok(s, outbox_cancel(s->db, "kit:1:", &s->e));
	assert_int_equal(number(s, "SELECT count(*) FROM outbox"), 3);
	assert_string_equal(due(s, NOON), "kit:2:a kit:1:d? ");
	ok(s, outbox_cancel(s->db, "kit:2", &s->e));
	assert_string_equal(due(s, NOON), "kit:1:d? ");
}

static void
numbers_are_never_used_twice(void **state)
{
	struct scene *s = *state;
	int64_t id;

	say(s, "C1", "a1", NOON);
	id = id_of(s, "a1");
	ok(s, outbox_done(s->db, id, &s->e));
	say(s, "C1", "a2", NOON);
	assert_true(id_of(s, "a2") > id);
}

static void
the_depth_is_known(void **state)
{
	struct scene *s = *state;
	int64_t waiting, oldest;

	ok(s, outbox_depth(s->db, &waiting, &oldest, &s->e));
	assert_int_equal(waiting, 0);
	assert_true(oldest == 0);
	say(s, "C1", "a1", NOON + 5);
	say(s, "C1", "a2", NOON + 5);
	ok(s, outbox_depth(s->db, &waiting, &oldest, &s->e));
	assert_int_equal(waiting, 2);
	assert_true(oldest == NOON);
}

static int
add_another(void *arg, const struct outbox_row *row, struct err *e)
{
	struct scene *s = arg;
	char key[16];

	snprintf(key, sizeof(key), "n-%s", row->key);
	say(s, key, key, NOON);
	return outbox_done(s->db, row->id, e);
}

static void
sending_may_change_what_waits(void **state)
{
	struct scene *s = *state;

	say(s, "C1", "a1", NOON);
	say(s, "C2", "b1", NOON);
	say(s, "C2", "b2", NOON);
	ok(s, outbox_each_due(s->db, NOON, 100, add_another, s, &s->e));
	assert_string_equal(due(s, NOON), "b2 n-a1 n-b1 ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(only_the_oldest_of_a_conversation_goes),
		scene_test(one_that_waits_blocks_its_conversation_alone),
		scene_test(what_is_on_its_way_is_not_taken_again),
		scene_test(a_key_waits_once),
		scene_test(what_waits_knows_its_language),
		scene_test(what_never_left_can_be_cancelled),
		scene_test(numbers_are_never_used_twice),
		scene_test(the_depth_is_known),
		scene_test(sending_may_change_what_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
