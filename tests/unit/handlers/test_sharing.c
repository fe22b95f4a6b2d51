#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "db.h"
#include "err.h"
#include "ledger.h"
#include "reward.h"
#include "shares.h"
#include "when.h"

#include "scene.h"

/* From the composer to settled points, and every way off it. */

static char *
open_kit(struct scene *s, const char *person, const char *network)
{
	char value[32];

	snprintf(value, sizeof value, "1");
	scene_press_in_channel(s, person, "share", value);
	return strdup(scene_url(s, network));
}

static struct share
share_of(struct scene *s, const char *person, const char *network)
{
	struct share share;
	struct err e = {""};

	assert_int_equal(share_find(scene_db(s), scene_member(s, person), 1,
				 network, &share, &e),
		0);
	return share;
}

static void
readers(struct scene *s, int64_t share, int count)
{
	struct click c = {.item = 1, .network = "linkedin", .reader = true};
	struct err e = {""};

	assert_int_equal(
		link_for_share(scene_db(s), 1, share, scene_now(), &c.link, &e),
		0);
	c.at = scene_now();
	for (; count > 0; count--) {
		assert_int_equal(click_add(scene_db(s), &c, &e), 0);
		assert_int_equal(
			reward_reader(scene_db(s), &scene_programme(s)->rules,
				share, scene_now(), &e),
			0);
	}
}

static int64_t
balance(struct scene *s, enum account_kind kind, const char *person)
{
	const struct account a = {kind, scene_member(s, person)};
	struct err e = {""};
	int64_t points;

	assert_int_equal(ledger_balance(scene_db(s), &a, &points, &e), 0);
	return points;
}

static int64_t
award_of(struct scene *s, int64_t share)
{
	struct award a;
	struct err e = {""};

	assert_int_equal(award_find(scene_db(s), share, "share", 0, &a, &e), 0);
	return a.id;
}

static void
from_the_composer_to_settled_points(void **state)
{
	struct scene *s = scene_new();
	char *url;
	int64_t share;

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana Berg");
	url = open_kit(s, "U1", "LinkedIn");
	scene_open(s, url, false);
	assert_non_null(strstr(scene_location(s), "linkedin.com"));
	assert_non_null(strstr(scene_location(s), "go.acme.test%2Fl%2F"));
	assert_non_null(strstr(scene_location(s), "%23employee"));
	scene_said(s, "U1", "LinkedIn opened for We ship 2.0");
	scene_said(s, "U1", "10 points then wait for you");
	share = share_of(s, "U1", "linkedin").id;
	assert_int_equal(balance(s, ACCOUNT_PENDING, "U1"), 0);

	scene_press(s, "U1", "posted", scene_value(s, "I posted it"));
	scene_said(s, "U1",
		"10 points are waiting: they become yours when 2 "
		"people outside have read it");
	assert_int_equal(balance(s, ACCOUNT_PENDING, "U1"), 10);
	scene_press(s, "U1", "posted", "1:linkedin");
	assert_int_equal(balance(s, ACCOUNT_PENDING, "U1"), 10);

	readers(s, share, 2);
	scene_wait(3 * WHEN_DAY);
	scene_due(s, "settle", award_of(s, share), 0);
	assert_int_equal(balance(s, ACCOUNT_SETTLED, "U1"), 10);
	scene_said(s, NULL, "10 points are yours: 2 people have read it");
	scene_command(s, "U1", "/advocate", "me");
	scene_said(s, "U1", "You have 10 points");
	scene_said(s, "U1", "LinkedIn: 1 share, read by 2 people");
	free(url);
	scene_free(s);
}

static void
what_one_share_earns_is_one_line(void **state)
{
	struct scene *s = scene_new();
	char *url;

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	url = open_kit(s, "U1", "LinkedIn");
	scene_open(s, url, false);
	scene_press(s, "U1", "posted", "1:linkedin");
	readers(s, share_of(s, "U1", "linkedin").id, 3);
	scene_command(s, "U1", "/advocate", "me");
	scene_said(s, "U1",
		"We ship 2.0, LinkedIn: 3 people have read it. 14 points "
		"become yours on Friday.");
	free(url);
	scene_free(s);
}

static void
a_link_works_once_and_a_new_one_comes_in_chat(void **state)
{
	struct scene *s = scene_new();
	char *url;

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	url = open_kit(s, "U1", "Bluesky");
	scene_open(s, url, false);
	assert_non_null(strstr(scene_location(s), "bsky.app/intent/compose"));
	scene_open(s, url, false);
	scene_said(s, "browser", "was for one use and has been used");
	assert_string_equal(scene_location(s), "");
	scene_open(s, url, true);
	scene_said(s, "browser", "A new text is waiting for you in chat");
	scene_said(s, "U1", "Your text for \"We ship 2.0\"");
	scene_open(s, scene_url(s, "Bluesky"), false);
	assert_non_null(strstr(scene_location(s), "bsky.app"));
	/* The same share: its card is not sent a second time. */
	scene_not_said(s, "I posted it");
	/* And the old address brings no third kit. */
	scene_open(s, url, true);
	assert_int_equal(scene_count(s), 1);
	free(url);
	scene_free(s);
}

static void
an_old_link_a_retracted_item_and_a_leaver_open_nothing(void **state)
{
	struct scene *s = scene_new();
	char *url;

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	url = open_kit(s, "U1", "LinkedIn");
	scene_wait(2 * WHEN_DAY);
	scene_open(s, url, false);
	scene_said(s, "browser", "This link is too old");
	assert_string_equal(scene_location(s), "");
	scene_command(s, "U1", "/advocate", "leave");
	scene_open(s, url, false);
	scene_said(s, "browser", "This link belonged to a member");
	scene_open(s, url, true);
	scene_said(s, "browser", "This link belonged to a member");
	assert_int_equal(share_of(s, "U1", "linkedin").id, 0);
	free(url);
	scene_free(s);
}

static void
changing_ones_mind_gives_back_what_waits(void **state)
{
	struct scene *s = scene_new();
	char *url;

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	url = open_kit(s, "U1", "LinkedIn");
	scene_open(s, url, false);
	scene_press(s, "U1", "posted", "1:linkedin");
	scene_press(s, "U1", "changed", scene_value(s, "I changed my mind"));
	scene_said(s, "U1", "The 10 points that waited went back");
	assert_int_equal(balance(s, ACCOUNT_PENDING, "U1"), 0);
	scene_press(s, "U1", "changed", "1:linkedin");
	scene_not_said(s, "went back");
	scene_press(s, "U1", "posted", "1:linkedin");
	scene_said(s, "U1", "given only once");
	assert_int_equal(balance(s, ACCOUNT_PENDING, "U1"), 0);
	free(url);
	scene_free(s);
}

static void
what_nobody_reads_lapses(void **state)
{
	struct scene *s = scene_new();
	char *url;

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	url = open_kit(s, "U1", "LinkedIn");
	scene_open(s, url, false);
	scene_press(s, "U1", "posted", "1:linkedin");
	scene_wait(31 * WHEN_DAY);
	scene_due(s, "lapse", award_of(s, share_of(s, "U1", "linkedin").id), 0);
	scene_said(s, NULL, "have lapsed: too few people read it in time");
	assert_int_equal(balance(s, ACCOUNT_PENDING, "U1"), 0);
	free(url);
	scene_free(s);
}

static void
a_copied_text_counts_as_a_share(void **state)
{
	struct scene *s = scene_new();
	struct share share;

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	scene_press(s, "U1", "copy", "1:linkedin");
	scene_said(s, "U1", "https://go.acme.test/l/");
	share = share_of(s, "U1", "copy");
	assert_int_equal(share.evidence, EVIDENCE_OPENED);
	scene_press(s, "U1", "posted", scene_value(s, "I posted it"));
	scene_said(s, "U1", "Thank you, Ana, for sharing We ship 2.0.");
	scene_free(s);
}

static void
a_limit_and_an_empty_budget_are_said(void **state)
{
	struct scene *s = scene_new();
	char *url;

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_programme(s)->rules.cap_day = 12;
	scene_join(s, "U1", "Ana");
	url = open_kit(s, "U1", "LinkedIn");
	scene_open(s, url, false);
	scene_press(s, "U1", "posted", "1:linkedin");
	scene_press(s, "U1", "copy", "1:copy");
	scene_press(s, "U1", "posted", "1:copy");
	scene_said(s, "U1", "2 points are waiting");
	scene_said(s, "U1",
		"It would have been 5: the limit of 12 points a "
		"day was reached");
	assert_int_equal(balance(s, ACCOUNT_PENDING, "U1"), 12);
	scene_command(s, "U1", "/advocate", "me");
	scene_said(s, "U1", "Stopped by a limit");

	scene_programme(s)->rules.share_points = 1000;
	scene_programme(s)->rules.cap_day = 0;
	scene_join(s, "U2", "Ben");
	scene_press(s, "U2", "copy", "1:copy");
	scene_press(s, "U2", "posted", "1:copy");
	scene_said(s, "U2", "88 points are waiting");
	scene_join(s, "U3", "Cem");
	scene_press(s, "U3", "copy", "1:copy");
	scene_press(s, "U3", "posted", "1:copy");
	scene_said(s, "U3",
		"It earns no points: the campaign's budget is "
		"used up");
	free(url);
	scene_free(s);
}

static void
pressing_for_a_share_that_never_was(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	scene_press(s, "U1", "posted", "1:linkedin");
	scene_said(s, "U1", "no longer to be shared");
	scene_press(s, "U1", "changed", "nonsense");
	scene_said(s, "U1", "no longer to be shared");
	scene_press(s, "U7", "posted", "1:linkedin");
	scene_said(s, "U7", "That is for members");
	scene_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(from_the_composer_to_settled_points),
		cmocka_unit_test(what_one_share_earns_is_one_line),
		cmocka_unit_test(a_link_works_once_and_a_new_one_comes_in_chat),
		cmocka_unit_test(
			an_old_link_a_retracted_item_and_a_leaver_open_nothing),
		cmocka_unit_test(changing_ones_mind_gives_back_what_waits),
		cmocka_unit_test(what_nobody_reads_lapses),
		cmocka_unit_test(a_copied_text_counts_as_a_share),
		cmocka_unit_test(a_limit_and_an_empty_budget_are_said),
		cmocka_unit_test(pressing_for_a_share_that_never_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
