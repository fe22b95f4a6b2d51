#include "scene.h"

static int
add_key(void *arg, const struct due *d, struct err *e)
{
	(void)e;
	scene_add(arg, "%s\n", d->key);
	return 0;
}

static char *
due(struct scene *s, int64_t now, int max)
{
	static char all[SAID_ROOM];

	*all = '\0';
	ok(s, due_each(s->db, now, max, add_key, all, &s->e));
	return all;
}

static void
set_times(struct scene *s, int64_t ana, int64_t item)
{
	struct announcement a = {
		.item = item, .chat = "acme", .place = "C1", .due_at = NOON};
	struct channel c = {.chat = "acme",
		.place = "C1",
		.state = "joined",
		.digest_at = NOON};
	struct campaign winter = {.name = "Winter",
		.state = "draft",
		.starts_at = NOON,
		.ends_at = NOON + 5};
	struct kit k = {.member = ana,
		.item = item,
		.opened_at = NOON,
		.later_at = NOON};
	struct member m;
	struct item i;

	ok(s, announcement_add(s->db, &a, &s->e));
	ok(s, channel_save(s->db, &c, &s->e));
	ok(s, campaign_add(s->db, &winter, &s->e));
	ok(s, kit_save(s->db, &k, &s->e));
	ok(s, people_get(s->db, ana, &m, &s->e));
	m.state = MEMBER_PAUSED;
	m.paused_until = NOON;
	ok(s, people_save(s->db, &m, &s->e));
	ok(s, item_find(s->db, item, &i, &s->e));
	i.expires_at = NOON;
	ok(s, item_save(s->db, &i, &s->e));
}

static void
what_is_due_has_a_name_and_a_key(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), item = new_item(s, s->campaign, "news");
	int64_t settles = earn(s, ana, 5, NOON);
	struct campaign c;
	struct award a;

	set_times(s, ana, item);
	ok(s, award_get(s->db, settles, &a, &s->e));
	ok(s, award_ripen(s->db, a.share, NOON, &s->e));
	ok(s, campaign_get(s->db, s->campaign, &c, &s->e));
	c.ends_at = NOON;
	ok(s, campaign_save(s->db, &c, &s->e));
	assert_string_equal(due(s, NOON - 1, 9), "");
	assert_string_equal(due(s, NOON, 9), "start:2:1795597200000\n"
					     "announce:1:1795597200000\n"
					     "settle:1\n"
					     "expire:1:1795597200000\n"
					     "later:1:1:1795597200000\n"
					     "resume:1:1795597200000\n"
					     "digest:acme:C1:1795597200000\n"
					     "finish:1:1795597200000\n");
}

static void
points_without_proof_lapse(void **state)
{
	struct scene *s = *state;

	earn(s, join(s, "ana"), 5, NOON);
	assert_string_equal(due(s, NOON + 30 * WHEN_DAY - 1, 9), "");
	assert_string_equal(due(s, NOON + 30 * WHEN_DAY, 9), "lapse:1\n");
	ok(s, award_ripen(s->db, 1, NOON + 40 * WHEN_DAY, &s->e));
	assert_string_equal(due(s, NOON + 39 * WHEN_DAY, 9), "");
	assert_string_equal(due(s, NOON + 40 * WHEN_DAY, 9), "settle:1\n");
	ok(s, award_settle(s->db, 1, NOON, &s->e));
	assert_string_equal(due(s, NOON + 99 * WHEN_DAY, 9), "");
}

static int
say_posted(void *arg, const struct due *d, struct err *e)
{
	struct scene *s = arg;

	return announcement_state(s->db, d->id, "posted", e);
}

static void
the_oldest_come_first_and_not_too_many(void **state)
{
	struct scene *s = *state;
	int64_t item = new_item(s, s->campaign, "news");
	int i;

	for (i = 0; i < 5; i++) {
		struct announcement a = {
			.item = item, .chat = "acme", .due_at = NOON - i};

		snprintf(a.place, sizeof(a.place), "C%d", i);
		ok(s, announcement_add(s->db, &a, &s->e));
	}
	assert_string_equal(due(s, NOON, 2),
		"announce:5:1795597199996\nannounce:4:1795597199997\n");
	ok(s, due_each(s->db, NOON, 2, say_posted, s, &s->e));
	assert_string_equal(due(s, NOON, 2),
		"announce:3:1795597199998\nannounce:2:1795597199999\n");
}

static int
add_id(void *arg, int64_t id, struct err *e)
{
	(void)e;
	snprintf((char *)arg + strlen(arg), 8, "%d ", (int)id);
	return 0;
}

static void
feeds_and_pages_are_read_in_turn(void **state)
{
	struct scene *s = *state;
	struct feed_row f = {.name = "b",
		.url = "https://b.example",
		.campaign = s->campaign,
		.mode = "auto",
		.interval = 60000,
		.next_at = NOON,
		.most = FEED_MOST};
	struct item i = {.campaign = s->campaign,
		.state = "reading",
		.canonical = "https://p.example",
		.read_at = NOON};
	char all[SAID_ROOM] = "";

	ok(s, feeds_put(s->db, &f, &s->e));
	snprintf(f.name, sizeof(f.name), "a");
	f.next_at = NOON - 5;
	ok(s, feeds_put(s->db, &f, &s->e));
	ok(s, due_feeds(s->db, NOON - 1, 9, add_id, all, &s->e));
	assert_string_equal(all, "2 ");
	*all = '\0';
	ok(s, due_feeds(s->db, NOON, 9, add_id, all, &s->e));
	assert_string_equal(all, "2 1 ");
	*all = '\0';
	ok(s, feeds_all_off(s->db, &s->e));
	ok(s, due_feeds(s->db, NOON, 9, add_id, all, &s->e));
	assert_string_equal(all, "");
	ok(s, item_add(s->db, &i, &s->e));
	ok(s, due_pages(s->db, NOON - 1, 9, add_id, all, &s->e));
	assert_string_equal(all, "");
	ok(s, due_pages(s->db, NOON, 9, add_id, all, &s->e));
	assert_string_equal(all, "1 ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(what_is_due_has_a_name_and_a_key),
		scene_test(points_without_proof_lapse),
		scene_test(the_oldest_come_first_and_not_too_many),
		scene_test(feeds_and_pages_are_read_in_turn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
