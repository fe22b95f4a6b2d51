#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "when.h"

#include "feeds.h"
#include "items.h"
#include "review.h"

#include "scene.h"

/* Feeds, and what waits, where there is much of both. U9 is the admin. */

static int
begin(void **state)
{
	*state = scene_new();
	return 0;
}

static int
end(void **state)
{
	scene_free(*state);
	return 0;
}

static void
add_feeds(struct scene *s, int count)
{
	struct feed_row f = {.campaign = 1,
		.mode = "review",
		.interval = WHEN_HOUR,
		.most = FEED_MOST};
	struct err e;
	int i;

	for (i = 1; i <= count; i++) {
		snprintf(f.name, sizeof f.name, "Feed %03d", i);
		snprintf(f.url, sizeof f.url, "https://blog.acme.test/%d", i);
		assert_int_equal(feeds_make(scene_db(s), &f, &e), 0);
	}
}

static void
two_hundred_feeds_are_pages(void **state)
{
	struct scene *s = *state;

	add_feeds(s, 200);
	scene_command(s, "U9", "/campaign", "feeds");
	scene_said(s, "U9", "page 1 of 20");
	scene_said(s, "U9", "Feed 001");
	scene_not_said(s, "Feed 011");
	assert_true(scene_has_button(s, "More"));
	assert_false(scene_has_button(s, "Back"));
	scene_press(s, "U9", "run", scene_value(s, "More"));
	scene_said(s, "U9", "page 2 of 20");
	scene_said(s, "U9", "Feed 011");
	scene_command(s, "U9", "/campaign", "feeds 999");
	scene_said(s, "U9", "page 20 of 20");
	assert_false(scene_has_button(s, "More"));
}

static void
the_longest_name_is_meant(void **state)
{
	struct scene *s = *state;
	struct feed_row f = {.campaign = 1,
		.mode = "review",
		.interval = WHEN_HOUR,
		.most = FEED_MOST,
		.name = "Feed",
		.url = "https://other.test/"};
	struct err e;

	add_feeds(s, 2);
	assert_int_equal(feeds_make(scene_db(s), &f, &e), 0);
	scene_command(s, "U9", "/campaign", "feeds edit feed 002 mode: auto");
	scene_said(s, "U9", "Saved: Feed 002");
	scene_command(s, "U9", "/campaign", "feeds edit Feed mode: auto");
	scene_said(s, "U9", "Saved: Feed");
	scene_not_said(s, "Feed 00");
	scene_command(s, "U9", "/campaign", "feeds show Fed 001");
	scene_said(s, "U9", "Did you mean Feed 001?");
}

static void
what_was_written_is_shown_as_text(void **state)
{
	struct scene *s = *state;

	scene_command(s, "U9", "/campaign",
		"feeds add https://a.test/x *bold*\n<!channel> "
		"\xe2\x80\xaegnp");
	scene_said(s, "U9", "Added: *bold* <!channel> gnp");
}

static void
add_waiting(struct scene *s, int count)
{
	struct item i = {.campaign = 1, .state = "review"};
	struct review r = {.source = "feed"};
	struct err e;
	int n;

	for (n = 1; n <= count; n++) {
		snprintf(i.title, sizeof i.title, "Waiting %05d", n);
		snprintf(i.url, sizeof i.url, "https://b.test/%d", n);
		snprintf(i.canonical, sizeof i.canonical, "%s", i.url);
		i.created_at = scene_now();
		assert_int_equal(item_add(scene_db(s), &i, &e), 0);
		r.item = i.id;
		assert_int_equal(review_put(scene_db(s), &r, &e), 0);
	}
}

static void
a_long_queue_is_pages(void **state)
{
	struct scene *s = *state;

	add_waiting(s, 2000);
	scene_command(s, "U9", "/campaign", "queue");
	scene_said(s, "U9", "2,000 items wait");
	scene_said(s, "U9", "Waiting 00001");
	scene_not_said(s, "Waiting 00006");
	scene_press(s, "U9", "run", scene_value(s, "More"));
	scene_said(s, "U9", "Waiting 00006");
	scene_command(s, "U9", "/campaign", "snooze 1 2d");
	scene_said(s, "U9", "comes back");
	scene_command(s, "U9", "/campaign", "queue");
	scene_said(s, "U9", "1 of them is put off");
	scene_not_said(s, "Waiting 00001");
	scene_command(s, "U9", "/campaign", "queue 400");
	scene_said(s, "U9", "Waiting 00001");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(two_hundred_feeds_are_pages),
		TEST(the_longest_name_is_meant),
		TEST(what_was_written_is_shown_as_text),
		TEST(a_long_queue_is_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
