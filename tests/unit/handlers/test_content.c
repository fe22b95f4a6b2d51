#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "when.h"

#include "campaigns.h"
#include "feeds.h"
#include "items.h"

#include "scene.h"

/* Feeds and pages become announcements. U9 is the admin. */

static int
begin(void **state)
{
	struct scene *s = scene_new();
	struct err e;

	*state = s;
	assert_int_equal(campaign_target(scene_db(s), 1, "acme", "C1", &e), 0);
	scene_place(s, "joined", "C1");
	return 0;
}

static int
end(void **state)
{
	scene_free(*state);
	return 0;
}

static int64_t
add_feed(struct scene *s, const char *mode)
{
	struct feed_row f = {
		.campaign = 1, .interval = WHEN_MINUTE, .most = FEED_MOST};
	struct err e;

	snprintf(f.name, sizeof f.name, "Blog");
	snprintf(f.url, sizeof f.url, "https://blog.acme.test/feed");
	snprintf(f.mode, sizeof f.mode, "%s", mode);
	f.next_at = scene_now();
	assert_int_equal(feeds_put(scene_db(s), &f, &e), 0);
	return f.id;
}

static struct feed_row
feed(struct scene *s, int64_t id)
{
	struct feed_row f;
	struct err e;

	assert_int_equal(feeds_get(scene_db(s), id, &f, &e), 0);
	return f;
}

static json_t *
entry(const char *name, int64_t at)
{
	return json_pack("{s:o, s:s, s:s, s:I}", "url",
		json_sprintf("https://blog.acme.test/%s", name), "title", name,
		"summary", "What happened", "at", (json_int_t)at);
}

/* A read that brought these entries; takes them. */
static void
fetch(struct scene *s, int64_t id, json_t *entries)
{
	scene_fetched(s, "feed", id,
		json_pack("{s:s, s:o}", "etag", "\"1\"", "entries", entries));
}

static void
seed(struct scene *s, int64_t id)
{
	fetch(s, id, json_array());
}

static struct item
item(struct scene *s, const char *name)
{
	char url[128];
	struct item i;
	struct err e;

	snprintf(url, sizeof url, "https://blog.acme.test/%s", name);
	assert_int_equal(item_find_canonical(scene_db(s), url, &i, &e), 0);
	return i;
}

static json_t *
page(const char *name, const char *title)
{
	return json_pack("{s:o, s:s, s:s, s:s, s:s, s:i}", "canonical",
		json_sprintf("https://blog.acme.test/%s", name), "title", title,
		"summary", "Restores are rehearsed every night.", "image",
		"https://blog.acme.test/a.png", "site", "Acme Blog", "minutes",
		2);
}

/* The announcement of the item in #news is due. */
static void
announce(struct scene *s, int64_t announcement)
{
	scene_due(s, "announce", announcement, 0);
}

static void
the_past_of_a_feed_is_only_remembered(void **state)
{
	struct scene *s = *state;
	int64_t id = add_feed(s, "auto");

	fetch(s, id,
		json_pack("[o, o]", entry("fresh", scene_now() - WHEN_MINUTE),
			entry("old", scene_now() - WHEN_DAY)));
	scene_nothing(s);
	assert_string_equal(item(s, "fresh").state, "reading");
	assert_string_equal(item(s, "old").state, "rejected");
	assert_true(feed(s, id).seeded);
	assert_string_equal(feed(s, id).etag, "\"1\"");
	assert_true(feed(s, id).next_at == scene_now() + WHEN_MINUTE ||
		    feed(s, id).next_at > scene_now());
}

static void
a_new_entry_is_read_and_announced(void **state)
{
	struct scene *s = *state;
	int64_t id = add_feed(s, "auto");
	struct item i;

	seed(s, id);
	fetch(s, id, json_pack("[o]", entry("2-0", 0)));
	i = item(s, "2-0");
	assert_string_equal(i.state, "reading");
	scene_fetched(s, "page", i.id, page("2-0", "We ship 2.0 | Acme"));
	scene_nothing(s);
	announce(s, 1);
	/* the editor's title, the page's own summary */
	scene_said(s, NULL, "2-0");
	scene_said(s, NULL, "Restores are rehearsed every night.");
	scene_said(s, NULL, "2 min read · Acme Blog");
	scene_said(s, NULL, "Why share it");
	scene_said(
		s, NULL, "10 points when 2 people read it through your link");
	assert_true(scene_has_button(s, "Share"));
	assert_true(scene_has_button(s, "Not for me"));
	assert_string_equal(item(s, "2-0").state, "announced");
	announce(s, 1);
	scene_nothing(s);
}

static void
an_entry_seen_before_is_no_news(void **state)
{
	struct scene *s = *state;
	int64_t id = add_feed(s, "auto");

	seed(s, id);
	fetch(s, id, json_pack("[o]", entry("2-0", 0)));
	fetch(s, id,
		json_pack("[{s:s, s:s}]", "url",
			"https://blog.acme.test/2-0?utm_source=rss", "title",
			"Again"));
	assert_string_equal(item(s, "2-0").title, "2-0");
}

static void
a_review_waits_for_one_admin(void **state)
{
	struct scene *s = *state;
	int64_t id = add_feed(s, "review");
	struct item i;

	seed(s, id);
	fetch(s, id, json_pack("[o]", entry("2-0", 0)));
	i = item(s, "2-0");
	scene_fetched(s, "page", i.id, page("2-0", "We ship 2.0"));
	scene_said(s, "U9", "Nothing happens until one of you decides");
	assert_string_equal(item(s, "2-0").state, "review");
	scene_press(s, "U9", "run", scene_value(s, "Approve"));
	scene_said(s, NULL, "Why share it");
	scene_said(s, "U9", "Announced in");
	assert_string_equal(item(s, "2-0").state, "announced");
	scene_press(s, "U9", "run", "/campaign approve 1");
	scene_said(s, "U9", "decided already. You approved");
	scene_not_said(s, "Why share it");
}

static void
a_rejected_review_stays_out(void **state)
{
	struct scene *s = *state;
	int64_t id = add_feed(s, "review");

	seed(s, id);
	fetch(s, id, json_pack("[o]", entry("2-0", 0)));
	scene_fetched(s, "page", item(s, "2-0").id, page("2-0", "We ship 2.0"));
	scene_press(s, "U9", "review_reject", scene_value(s, "Reject..."));
	assert_true(scene_form_opened(s, "reject_form"));
	scene_form(s, "U9", "reject_form", "1", "note", "Not now");
	scene_said(s, "U9", "Left out");
	assert_string_equal(item(s, "2-0").state, "rejected");
}

static void
a_flood_is_held_back(void **state)
{
	struct scene *s = *state;
	int64_t id = add_feed(s, "auto");
	json_t *entries = json_array();
	char name[16];
	int i;

	seed(s, id);
	for (i = 0; i < 8; i++) {
		snprintf(name, sizeof name, "n%d", i);
		json_array_append_new(entries, entry(name, 0));
	}
	fetch(s, id, entries);
	scene_said(s, "U9", "3 more pages than usual wait");
	assert_string_equal(item(s, "n4").state, "reading");
	/* Nothing is swallowed: the rest is read too, and waits quietly. */
	assert_string_equal(item(s, "n5").state, "reading");
	scene_fetched(s, "page", item(s, "n5").id, page("n5", "Five"));
	scene_nothing(s);
	assert_string_equal(item(s, "n5").state, "review");
	scene_fetched(s, "page", item(s, "n4").id, page("n4", "Four"));
	assert_string_equal(item(s, "n4").state, "ready");
	scene_command(s, "U9", "/campaign", "queue");
	scene_said(s, "U9", "1 item waits");
	scene_said(s, "U9", "n5");
}

static void
a_feed_has_a_most_a_day(void **state)
{
	struct scene *s = *state;
	int64_t id = add_feed(s, "auto");
	struct feed_row f = feed(s, id);
	struct err e;

	f.most = 2;
	assert_int_equal(feeds_save(scene_db(s), &f, &e), 0);
	seed(s, id);
	fetch(s, id, json_pack("[o, o]", entry("a", 0), entry("b", 0)));
	scene_nothing(s);
	fetch(s, id, json_pack("[o]", entry("c", 0)));
	scene_said(s, "U9", "1 more page than usual waits");
	/* Another day, and not before it has begun in the programme's zone. */
	scene_wait(12 * WHEN_HOUR);
	fetch(s, id, json_pack("[o]", entry("d", 0)));
	scene_said(s, "U9", "1 more page than usual waits");
	scene_wait(3 * WHEN_HOUR);
	fetch(s, id, json_pack("[o]", entry("e", 0)));
	scene_nothing(s);
}

static void
a_paused_feed_brings_nothing(void **state)
{
	struct scene *s = *state;
	int64_t id = add_feed(s, "auto");

	seed(s, id);
	scene_command(s, "U9", "/campaign", "feeds pause blog");
	scene_said(s, "U9", "Paused: Blog");
	fetch(s, id, json_pack("[o]", entry("a", 0)));
	scene_nothing(s);
	assert_int_equal(item(s, "a").id, 0);
	scene_command(s, "U9", "/campaign", "feeds resume blog");
	scene_said(s, "U9", "Read again: Blog");
	fetch(s, id, json_pack("[o]", entry("a", 0)));
	assert_string_equal(item(s, "a").state, "reading");
}

static void
trouble_is_told_once_and_its_end_too(void **state)
{
	struct scene *s = *state;
	int64_t id = add_feed(s, "auto"), wait;
	int i;

	seed(s, id);
	for (i = 0; i < 5; i++) {
		scene_fetched(s, "feed", id,
			json_pack("{s:s}", "trouble", "the server said 404"));
		if (i == 2)
			scene_said(s, "U9", "the server said 404");
		else
			scene_nothing(s);
	}
	/* 2^5 minutes, give or take a tenth */
	wait = feed(s, id).next_at - scene_now();
	assert_true(wait >= 28 * WHEN_MINUTE && wait <= 36 * WHEN_MINUTE);
	scene_fetched(s, "feed", id, json_pack("{s:b}", "unchanged", true));
	scene_said(s, "U9", "can be read again");
	assert_int_equal(feed(s, id).failures, 0);
	for (i = 0; i < 40; i++)
		scene_fetched(s, "feed", id,
			json_pack("{s:s}", "trouble", "still 404"));
	wait = feed(s, id).next_at - scene_now();
	assert_true(wait <= 27 * WHEN_HOUR);
}

static void
a_page_that_fails_is_tried_again(void **state)
{
	struct scene *s = *state;
	int64_t id = add_feed(s, "auto");
	struct item i;

	seed(s, id);
	fetch(s, id, json_pack("[o]", entry("2-0", 0)));
	i = item(s, "2-0");
	scene_fetched(s, "page", i.id, json_pack("{s:s}", "trouble", "503"));
	assert_string_equal(item(s, "2-0").state, "reading");
	assert_true(item(s, "2-0").read_at > scene_now());
	scene_fetched(s, "page", i.id, json_pack("{s:s}", "trouble", "503"));
	scene_fetched(s, "page", i.id, json_pack("{s:s}", "trouble", "503"));
	/* goes on with what the feed said */
	assert_string_equal(item(s, "2-0").state, "ready");
	announce(s, 1);
	scene_said(s, NULL, "What happened");
	scene_said(s, NULL, "(blog.acme.test)");
}

static void
who_added_a_page_hears_of_it(void **state)
{
	struct scene *s = *state;

	scene_command(s, "U9", "/campaign", "add https://blog.acme.test/x");
	scene_said(s, "U9", "Reading the page on blog.acme.test");
	scene_fetched(s, "page", 1,
		json_pack("{s:s, s:b}", "trouble",
			"there is no such page there (404)", "gone", true));
	scene_said(s, "U9", "there is no such page there (404)");
	scene_press(s, "U9", "run", scene_value(s, "Try again"));
	scene_said(s, "U9", "Reading the page");
	scene_fetched(s, "page", 1, page("x", "Meet our apprentices"));
	scene_said(s, "U9", "Ready: Meet our apprentices");
	scene_said(s, "U9", "Nothing is announced until you press");
	scene_press(s, "U9", "run", scene_value(s, "Announce now"));
	scene_said(s, "U9", "Announced in");
	scene_said(s, NULL, "Why share it");
}

static void
a_page_is_added_once(void **state)
{
	struct scene *s = *state;

	scene_command(s, "U9", "/campaign", "add https://blog.acme.test/x");
	scene_fetched(s, "page", 1, page("x", "Meet our apprentices"));
	scene_command(s, "U9", "/campaign",
		"add HTTPS://Blog.acme.test/x/?utm_medium=mail#top");
	scene_said(s, "U9", "is item 1 already: Meet our apprentices");
	/* known only by what the page says of itself */
	scene_command(s, "U9", "/campaign", "add https://acme.test/short");
	scene_fetched(s, "page", 2, page("x", "Meet our apprentices"));
	scene_said(s, "U9", "leads to a page that is item 1 already");
}

static void
the_past_of_a_feed_can_be_added(void **state)
{
	struct scene *s = *state;
	int64_t id = add_feed(s, "review");

	fetch(s, id, json_pack("[o]", entry("old", 0)));
	scene_command(s, "U9", "/campaign", "add https://blog.acme.test/old");
	scene_said(s, "U9", "Reading the page");
	scene_fetched(s, "page", 1, page("old", "Old but good"));
	/* who asked for it decides alone */
	scene_said(s, "U9", "Ready: old");
}

static void
a_lost_channel_is_told_once(void **state)
{
	struct scene *s = *state;

	scene_command(s, "U9", "/campaign", "add https://blog.acme.test/x");
	scene_fetched(s, "page", 1, page("x", "Meet our apprentices"));
	scene_place(s, "left", "C1");
	scene_said(s, "U9", "I was taken out of");
	scene_place(s, "left", "C1");
	scene_nothing(s);
	scene_press(s, "U9", "run", "/campaign announce 1");
	scene_said(s, "U9", "I am not in #C1");
	scene_place(s, "joined", "C1");
	scene_said(s, "U9", "I am in #C1 again");
	scene_press(s, "U9", "run", "/campaign announce 1");
	scene_said(s, NULL, "Why share it");
}

static void
what_waits_for_a_lost_channel_is_offered_again(void **state)
{
	struct scene *s = *state;
	int64_t id = add_feed(s, "auto");

	seed(s, id);
	fetch(s, id, json_pack("[o]", entry("2-0", 0)));
	scene_fetched(s, "page", item(s, "2-0").id, page("2-0", "We ship"));
	scene_place(s, "archived", "C1");
	scene_said(s, "U9", "was archived");
	announce(s, 1);
	scene_nothing(s);
	scene_place(s, "joined", "C1");
	scene_said(s, "U9", "1 announcement waited");
	scene_press(s, "U9", "channel_back_one", "1");
	scene_said(s, "U9", "It goes to #C1 now");
	announce(s, 1);
	scene_said(s, NULL, "Why share it");
}

static void
a_channel_that_refuses_is_told(void **state)
{
	struct scene *s = *state;

	scene_command(s, "U9", "/campaign", "add https://blog.acme.test/x");
	scene_fetched(s, "page", 1, page("x", "Meet our apprentices"));
	scene_press(s, "U9", "run", "/campaign announce 1 <#C7>");
	scene_refused(s, "C7", "announce:1");
	scene_said(s, "U9", "I could not post in #C7");
	scene_press(s, "U9", "run", "/campaign show 1");
	scene_not_said(s, "announced in #C7");
}

static void
time_ends_an_item(void **state)
{
	struct scene *s = *state;

	scene_programme(s)->item_life = WHEN_DAY;
	scene_command(s, "U9", "/campaign", "add https://blog.acme.test/x");
	scene_fetched(s, "page", 1, page("x", "Meet our apprentices"));
	scene_press(s, "U9", "run", "/campaign announce 1");
	scene_said(s, NULL, "Until 26 November 2026");
	scene_due(s, "expire", 1, 0);
	scene_nothing(s);
	scene_wait(WHEN_DAY);
	scene_due(s, "expire", 1, 0);
	scene_said(s, NULL, "Sharing this is over");
	assert_false(scene_has_button(s, "Share"));
}

static void
a_page_says_anything_and_the_card_stays_a_card(void **state)
{
	struct scene *s = *state;
	char title[2000];

	memset(title, 'x', sizeof title - 1);
	title[sizeof title - 1] = '\0';
	memcpy(title, "*bold* <@U1> {why} \xf0\x9f\x93\xa3 ", 24);
	scene_command(s, "U9", "/campaign", "add https://blog.acme.test/x");
	scene_fetched(s, "page", 1, page("x", title));
	scene_press(s, "U9", "run", "/campaign announce 1");
	scene_said(s, NULL, "*bold* <@U1> {why} \xf0\x9f\x93\xa3");
	assert_true(strlen(item(s, "x").title) < 200);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_past_of_a_feed_is_only_remembered),
		TEST(a_new_entry_is_read_and_announced),
		TEST(an_entry_seen_before_is_no_news),
		TEST(a_review_waits_for_one_admin),
		TEST(a_rejected_review_stays_out),
		TEST(a_flood_is_held_back),
		TEST(a_feed_has_a_most_a_day),
		TEST(a_paused_feed_brings_nothing),
		TEST(trouble_is_told_once_and_its_end_too),
		TEST(a_page_that_fails_is_tried_again),
		TEST(who_added_a_page_hears_of_it),
		TEST(a_page_is_added_once),
		TEST(the_past_of_a_feed_can_be_added),
		TEST(a_lost_channel_is_told_once),
		TEST(what_waits_for_a_lost_channel_is_offered_again),
		TEST(a_channel_that_refuses_is_told),
		TEST(time_ends_an_item),
		TEST(a_page_says_anything_and_the_card_stays_a_card),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
