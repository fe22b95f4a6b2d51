#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "seal.h"
#include "text.h"

#include "httpd.h"

#include "chat.h"
#include "event.h"
#include "town.h"

struct town *
town_of(void **state)
{
	return *state;
}

static void
on_request(void *arg, struct httpd_request *r)
{
	struct town *s = arg;

	if (s->chat == NULL || !chat_take_request(s->chat, httpd_rest(r), r))
		httpd_reply(r, &(struct httpd_answer){.status = 404});
}

/* As dispatch does: asked before, answered after. */
static void
on_event(void *arg, struct event *event)
{
	struct town *s = arg;

	assert_true(s->count < TOWN_EVENTS);
	s->events[s->count++] = event;
	if (event->receipt == NULL)
		return;
	s->can = s->answer.card != NULL &&
		 chat_can_answer(s->chat, event->receipt, s->answer.card);
	if (s->answer.card != NULL && !s->can) {
		struct chat_answer other = s->answer;

		other.card = NULL;
		s->rode = chat_ack(s->chat, event->receipt, &other);
	} else {
		s->rode = chat_ack(s->chat, event->receipt, &s->answer);
	}
	event->receipt = NULL;
}

void
town_forget(struct town *s)
{
	while (s->count > 0)
		event_free(s->events[--s->count]);
	s->answer = (struct chat_answer){.card = NULL};
	s->can = s->rode = false;
}

/* GET below /api/v4 with the bot's token. Yours. */
static json_t *
get(struct town *s, const char *path)
{
	char *bearer = xasprintf("Authorization: Bearer %s",
		json_text(s->live.told, "bot_token", ""));
	char *url = xasprintf(
		"%s/api/v4%s", json_text(s->live.told, "address", ""), path);
	const char *const headers[] = {bearer, NULL};
	const struct http_request request = {
		.method = "GET", .url = url, .headers = headers};
	json_t *answer = NULL;

	http_ask(s->live.http, &request, mattermost_live_on_answer, &answer);
	assert_true(mattermost_live_until(
		&s->live, mattermost_live_has_answer, &answer, 10000));
	free(bearer);
	free(url);
	return answer;
}

static void
find_places(struct town *s)
{
	char *path = xasprintf("/teams/%s/channels/name/news",
		json_text(s->live.told, "team", ""));
	json_t *channel = get(s, path), *user = get(s, "/users/username/ana");

	text_copy(s->news, sizeof s->news, json_text(channel, "id", ""));
	text_copy(s->ana, sizeof s->ana, json_text(user, "id", ""));
	assert_int_equal(strlen(s->news), 26);
	assert_int_equal(strlen(s->ana), 26);
	json_decref(channel);
	json_decref(user);
	free(path);
}

static bool
is_ready(void *arg)
{
	struct town *s = arg;

	return chat_is_ready(s->chat, NULL);
}

static void
open_chat(struct town *s)
{
	struct text tokens = {NULL, 0, 0};
	struct chat_settings settings = {.name = "town",
		.kind = "mattermost",
		.api_url = json_text(s->live.told, "address", ""),
		.bot_token = json_text(s->live.told, "bot_token", ""),
		.command_prefix = "",
		.callback_url = s->callback,
		.seal = s->seal,
		.ping_ms = 1000,
		.dead_ms = 3000};
	const char *name;
	json_t *token;

	json_object_foreach(
		json_object_get(s->live.told, "commands"), name, token)
	{
		text_addf(&tokens, "%s\n", json_string_value(token));
	}
	s->tokens = text_take(&tokens);
	settings.command_tokens = s->tokens;
	s->chat = chat_open(s->live.loop, &settings, on_event, s, NULL);
	assert_non_null(s->chat);
	assert_true(mattermost_live_until(&s->live, is_ready, s, 8000));
}

int
town_begin(void **state)
{
	struct town *s = xcalloc(1, sizeof *s);
	struct err e = {""};
	char *callback;

	s->live.loop = loop_new(&e);
	s->seal = seal_new("0123456789012345678901234567890123", &e);
	s->routes[0] = (struct httpd_route){
		"/mattermost/town/", "GET POST", 65536, on_request, s, false};
	s->httpd = httpd_open(s->live.loop, "127.0.0.1:0", s->routes, &e);
	assert_non_null(s->httpd);
	s->callback = xasprintf("http://127.0.0.1:%d", httpd_port(s->httpd));
	callback = xasprintf("%s/mattermost/town", s->callback);
	mattermost_live_spawn(&s->live, "2", callback);
	free(callback);
	find_places(s);
	open_chat(s);
	*state = s;
	return 0;
}

int
town_end(void **state)
{
	struct town *s = town_of(state);

	town_forget(s);
	chat_close(s->chat);
	httpd_close(s->httpd);
	seal_free(s->seal);
	mattermost_live_stop(&s->live);
	free(s->callback);
	free(s->tokens);
	free(s);
	return 0;
}

int
town_between(void **state)
{
	town_forget(town_of(state));
	return 0;
}

/* What happens, and what comes of it ---------------------------------------
 */

struct wanted {
	struct town *town;
	enum event_kind kind;
	struct event *found;
};

static bool
is_there(void *arg)
{
	struct wanted *w = arg;
	size_t i;

	for (i = 0; i < w->town->count; i++)
		if (w->town->events[i]->kind == w->kind)
			w->found = w->town->events[i];
	return w->found != NULL;
}

/* The event of that kind, within 5 s; lent. */
struct event *
town_wait_for(struct town *s, enum event_kind kind)
{
	struct wanted w = {.town = s, .kind = kind};

	if (!mattermost_live_until(&s->live, is_there, &w, 5000))
		fail_msg("no %s came", event_kind_name(kind));
	return w.found;
}

struct event *
town_after(struct town *s, enum event_kind kind, const char *deed)
{
	struct event *event;

	mattermost_live_act(&s->live, deed);
	event = town_wait_for(s, kind);
	mattermost_live_run(&s->live, 200); /* the answer is on its way */
	return event;
}

/* All that Ana sees, as text. Yours. */
static char *
seen(struct town *s)
{
	json_t *all = mattermost_live_ask(&s->live, "state?as=ana", NULL);
	char *text = json_dump(all);

	json_decref(all);
	return text;
}

size_t
town_times_seen(struct town *s, const char *words)
{
	char *text = seen(s);
	const char *at = text;
	size_t n = 0;

	while ((at = strstr(at, words)) != NULL) {
		at += strlen(words);
		n++;
	}
	free(text);
	return n;
}

json_t *
town_words(const char *text)
{
	return json_pack("{s:[{s:s}]}", "blocks", "text", text);
}

json_t *
town_with_button(const char *text, const char *action)
{
	return json_pack("{s:[{s:s}, {s:[{s:s, s:s, s:s}]}]}", "blocks", "text",
		text, "buttons", "text", "Press", "action", action, "value",
		"17");
}

static void
on_said(void *arg, const struct chat_sent *sent)
{
	struct town_said *out = arg;

	out->done = true;
	out->sent = *sent;
	text_copy(out->place, sizeof out->place,
		sent->place == NULL ? "" : sent->place);
	text_copy(out->message, sizeof out->message,
		sent->message == NULL ? "" : sent->message);
}

static bool
is_said(void *arg)
{
	return ((struct town_said *)arg)->done;
}

struct town_said
town_say(struct town *s, const struct chat_say *what)
{
	struct town_said said = {.done = false};

	chat_send(s->chat, what, on_said, &said);
	assert_false(said.done); /* never before the return */
	assert_true(mattermost_live_until(&s->live, is_said, &said, 15000));
	return said;
}

/* Posts a card with a button into #news under that key. */
struct town_said
town_put_button(struct town *s, const char *text, const char *action)
{
	json_t *card = town_with_button(text, action);
	const struct chat_say post = {.act = CHAT_POST,
		.key = action,
		.place = s->news,
		.card = card};
	struct town_said said = town_say(s, &post);

	assert_int_equal(said.sent.result, CHAT_SENT);
	json_decref(card);
	return said;
}
