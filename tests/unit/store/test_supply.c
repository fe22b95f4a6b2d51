#include "scene.h"

/* Feeds made in chat beside the configuration's; what waits for a decision;
 * suggestions; what the webhook answered. */

static struct feed_row
a_feed(struct scene *s, const char *name)
{
	struct feed_row f = {.campaign = s->campaign,
		.mode = "review",
		.interval = WHEN_MINUTE,
		.next_at = NOON,
		.most = FEED_MOST};

	snprintf(f.name, sizeof(f.name), "%s", name);
	snprintf(f.url, sizeof(f.url), "https://a.example/%s", name);
	return f;
}

static int
add_name(void *arg, const struct feed_row *f, struct err *e)
{
	(void)e;
	scene_add(arg, "%s ", f->name);
	return 0;
}

static void
the_configuration_leaves_feeds_of_the_chat_alone(void **state)
{
	struct scene *s = *state;
	struct feed_row written = a_feed(s, "written"),
			made = a_feed(s, "Made");
	struct feed_row found;
	char all[SAID_ROOM] = "";
	int64_t count;

	ok(s, feeds_put(s->db, &written, &s->e));
	ok(s, feeds_make(s->db, &made, &s->e));
	assert_int_equal(feeds_make(s->db, &made, &s->e), -1);
	assert_int_equal(feeds_make(s->db, &written, &s->e), -1);
	/* A reload with an empty configuration. */
	ok(s, feeds_all_off(s->db, &s->e));
	ok(s, feeds_each(s->db, 0, 9, add_name, all, &s->e));
	assert_string_equal(all, "Made ");
	ok(s, feeds_count(s->db, &count, &s->e));
	assert_int_equal(count, 1);
	ok(s, feeds_find(s->db, "made", &found, &s->e));
	assert_int_equal(found.id, made.id);
	assert_string_equal(found.source, "chat");
	ok(s, feeds_find(s->db, "written", &found, &s->e));
	assert_int_equal(found.id, 0);
}

static void
a_pause_outlives_a_reload(void **state)
{
	struct scene *s = *state;
	struct feed_row f = a_feed(s, "blog");

	ok(s, feeds_put(s->db, &f, &s->e));
	ok(s, feeds_get(s->db, f.id, &f, &s->e));
	f.paused = true;
	ok(s, feeds_save(s->db, &f, &s->e));
	ok(s, feeds_all_off(s->db, &s->e));
	ok(s, feeds_put(s->db, &f, &s->e));
	ok(s, feeds_get(s->db, f.id, &f, &s->e));
	assert_true(f.active && f.paused);
}

static void
a_feed_that_was_removed_starts_anew(void **state)
{
	struct scene *s = *state;
	struct feed_row f = a_feed(s, "blog"), again = a_feed(s, "blog");

	ok(s, feeds_make(s->db, &f, &s->e));
	ok(s, feeds_get(s->db, f.id, &f, &s->e));
	f.active = false;
	f.seeded = true;
	f.failures = 3;
	snprintf(f.etag, sizeof(f.etag), "\"1\"");
	ok(s, feeds_save(s->db, &f, &s->e));
	ok(s, feeds_make(s->db, &again, &s->e));
	assert_int_equal(again.id, f.id);
	ok(s, feeds_get(s->db, f.id, &f, &s->e));
	assert_true(f.active && !f.seeded && f.failures == 0);
	assert_string_equal(f.etag, "");
}

static int64_t
waiting_item(struct scene *s, const char *name, const char *source)
{
	struct item i = {
		.campaign = s->campaign, .state = "review", .created_at = NOON};
	struct review r = {0};

	snprintf(
		i.canonical, sizeof(i.canonical), "https://a.example/%s", name);
	snprintf(i.title, sizeof(i.title), "%s", name);
	ok(s, item_add(s->db, &i, &s->e));
	r.item = i.id;
	snprintf(r.source, sizeof(r.source), "%s", source);
	ok(s, review_put(s->db, &r, &s->e));
	return i.id;
}

static int
add_wait(void *arg, const struct review_wait *w, struct err *e)
{
	(void)e;
	scene_add(arg, "%s%s ", w->title, w->snoozed_until == 0 ? "" : "*");
	return 0;
}

static void
what_waits_longest_comes_first(void **state)
{
	struct scene *s = *state;
	int64_t first = waiting_item(s, "first", "feed");
	char all[SAID_ROOM] = "";
	int64_t waiting, snoozed;
	struct review r;

	waiting_item(s, "second", "suggestion");
	waiting_item(s, "third", "content");
	ok(s, review_get(s->db, first, &r, &s->e));
	r.snoozed_until = NOON + 5;
	ok(s, review_put(s->db, &r, &s->e));
	ok(s, review_each(s->db, 0, 9, add_wait, all, &s->e));
	assert_string_equal(all, "second third first* ");
	*all = '\0';
	ok(s, review_each(s->db, 1, 1, add_wait, all, &s->e));
	assert_string_equal(all, "third ");
	ok(s, review_count(s->db, &waiting, &snoozed, &s->e));
	assert_int_equal(waiting, 3);
	assert_int_equal(snoozed, 1);
	ok(s, review_get(s->db, 777, &r, &s->e));
	assert_string_equal(r.source, "");
}

static void
a_decision_has_its_time(void **state)
{
	struct scene *s = *state;
	struct review r = {.source = "feed", .decision = "approved"};

	r.item = waiting_item(s, "one", "feed");
	assert_int_equal(review_put(s->db, &r, &s->e), -1);
	r.decided_at = NOON;
	ok(s, review_put(s->db, &r, &s->e));
	r.snoozed_until = NOON;
	assert_int_equal(review_put(s->db, &r, &s->e), -1);
}

static int
add_member(void *arg, int64_t member, struct err *e)
{
	(void)e;
	scene_add(arg, "%d ", (int)member);
	return 0;
}

static void
members_who_suggested_are_found_until_forgotten(void **state)
{
	struct scene *s = *state;
	int64_t item = waiting_item(s, "one", "suggestion");
	int64_t other = waiting_item(s, "two", "suggestion");
	int64_t ana = join(s, "U1"), ben = join(s, "U2");
	char all[SAID_ROOM] = "";

	ok(s, suggestion_add(s->db, item, 0, NOON, &s->e));
	ok(s, suggestion_add(s->db, item, ana, NOON, &s->e));
	ok(s, suggestion_add(s->db, item, ana, NOON, &s->e));
	ok(s, suggestion_add(s->db, item, ben, NOON, &s->e));
	ok(s, suggestion_add(s->db, other, ana, NOON, &s->e));
	ok(s, suggestion_each(s->db, item, add_member, all, &s->e));
	assert_string_equal(all, "1 2 ");
	ok(s, suggestion_move(s->db, item, other, &s->e));
	*all = '\0';
	ok(s, suggestion_each(s->db, other, add_member, all, &s->e));
	assert_string_equal(all, "2 1 ");
	ok(s, people_forget(s->db, ana, NOON, &s->e));
	*all = '\0';
	ok(s, suggestion_each(s->db, other, add_member, all, &s->e));
	assert_string_equal(all, "2 ");
}

static void
suggestions_are_counted_for_a_day(void **state)
{
	static const unsigned char ana[16] = {1}, ben[16] = {2};
	struct scene *s = *state;
	int64_t count;

	ok(s, suggested_add(s->db, ana, NOON - WHEN_DAY, NOON, &s->e));
	ok(s, suggested_add(s->db, ana, NOON + 5 - WHEN_DAY, NOON + 5, &s->e));
	ok(s, suggested_count(s->db, ana, NOON + 9 - WHEN_DAY, &count, &s->e));
	assert_int_equal(count, 2);
	ok(s, suggested_count(s->db, ben, NOON - WHEN_DAY, &count, &s->e));
	assert_int_equal(count, 0);
	/* A day after the first one they are over. */
	ok(s, suggested_count(s->db, ana, NOON, &count, &s->e));
	assert_int_equal(count, 0);
	ok(s, suggested_add(s->db, ana, NOON, NOON + WHEN_DAY, &s->e));
	ok(s, suggested_count(s->db, ana, NOON, &count, &s->e));
	assert_int_equal(count, 1);
	ok(s, suggested_prune(s->db, NOON + 2 * WHEN_DAY, &s->e));
	assert_int_equal(number(s, "SELECT count(*) FROM suggested"), 0);
}

static void
a_key_leads_to_its_answer(void **state)
{
	struct scene *s = *state;
	struct delivery d = {.key = "k", .hash = {7}, .status = 202};
	struct delivery found = {.key = "k", .hash = {7}};

	snprintf(d.answer, sizeof(d.answer), "{\"item\":1}");
	ok(s, delivery_find(s->db, &found, &s->e));
	assert_int_equal(found.status, 0);
	ok(s, delivery_add(s->db, &d, NOON, &s->e));
	assert_int_equal(delivery_add(s->db, &d, NOON, &s->e), -1);
	ok(s, delivery_find(s->db, &found, &s->e));
	assert_int_equal(found.status, 202);
	assert_true(found.same);
	assert_string_equal(found.answer, "{\"item\":1}");
	found.hash[0] = 8;
	ok(s, delivery_find(s->db, &found, &s->e));
	assert_int_equal(found.status, 202);
	assert_false(found.same);
	ok(s, delivery_prune(s->db, NOON + 1, &s->e));
	ok(s, delivery_find(s->db, &found, &s->e));
	assert_int_equal(found.status, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(the_configuration_leaves_feeds_of_the_chat_alone),
		scene_test(a_pause_outlives_a_reload),
		scene_test(a_feed_that_was_removed_starts_anew),
		scene_test(what_waits_longest_comes_first),
		scene_test(a_decision_has_its_time),
		scene_test(members_who_suggested_are_found_until_forgotten),
		scene_test(suggestions_are_counted_for_a_day),
		scene_test(a_key_leads_to_its_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
