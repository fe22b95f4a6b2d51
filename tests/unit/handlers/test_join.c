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
#include "people.h"
#include "shares.h"

#include "scene.h"

/* Who is asked, who is not asked again, and what comes after a yes. */

static void
a_stranger_who_presses_share_is_invited_and_then_served(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_press_in_channel(s, "U1", "share", "1");
	scene_said(s, "U1", "Want to share company news");
	scene_said(s, "U1", "What we keep");
	assert_int_equal(scene_member(s, "U1"), 0);
	scene_press(s, "U1", "join", scene_value(s, "Join"));
	scene_said(s, "U1", "You are in");
	scene_not_said(s, "What we keep");
	scene_said(s, "U1", "Your text for \"We ship 2.0\"");
	scene_said(s, "U1", "I work at Acme. #employee");
	scene_said(s, "U1", "go.acme.test/l/");
	assert_true(scene_member(s, "U1") > 0);
	scene_free(s);
}

static void
a_reaction_invites_once(void **state)
{
	struct scene *s = scene_new();
	int64_t item = scene_item(s, "We ship 2.0", "");

	(void)state;
	scene_react(s, "U1", "eyes", item, true);
	scene_nothing(s);
	scene_react(s, "U1", "mega", 99, true);
	scene_nothing(s);
	scene_react(s, "U1", "mega::skin-tone-3", item, true);
	scene_said(s, "U1", "Want to share company news");
	scene_react(s, "U1", "mega", item, true);
	scene_nothing(s);
	scene_free(s);
}

static void
no_thanks_stands_until_they_press(void **state)
{
	struct scene *s = scene_new();
	int64_t item = scene_item(s, "We ship 2.0", "");

	(void)state;
	scene_press_in_channel(s, "U1", "share", "1");
	scene_press(s, "U1", "no_thanks", "1");
	scene_said(s, "U1", "You will not be asked again");
	scene_react(s, "U1", "mega", item, true);
	scene_nothing(s);
	scene_press_in_channel(s, "U1", "share", "1");
	scene_said(s, "U1", "You said no thanks earlier");
	scene_not_said(s, "What we keep");
	scene_press(s, "U1", "join", scene_value(s, "Join"));
	scene_said(s, "U1", "Your text for \"We ship 2.0\"");
	/* An old invitation, pressed after all. */
	scene_press(s, "U1", "no_thanks", "1");
	scene_said(s, "U1", "You are a member already");
	assert_true(scene_member(s, "U1") > 0);
	scene_free(s);
}

static void
a_new_consent_is_asked_before_the_next_kit(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	scene_programme(s)->consent_version = 2;
	scene_press_in_channel(s, "U1", "share", "1");
	scene_said(s, "U1", "What we keep about you has changed");
	scene_not_said(s, "Your text for");
	scene_press(s, "U1", "join", scene_value(s, "Agree"));
	scene_said(s, "U1", "Thank you. You agreed");
	scene_said(s, "U1", "Your text for \"We ship 2.0\"");
	scene_press_in_channel(s, "U1", "share", "1");
	scene_said(s, "U1", "Your text for \"We ship 2.0\"");
	scene_free(s);
}

static void
who_left_is_invited_and_finds_their_name_again(void **state)
{
	struct scene *s = scene_new();
	int64_t before;

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana Berg");
	before = scene_member(s, "U1");
	scene_command(s, "U1", "/advocate", "leave");
	scene_said(s, "U1", "You have left");
	scene_press_in_channel(s, "U1", "share", "1");
	scene_said(s, "U1", "Want to share company news");
	scene_press(s, "U1", "join", scene_value(s, "Join"));
	scene_said(s, "U1", "Your text for");
	assert_int_equal(scene_member(s, "U1"), before);
	scene_free(s);
}

static void
joining_twice_is_no_harm(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_command(s, "U1", "/advocate", "join");
	scene_said(s, "U1", "You are in");
	scene_said(s, "U1", "What we keep from now on");
	scene_command(s, "U1", "/advocate", "join");
	scene_said(s, "U1", "You are a member already");
	scene_free(s);
}

static void
not_for_me_by_a_stranger_keeps_nothing(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_item(s, "We ship 2.0", "");
	scene_press_in_channel(s, "U1", "not_for_me", "1");
	scene_said(s, "U1", "Nothing about you was noted");
	assert_int_equal(scene_member(s, "U1"), 0);
	scene_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_stranger_who_presses_share_is_invited_and_then_served),
		cmocka_unit_test(a_reaction_invites_once),
		cmocka_unit_test(no_thanks_stands_until_they_press),
		cmocka_unit_test(a_new_consent_is_asked_before_the_next_kit),
		cmocka_unit_test(
			who_left_is_invited_and_finds_their_name_again),
		cmocka_unit_test(joining_twice_is_no_harm),
		cmocka_unit_test(not_for_me_by_a_stranger_keeps_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
