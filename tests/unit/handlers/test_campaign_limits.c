#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "campaigns.h"
#include "db.h"
#include "err.h"
#include "text.h"

#include "scene.h"

/* What somebody may write where an admin names a campaign, and many of them.
 * U9 is the admin; there is a campaign called Always. */

static void
admin(struct scene *s, const char *text)
{
	scene_command(s, "U9", "/campaign", text);
}

static struct campaign
campaign(struct scene *s, const char *name)
{
	struct campaign c;
	struct err e;

	assert_int_equal(campaign_find(scene_db(s), name, &c, &e), 0);
	return c;
}

static char *
lines(const char *before, int count)
{
	struct text out = {NULL, 0, 0};

	text_add(&out, before);
	while (count-- > 0)
		text_add(&out, "line\n");
	return text_take(&out);
}

static void
ten_thousand_lines_are_refused(void **state)
{
	struct scene *s = scene_new();
	static const struct {
		const char *before, *said;
	} all[] = {
		{"new ", "too long"},
		{"edit always goal: ", "300 characters at most"},
		{"edit always name: ", "80 characters at most"},
		{"edit always networks: ", "is no network"},
		{"edit always topics: ", "no topic called"},
		{"edit always end: ", "cannot be the end"},
		{"edit always ", "There is no field called"},
		{"rules always share points: ", "whole number"},
		{"budget always +", "does not go with"},
		{"channels always +", "I do not know"},
		{"pause always ", "is no day to come"},
		{"show ", "There is no campaign called"},
		{"close ", "There is no campaign called"},
		{"list ", "nothing that sounds like it"},
		{"help ", "nothing that sounds like it"},
	};
	char *text;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof all / sizeof *all; i++) {
		text = lines(all[i].before, 10000);
		admin(s, text);
		scene_said(s, "U9", all[i].said);
		free(text);
	}
	assert_string_equal(campaign(s, "always").state, "running");
	scene_free(s);
}

static void
what_cannot_be_seen_is_left_out(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	admin(s, "edit always goal: a\x01\x1b[31mb \xe2\x80\xae"
		 "evil");
	scene_said(s, "U9", "Saved: Always");
	assert_string_equal(campaign(s, "always").goal, "a[31mb evil");
	admin(s, "new \xe2\x80\xae\x02Night\x03");
	scene_said(s, "U9", "Night is running");
	assert_int_equal(campaign(s, "night").id, 2);
	scene_free(s);
}

/* Pages of ten, and no more questions for them than for one. */
static void
fifty_campaigns_are_listed_in_pages(void **state)
{
	struct scene *s = scene_new();
	struct db_work before, after;
	char text[32];
	uint64_t one;
	int i;

	(void)state;
	admin(s, "list all");
	before = db_work(scene_db(s));
	admin(s, "list all");
	after = db_work(scene_db(s));
	one = after.statements - before.statements;
	for (i = 0; i < 49; i++) {
		snprintf(text, sizeof text, "new Campaign %d", i);
		admin(s, text);
	}
	before = db_work(scene_db(s));
	admin(s, "list all");
	after = db_work(scene_db(s));
	assert_true(after.statements - before.statements == one);
	scene_said(s, "U9", "50 running");
	scene_not_said(s, "Campaign 40");
	scene_press(s, "U9", "run", scene_value(s, "More"));
	scene_said(s, "U9", "Campaign 15");
	admin(s, "list all 5");
	scene_said(s, "U9", "Campaign 48");
	assert_false(scene_has_button(s, "More"));
	scene_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ten_thousand_lines_are_refused),
		cmocka_unit_test(what_cannot_be_seen_is_left_out),
		cmocka_unit_test(fifty_campaigns_are_listed_in_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
