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

/* What people do comes up as events, proven, and is answered. */

static void
a_command_is_answered_where_it_was_typed(void **state)
{
	struct town *s = town_of(state);
	json_t *card = town_with_button("Here you are", "here");
	struct event *event;

	s->answer.card = card;
	event = town_after(s, EVENT_COMMAND,
		"{\"as\":\"ana\",\"do\":\"command\",\"in\":\"#news\","
		"\"text\":\"/advocate me\"}");
	assert_string_equal(event->name, "/advocate");
	assert_string_equal(event->text, "me");
	assert_string_equal(event->person, s->ana);
	assert_string_equal(event->place, s->news);
	assert_non_null(event->answer);
	assert_non_null(event->trigger);
	assert_true(s->rode);
	assert_int_equal(town_times_seen(s, "\"Here you are\""), 1);
	town_forget(s);
	json_decref(card);
	event = town_after(s, EVENT_BUTTON,
		"{\"as\":\"ana\",\"do\":\"press\",\"in\":\"#news\","
		"\"on\":\"Here you are\",\"button\":\"Press\"}");
	assert_true(event->ephemeral);
	assert_null(event->post_key);
	assert_string_equal(event->value, "17");
}

#define PRESS                                                                  \
	"{\"as\":\"ana\",\"do\":\"press\",\"in\":\"#news\","                   \
	"\"on\":\"%s\",\"button\":\"Press\"}"

static struct event *
press(struct town *s, const char *on)
{
	char *deed = xasprintf(PRESS, on);
	struct event *event = town_after(s, EVENT_BUTTON, deed);

	free(deed);
	return event;
}

static void
a_press_is_answered_in_words(void **state)
{
	struct town *s = town_of(state);
	struct town_said said = town_put_button(s, "Some news", "news");
	json_t *card = town_words("Only for you");
	struct event *event;

	s->answer.card = card;
	event = press(s, "Some news");
	assert_string_equal(event->name, "news");
	assert_string_equal(event->value, "17");
	assert_string_equal(event->message, said.message);
	assert_string_equal(event->place, s->news);
	assert_string_equal(event->post_key, "news");
	assert_false(event->ephemeral);
	assert_null(event->answer);
	assert_true(s->rode);
	assert_int_equal(town_times_seen(s, "\"Only for you\""), 1);
	json_decref(card);
}

static void
buttons_cannot_ride_and_a_line_says_where_they_went(void **state)
{
	struct town *s = town_of(state);
	json_t *card = town_with_button("A kit", "kit");

	town_put_button(s, "More news", "more news");
	s->answer = (struct chat_answer){
		.card = card, .elsewhere = "It came to our other room."};
	press(s, "More news");
	assert_false(s->can);
	assert_false(s->rode);
	assert_int_equal(
		town_times_seen(s, "\"It came to our other room.\""), 1);
	json_decref(card);
}

static void
who_presses_what_was_moved_sees_that_it_failed(void **state)
{
	struct town *s = town_of(state);
	json_t *outcome;

	town_put_button(s, "Moved news", "moved");
	s->answer.refused = true;
	outcome = mattermost_live_ask(&s->live, "act",
		"{\"as\":\"ana\",\"do\":\"press\",\"in\":\"#news\",\"on\":"
		"\"Moved news\",\"button\":\"Press\",\"wait\":true}");
	assert_string_not_equal(json_text(outcome, "outcome", ""), "acked");
	json_decref(outcome);
}

static json_t *
new_form(void)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:[{s:s, s:s, s:s}]}", "form",
		"edit", "title", "Your words", "state", "17:x", "submit",
		"Save", "blocks", "input", "text", "label", "Text", "kind",
		"text");
}

/* Opens a form from a command, as dispatch does. */
static void
open_form(struct town *s)
{
	json_t *form = new_form();
	const struct event *event = town_after(s, EVENT_COMMAND,
		"{\"as\":\"ana\",\"do\":\"command\",\"in\":\"#news\","
		"\"text\":\"/campaign new\"}");
	const struct chat_say open = {.act = CHAT_FORM,
		.key = "form",
		.person = event->person,
		.trigger = event->trigger,
		.answer = event->answer,
		.card = form};

	assert_int_equal(town_say(s, &open).sent.result, CHAT_SENT);
	mattermost_live_run(&s->live, 200);
	town_forget(s);
	json_decref(form);
}

static void
fill(struct town *s, const char *text)
{
	char *deed = xasprintf("{\"as\":\"ana\",\"do\":\"fill\","
			       "\"label\":\"Text\",\"value\":\"%s\"}",
		text);

	mattermost_live_act(&s->live, deed);
	free(deed);
}

#define SUBMIT "{\"as\":\"ana\",\"do\":\"submit\"}"

static void
a_form_stays_open_until_it_is_right(void **state)
{
	struct town *s = town_of(state);
	json_t *errors = json_pack("{s:s}", "text", "Too plain."), *card;
	struct event *event;
	char first[64];

	open_form(s);
	fill(s, "plain");
	s->answer.errors = errors;
	event = town_after(s, EVENT_FORM, SUBMIT);
	assert_string_equal(event->name, "edit");
	assert_string_equal(event->value, "17:x");
	assert_string_equal(json_text(event->fields, "text", ""), "plain");
	text_copy(first, sizeof first, event->key);
	assert_int_equal(town_times_seen(s, "Too plain."), 1);
	town_forget(s);
	fill(s, "colourful");
	event = town_after(s, EVENT_FORM, SUBMIT);
	assert_string_equal(json_text(event->fields, "text", ""), "colourful");
	assert_string_equal(event->key, first); /* it counts once */
	assert_int_equal(town_times_seen(s, "Too plain."), 0);

	/* What comes of it stands where the command was typed. */
	card = town_words("Kept.");
	town_say(s, &(struct chat_say){.act = CHAT_ANSWER,
			    .key = "kept",
			    .place = s->news,
			    .person = event->person,
			    .answer = event->answer,
			    .card = card});
	assert_int_equal(town_times_seen(s, "\"Kept.\""), 1);
	json_decref(card);
	json_decref(errors);
}

static void
a_button_may_ask_first(void **state)
{
	struct town *s = town_of(state);
	json_t *card = json_pack("{s:[{s:s}, {s:[{s:s, s:s, s:s, s:{s:s, s:s, "
				 "s:s, s:s}}]}]}",
		"blocks", "text", "Delicate", "buttons", "text", "Press",
		"action", "delete", "value", "9", "confirm", "title", "Sure?",
		"text", "It is gone then.", "yes", "Yes", "no", "No");
	const struct chat_say post = {.act = CHAT_POST,
		.key = "delicate",
		.place = s->news,
		.card = card};
	struct town_said said = town_say(s, &post);
	struct event *event;

	mattermost_live_act(&s->live,
		"{\"as\":\"ana\",\"do\":\"press\",\"in\":\"#news\",\"on\":"
		"\"Delicate\",\"button\":\"Press\"}");
	mattermost_live_run(&s->live, 400);
	assert_int_equal(s->count, 0);
	event = town_after(s, EVENT_BUTTON, SUBMIT);
	assert_string_equal(event->name, "delete");
	assert_string_equal(event->value, "9");
	assert_string_equal(event->message, said.message);
	assert_string_equal(event->place, s->news);
	assert_string_equal(event->post_key, "delicate");
	json_decref(card);
}

/* Is not fooled ------------------------------------------------------------ */

static int
post_to_us(struct town *s, const char *rest, const char *body)
{
	char *url = xasprintf("%s/mattermost/town/%s", s->callback, rest);
	const struct http_request request = {.method = "POST",
		.url = url,
		.body = body,
		.body_size = strlen(body)};
	int status = 0;

	http_ask(s->live.http, &request, mattermost_live_on_status, &status);
	assert_true(mattermost_live_until(
		&s->live, mattermost_live_has_status, &status, 5000));
	free(url);
	return status;
}

static void
what_is_made_up_is_refused(void **state)
{
	struct town *s = town_of(state);

	assert_int_equal(post_to_us(s, "command", ""), 400);
	assert_int_equal(post_to_us(s, "command",
				 "token=x&user_id=aaaaaaaaaaaaaaaaaaaaaaaaaa"
				 "&channel_id=aaaaaaaaaaaaaaaaaaaaaaaaaa"
				 "&command=/advocate&text=me&trigger_id=zzz"),
		401);
	assert_int_equal(post_to_us(s, "action", "{}"), 400);
	assert_int_equal(
		post_to_us(s, "action",
			"{\"user_id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaa\","
			"\"channel_id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaa\","
			"\"post_id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaa\","
			"\"trigger_id\":\"zzz\",\"context\":{\"a\":\"x\"}}"),
		403);
	assert_int_equal(
		post_to_us(s, "dialog",
			"{\"user_id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaa\","
			"\"channel_id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaa\","
			"\"state\":\"x\",\"submission\":{}}"),
		403);
	assert_int_equal(post_to_us(s, "elsewhere", "{}"), 404);
	assert_int_equal(post_to_us(s, "check", "{}"), 200);
	assert_int_equal(s->count, 0);
}

static void
what_comes_after_the_end_is_refused(void **state)
{
	struct town *s = town_of(state);

	chat_quiet(s->chat);
	assert_int_equal(post_to_us(s, "command", "token=x"), 503);
	assert_int_equal(post_to_us(s, "check", ""), 200);
}

#define TEST(name) cmocka_unit_test_teardown(name, town_between)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_command_is_answered_where_it_was_typed),
		TEST(a_press_is_answered_in_words),
		TEST(buttons_cannot_ride_and_a_line_says_where_they_went),
		TEST(who_presses_what_was_moved_sees_that_it_failed),
		TEST(a_form_stays_open_until_it_is_right),
		TEST(a_button_may_ask_first), TEST(what_is_made_up_is_refused),
		TEST(what_comes_after_the_end_is_refused)};

	return cmocka_run_group_tests(tests, town_begin, town_end);
}
