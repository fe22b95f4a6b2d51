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

static int
caption_total(struct scene *s, int64_t item, const char *language)
{
	int count;

	ok(s, caption_count(s->db, item, language, &count, &s->e));
	return count;
}

static void
a_reader_gets_captions_of_their_language(void **state)
{
	struct scene *s = *state;
	int64_t id = new_item(s, s->campaign, "news");
	char text[64];
	struct item i;

	assert_int_equal(caption_total(s, id, "en"), 0);
	ok(s, item_find(s->db, id, &i, &s->e));
	snprintf(i.language, sizeof(i.language), "en");
	ok(s, item_save(s->db, &i, &s->e));
	ok(s, caption_add(s->db, id, "", "en", "English one", &s->e));
	ok(s, caption_add(s->db, id, "", "en", "English two", &s->e));
	ok(s, caption_add(s->db, id, "", "fi", "Suomeksi", &s->e));
	assert_int_equal(caption_total(s, id, "en-GB"), 2);
	assert_int_equal(caption_total(s, id, "fi"), 1);
	/* German has none of its own: it gets the item's. */
	assert_int_equal(caption_total(s, id, "de"), 2);
	ok(s, caption_at(s->db, id, "de", 1, text, sizeof(text), &s->e));
	assert_string_equal(text, "English two");
	ok(s, caption_at(s->db, id, "fi", 0, text, sizeof(text), &s->e));
	assert_string_equal(text, "Suomeksi");
	ok(s, caption_at(s->db, id, "fi", 1, text, sizeof(text), &s->e));
	assert_string_equal(text, "");
	/* One that fits all is offered to everyone. */
	ok(s, caption_add(s->db, id, "", "", "2.0!", &s->e));
	assert_int_equal(caption_total(s, id, "fi"), 2);
	assert_int_equal(caption_total(s, id, "de"), 1);
}

static void
a_network_may_have_its_own_caption(void **state)
{
	struct scene *s = *state;
	int64_t id = new_item(s, s->campaign, "news");
	struct caption_text out;

	ok(s, caption_add(s->db, id, "x", "", "Short", &s->e));
	ok(s, caption_add(s->db, id, "x", "fi", "Lyhyt", &s->e));
	assert_int_equal(caption_total(s, id, "fi"), 0);
	ok(s, caption_for(s->db, id, "x", "fi", &out, &s->e));
	assert_string_equal(out.text, "Lyhyt");
	ok(s, caption_for(s->db, id, "x", "de", &out, &s->e));
	assert_string_equal(out.text, "Short");
	ok(s, caption_for(s->db, id, "linkedin", "de", &out, &s->e));
	assert_string_equal(out.text, "");
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
		scene_test(a_reader_gets_captions_of_their_language),
		scene_test(a_network_may_have_its_own_caption),
		scene_test(an_item_is_announced_once_in_a_channel),
		scene_test(a_message_leads_to_its_announcement),
		scene_test(a_feed_keeps_what_it_learned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
