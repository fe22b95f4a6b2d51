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
#include "event.h"
#include "items.h"
#include "shares.h"

#include "scene.h"

/* What happened while nobody listened, told as how things stand. */

static void
stands(struct scene *s, const char *message, json_t *fields)
{
	struct event *event = event_new(EVENT_REACTIONS, fields);

	event->place = "C1";
	event->message = message;
	event->fields = fields;
	scene_event(s, event);
}

static struct kit
kit_of(struct scene *s, const char *person)
{
	struct err e = {""};
	struct kit k;

	assert_int_equal(
		kit_find(scene_db(s), scene_member(s, person), 1, &k, &e), 0);
	assert_int_equal(k.item, 1);
	return k;
}

static struct scene *
two_who_react(void)
{
	struct scene *s = scene_new();

	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana");
	scene_join(s, "U2", "Ben");
	scene_react(s, "U1", "mega", 1, true);
	scene_said(s, "U1", "Your text for");
	scene_react(s, "U2", "mega", 1, true);
	scene_wait(10000);
	return s;
}

static void
whose_reaction_is_gone_took_it_back(void **state)
{
	struct scene *s = two_who_react();

	(void)state;
	scene_press(s, "U1", "later", "1");
	stands(s, "ann:1",
		json_pack("{s:[s], s:[s]}", "mega", "U2", "eyes", "U1"));
	scene_nothing(s);
	assert_true(kit_of(s, "U1").declined);
	assert_int_equal(kit_of(s, "U1").later_at, 0);
	assert_false(kit_of(s, "U2").declined);
	/* and they may come back */
	scene_react(s, "U1", "mega", 1, true);
	scene_said(s, "U1", "Your text for");
	assert_false(kit_of(s, "U1").declined);
	scene_free(s);
}

static void
only_those_who_reacted_there_and_before_are_meant(void **state)
{
	struct scene *s = two_who_react();

	(void)state;
	scene_join(s, "U3", "Cleo");
	scene_press_in_channel(s, "U3", "share", "1"); /* by the button */
	stands(s, "another", json_object());
	stands(s, "ann:1", json_pack("{s:[s, s]}", "mega", "U1", "U2"));
	scene_react(s, "U1", "mega", 1, true); /* just now: not in the list */
	stands(s, "ann:1", json_pack("{s:[s]}", "mega", "U2"));
	assert_false(kit_of(s, "U1").declined);
	assert_false(kit_of(s, "U2").declined);
	assert_false(kit_of(s, "U3").declined);
	scene_free(s);
}

static void
what_was_posted_stays(void **state)
{
	struct scene *s = two_who_react();

	(void)state;
	scene_react(s, "U1", "mega", 1, true);
	scene_open(s, scene_url(s, "LinkedIn"), false);
	scene_press(s, "U1", "posted", "1:linkedin");
	scene_wait(10000);
	stands(s, "ann:1", json_object());
	assert_false(kit_of(s, "U1").declined);
	assert_true(kit_of(s, "U2").declined);
	scene_free(s);
}

static void
are_in(struct scene *s, json_t *channels)
{
	json_t *fields = json_pack("{s:o}", "channels", channels);
	struct event *event = event_new(EVENT_PLACES, fields);

	event->fields = fields;
	scene_event(s, event);
}

static struct channel
channel_of(struct scene *s, const char *place)
{
	struct err e = {""};
	struct channel c;

	assert_int_equal(channel_find(scene_db(s), "acme", place, &c, &e), 0);
	return c;
}

static void
where_we_are_is_believed(void **state)
{
	static const char *const admins[] = {"acme:U9", NULL};
	struct scene *s = scene_new();

	(void)state;
	scene_programme(s)->admins = admins;
	are_in(s, json_pack("[{s:s, s:s}, {s:s, s:s}]", "id", "C1", "name",
			  "news", "id", "C2", "name", "talk"));
	scene_nothing(s);
	assert_string_equal(channel_of(s, "C1").state, "joined");
	assert_string_equal(channel_of(s, "C2").name, "talk");
	are_in(s, json_pack("[{s:s, s:s}]", "id", "C2", "name", "chat"));
	scene_said(s, "U9", "I was taken out of");
	assert_string_equal(channel_of(s, "C1").state, "left");
	assert_string_equal(channel_of(s, "C2").name, "chat");
	are_in(s, json_pack("[{s:s, s:s}]", "id", "C2", "name", "chat"));
	scene_nothing(s);
	are_in(s, json_pack("[{s:s, s:s}, {s:s, s:s}]", "id", "C1", "name",
			  "news", "id", "C2", "name", "chat"));
	scene_nothing(s);
	assert_string_equal(channel_of(s, "C1").state, "joined");
	scene_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whose_reaction_is_gone_took_it_back),
		cmocka_unit_test(
			only_those_who_reacted_there_and_before_are_meant),
		cmocka_unit_test(what_was_posted_stays),
		cmocka_unit_test(where_we_are_is_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
