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

#include "chat.h"
#include "event.h"
#include "mattermost/mattermost_api.h"
#include "mattermost/mattermost_decode.h"
#include "mattermost/mattermost_gap.h"
#include "mattermost_peer.h"

#define ME "advocateadvocateadvocate11"
#define ANA "anaanaanaanaanaanaanaana11"
#define BEN "benbenbenbenbenbenbenben11"
#define NEWS "newsnewsnewsnewsnewsnews11"
#define SECRET "secretsecretsecretsecret11"
#define DIRECT "directdirectdirectdirect11"
#define TEAM "teamteamteamteamteamteam11"

/* A second in the life of the server. */
#define S(n) (1795400000000 + (n) * (int64_t)1000)

struct story {
	struct mattermost_peer peer;
	struct chat_settings settings;
	struct mattermost_self self;
	struct mattermost_api *api;
	struct mattermost_gap *gap;
	struct event *events[2000];
	size_t count;
	int done;
};

static void
on_event(void *arg, struct event *event)
{
	struct story *s = arg;

	assert_true(s->count < sizeof s->events / sizeof *s->events);
	s->events[s->count++] = event;
}

static void
on_done(void *arg, int64_t until)
{
	struct story *s = arg;

	assert_true(until > 0);
	s->done++;
}

static int
begin(void **state)
{
	struct story *s = xcalloc(1, sizeof *s);

	mattermost_peer_start(&s->peer);
	s->settings = (struct chat_settings){.name = "hq",
		.kind = "mattermost",
		.api_url = s->peer.address,
		.bot_token = "token"};
	s->self.person = ME;
	s->api = mattermost_api_new(s->peer.loop, &s->settings, NULL);
	s->gap = mattermost_gap_new(
		s->peer.loop, &s->settings, s->api, &s->self);
	mattermost_gap_on(s->gap, on_event, on_done, s);
	*state = s;
	return 0;
}

static void
forget(struct story *s)
{
	while (s->count > 0)
		event_free(s->events[--s->count]);
}

static int
end(void **state)
{
	struct story *s = *state;

	forget(s);
	mattermost_gap_free(s->gap);
	mattermost_api_free(s->api);
	mattermost_peer_stop(&s->peer);
	free(s);
	return 0;
}

/* What the peer says next; takes body. */
static void
next(struct story *s, int status, json_t *body)
{
	mattermost_peer_tell(&s->peer, "answer",
		json_pack("{s:i, s:o}", "status", status, "body", body));
}

static json_t *
channel(const char *id, const char *type, const char *name, int64_t last)
{
	return json_pack("{s:s, s:s, s:s, s:I, s:i}", "id", id, "type", type,
		"name", name, "last_post_at", (json_int_t)last, "delete_at", 0);
}

/* One team; its channels. */
static void
next_places(struct story *s)
{
	next(s, 200, json_pack("[{s:s}]", "id", TEAM));
	next(s, 200,
		json_pack("[o, o, o, o]", channel(NEWS, "O", "news", S(0)),
			channel(DIRECT, "D", ME "__" ANA, S(100)),
			channel(BEN, "D", ME "__" BEN, S(1)),
			channel(SECRET, "P", "secret", S(0))));
}

static json_t *
post(const char *id, const char *person, const char *text, int64_t at)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:I, s:I, s:i, s:s, s:s, s:{}}",
		"id", id, "channel_id", DIRECT, "user_id", person, "message",
		text, "create_at", (json_int_t)at, "update_at", (json_int_t)at,
		"delete_at", 0, "original_id", "", "type", "", "props");
}

/* A page of these posts, the newest first; takes list. */
static json_t *
page(json_t *list)
{
	json_t *order = json_array(), *posts = json_object(), *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		json_array_append(order, json_object_get(one, "id"));
		json_object_set(posts, json_text(one, "id", ""), one);
	}
	json_decref(list);
	return json_pack("{s:o, s:o}", "order", order, "posts", posts);
}

static json_t *
reaction(const char *post_id, const char *person, const char *emoji, int64_t at)
{
	return json_pack("{s:s, s:s, s:s, s:I, s:I}", "post_id", post_id,
		"user_id", person, "emoji_name", emoji, "create_at",
		(json_int_t)at, "update_at", (json_int_t)at);
}

static bool
is_done(void *arg)
{
	return ((struct story *)arg)->done > 0;
}

static void
read_gap(struct story *s, int64_t since)
{
	mattermost_gap_read(s->gap, since);
	assert_true(mattermost_peer_until(&s->peer, is_done, s, 15000));
	s->done = 0;
}

/* The paths that were asked for, with spaces between them; yours. */
static char *
asked(struct story *s)
{
	json_t *seen = mattermost_peer_ask(&s->peer, "seen", NULL), *one;
	struct text out = {0};
	size_t i;

	json_array_foreach(seen, i, one) text_addf(&out, "%s%s",
		i == 0 ? "" : " ", json_text(one, "path", "") + 7);
	json_decref(seen);
	return text_take(&out);
}

static const struct event *
find(const struct story *s, int kind, const char *message)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if ((int)s->events[i]->kind == kind &&
			(message == NULL ||
				strcmp(s->events[i]->message, message) == 0))
			return s->events[i];
	return NULL;
}

static void
at_first_only_the_places_are_read(void **state)
{
	struct story *s = *state;
	const struct event *e;
	char *paths;

	next_places(s);
	read_gap(s, 0);
	assert_int_equal(s->count, 1);
	e = find(s, EVENT_PLACES, NULL);
	assert_non_null(e);
	assert_int_equal(json_array_size(json_at(e->fields, "channels")), 2);
	assert_string_equal(json_text(e->fields, "channels[0].id", ""), NEWS);
	assert_string_equal(
		json_text(e->fields, "channels[1].name", ""), "secret");
	paths = asked(s);
	assert_string_equal(
		paths, "/users/me/teams /users/me/teams/" TEAM "/channels");
	free(paths);
}

static void
what_was_missed_is_read_up(void **state)
{
	struct story *s = *state;
	const struct event *e;
	char *paths;

	next_places(s);
	/* news: ours that changed, ours that did not, somebody else's */
	next(s, 200,
		page(json_pack("[o, o, o]", post("p1", ME, "card", S(60)),
			post("p2", ME, "old", S(10)),
			post("p3", ANA, "talk", S(70)))));
	next(s, 200,
		json_pack("{s:[o, o, o]}", "p1",
			reaction("p1", ANA, "mega_light_skin_tone", S(60)),
			reaction("p1", BEN, "mega", S(20)),
			reaction("p1", ME, "mega", S(60))));
	/* direct: theirs, ours, an old one that was edited */
	next(s, 200,
		page(json_pack("[o, o, o, o]", post("d3", ANA, "me", S(80)),
			post("d2", ME, "kit", S(75)),
			post("d1", ANA, "join", S(71)),
			post("d0", ANA, "long ago", S(1)))));
	next(s, 200, page(json_array())); /* secret */
	read_gap(s, S(50));
	paths = asked(s);
	assert_string_equal(paths,
		"/users/me/teams /users/me/teams/" TEAM
		"/channels /channels/" NEWS "/posts?since=1795400045000"
		" /posts/ids/reactions /channels/" DIRECT
		"/posts?since=1795400045000 /channels/" SECRET
		"/posts?since=1795400045000");
	free(paths);
	assert_int_equal(s->count, 5);
	assert_int_equal(s->events[0]->kind, EVENT_PLACES);
	e = s->events[1];
	assert_int_equal(e->kind, EVENT_REACTION_ADDED);
	assert_string_equal(e->person, ANA);
	assert_string_equal(e->name, "mega");
	assert_string_equal(e->place, NEWS);
	e = s->events[2];
	assert_int_equal(e->kind, EVENT_REACTIONS);
	assert_string_equal(e->place, NEWS);
	assert_string_equal(e->message, "p1");
	assert_string_equal(e->key, "reactions:p1:1795400060000");
	assert_true(e->at > 0 && e->at <= clock_now());
	assert_string_equal(json_text(e->fields, "mega[0]", ""), ANA);
	assert_string_equal(json_text(e->fields, "mega[1]", ""), BEN);
	assert_int_equal(json_array_size(json_at(e->fields, "mega")), 2);
	e = s->events[3];
	assert_int_equal(e->kind, EVENT_MESSAGE);
	assert_string_equal(e->text, "join");
	assert_string_equal(e->place, DIRECT);
	assert_string_equal(s->events[4]->text, "me");
}

static void
who_took_a_reaction_back_is_not_there(void **state)
{
	struct story *s = *state;
	const struct event *e;

	next_places(s);
	next(s, 200, page(json_pack("[o]", post("p1", ME, "card", S(60)))));
	next(s, 200, json_object()); /* nobody stands there */
	next(s, 200, page(json_array()));
	next(s, 200, page(json_array()));
	read_gap(s, S(50));
	e = find(s, EVENT_REACTIONS, "p1");
	assert_non_null(e);
	assert_int_equal(json_object_size(e->fields), 0);
	assert_int_equal(s->count, 2);
}

/* The same keys as the socket's: a second hearing does nothing. */
static void
keys_are_those_of_the_socket(void **state)
{
	struct story *s = *state;
	json_t *given = reaction("p1", ANA, "mega", S(60));
	char *inner = json_dump(given), *text;
	struct mattermost_frame f;
	json_t *frame = json_pack("{s:s, s:{s:s}, s:{s:s}, s:i}", "event",
		"reaction_added", "data", "reaction", inner, "broadcast",
		"channel_id", NEWS, "seq", 7);

	next_places(s);
	next(s, 200, page(json_pack("[o]", post("p1", ME, "card", S(60)))));
	next(s, 200, json_pack("{s:[o]}", "p1", given));
	next(s, 200, page(json_array()));
	next(s, 200, page(json_array()));
	read_gap(s, S(50));
	text = json_dump(frame);
	assert_int_equal(
		mattermost_decode_frame(&f, text, strlen(text), &s->self, NULL),
		0);
	assert_string_equal(
		f.event->key, find(s, EVENT_REACTION_ADDED, "p1")->key);
	mattermost_decode_free(&f);
	json_decref(frame);
	free(inner);
	free(text);
}

static json_t *
many(int from, int count)
{
	json_t *list = json_array();
	char id[32];
	int i;

	for (i = from + count - 1; i >= from; i--) {
		snprintf(id, sizeof id, "m%d", i);
		json_array_append_new(list,
			post(id, i % 100 == 0 ? ME : ANA, "talk", S(60) + i));
	}
	return page(list);
}

static void
a_thousand_are_read_page_by_page(void **state)
{
	struct story *s = *state;
	char *paths;
	int i, standing = 0;

	next_places(s);
	next(s, 200, many(300, 1000));
	for (i = 1100; i >= 100; i -= 200)
		next(s, 200, many(i, 200));
	next(s, 200, many(0, 100)); /* not a whole page */
	next(s, 200, json_object());
	next(s, 200, page(json_array()));
	next(s, 200, page(json_array()));
	read_gap(s, S(50));
	paths = asked(s);
	assert_non_null(strstr(paths, "/posts?per_page=200 "));
	assert_non_null(strstr(paths, "/posts?per_page=200&before=m1100 "));
	assert_non_null(strstr(paths, "/posts?per_page=200&before=m100 "));
	assert_null(strstr(paths, "&before=m0"));
	free(paths);
	for (i = 0; i < (int)s->count; i++)
		standing += s->events[i]->kind == EVENT_REACTIONS;
	assert_int_equal(standing, 13); /* m0, m100 ... m1200 */
}

static void
trouble_is_met_with_patience(void **state)
{
	struct story *s = *state;
	json_t *gone =
		json_pack("{s:s}", "id", "api.context.permissions.app_error");
	char *paths;

	next(s, 503, json_string("starting"));
	next(s, 200, json_pack("[{s:s}]", "id", TEAM));
	next(s, 429, json_string("limit exceeded"));
	next(s, 200,
		json_pack("[o, o]", channel(NEWS, "O", "news", S(0)),
			channel(SECRET, "P", "secret", S(0))));
	next(s, 403, gone); /* out of news meanwhile */
	next(s, 200, page(json_pack("[o]", post("p1", ME, "card", S(60)))));
	mattermost_peer_tell(
		&s->peer, "answer", json_pack("{s:b}", "hang up", 1));
	next(s, 200,
		json_pack("{s:[o]}", "p1", reaction("p1", ANA, "mega", S(60))));
	read_gap(s, S(50));
	paths = asked(s);
	assert_string_equal(paths,
		"/users/me/teams /users/me/teams /users/me/teams/" TEAM
		"/channels /users/me/teams/" TEAM "/channels /channels/" NEWS
		"/posts?since=1795400045000 /channels/" SECRET
		"/posts?since=1795400045000 /posts/ids/reactions"
		" /posts/ids/reactions");
	free(paths);
	assert_int_equal(s->count, 3);
}

static void
a_second_gap_begins_anew_from_the_older_time(void **state)
{
	struct story *s = *state;
	char *paths;

	next_places(s);
	next_places(s);
	next(s, 200, page(json_array()));
	next(s, 200, page(json_array()));
	next(s, 200, page(json_array()));
	mattermost_gap_read(s->gap, S(50));
	while (s->count == 0)
		assert_int_equal(loop_turn(s->peer.loop, 20, NULL), 0);
	mattermost_gap_read(s->gap, S(90));
	forget(s);
	assert_true(mattermost_peer_until(&s->peer, is_done, s, 5000));
	paths = asked(s);
	assert_non_null(strstr(paths, "/posts?since=1795400045000"));
	assert_null(strstr(paths, "/posts?since=1795400085000"));
	free(paths);
	assert_int_equal(s->done, 1);
	s->done = 0;
	next_places(s); /* and the next one from its own */
	next(s, 200, page(json_array()));
	next(s, 200, page(json_array()));
	read_gap(s, S(95));
	paths = asked(s);
	assert_non_null(strstr(paths, "/posts?since=1795400090000"));
	free(paths);
}

static void
nonsense_is_left_out(void **state)
{
	struct story *s = *state;

	next(s, 200, json_pack("[{s:i}, s, {s:s}]", "id", 7, "x", "id", TEAM));
	next(s, 200,
		json_pack("[{}, n, {s:s}, {s:s, s:s}, {s:s, s:s, s:I}]", "id",
			"../x", "id", NEWS, "type", "O", "id", SECRET, "type",
			"P", "delete_at", (json_int_t)S(1)));
	next(s, 200,
		json_pack("{s:[s, n, i], s:{s:{}, s:n, s:[]}}", "order", "a", 7,
			"posts", "a", "b", "c"));
	read_gap(s, S(50));
	assert_int_equal(s->count, 1);
	assert_int_equal(
		json_array_size(json_at(s->events[0]->fields, "channels")), 1);
}

static void
it_can_be_left_in_the_middle(void **state)
{
	struct story *s = *state;

	next_places(s);
	mattermost_gap_read(s->gap, S(50));
	while (s->count == 0)
		assert_int_equal(loop_turn(s->peer.loop, 20, NULL), 0);
	mattermost_gap_free(s->gap);
	s->gap = NULL;
	assert_int_equal(loop_turn(s->peer.loop, 50, NULL), 0);
	assert_int_equal(s->done, 0);
}

int
main(void)
{
#define STORY(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		STORY(at_first_only_the_places_are_read),
		STORY(what_was_missed_is_read_up),
		STORY(who_took_a_reaction_back_is_not_there),
		STORY(keys_are_those_of_the_socket),
		STORY(a_thousand_are_read_page_by_page),
		STORY(trouble_is_met_with_patience),
		STORY(a_second_gap_begins_anew_from_the_older_time),
		STORY(nonsense_is_left_out),
		STORY(it_can_be_left_in_the_middle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
