#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "clock.h"
#include "json.h"
#include "mem.h"
#include "text.h"

#include "chat.h"
#include "event.h"
#include "town.h"

/* What is said stands where it should, once. */

static void
what_was_said_is_not_said_again(void **state)
{
	struct town *s = town_of(state);
	json_t *card = town_words("Only once");
	struct chat_say post = {.act = CHAT_POST,
		.key = "once",
		.place = s->news,
		.card = card};
	struct town_said first = town_say(s, &post), second;

	post.doubtful = true;
	post.since = clock_now() - 5000;
	second = town_say(s, &post);
	assert_int_equal(first.sent.result, CHAT_SENT);
	assert_int_equal(second.sent.result, CHAT_SENT);
	assert_string_equal(first.message, second.message);
	assert_int_equal(town_times_seen(s, "\"Only once\""), 1);
	json_decref(card);
}

static void
what_never_arrived_is_said(void **state)
{
	struct town *s = town_of(state);
	json_t *card = town_words("After all");
	const struct chat_say post = {.act = CHAT_POST,
		.key = "after all",
		.place = s->news,
		.doubtful = true,
		.since = clock_now() - 5000,
		.card = card};

	assert_int_equal(town_say(s, &post).sent.result, CHAT_SENT);
	assert_int_equal(town_times_seen(s, "\"After all\""), 1);
	json_decref(card);
}

static void
a_whisper_stands_in_the_direct_conversation(void **state)
{
	struct town *s = town_of(state);
	json_t *card = town_words("Psst");
	const struct chat_say whisper = {.act = CHAT_WHISPER,
		.key = "psst",
		.place = s->news,
		.person = s->ana,
		.card = card};
	struct town_said said = town_say(s, &whisper);

	assert_int_equal(said.sent.result, CHAT_SENT);
	assert_int_equal(said.sent.as, CHAT_DIRECT);
	assert_string_not_equal(said.place, s->news);
	assert_int_equal(strlen(said.message), 26);
	json_decref(card);
}

static void
nobody_is_told_nothing(void **state)
{
	struct town *s = town_of(state);
	json_t *card = town_words("Hello?");
	const struct chat_say say_it = {.act = CHAT_DIRECT,
		.key = "hello",
		.person = "aaaaaaaaaaaaaaaaaaaaaaaaaa",
		.card = card};
	struct town_said said = town_say(s, &say_it);

	assert_int_equal(said.sent.result, CHAT_NEVER);
	assert_true(said.sent.gone);
	json_decref(card);
}

static void
people_are_named_as_mattermost_does(void **state)
{
	struct town *s = town_of(state);
	json_t *card = json_pack("{s:[{s:[s, {s:s}, s, {s:s}]}]}", "blocks",
		"text", "Thanks ", "person", s->ana, " in ", "channel",
		s->news);
	const struct chat_say post = {.act = CHAT_POST,
		.key = "thanks",
		.place = s->news,
		.card = card};

	assert_int_equal(town_say(s, &post).sent.result, CHAT_SENT);
	assert_int_equal(town_times_seen(s, "Thanks @ana in ~news"), 1);
	json_decref(card);
}

static void
a_home_page_is_nowhere(void **state)
{
	const struct chat_say home = {.act = CHAT_HOME, .key = "home"};

	assert_int_equal(
		town_say(town_of(state), &home).sent.result, CHAT_SENT);
}

static void
buttons_live_through_an_update(void **state)
{
	struct town *s = town_of(state);
	struct town_said said = town_put_button(s, "Before", "updated");
	json_t *card = town_with_button("Afterwards", "updated");
	const struct chat_say update = {.act = CHAT_UPDATE,
		.key = "update",
		.of = "updated",
		.place = said.place,
		.message = said.message,
		.card = card};
	struct event *event;

	assert_int_equal(town_say(s, &update).sent.result, CHAT_SENT);
	event = town_after(s, EVENT_BUTTON,
		"{\"as\":\"ana\",\"do\":\"press\",\"in\":\"#news\","
		"\"on\":\"Afterwards\",\"button\":\"Press\"}");
	assert_string_equal(event->name, "updated");
	assert_string_equal(event->post_key, "updated");
	assert_string_equal(event->message, said.message);
	json_decref(card);
}

#define TEST(name) cmocka_unit_test_teardown(name, town_between)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_said_is_not_said_again),
		TEST(what_never_arrived_is_said),
		TEST(a_whisper_stands_in_the_direct_conversation),
		TEST(nobody_is_told_nothing),
		TEST(people_are_named_as_mattermost_does),
		TEST(a_home_page_is_nowhere),
		TEST(buttons_live_through_an_update)};

	return cmocka_run_group_tests(tests, town_begin, town_end);
}
