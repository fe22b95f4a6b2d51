#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "campaigns.h"
#include "due.h"
#include "err.h"
#include "reward.h"
#include "shares.h"
#include "visit.h"
#include "when.h"

#include "scene.h"

/* Goals of campaigns. U9 is the admin; the campaign is Always, in #news. */

static int
begin(void **state)
{
	struct scene *s = scene_new();
	struct err e;

	*state = s;
	assert_int_equal(campaign_target(scene_db(s), 1, "acme", "C1", &e), 0);
	scene_place(s, "joined", "C1");
	scene_join(s, "U1", "Ana Salo");
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

static struct campaign
always(struct scene *s)
{
	struct campaign c;
	struct err e;

	assert_int_equal(campaign_get(scene_db(s), 1, &c, &e), 0);
	return c;
}

/* Ana shared the item on LinkedIn, and so many people read it. */
static void
read_by(struct scene *s, int64_t item, int readers)
{
	const struct rules *rules = &scene_programme(s)->rules;
	struct share share;
	struct click c = {.item = item,
		.network = "linkedin",
		.at = scene_now(),
		.class = VISIT_PERSON,
		.reader = true};
	int64_t ana = scene_member(s, "U1");
	struct err e;

	assert_int_equal(
		share_find(scene_db(s), ana, item, "linkedin", &share, &e), 0);
	if (share.id == 0) {
		share = (struct share){.member = ana,
			.item = item,
			.network = "linkedin",
			.opened_at = scene_now()};
		assert_int_equal(share_add(scene_db(s), &share, &e), 0);
	}
	assert_int_equal(link_for_share(scene_db(s), item, share.id,
				 scene_now(), &c.link, &e),
		0);
	for (; readers > 0; readers--) {
		assert_int_equal(click_add(scene_db(s), &c, &e), 0);
		assert_int_equal(reward_reader(scene_db(s), rules, share.id,
					 scene_now(), &e),
			0);
	}
}

static int
on_due(void *arg, const struct due *d, struct err *e)
{
	struct due *found = arg;

	(void)e;
	if (strcmp(d->name, "milestone") == 0)
		*found = *d;
	return 0;
}

/* What the clock finds and does about milestones; whether it found anything. */
static bool
look(struct scene *s)
{
	struct due found = {.id = 0};
	struct err e;

	assert_int_equal(
		due_each(scene_db(s), scene_now(), 10, on_due, &found, &e), 0);
	if (found.id != 0)
		scene_due(s, "milestone", found.id, found.more);
	return found.id != 0;
}

static void
a_milestone_is_written_in_many_ways(void **state)
{
	static const struct {
		const char *written;
		int milestone;
		const char *promise;
	} all[] = {
		{"500 readers, then Acme plants 100 trees", 500,
			"Acme plants 100 trees"},
		{"1,000 Readers then we plant trees.", 1000, "we plant trees"},
		{"10 000 people: cake for all", 10000, "cake for all"},
		{"1\xe2\x80\xaf"
		 "500 lukijaa, sitten kakkua",
			1500, "kakkua"},
		{"2.000 Leser, dann pflanzt Acme 100 Bäume", 2000,
			"pflanzt Acme 100 Bäume"},
		{"700", 700, ""},
		{"700, thenceforth we rest", 700, "thenceforth we rest"},
		{"1 reader", 1, ""},
		{"9 READERS THEN cake", 9, "cake"},
	};
	struct scene *s = *state;
	char text[160];
	size_t i;

	for (i = 0; i < sizeof all / sizeof *all; i++) {
		snprintf(text, sizeof text, "edit always milestone: %s",
			all[i].written);
		admin(s, text);
		scene_said(s, "U9", "Saved: Always");
		assert_int_equal(always(s).milestone, all[i].milestone);
		assert_string_equal(always(s).promise, all[i].promise);
	}
	admin(s, "edit always milestone: none");
	scene_said(s, "U9", "Saved: Always");
	scene_not_said(s, "Its milestone");
	assert_int_equal(always(s).milestone, 0);
}

static void
what_is_no_milestone_is_refused(void **state)
{
	static const struct {
		const char *written, *said;
	} all[] = {
		{"many readers, then cake",
			"A milestone is a number of readers"},
		{"500 shares, then cake", "A milestone is a number of readers"},
		{"500 reader\xc5\xbf, then cake",
			"A milestone is a number of readers"},
		{"500 readership", "A milestone is a number of readers"},
		{"500.5 readers", "A milestone is a number of readers"},
		{"-5 readers", "A milestone is a number of readers"},
		{"0 readers, then cake", "from 1 to 10,000,000"},
		{"99999999999999999999 readers", "from 1 to 10,000,000"},
		{"3 readers, then cake", "5 people have read it already"},
	};
	struct scene *s = *state;
	char text[512];
	size_t i;

	read_by(s, scene_item(s, "We ship", ""), 5);
	for (i = 0; i < sizeof all / sizeof *all; i++) {
		snprintf(text, sizeof text, "edit always milestone: %s",
			all[i].written);
		admin(s, text);
		scene_said(s, "U9", all[i].said);
	}
	snprintf(text, sizeof text,
		"edit always milestone: 9 readers, then %0320d", 0);
	admin(s, text);
	scene_said(s, "U9", "300 characters at most");
	assert_int_equal(always(s).milestone, 0);
}

static void
it_is_said_once_when_it_is_reached(void **state)
{
	struct scene *s = *state;
	int64_t item = scene_item(s, "We ship", "");

	admin(s,
		"edit always milestone: 3 readers, then Acme plants 100 trees");
	scene_said(s, "U9", "Its milestone: 0 of 3 readers, then Acme plants");
	read_by(s, item, 2);
	assert_false(look(s));
	admin(s, "show always");
	scene_said(s, "U9", "2 of 3 readers, then Acme plants 100 trees");
	read_by(s, item, 1);
	assert_true(look(s));
	scene_said(s, NULL,
		"3 people have read what we shared. Now Acme plants 100 trees."
		" Thank you.");
	assert_false(look(s));
	admin(s, "show always");
	scene_said(s, "U9", "3 readers, reached. Now Acme plants 100 trees");
	admin(s,
		"edit always milestone: 3 readers, then Acme plants 200 trees");
	assert_false(look(s));
	admin(s, "edit always milestone: 5 readers");
	read_by(s, item, 1);
	assert_false(look(s));
	read_by(s, item, 2);
	assert_true(look(s));
	scene_said(s, NULL, "5 people have read what we shared. Thank you.");
	assert_false(look(s));
}

static void
one_that_does_not_run_says_nothing(void **state)
{
	struct scene *s = *state;

	admin(s, "edit always milestone: 3 readers");
	admin(s, "pause always");
	read_by(s, scene_item(s, "We ship", ""), 4);
	assert_false(look(s));
	admin(s, "resume always");
	assert_true(look(s));
	scene_said(s, NULL, "3 people have read");
	admin(s, "edit always milestone: 6 readers");
	read_by(s, 1, 3);
	admin(s, "close always");
	scene_press(s, "U9", "campaign_close_yes", "1");
	assert_false(look(s));
}

static void
a_quiet_channel_hears_it_later(void **state)
{
	struct scene *s = *state;
	struct err e;

	assert_int_equal(campaign_target(scene_db(s), 1, "acme", "C2", &e), 0);
	scene_place(s, "joined", "C2");
	admin(s, "channels <#C2> quiet 9:00-12:00");
	admin(s, "edit always milestone: 1 reader, then we sing");
	read_by(s, scene_item(s, "We ship", ""), 2);
	assert_true(look(s));
	scene_said(s, NULL, "1 person has read what we shared. Now we sing.");
	assert_int_equal(scene_count(s), 1);
	assert_false(look(s));
	scene_wait(2 * WHEN_HOUR);
	assert_true(look(s));
	scene_said(s, NULL, "1 person has read what we shared. Now we sing.");
	assert_int_equal(scene_count(s), 1);
	assert_int_equal(always(s).reached, 1);
	assert_false(look(s));
}

static void
a_channel_that_is_lost_is_passed_by(void **state)
{
	struct scene *s = *state;

	scene_place(s, "left", "C1");
	admin(s, "edit always milestone: 1 reader");
	read_by(s, scene_item(s, "We ship", ""), 1);
	assert_true(look(s));
	scene_nothing(s);
	assert_false(look(s));
}

static void
the_forms_have_it_too(void **state)
{
	struct scene *s = *state;

	scene_form_fields(s, "U9", "campaign_form", "new",
		json_pack("{s:s, s:s}", "name", "Jobs", "milestone", "many"));
	scene_form_error(s, "milestone", "A milestone is a number of readers");
	scene_form_fields(s, "U9", "campaign_form", "new",
		json_pack("{s:s, s:s}", "name", "Jobs", "milestone",
			"9 readers, then we dance"));
	scene_said(s, "U9", "Its milestone: 0 of 9 readers, then we dance.");
	admin(s, "edit always");
	assert_true(scene_form_opened(s, "campaign_edit_form"));
	scene_form_fields(s, "U9", "campaign_edit_form", "1",
		json_pack("{s:s, s:s, s:s}", "name", "Always", "texts", "free",
			"milestone", "7 readers"));
	scene_said(s, "U9", "Its milestone: 0 of 7 readers.");
	scene_form_fields(s, "U9", "campaign_edit_form", "1",
		json_pack("{s:s, s:s}", "name", "Always", "texts", "free"));
	scene_not_said(s, "Its milestone");
	admin(s, "audit");
	scene_said(s, "U9", "changed milestone of the campaign Always");
	scene_said(s, "U9", "7 readers");
}

static void
why_names_what_is_open(void **state)
{
	struct scene *s = *state;

	admin(s, "edit always milestone: 1 reader, then we sing");
	scene_command(s, "U1", "/advocate", "why");
	scene_said(s, "U1", "Always: Goal: 0 of 1 reader, then we sing.");
	read_by(s, scene_item(s, "We ship", ""), 1);
	look(s);
	scene_command(s, "U1", "/advocate", "why");
	scene_not_said(s, "Goal");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_milestone_is_written_in_many_ways),
		TEST(what_is_no_milestone_is_refused),
		TEST(it_is_said_once_when_it_is_reached),
		TEST(one_that_does_not_run_says_nothing),
		TEST(a_quiet_channel_hears_it_later),
		TEST(a_channel_that_is_lost_is_passed_by),
		TEST(the_forms_have_it_too),
		TEST(why_names_what_is_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
