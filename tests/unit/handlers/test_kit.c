#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "captions.h"
#include "db.h"
#include "err.h"
#include "items.h"
#include "shares.h"
#include "when.h"

#include "scene.h"

/* The kit: what is in it, and every button on it. */

static void
three_networks_first_and_the_rest_on_demand(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	scene_press_in_channel(s, "U1", "share", "1");
	assert_true(strncmp(scene_url(s, "LinkedIn"), "https://go.acme.test/s/",
			    23) == 0);
	assert_true(scene_has_button(s, "Bluesky"));
	assert_false(scene_has_button(s, "WhatsApp"));
	scene_press(s, "U1", "more", scene_value(s, "More..."));
	assert_true(scene_has_button(s, "WhatsApp"));
	assert_false(scene_has_button(s, "More..."));
	scene_free(s);
}

static void
add_text(struct scene *s, const char *network, const char *text)
{
	struct caption c = {.item = 1};
	struct err e = {""};

	snprintf(c.network, sizeof c.network, "%s", network);
	snprintf(c.text, sizeof c.text, "%s", text);
	assert_int_equal(caption_add(scene_db(s), &c, &e), 0);
}

static void
another_text_goes_round(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_item(s, "We ship 2.0", "");
	add_text(s, "", "First words.");
	add_text(s, "", "Second words.");
	scene_join(s, "U1", "Ana");
	scene_press_in_channel(s, "U1", "share", "1");
	scene_said(s, "U1", "Second words.");
	scene_press(s, "U1", "another", scene_value(s, "Another text"));
	scene_said(s, "U1", "First words.");
	scene_press(s, "U1", "another", scene_value(s, "Another text"));
	scene_said(s, "U1", "Second words.");
	scene_free(s);
}

static void
people_do_not_all_get_the_same_words(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_item(s, "We ship 2.0", "Restores are rehearsed.");
	scene_join(s, "U1", "Ana");
	scene_join(s, "U2", "Ben");
	scene_press_in_channel(s, "U1", "share", "1");
	scene_said(s, "U1", "My colleagues put this together");
	scene_press_in_channel(s, "U2", "share", "1");
	scene_said(s, "U2", "Curious what you think");
	scene_free(s);
}

static void
own_words_stay_until_taken_back(void **state)
{
	struct scene *s = scene_new();
	const char *value;

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	scene_press_in_channel(s, "U1", "share", "1");
	scene_press(s, "U1", "edit", scene_value(s, "Edit"));
	assert_true(scene_form_opened(s, "edit"));
	scene_form(s, "U1", "edit", "1:linkedin", "text",
		"  Hello <!channel> & *all* {title}  ");
	scene_said(s, "U1", "\nHello <!channel> & *all* {title}\n");
	scene_said(s, "U1", "I work at Acme. #employee");
	value = scene_value(s, "Ready text");
	assert_string_equal(value, "1:linkedin");
	scene_press(s, "U1", "another", "1:linkedin");
	scene_not_said(s, "Hello");
	scene_said(s, "U1", "My colleagues");
	scene_free(s);
}

static void
too_long_words_keep_the_form_open(void **state)
{
	struct scene *s = scene_new();
	char *text = malloc(4001);

	(void)state;
	memset(text, 'x', 4000);
	text[4000] = '\0';
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	scene_form(s, "U1", "edit", "1:linkedin", "text", text);
	scene_form_error(s, "text", "too long");
	scene_nothing(s);
	free(text);
	scene_free(s);
}

static void
later_is_tomorrow_at_nine_and_may_be_changed(void **state)
{
	struct scene *s = scene_new();
	int64_t id;

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	id = scene_member(s, "U1");
	scene_press_in_channel(s, "U1", "share", "1");
	scene_press(s, "U1", "later", scene_value(s, "Later"));
	scene_said(s, "U1", "26 November 2026 at 09:00");
	scene_press(s, "U1", "later", scene_value(s, "On Monday instead"));
	scene_said(s, "U1", "30 November 2026 at 09:00");
	scene_wait(5 * WHEN_DAY);
	scene_due(s, "later", 1, id);
	scene_said(s, "U1", "Your text for \"We ship 2.0\"");
	scene_due(s, "later", 1, id);
	scene_nothing(s);
	scene_free(s);
}

static void
later_does_not_disturb_a_pause(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	scene_press(s, "U1", "later", "1:hour");
	scene_command(s, "U1", "/advocate", "pause");
	scene_due(s, "later", 1, scene_member(s, "U1"));
	scene_nothing(s);
	scene_free(s);
}

static void
a_reaction_taken_back_closes_the_kit(void **state)
{
	struct scene *s = scene_new();
	struct err e = {""};
	struct kit k;

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	scene_react(s, "U1", "mega", 1, true);
	scene_said(s, "U1", "Your text for");
	scene_press(s, "U1", "later", "1");
	scene_react(s, "U1", "mega", 1, false);
	scene_nothing(s);
	assert_int_equal(
		kit_find(scene_db(s), scene_member(s, "U1"), 1, &k, &e), 0);
	assert_true(k.declined);
	assert_int_equal(k.later_at, 0);
	scene_react(s, "U1", "mega", 1, true);
	scene_said(s, "U1", "Your text for");
	scene_free(s);
}

static void
mastodon_asks_for_the_server_once(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	scene_press(s, "U1", "more", "1:linkedin");
	assert_string_equal(scene_url(s, "Mastodon"), "");
	scene_press(s, "U1", "mastodon", scene_value(s, "Mastodon"));
	assert_true(scene_form_opened(s, "mastodon_server"));
	scene_form(s, "U1", "mastodon_server", "1:mastodon", "server",
		"not a server");
	scene_form_error(s, "server", "does not look like a server");
	scene_form(s, "U1", "mastodon_server", "1:mastodon", "server",
		"@ana@Mastodon.Social");
	scene_open(s, scene_url(s, "Mastodon"), false);
	assert_true(strncmp(scene_location(s), "https://mastodon.social/share?",
			    30) == 0);
	scene_free(s);
}

static void
a_kit_of_something_retracted_says_so(void **state)
{
	struct scene *s = scene_new();
	struct err e = {""};
	struct item i;

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	scene_press_in_channel(s, "U1", "share", "1");
	assert_int_equal(item_find(scene_db(s), 1, &i, &e), 0);
	snprintf(i.state, sizeof i.state, "retracted");
	assert_int_equal(item_save(scene_db(s), &i, &e), 0);
	scene_press(s, "U1", "another", "1:linkedin");
	scene_said(s, "U1", "We ship 2.0 is no longer to be shared");
	scene_press_in_channel(s, "U1", "share", "1");
	scene_said(s, "U1", "no longer to be shared");
	scene_press(s, "U1", "copy", "1:linkedin");
	scene_said(s, "U1", "no longer to be shared");
	scene_press(s, "U1", "share", "4711");
	scene_said(s, "U1", "no longer to be shared");
	scene_press(s, "U1", "share", "17; drop table");
	scene_said(s, "U1", "no longer to be shared");
	scene_free(s);
}

static void
share_finds_by_words_and_offers_a_choice(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_join(s, "U1", "Ana");
	scene_command(s, "U1", "/share", "");
	scene_said(s, "U1", "There is nothing to share");
	scene_item(s, "We ship 2.0", "");
	scene_command(s, "U1", "/share", "");
	scene_said(s, "U1", "Your text for \"We ship 2.0\"");
	scene_item(s, "Meet our apprentices", "");
	scene_command(s, "U1", "/share", "");
	scene_said(s, "U1", "Meet our apprentices, We ship 2.0");
	scene_command(s, "U1", "/share", "SHIP");
	scene_said(s, "U1", "Your text for \"We ship 2.0\"");
	scene_command(s, "U1", "/share", "nowhere to be found");
	scene_said(s, "U1", "Nothing open fits those words");
	scene_command(s, "U1", "/share", "https://nowhere.test/x");
	scene_said(s, "U1", "Thank you. The page on nowhere.test is read now");
	scene_free(s);
}

static void
long_words_of_any_script_are_shown(void **state)
{
	struct scene *s = scene_new();
	char title[4 * 90 + 1] = "";
	int i;

	(void)state;
	for (i = 0; i < 90; i++)
		memcpy(title + 4 * i, "\xf0\x9f\x8e\x89", 5);
	scene_item(s, title, title);
	scene_item(s, "\xe3\x81\x82 We ship \"2.0\" & <b>more</b> {title}", "");
	scene_join(s, "U1", "Ana");
	scene_command(s, "U1", "/share", "");
	scene_said(s, "U1", "Which one would you like to share?");
	scene_press(s, "U1", "share", "1");
	scene_said(s, "U1", "\xf0\x9f\x8e\x89");
	scene_press(s, "U1", "share", "2");
	scene_said(s, "U1", "We ship \"2.0\" & <b>more</b> {title}");
	scene_free(s);
}

static void
a_pause_is_named_and_ended_with_one_press(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	scene_command(s, "U1", "/advocate", "pause friday");
	scene_said(s, "U1", "You are paused until Friday");
	scene_press_in_channel(s, "U1", "share", "1");
	scene_said(s, "U1", "Your text for \"We ship 2.0\"");
	scene_said(s, "U1", "You are paused until Friday");
	scene_press(s, "U1", "resume", scene_value(s, "End the pause"));
	scene_said(s, "U1", "Your pause has ended");
	scene_press_in_channel(s, "U1", "share", "1");
	scene_not_said(s, "paused");
	scene_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_networks_first_and_the_rest_on_demand),
		cmocka_unit_test(another_text_goes_round),
		cmocka_unit_test(people_do_not_all_get_the_same_words),
		cmocka_unit_test(own_words_stay_until_taken_back),
		cmocka_unit_test(too_long_words_keep_the_form_open),
		cmocka_unit_test(later_is_tomorrow_at_nine_and_may_be_changed),
		cmocka_unit_test(later_does_not_disturb_a_pause),
		cmocka_unit_test(a_reaction_taken_back_closes_the_kit),
		cmocka_unit_test(mastodon_asks_for_the_server_once),
		cmocka_unit_test(a_kit_of_something_retracted_says_so),
		cmocka_unit_test(share_finds_by_words_and_offers_a_choice),
		cmocka_unit_test(long_words_of_any_script_are_shown),
		cmocka_unit_test(a_pause_is_named_and_ended_with_one_press),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
