#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "mem.h"

#include "chat.h"
#include "chat_members.h"
#include "event.h"
#include "live.h"

static struct live *
connect_live(void **state)
{
	struct live *w = *state;

	live_open(w, NULL, NULL, 3000);
	assert_true(live_until(w, live_ready, w, 5000));
	return w;
}

static json_t *
card(const char *text)
{
	return json_pack("{s:[{s:s}]}", "blocks", "text", text);
}

/* The messages a person sees in a channel, as JSON text. */
static char *
seen(struct live *w, const char *who)
{
	char *path = xasprintf("state?as=%s", who), *text;
	json_t *all = live_control(w, path, NULL);

	text = json_dump(all);
	json_decref(all);
	free(path);
	return text;
}

static size_t
occurrences(const char *text, const char *word)
{
	size_t n = 0;

	while ((text = strstr(text, word)) != NULL) {
		text += strlen(word);
		n++;
	}
	return n;
}

static void
assert_seen(struct live *w, const char *who, const char *words, size_t times)
{
	char *text = seen(w, who);

	assert_int_equal(occurrences(text, words), times);
	free(text);
}

static void
test_connects_and_tells(void **state)
{
	struct live *w = connect_live(state);
	const char *why = NULL;

	assert_string_equal(chat_self(w->chat), "U0ADVOCATE");
	assert_string_equal(chat_name(w->chat), "acme");
	assert_string_equal(chat_kind(w->chat), "slack");
	live_event(w, EVENT_CONNECTION, "connected");
	assert_true(chat_is_ready(w->chat, &why));
	live_close(w);
}

static void
test_command_is_answered_in_its_ack(void **state)
{
	struct live *w = connect_live(state);
	json_t *reply = card("Here is help, just for you.");
	struct event *e;

	w->reply = reply;
	live_act(w, "{\"as\":\"ana\",\"do\":\"command\",\"in\":\"#news\","
		    "\"text\":\"/advocate  help \xe2\x80\x9cme\xe2\x80\x9d\"}");
	e = live_event(w, EVENT_COMMAND, "/advocate");
	assert_string_equal(e->text, "help \"me\"");
	assert_string_equal(e->person, "U0ANA");
	assert_string_equal(e->place, "C0NEWS");
	assert_true(w->rode);
	live_run(w, 200);
	assert_seen(w, "ben", "just for you", 0);
	live_close(w);
	live_run(w, 50);
	json_decref(reply);
}

static void
test_long_answer_does_not_ride(void **state)
{
	struct live *w = connect_live(state);
	json_t *reply = json_pack("{s:[]}", "blocks");
	char *long_text = xmalloc(3000);
	struct event *e;
	int i;

	memset(long_text, 'x', 2999);
	long_text[2999] = '\0';
	for (i = 0; i < 8; i++)
		json_array_append_new(json_object_get(reply, "blocks"),
			json_pack("{s:s}", "text", long_text));
	w->hold = true;
	live_act(w, "{\"as\":\"ana\",\"do\":\"command\",\"in\":\"#news\","
		    "\"text\":\"/advocate rules\"}");
	e = live_event(w, EVENT_COMMAND, "/advocate");
	assert_true(e->answerable);
	assert_false(chat_can_answer(w->chat, e->receipt, reply));
	assert_false(chat_ack(
		w->chat, e->receipt, &(struct chat_answer){.card = reply}));
	e->receipt = NULL;
	free(long_text);
	json_decref(reply);
	live_close(w);
}

static void
test_posting_pressing_and_answering(void **state)
{
	struct live *w = connect_live(state);
	json_t *post = json_pack("{s:[{s:s}, {s:[{s:s, s:s, s:s}]}]}", "blocks",
		"title", "We ship 2.0", "buttons", "text", "Share", "action",
		"share", "value", "17");
	json_t *kit = card("Your text is this.");
	struct live_sent sent = live_say(w, &(struct chat_say){.act = CHAT_POST,
						    .key = "announce:17",
						    .place = "C0NEWS",
						    .card = post});
	struct event *e;

	assert_int_equal(sent.result, CHAT_SENT);
	assert_string_equal(sent.place, "C0NEWS");
	live_act(w, "{\"as\":\"ana\",\"do\":\"press\",\"in\":\"#news\","
		    "\"on\":\"We ship\",\"button\":\"Share\"}");
	e = live_event(w, EVENT_BUTTON, "share");
	assert_string_equal(e->value, "17");
	assert_string_equal(e->message, sent.message);
	assert_non_null(e->answer);
	assert_false(e->ephemeral);
	sent = live_say(w, &(struct chat_say){.act = CHAT_ANSWER,
				   .key = "kit:1",
				   .answer = e->answer,
				   .card = kit});
	assert_int_equal(sent.result, CHAT_SENT);
	assert_seen(w, "ben", "Your text is this", 0);
	/* an address that is no Slack's: said another way, never posted to */
	sent = live_say(w, &(struct chat_say){.act = CHAT_ANSWER,
				   .key = "kit:2",
				   .answer = "http://127.0.0.1:9/x",
				   .person = "U0ANA",
				   .place = "C0NEWS",
				   .card = kit});
	assert_int_equal(sent.result, CHAT_SENT);
	json_decref(kit);
	json_decref(post);
	live_close(w);
}

static void
test_changing_deleting_reacting(void **state)
{
	struct live *w = connect_live(state);
	json_t *before = card("Before the change"), *after = card("Afterwards");
	struct live_sent sent = live_say(w, &(struct chat_say){.act = CHAT_POST,
						    .key = "edit:1",
						    .place = "C0GENERAL",
						    .card = before});
	struct chat_say say = {.act = CHAT_UPDATE,
		.key = "edit:1:a",
		.place = "C0GENERAL",
		.message = sent.message,
		.card = after};

	assert_int_equal(live_say(w, &say).result, CHAT_SENT);
	say.act = CHAT_REACT;
	say.value = "mega";
	assert_int_equal(live_say(w, &say).result, CHAT_SENT);
	assert_int_equal(live_say(w, &say).result, CHAT_SENT);
	say.act = CHAT_DELETE;
	assert_int_equal(live_say(w, &say).result, CHAT_SENT);
	assert_int_equal(live_say(w, &say).result, CHAT_SENT);
	say.act = CHAT_UPDATE;
	sent = live_say(w, &say);
	assert_int_equal(sent.result, CHAT_NEVER);
	assert_true(sent.gone);
	json_decref(before);
	json_decref(after);
	live_close(w);
}

static void
test_direct_and_whisper(void **state)
{
	struct live *w = connect_live(state);
	json_t *words = card("Only between us");
	struct chat_say say = {.act = CHAT_DIRECT,
		.key = "dm:1",
		.person = "U0BEN",
		.card = words};
	struct live_sent sent = live_say(w, &say);

	assert_int_equal(sent.result, CHAT_SENT);
	assert_int_equal(sent.place[0], 'D');
	/* not a member of #random, nor are we: falls to a direct message */
	say = (struct chat_say){.act = CHAT_WHISPER,
		.key = "dm:2",
		.person = "U0BEN",
		.place = "C0RANDOM",
		.card = words};
	sent = live_say(w, &say);
	assert_int_equal(sent.result, CHAT_SENT);
	assert_int_equal(sent.place[0], 'D');
	assert_int_equal(live_facts(w, "api", "conversations.open"), 1);
	say.act = CHAT_POST;
	sent = live_say(w, &say);
	assert_int_equal(sent.result, CHAT_NEVER);
	assert_true(sent.gone);
	json_decref(words);
	live_close(w);
}

static void
test_form_and_home(void **state)
{
	struct live *w = connect_live(state);
	json_t *home = card("Your page");
	json_t *form = json_pack("{s:s, s:s, s:s, s:[{s:s, s:s, s:s}]}", "form",
		"campaign_new", "title", "New campaign", "state", "st",
		"blocks", "input", "name", "label", "Name", "kind", "text");
	struct chat_say say = {.act = CHAT_FORM, .key = "form:1", .card = form};
	struct event *e;

	live_act(w, "{\"as\":\"mia\",\"do\":\"command\",\"in\":\"#news\","
		    "\"text\":\"/campaign new\"}");
	e = live_event(w, EVENT_COMMAND, "/campaign");
	say.trigger = e->trigger;
	assert_int_equal(live_say(w, &say).result, CHAT_SENT);
	assert_int_equal(live_say(w, &say).result, CHAT_NEVER); /* one use */
	live_act(w, "{\"as\":\"mia\",\"do\":\"fill\",\"label\":\"Name\","
		    "\"value\":\"Launch\"}");
	live_act(w, "{\"as\":\"mia\",\"do\":\"submit\"}");
	e = live_event(w, EVENT_FORM, "campaign_new");
	assert_string_equal(e->value, "st");
	assert_string_equal(json_text(e->fields, "name", ""), "Launch");
	say = (struct chat_say){.act = CHAT_HOME,
		.key = "home:1",
		.person = "U0MIA",
		.card = home};
	assert_int_equal(live_say(w, &say).result, CHAT_SENT);
	json_decref(home);
	json_decref(form);
	live_close(w);
}

static void
on_person(void *arg, const json_t *person)
{
	json_t **out = arg;

	*out = person == NULL ? json_null() : json_deep_copy(person);
}

static bool
is_set(void *arg)
{
	return *(json_t **)arg != NULL;
}

static void
test_who_somebody_is(void **state)
{
	struct live *w = connect_live(state);
	json_t *person = NULL;

	chat_ask_person(w->chat, "U0CLEO", on_person, &person);
	assert_null(person);
	assert_true(live_until(w, is_set, &person, 5000));
	assert_string_equal(json_text(person, "zone", ""), "Europe/Berlin");
	assert_string_equal(json_text(person, "language", ""), "de");
	json_decref(person);
	person = NULL;
	chat_ask_person(w->chat, "U0NOBODY", on_person, &person);
	assert_true(live_until(w, is_set, &person, 5000));
	assert_true(json_is_true(json_object_get(person, "unknown")));
	json_decref(person);
	live_close(w);
}

struct members {
	size_t count;
	bool told, gone;
	char why[64];
};

static void
on_members(void *arg, const struct chat_members *found)
{
	struct members *m = arg;

	m->told = true;
	m->gone = found->gone;
	m->count = json_array_size(found->persons);
	snprintf(m->why, sizeof m->why, "%s",
		found->why == NULL ? "" : found->why);
}

static bool
is_told(void *arg)
{
	return ((struct members *)arg)->told;
}

static void
expect_members(struct live *w, const char *group, const char *words)
{
	struct members m = {.told = false};
	char said[128];

	chat_ask_members(w->chat, group, on_members, &m);
	assert_false(m.told);
	assert_true(live_until(w, is_told, &m, 5000));
	snprintf(said, sizeof said, "%zu%s %s", m.count, m.gone ? " gone" : "",
		m.why);
	assert_string_equal(said, words);
}

static void
test_who_is_in_a_group(void **state)
{
	struct live *w = connect_live(state);

	expect_members(w, "S0SUPPORT", "2 ");
	expect_members(w, "C0NEWS", "7 "); /* ourselves too */
	expect_members(w, "S0NOBODY", "0 gone no_such_subteam");
	expect_members(w, "C0NOWHERE", "0 gone channel_not_found");
	live_close(w);
}

/* A limit in one channel holds up that channel alone. */
static void
test_limit_of_one_channel(void **state)
{
	struct live *w = connect_live(state);
	json_t *words = card("limited");
	struct chat_say news = {.act = CHAT_POST,
		.key = "l:1",
		.place = "C0NEWS",
		.card = words};
	struct chat_say general = {.act = CHAT_POST,
		.key = "l:2",
		.place = "C0GENERAL",
		.card = words};
	struct live_sent sent;
	size_t asked;

	json_decref(live_control(w, "fault",
		"{\"method\":\"chat.postMessage\",\"channel\":\"#news\","
		"\"count\":1,\"status\":429,\"retry_after\":3}"));
	sent = live_say(w, &news);
	assert_int_equal(sent.result, CHAT_LATER);
	assert_int_equal(sent.retry_ms, 3000);
	asked = live_facts(w, "api", "chat.postMessage");
	sent = live_say(w, &news);
	assert_int_equal(sent.result, CHAT_LATER);
	assert_in_range(sent.retry_ms, 1, 3000);
	assert_int_equal(live_facts(w, "api", "chat.postMessage"), asked);
	assert_int_equal(live_say(w, &general).result, CHAT_SENT);
	/* a second channel that meets it: now it is the workspace's */
	json_decref(live_control(w, "fault",
		"{\"method\":\"chat.postMessage\",\"channel\":\"#general\","
		"\"count\":1,\"status\":429,\"retry_after\":2}"));
	general.key = "l:3";
	assert_int_equal(live_say(w, &general).result, CHAT_LATER);
	general.key = "l:4";
	general.place = "C0REVIEW";
	assert_int_equal(live_say(w, &general).result, CHAT_LATER);
	general.act = CHAT_HOME;
	general.person = "U0ANA";
	assert_int_equal(live_say(w, &general).result, CHAT_SENT);
	json_decref(words);
	live_close(w);
}

/* Sent, but the answer was lost: found by its key, not said again. */
static void
test_doubtful_post_is_looked_for(void **state)
{
	static const char *const ways[] = {
		"\"cut\"", "\"internal_error\"", "503"};
	struct live *w = connect_live(state);
	size_t i;

	for (i = 0; i < 3; i++) {
		char *key = xasprintf("doubt:%zu", i);
		char *text = xasprintf("doubtful words %zu", i);
		char *fault = xasprintf("{\"method\":\"chat.postMessage\","
					"\"count\":1,\"ambiguous\":%s}",
			ways[i]);
		json_t *words = card(text);
		struct chat_say say = {.act = i == 1 ? CHAT_DIRECT : CHAT_POST,
			.key = key,
			.person = "U0ANA",
			.place = i == 0 ? "C0NEWS" : "C0GENERAL",
			.since = clock_now(),
			.card = words};
		struct live_sent sent;

		json_decref(live_control(w, "fault", fault));
		sent = live_say(w, &say);
		assert_int_equal(sent.result, CHAT_UNSURE);
		say.doubtful = true;
		sent = live_say(w, &say);
		assert_int_equal(sent.result, CHAT_SENT);
		assert_true(strlen(sent.message) > 0);
		assert_int_equal(live_say(w, &say).result, CHAT_SENT);
		json_decref(words);
		free(fault);
		free(text);
		free(key);
	}
	assert_true(live_facts(w, "api", "conversations.history") >= 3);
	live_close(w);
}

static void
test_doubtful_post_that_never_arrived(void **state)
{
	struct live *w = connect_live(state);
	json_t *words = card("said after all");
	struct chat_say say = {.act = CHAT_POST,
		.key = "doubt:never",
		.place = "C0REVIEW",
		.card = words};
	struct live_sent sent;

	json_decref(live_control(w, "fault",
		"{\"method\":\"chat.postMessage\",\"count\":1,\"cut\":true}"));
	sent = live_say(w, &say);
	assert_int_equal(sent.result, CHAT_UNSURE);
	say.doubtful = true;
	sent = live_say(w, &say);
	assert_int_equal(sent.result, CHAT_SENT);
	json_decref(words);
	live_close(w);
}

/* A whisper cannot be looked for: said again once, and never more. */
static void
test_doubtful_whisper_is_repeated_once(void **state)
{
	struct live *w = connect_live(state);
	json_t *words = card("psst");
	struct chat_say say = {.act = CHAT_WHISPER,
		.key = "doubt:w",
		.place = "C0NEWS",
		.person = "U0ANA",
		.card = words};

	json_decref(live_control(w, "fault",
		"{\"method\":\"chat.postEphemeral\",\"count\":2,"
		"\"cut\":true}"));
	assert_int_equal(live_say(w, &say).result, CHAT_UNSURE);
	say.doubtful = true;
	assert_int_equal(live_say(w, &say).result, CHAT_NEVER);
	json_decref(words);
	live_close(w);
}

/* While connections are replaced, presses go on arriving at once. */
static void
test_refresh_leaves_no_deaf_moment(void **state)
{
	struct live *w = connect_live(state);
	int64_t worst = 0, began;
	int i;

	live_run(w, 1500); /* both are there */
	for (i = 0; i < 24; i++) {
		if (i % 8 == 2)
			json_decref(live_control(w, "socket",
				i == 10 ? "{\"do\":\"warning\"}"
					: "{\"do\":\"refresh\"}"));
		live_forget(w);
		began = clock_steady();
		live_act(w, "{\"as\":\"ana\",\"do\":\"command\",\"in\":"
			    "\"#news\",\"text\":\"/advocate me\"}");
		live_event(w, EVENT_COMMAND, "/advocate");
		if (clock_steady() - began > worst)
			worst = clock_steady() - began;
		live_run(w, 150);
	}
	/* a command that meets deaf ears is not sent again; a socket that came
	 * back by waiting would cost seconds */
	assert_in_range(worst, 0, 2500);
	assert_true(chat_is_ready(w->chat, NULL));
	live_close(w);
}

static bool
is_not_ready(void *arg)
{
	return !live_ready(arg);
}

static void
test_silence_is_noticed(void **state)
{
	struct live *w = connect_live(state);
	const char *why = NULL;
	int i;

	live_run(w, 1500);
	json_decref(live_control(w, "socket", "{\"do\":\"silence\"}"));
	assert_true(live_until(w, is_not_ready, w, 6000));
	assert_false(chat_is_ready(w->chat, &why));
	assert_non_null(why);
	assert_true(live_until(w, live_ready, w, 8000));
	/* what Slack still takes for connections gets its share for a while */
	live_forget(w);
	for (i = 0; i < 12 && w->count == 0; i++) {
		live_act(w, "{\"as\":\"ana\",\"do\":\"command\",\"in\":"
			    "\"#news\",\"text\":\"/advocate me\"}");
		live_run(w, 100);
	}
	live_event(w, EVENT_COMMAND, "/advocate");
	live_close(w);
}

static void
test_reset_connections_come_back(void **state)
{
	struct live *w = connect_live(state);

	live_run(w, 1500);
	json_decref(live_control(w, "socket", "{\"do\":\"reset\"}"));
	live_run(w, 100);
	assert_true(live_until(w, live_ready, w, 8000));
	live_close(w);
}

static void
test_refused_tokens_are_told_and_not_hammered(void **state)
{
	struct live *w = *state;
	const char *why = NULL;
	size_t before = live_facts(w, "api", "apps.connections.open");

	live_open(w, "xapp-1-wrong", NULL, 3000);
	live_run(w, 3000);
	assert_false(chat_is_ready(w->chat, &why));
	assert_non_null(strstr(why, "invalid_auth"));
	assert_in_range(live_facts(w, "api", "apps.connections.open"),
		before + 1, before + 2);
	live_close(w);
	live_open(w, NULL, "xoxb-wrong", 3000);
	live_run(w, 500);
	assert_false(chat_is_ready(w->chat, &why));
	assert_non_null(strstr(why, "invalid_auth"));
	live_close(w);
}

static void
test_link_disabled_is_waited_out(void **state)
{
	struct live *w = connect_live(state);
	const char *why = NULL;
	size_t asked;

	live_run(w, 1500);
	json_decref(live_control(w, "socket", "{\"do\":\"link_disabled\"}"));
	assert_true(live_until(w, is_not_ready, w, 3000));
	chat_is_ready(w->chat, &why);
	assert_string_equal(why, "link_disabled");
	asked = live_facts(w, "api", "apps.connections.open");
	live_run(w, 2500);
	assert_int_equal(live_facts(w, "api", "apps.connections.open"), asked);
	json_decref(live_control(w, "socket", "{\"do\":\"link_enabled\"}"));
	live_close(w);
}

/* A drain: nothing new, but what was received is still acked. */
static void
test_quiet_still_acks(void **state)
{
	struct live *w = connect_live(state);
	struct event *e;
	size_t acks = live_facts(w, "ack", NULL);

	live_forget(w);
	w->hold = true;
	live_act(w, "{\"as\":\"ana\",\"do\":\"command\",\"in\":\"#news\","
		    "\"text\":\"/advocate me\"}");
	e = live_event(w, EVENT_COMMAND, "/advocate");
	chat_quiet(w->chat);
	live_run(w, 100);
	chat_ack(w->chat, e->receipt, NULL);
	e->receipt = NULL;
	live_run(w, 300);
	assert_int_equal(live_facts(w, "ack", NULL), acks + 1);
	assert_false(chat_is_ready(w->chat, NULL));
	live_close(w);
}

static int
start(void **state)
{
	struct live *w = xcalloc(1, sizeof *w);

	live_start(w);
	*state = w;
	return 0;
}

static int
stop(void **state)
{
	live_stop(*state);
	free(*state);
	return 0;
}

/* Slack cannot fetch a picture: the words matter more. */
static void
test_pictures_are_left_out_when_refused(void **state)
{
	struct live *w = connect_live(state);
	json_t *post = json_pack("{s:[{s:s}, {s:s, s:s}]}", "blocks", "text",
		"Words with a picture", "picture", "https://acme.example/a.png",
		"alt", "A picture");
	struct chat_say say = {.act = CHAT_DIRECT,
		.key = "picture:1",
		.person = "U0EVA",
		.card = post};

	json_decref(live_control(w, "fault",
		"{\"method\":\"chat.postMessage\",\"count\":1,"
		"\"error\":\"invalid_blocks\"}"));
	assert_int_equal(live_say(w, &say).result, CHAT_SENT);
	json_decref(live_control(w, "fault",
		"{\"method\":\"chat.postMessage\",\"count\":2,"
		"\"error\":\"invalid_blocks\"}"));
	say.key = "picture:2";
	say.person = "U0DAN";
	assert_int_equal(live_say(w, &say).result, CHAT_NEVER);
	json_decref(live_control(w, "fault", "{\"clear\":true}"));
	json_decref(post);
	live_close(w);
}

/* A response_url takes five answers; the sixth goes another way. */
static void
test_used_up_answer_address(void **state)
{
	struct live *w = connect_live(state);
	json_t *words = card("One of many answers");
	struct chat_say say = {.act = CHAT_ANSWER,
		.person = "U0ANA",
		.place = "C0NEWS",
		.card = words};
	size_t whispers = live_facts(w, "api", "chat.postEphemeral");
	struct event *e;
	int i;

	live_act(w, "{\"as\":\"ana\",\"do\":\"command\",\"in\":\"#news\","
		    "\"text\":\"/advocate me\"}");
	e = live_event(w, EVENT_COMMAND, "/advocate");
	say.answer = e->answer;
	for (i = 0; i < 6; i++) {
		say.key = "used";
		assert_int_equal(live_say(w, &say).result, CHAT_SENT);
	}
	assert_int_equal(
		live_facts(w, "api", "chat.postEphemeral"), whispers + 1);
	json_decref(words);
	live_close(w);
}

/* Copies of one delivery have one key, which the inbox accepts once. */
static void
test_copies_have_one_key(void **state)
{
	struct live *w = connect_live(state);
	const char *keys[2] = {NULL, NULL};
	size_t i, n = 0;

	live_forget(w);
	json_decref(live_control(w, "socket", "{\"do\":\"double\"}"));
	live_act(w, "{\"as\":\"ana\",\"do\":\"command\",\"in\":\"#news\","
		    "\"text\":\"/advocate me\"}");
	live_event(w, EVENT_COMMAND, "/advocate");
	live_run(w, 200);
	for (i = 0; i < w->count && n < 2; i++)
		if (w->events[i]->kind == EVENT_COMMAND)
			keys[n++] = w->events[i]->key;
	assert_int_equal(n, 2);
	assert_string_equal(keys[0], keys[1]);
	live_close(w);
}

/* More connections than Slack allows, none of them ours to close: the one
 * that lives is kept, and no other is tried for a while. */
static void
test_too_many_connections(void **state)
{
	struct live *w = connect_live(state);
	size_t asked;

	live_run(w, 1500);
	json_decref(
		live_control(w, "socket", "{\"do\":\"ghost\",\"count\":9}"));
	json_decref(
		live_control(w, "socket", "{\"do\":\"reset\",\"count\":1}"));
	live_run(w, 2500);
	assert_true(chat_is_ready(w->chat, NULL));
	asked = live_facts(w, "api", "apps.connections.open");
	live_run(w, 2000);
	assert_int_equal(live_facts(w, "api", "apps.connections.open"), asked);
	json_decref(live_control(w, "socket", "{\"do\":\"no ghosts\"}"));
	live_close(w);
}

static int
tidy(void **state)
{
	live_close(*state);
	return 0;
}

#define LIVE(test) cmocka_unit_test_teardown(test, tidy)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(test_connects_and_tells),
		LIVE(test_command_is_answered_in_its_ack),
		LIVE(test_long_answer_does_not_ride),
		LIVE(test_posting_pressing_and_answering),
		LIVE(test_changing_deleting_reacting),
		LIVE(test_direct_and_whisper),
		LIVE(test_form_and_home),
		LIVE(test_who_is_in_a_group),
		LIVE(test_who_somebody_is),
		LIVE(test_limit_of_one_channel),
		LIVE(test_doubtful_post_is_looked_for),
		LIVE(test_doubtful_post_that_never_arrived),
		LIVE(test_doubtful_whisper_is_repeated_once),
		LIVE(test_refresh_leaves_no_deaf_moment),
		LIVE(test_silence_is_noticed),
		LIVE(test_reset_connections_come_back),
		LIVE(test_refused_tokens_are_told_and_not_hammered),
		LIVE(test_link_disabled_is_waited_out),
		LIVE(test_quiet_still_acks),
		LIVE(test_pictures_are_left_out_when_refused),
		LIVE(test_used_up_answer_address),
		LIVE(test_copies_have_one_key),
		LIVE(test_too_many_connections),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
