#include "captions.h"

#include "scene.h"

static void
a_page_is_one_item(void **state)
{
	struct scene *s = *state;
	int64_t id = new_item(s, s->campaign, "news");
	struct item again = {.campaign = s->campaign,
		.state = "ready",
		.canonical = "https://acme.example/news"};

	assert_int_equal(item_add(s->db, &again, &s->e), -1);
	assert_string_equal(s->e.text, "that page is an item already");
	ok(s, item_find_canonical(
		      s->db, "https://acme.example/news", &again, &s->e));
	assert_int_equal(again.id, id);
	ok(s, item_find_canonical(
		      s->db, "https://other.example", &again, &s->e));
	assert_int_equal(again.id, 0);
}

static void
an_item_comes_back_whole(void **state)
{
	struct scene *s = *state;
	struct item i = {.campaign = s->campaign,
		.state = "review",
		.url = "https://a.example/?utm=1",
		.canonical = "https://a.example/",
		.title = "We ship 2.0 — ✈",
		.summary = "Summary",
		.why = "Why",
		.image = "https://a.example/i.png",
		.site = "Acme",
		.language = "fi",
		.minutes = 4,
		.chat = "acme",
		.person = "U1",
		.read_at = 5,
		.tries = 2,
		.expires_at = 7,
		.created_at = 9};
	struct item back;

	ok(s, item_add(s->db, &i, &s->e));
	ok(s, item_find(s->db, i.id, &back, &s->e));
	assert_memory_equal(&i, &back, sizeof(i));
	back.expires_at = 0;
	snprintf(back.state, sizeof(back.state), "ready");
	ok(s, item_save(s->db, &back, &s->e));
	ok(s, item_find(s->db, i.id, &i, &s->e));
	assert_memory_equal(&i, &back, sizeof(i));
}

static void
say_in(struct scene *s, int64_t item, const char *place, int64_t at)
{
	struct announcement a = {.item = item, .chat = "acme", .due_at = at};

	snprintf(a.place, sizeof(a.place), "%s", place);
	ok(s, announcement_add(s->db, &a, &s->e));
	assert_int_not_equal(a.id, 0);
	ok(s, announcement_state(s->db, a.id, "posted", &s->e));
}

static void
the_newest_is_that_of_the_channel(void **state)
{
	struct scene *s = *state;
	int64_t old = new_item(s, s->campaign, "old");
	int64_t newer = new_item(s, s->campaign, "newer");
	struct item i;

	say_in(s, newer, "C2", NOON);
	say_in(s, old, "C1", NOON + 1);
	ok(s, item_newest(s->db, "", "", &i, &s->e));
	assert_int_equal(i.id, newer);
	ok(s, item_newest(s->db, "acme", "C1", &i, &s->e));
	assert_int_equal(i.id, old);
	ok(s, item_newest(s->db, "acme", "C3", &i, &s->e));
	assert_int_equal(i.id, 0);
}

static int
add_title(void *arg, const struct item *i, struct err *e)
{
	(void)e;
	scene_add(arg, "%s ", i->title);
	return 0;
}

static void
lists_are_newest_first(void **state)
{
	struct scene *s = *state;
	int64_t winter = new_campaign(s, "Winter", 0);
	char all[SAID_ROOM];

	new_item(s, s->campaign, "a");
	new_item(s, winter, "b");
	new_item(s, s->campaign, "c");
	*all = '\0';
	ok(s, item_each(s->db, 0, "", 10, add_title, all, &s->e));
	assert_string_equal(all, "c b a ");
	*all = '\0';
	ok(s, item_each(s->db, s->campaign, "announced", 10, add_title, all,
		      &s->e));
	assert_string_equal(all, "c a ");
	*all = '\0';
	ok(s, item_each(s->db, 0, "announced", 2, add_title, all, &s->e));
	assert_string_equal(all, "c b ");
	*all = '\0';
	ok(s, item_each(s->db, winter, "review", 2, add_title, all, &s->e));
	assert_string_equal(all, "");
}

static void
add_caption(struct scene *s, int64_t item, const char *network,
	const char *language, const char *text)
{
	struct caption c = {.item = item};

	snprintf(c.network, sizeof(c.network), "%s", network);
	snprintf(c.language, sizeof(c.language), "%s", language);
	snprintf(c.text, sizeof(c.text), "%s", text);
	ok(s, caption_add(s->db, &c, &s->e));
	assert_true(c.id != 0);
}

static int
add_text(void *arg, const struct caption *c, struct err *e)
{
	char *all = arg;

	(void)e;
	snprintf(all + strlen(all), 200 - strlen(all), "%s/%s/%s ", c->network,
		c->language, c->text);
	return 0;
}

static int
drop_first(void *arg, const struct caption *c, struct err *e)
{
	int64_t *id = arg;

	(void)e;
	if (*id == 0)
		*id = c->id;
	return 0;
}

static void
captions_stand_by_network_and_language(void **state)
{
	struct scene *s = *state;
	int64_t id = new_item(s, s->campaign, "news"), first = 0;
	char all[200] = "";

	add_caption(s, id, "x", "fi", "Lyhyt");
	add_caption(s, id, "", "fi", "Suomeksi");
	add_caption(s, id, "", "", "2.0!");
	add_caption(s, id, "x", "", "Short");
	ok(s, caption_each(s->db, id, add_text, all, &s->e));
	assert_string_equal(all, "//2.0! /fi/Suomeksi x//Short x/fi/Lyhyt ");
	ok(s, caption_each(s->db, id, drop_first, &first, &s->e));
	ok(s, caption_drop(s->db, first, &s->e));
	*all = '\0';
	ok(s, caption_each(s->db, id, add_text, all, &s->e));
	assert_string_equal(all, "/fi/Suomeksi x//Short x/fi/Lyhyt ");
}

static bool
pin(struct scene *s, int64_t id, int64_t until, int64_t now)
{
	bool done;

	ok(s, item_pin(s->db, id, until, now, &done, &s->e));
	return done;
}

static void
announce_it(struct scene *s, int64_t id)
{
	struct item i;

	ok(s, item_find(s->db, id, &i, &s->e));
	snprintf(i.state, sizeof(i.state), "announced");
	ok(s, item_save(s->db, &i, &s->e));
}

static void
three_items_are_featured_at_most(void **state)
{
	static const char *const names[] = {"a", "b", "c", "d"};
	struct scene *s = *state;
	char all[200] = "";
	int64_t id[4];
	struct item i;
	size_t n;

	for (n = 0; n < 4; n++) {
		id[n] = new_item(s, s->campaign, names[n]);
		announce_it(s, id[n]);
	}
	assert_true(pin(s, id[0], NOON + 10, NOON));
	assert_true(pin(s, id[1], 0, NOON));
	assert_true(pin(s, id[2], 0, NOON));
	assert_false(pin(s, id[3], 0, NOON));
	/* Again is only another day. */
	assert_true(pin(s, id[1], NOON + 20, NOON));
	ok(s, item_each_open(s->db, &(struct item_open){NOON, ITEM_ANYBODY, 10},
		      add_title, all, &s->e));
	assert_string_equal(all, "a b c d ");
	/* One whose day is over has lost its place. */
	*all = '\0';
	ok(s, item_each_open(s->db,
		      &(struct item_open){NOON + 10, ITEM_ANYBODY, 10},
		      add_title, all, &s->e));
	assert_string_equal(all, "b c d a ");
	assert_true(pin(s, id[3], 0, NOON + 10));
	/* So has one that is over, or for us alone. */
	ok(s, item_find(s->db, id[1], &i, &s->e));
	assert_true(item_is_pinned(&i, NOON + 10));
	i.internal = true;
	ok(s, item_save(s->db, &i, &s->e));
	assert_false(item_is_pinned(&i, NOON + 10));
	assert_false(item_is_open(&i));
	*all = '\0';
	ok(s, item_each_open(s->db,
		      &(struct item_open){NOON + 10, ITEM_ANYBODY, 10},
		      add_title, all, &s->e));
	assert_string_equal(all, "d c a ");
	assert_true(pin(s, id[0], 0, NOON + 10));
	ok(s, item_unpin(s->db, id[0], &s->e));
	*all = '\0';
	ok(s, item_each_pinned(s->db,
		      &(struct item_open){NOON + 10, ITEM_ANYBODY, 0},
		      add_title, all, &s->e));
	assert_string_equal(all, "d c ");
}

static void
what_a_page_said_is_kept(void **state)
{
	struct scene *s = *state;
	int64_t id = new_item(s, s->campaign, "news");
	struct item_page page;
	struct item i;

	ok(s, item_page_get(s->db, id, &page, &s->e));
	assert_string_equal(page.title, "");
	ok(s, item_find(s->db, id, &i, &s->e));
	ok(s, item_page_put(s->db, &i, &s->e));
	snprintf(i.title, sizeof(i.title), "Other");
	i.proposed = true;
	ok(s, item_save(s->db, &i, &s->e));
	ok(s, item_page_get(s->db, id, &page, &s->e));
	assert_string_equal(page.title, "news");
	ok(s, item_find(s->db, id, &i, &s->e));
	assert_true(i.proposed);
}

static void
an_item_is_announced_once_in_a_channel(void **state)
{
	struct scene *s = *state;
	struct announcement a = {.item = new_item(s, s->campaign, "news"),
		.chat = "acme",
		.place = "C1",
		.due_at = NOON};
	struct announcement back;

	ok(s, announcement_add(s->db, &a, &s->e));
	ok(s, announcement_get(s->db, a.id, &back, &s->e));
	assert_string_equal(back.state, "due");
	a.due_at = NOON + 5;
	ok(s, announcement_add(s->db, &a, &s->e));
	assert_int_equal(a.id, 0);
	ok(s, announcement_get(s->db, back.id, &back, &s->e));
	assert_true(back.due_at == NOON);
	assert_int_equal(announcement_get(s->db, 77, &back, &s->e), -1);
}

static void
a_message_leads_to_its_announcement(void **state)
{
	struct scene *s = *state;
	struct announcement a = {.item = new_item(s, s->campaign, "news"),
		.chat = "acme",
		.place = "C1",
		.due_at = NOON};
	struct post p = {.chat = "acme", .place = "C1", .message = "12.5"};
	char key[32];

	ok(s, announcement_add(s->db, &a, &s->e));
	snprintf(key, sizeof(key), "announce:%d", (int)a.id);
	ok(s, post_put(s->db, key, &p, 0, &s->e));
	ok(s, announcement_at(s->db, "acme", "C1", "12.5", &a, &s->e));
	assert_string_equal(a.place, "C1");
	ok(s, announcement_at(s->db, "acme", "C1", "12.6", &a, &s->e));
	assert_int_equal(a.id, 0);
	ok(s, post_put(s->db, "digest:7", &p, 0, &s->e));
	ok(s, post_drop(s->db, key, &s->e));
	ok(s, announcement_at(s->db, "acme", "C1", "12.5", &a, &s->e));
	assert_int_equal(a.id, 0);
}

static void
a_feed_keeps_what_it_learned(void **state)
{
	struct scene *s = *state;
	struct feed_row f = {.name = "blog",
		.url = "https://a.example/feed",
		.campaign = s->campaign,
		.mode = "auto",
		.interval = 60000,
		.next_at = NOON,
		.most = FEED_MOST};
	int64_t id;

	ok(s, feeds_put(s->db, &f, &s->e));
	id = f.id;
	ok(s, feeds_get(s->db, id, &f, &s->e));
	assert_true(f.active);
	assert_false(f.seeded);
	f.seeded = true;
	f.failures = 2;
	f.next_at = NOON + 5;
	snprintf(f.etag, sizeof(f.etag), "\"abc\"");
	snprintf(f.trouble, sizeof(f.trouble), "404");
	ok(s, feeds_save(s->db, &f, &s->e));
	ok(s, feeds_all_off(s->db, &s->e));
	ok(s, feeds_get(s->db, id, &f, &s->e));
	assert_false(f.active);
	/* A restart with the same configuration. */
	f.next_at = NOON + 99;
	ok(s, feeds_put(s->db, &f, &s->e));
	assert_int_equal(f.id, id);
	ok(s, feeds_get(s->db, id, &f, &s->e));
	assert_true(f.active && f.seeded);
	assert_string_equal(f.etag, "\"abc\"");
	assert_true(f.next_at == NOON + 5);
	/* A new address: what the old server said does not count there. */
	snprintf(f.url, sizeof(f.url), "https://b.example/feed");
	f.next_at = NOON + 99;
	ok(s, feeds_put(s->db, &f, &s->e));
	ok(s, feeds_get(s->db, id, &f, &s->e));
	assert_string_equal(f.etag, "");
	assert_true(f.next_at == NOON + 99);
	assert_int_equal(feeds_get(s->db, 77, &f, &s->e), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(a_page_is_one_item),
		scene_test(an_item_comes_back_whole),
		scene_test(the_newest_is_that_of_the_channel),
		scene_test(lists_are_newest_first),
		scene_test(captions_stand_by_network_and_language),
		scene_test(three_items_are_featured_at_most),
		scene_test(what_a_page_said_is_kept),
		scene_test(an_item_is_announced_once_in_a_channel),
		scene_test(a_message_leads_to_its_announcement),
		scene_test(a_feed_keeps_what_it_learned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
