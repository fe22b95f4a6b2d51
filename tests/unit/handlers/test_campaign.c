#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "text.h"
#include "when.h"

#include "campaigns.h"
#include "items.h"
#include "ledger.h"

#include "scene.h"

/* What admins do with /campaign. U9 is the admin, U1 is nobody. */

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

static void
admin(struct scene *s, const char *text)
{
	scene_command(s, "U9", "/campaign", text);
}

/* Adds a page that is read at once; its number. */
static int64_t
add(struct scene *s, const char *name, const char *title)
{
	char text[160], url[128];
	struct item i;
	struct err e;

	snprintf(url, sizeof url, "https://blog.acme.test/%s", name);
	snprintf(text, sizeof text, "add %s", url);
	admin(s, text);
	assert_int_equal(item_find_canonical(scene_db(s), url, &i, &e), 0);
	scene_fetched(s, "page", i.id,
		json_pack("{s:s, s:s, s:s, s:s}", "canonical", url, "title",
			title, "summary", "What it says.", "site",
			"Acme Blog"));
	return i.id;
}

static struct item
item(struct scene *s, int64_t id)
{
	struct item i;
	struct err e;

	assert_int_equal(item_find(scene_db(s), id, &i, &e), 0);
	return i;
}

static struct campaign
campaign(struct scene *s, const char *name)
{
	struct campaign c;
	struct err e;

	assert_int_equal(campaign_find(scene_db(s), name, &c, &e), 0);
	return c;
}

static int64_t
budget(struct scene *s, int64_t campaign)
{
	const struct account a = {ACCOUNT_BUDGET, campaign};
	struct err e;
	int64_t left;

	assert_int_equal(ledger_balance(scene_db(s), &a, &left, &e), 0);
	return left;
}

static void
only_admins_run_the_programme(void **state)
{
	struct scene *s = *state;
	static const char *const words[] = {"", "help", "list", "new X",
		"add https://acme.test/", "show 1", "edit 1", "announce 1",
		"approve 1", "reject 1", "retract 1", "digest", "report", NULL};
	int i;

	for (i = 0; words[i] != NULL; i++) {
		scene_command(s, "U1", "/campaign", words[i]);
		scene_said(s, "U1", "for the people who run the programme");
	}
	scene_press(s, "U1", "item_retract_yes", "1");
	scene_said(s, "U1", "for the people who run the programme");
	scene_form_fields(s, "U1", "campaign_form", "new",
		json_pack("{s:s}", "name", "Mine"));
	assert_int_equal(campaign(s, "Mine").id, 0);
}

static void
help_names_every_command(void **state)
{
	struct scene *s = *state;
	static const char *const words[] = {"add", "list", "show", "edit",
		"announce", "retract", "report", "digest", "new", NULL};
	char line[64];
	int i;

	admin(s, "help");
	for (i = 0; words[i] != NULL; i++) {
		snprintf(line, sizeof line, "/campaign %s", words[i]);
		scene_said(s, "U9", line);
	}
}

static void
a_mistyped_word_is_offered_again(void **state)
{
	struct scene *s = *state;

	add(s, "a", "We ship 2.0");
	admin(s, "anounce 1");
	scene_said(s, "U9", "There is no anounce. Did you mean announce?");
	scene_press(s, "U9", "run", scene_value(s, "/campaign announce 1"));
	scene_said(s, NULL, "Why share it");
}

static void
a_campaign_is_made_in_one_line(void **state)
{
	struct scene *s = *state;

	admin(s, "new Backups month");
	scene_said(s, "U9", "Backups month is running");
	scene_said(s, "U9", "#C1");
	assert_int_equal(budget(s, campaign(s, "Backups month").id), 100);
	admin(s, "new backups MONTH");
	scene_said(s, "U9", "already, so no second one was made");
	admin(s, "new Apprentices <#C2|jobs> <#C3>");
	scene_said(s, "U9", "#C2, #C3");
	assert_string_equal(campaign(s, "Apprentices").name, "Apprentices");
}

static void
a_campaign_is_made_by_form(void **state)
{
	struct scene *s = *state;

	admin(s, "new");
	assert_true(scene_form_opened(s, "campaign_form"));
	scene_form_fields(s, "U9", "campaign_form", "new",
		json_pack("{s:s, s:s, s:[s], s:s, s:s}", "name", " Jobs ",
			"goal", "Find people we like", "channels", "C1",
			"budget", "70", "until", "2026-12-04"));
	scene_said(s, "U9", "Jobs is running");
	scene_said(s, "U9", "70 points to give and runs until 4 December");
	assert_int_equal(budget(s, campaign(s, "Jobs").id), 70);
	/* the day itself is still in it, in Berlin */
	assert_true(campaign(s, "Jobs").ends_at ==
		    INT64_C(1796425200000)); /* 2026-12-04T23:00:00Z */
}

static void
a_form_says_what_is_wrong(void **state)
{
	struct scene *s = *state;

	scene_form_fields(s, "U9", "campaign_form", "new",
		json_pack("{s:n, s:s, s:s}", "name", "budget", "-5", "until",
			"2026-11-01"));
	scene_form_error(s, "name", "needs a name");
	scene_form_error(s, "budget", "whole number from 0");
	scene_form_error(s, "until", "That day is over");
	scene_form_fields(s, "U9", "campaign_form", "new",
		json_pack("{s:s}", "name", "always"));
	scene_form_error(s, "name", "already");
	scene_nothing(s);
}

static void
a_campaign_can_be_changed(void **state)
{
	struct scene *s = *state;

	admin(s, "edit always");
	assert_true(scene_form_opened(s, "campaign_edit_form"));
	scene_form_fields(s, "U9", "campaign_edit_form", "1",
		json_pack("{s:s, s:s, s:[s, s]}", "name", "For ever", "goal",
			"Be known", "channels", "C1", "C2"));
	scene_said(s, "U9", "Saved: For ever");
	scene_said(s, "U9", "#C1, #C2");
	assert_string_equal(campaign(s, "For ever").goal, "Be known");
	scene_form_fields(s, "U9", "campaign_edit_form", "1",
		json_pack(
			"{s:s, s:[s]}", "name", "For ever", "channels", "C2"));
	scene_said(s, "U9", "announced in #C2.");
	scene_form_fields(s, "U9", "campaign_edit_form", "1",
		json_pack("{s:s, s:n}", "name", "For ever", "channels"));
	scene_said(s, "U9", "It has no channel yet");
}

static void
wrong_addresses_are_explained(void **state)
{
	struct scene *s = *state;

	admin(s, "add");
	scene_said(s, "U9", "Say which page, for example /campaign add https");
	admin(s, "add htp://blog");
	scene_said(s, "U9", "/campaign add htp://blog");
	scene_said(s, "U9", "Write it with https://");
	admin(s, "add javascript:alert(1)");
	scene_said(s, "U9", "does not look like a web address");
	admin(s, "add https://acme.test/ Nonsense");
	scene_said(s, "U9", "no campaign called Nonsense");
}

static void
numbers_that_are_no_items_are_explained(void **state)
{
	struct scene *s = *state;

	admin(s, "show");
	scene_said(s, "U9", "Say which item");
	admin(s, "show 99");
	scene_said(s, "U9", "There is no item 99");
	admin(s, "retract 99999999999999999999");
	scene_said(s, "U9", "is no item and no campaign");
	admin(s, "edit twelve");
	scene_said(s, "U9", "There is no campaign called twelve");
	admin(s, "report -1");
	scene_said(s, "U9", "no item, campaign or team -1");
}

static void
an_edit_changes_the_cards(void **state)
{
	struct scene *s = *state;
	int64_t id = add(s, "a", "We ship 2.0");

	admin(s, "announce 1");
	admin(s, "edit 1");
	assert_true(scene_form_opened(s, "item_form"));
	scene_form_fields(s, "U9", "item_form", "1",
		json_pack("{s:s, s:s, s:s, s:s, s:s}", "title", "We ship 2.1",
			"summary", "Now with more.", "why", "Because.", "image",
			"https://blog.acme.test/b.png", "until", "2026-12-24"));
	scene_said(s, NULL, "We ship 2.1");
	scene_said(s, NULL, "Why share it - Because.");
	scene_said(s, NULL, "Until 24 December 2026");
	scene_said(s, "U9", "Saved: We ship 2.1");
	assert_string_equal(item(s, id).why, "Because.");
	assert_string_equal(item(s, id).image, "https://blog.acme.test/b.png");
}

/* What is left empty is the page's own again; a dash is nothing. */
static void
what_the_page_says_comes_back(void **state)
{
	struct scene *s = *state;
	int64_t id = add(s, "a", "We ship 2.0");

	admin(s, "edit 1 title: We ship 2.1");
	admin(s, "edit 1 summary: -");
	assert_string_equal(item(s, id).summary, "");
	admin(s, "edit 1 title:");
	assert_string_equal(item(s, id).title, "We ship 2.0");
	admin(s, "edit 1 summary:");
	assert_string_equal(item(s, id).summary, "What it says.");
	admin(s, "edit 1 why: Because.");
	assert_false(item(s, id).proposed);
	admin(s, "edit 1 why:");
	assert_string_equal(item(s, id).why, "What it says.");
	assert_true(item(s, id).proposed);
	scene_form_fields(s, "U9", "item_form", "1",
		json_pack("{s:s, s:s, s:s}", "title", "  ", "why",
			"What it says.", "image", "-"));
	assert_string_equal(item(s, id).title, "We ship 2.0");
	assert_string_equal(item(s, id).image, "");
	/* who saved it has seen it */
	assert_false(item(s, id).proposed);
}

static char *
lines(const char *before, int count)
{
	struct text out = {NULL, 0, 0};

	text_add(&out, before);
	while (count-- > 0)
		text_add(&out, "a\n");
	text_add(&out, "end");
	return text_take(&out);
}

static void
many_lines_are_few(void **state)
{
	struct scene *s = *state;
	int64_t id = add(s, "a", "We ship 2.0");
	char *text = lines("edit 1 title: ", 20);

	admin(s, text);
	assert_string_equal(item(s, id).title,
		"a a a a a a a a a a a a a a a a a a a a end");
	free(text);
	text = lines("edit 1 why: ", 8);
	admin(s, text);
	assert_string_equal(item(s, id).why, "a\na\na\na\na\na a a end");
	free(text);
	text = lines("edit 1 summary: ", 10000);
	admin(s, text);
	scene_said(s, "U9", "It may have 300 characters at most.");
	free(text);
	text = lines("captions 1 add: ", 10000);
	admin(s, text);
	scene_said(s, "U9", "That is too long to be kept");
	free(text);
	text = lines("captions 1 add ", 10000);
	admin(s, text);
	scene_said(s, "U9", "then a colon and the text");
	free(text);
}

static void
what_an_item_cannot_say_is_refused(void **state)
{
	struct scene *s = *state;
	int64_t id = add(s, "a", "We ship 2.0");
	json_t *many = json_array();

	admin(s, "edit 1 image: http://blog.acme.test/a.png");
	scene_said(s, "U9", "begins with https://");
	admin(s, "edit 1 image: https://user:secret@blog.acme.test/a.png");
	scene_said(s, "U9", "begins with https://");
	admin(s, "edit 1 internal: perhaps");
	scene_said(s, "U9", "Write yes or no.");
	admin(s, "edit 1 pin: yes");
	scene_said(s, "U9", "can be featured");
	json_array_append_new(many, json_string("pin"));
	scene_form_fields(s, "U9", "item_form", "1",
		json_pack("{s:s, s:s, s:o}", "title", "Other", "why",
			"Because.", "marks", many));
	scene_form_error(s, "marks", "can be featured");
	assert_string_equal(item(s, id).title, "We ship 2.0");
}

static void
retracting_asks_first(void **state)
{
	struct scene *s = *state;

	add(s, "a", "We ship 2.0");
	admin(s, "announce 1");
	admin(s, "retract 1");
	scene_said(s, "U9", "Take back");
	assert_string_equal(item(s, 1).state, "announced");
	scene_press(s, "U9", "item_keep", "1");
	scene_said(s, "U9", "Nothing was changed");
	scene_press(s, "U9", "item_retract_yes", "1");
	scene_said(s, NULL, "please do not share it any more");
	scene_said(s, "U9", "Taken back");
	assert_false(scene_has_button(s, "Share"));
	scene_press(s, "U9", "run", scene_value(s, "Announce again"));
	scene_said(s, NULL, "Why share it");
	assert_string_equal(item(s, 1).state, "announced");
}

static void
what_is_not_out_yet_is_just_left_out(void **state)
{
	struct scene *s = *state;

	add(s, "a", "We ship 2.0");
	admin(s, "retract 1");
	scene_said(s, "U9", "Left out");
	admin(s, "announce 1");
	scene_said(s, NULL, "Why share it");
}

static void
announcing_needs_a_channel(void **state)
{
	struct scene *s = *state;

	admin(s, "new Nowhere <#C2>");
	admin(s, "add https://blog.acme.test/a Nowhere");
	admin(s, "announce 1");
	scene_said(s, "U9", "still being read");
	scene_fetched(s, "page", 1,
		json_pack("{s:s, s:s}", "canonical", "https://blog.acme.test/a",
			"title", "A"));
	admin(s, "announce 1 #nowhere");
	scene_said(s, "U9", "I know no channel #nowhere");
	admin(s, "announce 1 <#C7|jobs>");
	scene_said(s, "U9", "does not say yet why to share it");
	admin(s, "edit 1 why: It is ours.");
	admin(s, "announce 1 <#C7|jobs>");
	scene_said(s, NULL, "Why share it");
	scene_said(s, "U9", "#C7");
}

static void
a_list_shows_what_waits_first(void **state)
{
	struct scene *s = *state;

	admin(s, "list");
	scene_said(s, "U9", "Always");
	scene_said(s, "U9", "100 points left");
	scene_said(s, "U9", "No items yet");
	add(s, "a", "We ship 2.0");
	admin(s, "announce 1");
	add(s, "b", "Meet our apprentices");
	admin(s, "list");
	scene_said(s, "U9", "1 · We ship 2.0");
	scene_said(s, "U9", "announced in #C1");
	scene_said(s, "U9", "2 · Meet our apprentices");
	scene_said(s, "U9", "waits for an admin");
	admin(s, "show Always");
	scene_said(s, "U9", "0 given, 100 left");
}

static void
an_item_has_a_link_for_the_company_page(void **state)
{
	struct scene *s = *state;

	add(s, "a", "We ship 2.0");
	admin(s, "show 1");
	scene_said(s, "U9", "For the company page");
	scene_said(s, "U9", "https://go.acme.test/l/");
}

static void
an_empty_budget_promises_nothing(void **state)
{
	struct scene *s = *state;

	scene_form_fields(s, "U9", "campaign_form", "new",
		json_pack("{s:s, s:[s], s:s}", "name", "Free", "channels", "C1",
			"budget", "0"));
	admin(s, "add https://blog.acme.test/a Free");
	scene_fetched(s, "page", 1,
		json_pack("{s:s, s:s, s:s}", "canonical",
			"https://blog.acme.test/a", "title", "A", "summary",
			"What it says."));
	admin(s, "announce 1");
	scene_not_said(s, "10 points");
	scene_said(s, NULL, "your own link");
}

static void
a_campaign_ends_with_its_items(void **state)
{
	struct scene *s = *state;

	scene_form_fields(s, "U9", "campaign_form", "new",
		json_pack("{s:s, s:[s], s:s}", "name", "Short", "channels",
			"C1", "until", "2026-11-26"));
	admin(s, "add https://blog.acme.test/a Short");
	scene_fetched(s, "page", 1,
		json_pack("{s:s, s:s, s:s}", "canonical",
			"https://blog.acme.test/a", "title", "A", "summary",
			"What it says."));
	admin(s, "announce 1");
	scene_due(s, "finish", campaign(s, "Short").id, 0);
	scene_nothing(s);
	scene_wait(2 * WHEN_DAY);
	scene_due(s, "finish", campaign(s, "Short").id, 0);
	scene_said(s, "U9", "Short is over");
	scene_said(s, NULL, "Sharing this is over");
	assert_string_equal(campaign(s, "Short").state, "closed");
	admin(s, "add https://blog.acme.test/b Short");
	scene_said(s, "U9", "Short is over, so nothing was added");
	scene_form_fields(s, "U9", "campaign_edit_form", "2",
		json_pack("{s:s}", "name", "Short"));
	scene_said(s, "U9", "Saved: Short");
	assert_string_equal(campaign(s, "Short").state, "closed");
	admin(s, "start Short");
	scene_said(s, "U9", "Short is running");
	assert_true(campaign(s, "Short").ends_at == 0);
	assert_int_equal(budget(s, 2), 0);
}

static void
a_report_says_how_it_counts(void **state)
{
	struct scene *s = *state;

	add(s, "a", "We ship 2.0");
	admin(s, "report");
	scene_said(s, "U9", "What came of it all");
	scene_said(s, "U9", "Nobody has read it through colleagues yet");
	admin(s, "report 1");
	scene_said(s, "U9", "“We ship 2.0”");
	scene_said(s, "U9", "once per item and day");
	admin(s, "report Always");
	scene_said(s, "U9", "“Always”");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(only_admins_run_the_programme),
		TEST(help_names_every_command),
		TEST(a_mistyped_word_is_offered_again),
		TEST(a_campaign_is_made_in_one_line),
		TEST(a_campaign_is_made_by_form),
		TEST(a_form_says_what_is_wrong),
		TEST(a_campaign_can_be_changed),
		TEST(wrong_addresses_are_explained),
		TEST(numbers_that_are_no_items_are_explained),
		TEST(an_edit_changes_the_cards),
		TEST(what_the_page_says_comes_back),
		TEST(what_an_item_cannot_say_is_refused),
		TEST(many_lines_are_few),
		TEST(retracting_asks_first),
		TEST(what_is_not_out_yet_is_just_left_out),
		TEST(announcing_needs_a_channel),
		TEST(a_list_shows_what_waits_first),
		TEST(an_item_has_a_link_for_the_company_page),
		TEST(an_empty_budget_promises_nothing),
		TEST(a_campaign_ends_with_its_items),
		TEST(a_report_says_how_it_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
