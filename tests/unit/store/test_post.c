#include "scene.h"

static void
an_event_is_accepted_once(void **state)
{
	struct scene *s = *state;

	assert_int_equal(
		inbox_accept(s->db, "acme", "Ev1", NOON, &s->e), INBOX_NEW);
	assert_int_equal(
		inbox_accept(s->db, "acme", "Ev1", NOON, &s->e), INBOX_SEEN);
	assert_int_equal(
		inbox_accept(s->db, "other", "Ev1", NOON, &s->e), INBOX_NEW);
	assert_int_equal(
		inbox_accept(s->db, "acme", NULL, NOON, &s->e), INBOX_ERROR);
}

static void
old_keys_are_forgotten_in_steps(void **state)
{
	struct scene *s = *state;
	char key[16];
	int i;

	ok(s, db_begin(s->db, &s->e));
	for (i = 0; i < 5000; i++) {
		snprintf(key, sizeof(key), "Ev%d", i);
		assert_int_equal(
			inbox_accept(s->db, "acme", key, NOON + i, &s->e),
			INBOX_NEW);
	}
	assert_int_equal(inbox_prune(s->db, NOON + 4500, &s->e), 4000);
	assert_int_equal(inbox_prune(s->db, NOON + 4500, &s->e), 500);
	assert_int_equal(inbox_prune(s->db, NOON + 4500, &s->e), 0);
	ok(s, db_commit(s->db, &s->e));
	assert_int_equal(
		inbox_accept(s->db, "acme", "Ev4499", NOON, &s->e), INBOX_NEW);
	assert_int_equal(
		inbox_accept(s->db, "acme", "Ev4500", NOON, &s->e), INBOX_SEEN);
}

static void
what_cannot_be_handled_is_kept_with_its_frame(void **state)
{
	struct scene *s = *state;
	struct rows *r;

	ok(s, inbox_bury(s->db, "acme", "Ev1", "event", "{\"a\":1}",
		      "no such item", NOON, &s->e));
	r = db_ask(s->db, &s->e, "SELECT body, why FROM buried", "");
	assert_int_equal(rows_next(r, &s->e), 1);
	assert_string_equal(rows_text(r, 0), "{\"a\":1}");
	assert_string_equal(rows_text(r, 1), "no such item");
	rows_end(r);
}

static int
add_key(void *arg, const char *key, const struct post *p, struct err *e)
{
	(void)e;
	scene_add(arg, "%s@%s ", key, p->place);
	return 0;
}

static void
a_post_is_found_by_our_name(void **state)
{
	struct scene *s = *state;
	struct post p = {.chat = "acme", .place = "C1", .message = "1.5"};
	int64_t ana = join(s, "ana");
	char all[SAID_ROOM] = "";

	ok(s, post_put(s->db, "announce:1", &p, 0, &s->e));
	snprintf(p.message, sizeof(p.message), "1.6");
	ok(s, post_put(s->db, "announce:1", &p, 0, &s->e));
	ok(s, post_find(s->db, "announce:1", &p, &s->e));
	assert_string_equal(p.message, "1.6");
	assert_string_equal(p.language, "");
	assert_int_equal(p.member, 0);
	snprintf(p.place, sizeof(p.place), "D1");
	snprintf(p.language, sizeof(p.language), "de");
	ok(s, post_put(s->db, "kit:1", &p, ana, &s->e));
	ok(s, post_each(s->db, ana, 10, add_key, all, &s->e));
	assert_string_equal(all, "kit:1@D1 ");
	ok(s, post_find(s->db, "kit:1", &p, &s->e));
	assert_string_equal(p.language, "de");
	assert_int_equal(p.member, ana);
	ok(s, post_drop(s->db, "announce:1", &s->e));
	ok(s, post_find(s->db, "announce:1", &p, &s->e));
	assert_string_equal(p.message, "");
}

static void
posts_are_found_under_the_beginning_of_a_name(void **state)
{
	static const char *const keys[] = {"kit:1:2:a", "kit:1:20:a", "kit:1:2",
		"kit:11:2:a", "kit:1:2:b"};
	struct scene *s = *state;
	struct post p = {.chat = "acme", .place = "D1", .message = "1.1"};
	char all[100] = "";
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		p.at = NOON + (int64_t)i;
		ok(s, post_put(s->db, keys[i], &p, 0, &s->e));
	}
	ok(s, post_each_under(s->db, "kit:1:2", 10, add_key, all, &s->e));
	assert_string_equal(all, "kit:1:2:b@D1 kit:1:2:a@D1 ");
	*all = '\0';
	ok(s, post_each_under(s->db, "kit:1:2", 1, add_key, all, &s->e));
	assert_string_equal(all, "kit:1:2:b@D1 ");
}

static void
small_facts_are_kept(void **state)
{
	struct scene *s = *state;
	char value[16];

	ok(s, meta_get(s->db, "salt", value, sizeof(value), &s->e));
	assert_string_equal(value, "");
	ok(s, meta_set(s->db, "salt", "a", &s->e));
	ok(s, meta_set(s->db, "salt", "b", &s->e));
	ok(s, meta_get(s->db, "salt", value, sizeof(value), &s->e));
	assert_string_equal(value, "b");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(an_event_is_accepted_once),
		scene_test(old_keys_are_forgotten_in_steps),
		scene_test(what_cannot_be_handled_is_kept_with_its_frame),
		scene_test(a_post_is_found_by_our_name),
		scene_test(posts_are_found_under_the_beginning_of_a_name),
		scene_test(small_facts_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
