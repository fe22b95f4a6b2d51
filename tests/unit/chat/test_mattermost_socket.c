#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "metric.h"
#include "text.h"

#include "chat.h"
#include "event.h"
#include "mattermost/mattermost_api.h"
#include "mattermost/mattermost_decode.h"
#include "mattermost/mattermost_socket.h"
#include "mattermost_live.h"

#define HEARD_MAX 600

struct story {
	struct mattermost_live live;
	struct chat_settings settings;
	struct mattermost_api *api;
	struct mattermost_self self;
	struct mattermost_socket *socket;
	int heard[HEARD_MAX]; /* numbers of direct messages, as they came */
	int count;
	int alive, gaps, marks, selves;
	int64_t mark;
	int64_t alive_at;
};

static void
on_event(void *arg, struct mattermost_frame *f)
{
	struct story *s = arg;

	if (f->event == NULL || f->event->kind != EVENT_MESSAGE)
		return;
	assert_true(s->count < HEARD_MAX);
	assert_true(text_starts(f->event->text, "number "));
	s->heard[s->count++] = (int)strtol(f->event->text + 7, NULL, 10);
}

static void
on_alive(void *arg, bool gap)
{
	struct story *s = arg;

	s->alive++;
	s->gaps += gap;
	s->alive_at = clock_steady();
}

static void
on_heard(void *arg, int64_t at)
{
	struct story *s = arg;

	s->marks++;
	s->mark = at;
}

static void
on_self(void *arg, const json_t *user)
{
	struct story *s = arg;

	s->selves++;
	assert_string_equal(json_text(user, "id", ""), s->self.person);
}

static int
begin(void **state)
{
	struct story *s = xcalloc(1, sizeof *s);

	mattermost_live_start(&s->live, "10");
	s->settings = (struct chat_settings){.name = "hq",
		.kind = "mattermost",
		.api_url = json_text(s->live.told, "address", ""),
		.bot_token = json_text(s->live.told, "bot_token", ""),
		.ping_ms = 200,
		.dead_ms = 1500};
	*state = s;
	return 0;
}

static void
start(struct story *s)
{
	static const struct mattermost_socket_events events = {
		on_event, on_alive, on_heard, on_self};

	s->api = mattermost_api_new(s->live.loop, &s->settings, NULL);
	s->socket = mattermost_socket_new(
		s->live.loop, &s->settings, s->api, &s->self);
	mattermost_socket_start(s->socket, &events, s);
	assert_int_equal(s->alive, 0);
}

static int
end(void **state)
{
	struct story *s = *state;

	mattermost_socket_free(s->socket);
	mattermost_api_free(s->api);
	mattermost_live_stop(&s->live);
	metric_free_all();
	free(s);
	return 0;
}

static bool
is_alive(void *arg)
{
	return mattermost_socket_is_alive(((struct story *)arg)->socket, NULL);
}

static bool
is_lost(void *arg)
{
	return !is_alive(arg);
}

struct wish {
	struct story *story;
	int alive, gaps, count, marks;
};

static bool
is_granted(void *arg)
{
	const struct wish *w = arg;

	return w->story->alive >= w->alive && w->story->gaps >= w->gaps &&
	       w->story->count >= w->count && w->story->marks >= w->marks;
}

/* Waits until at least so much of each came. */
static void
wait_for(struct story *s, struct wish wish)
{
	wish.story = s;
	if (!mattermost_live_until(&s->live, is_granted, &wish, 12000))
		fail_msg("alive %d, gaps %d, heard %d, marks %d", s->alive,
			s->gaps, s->count, s->marks);
}

static struct story *
connect_live(void **state)
{
	struct story *s = *state;

	start(s);
	wait_for(s, (struct wish){.alive = 1});
	return s;
}

static void
say(struct story *s, int number)
{
	char *body = xasprintf("{\"as\":\"ana\",\"do\":\"say\",\"in\":\"dm\","
			       "\"text\":\"number %d\"}",
		number);

	mattermost_live_act(&s->live, body);
	free(body);
}

static void
order(struct story *s, const char *body)
{
	mattermost_live_order(&s->live, body);
}

/* Each number from the first to the last was heard once, in order. */
static void
assert_heard(const struct story *s, int first, int last)
{
	int i;

	assert_int_equal(s->count, last - first + 1);
	for (i = 0; i < s->count; i++)
		assert_int_equal(s->heard[i], first + i);
}

static double
metric_of(const char *line)
{
	struct text out = {0};
	const char *at;
	double value;

	metric_print(&out);
	at = strstr(out.bytes == NULL ? "" : out.bytes, line);
	value = at == NULL ? -1 : strtod(at + strlen(line), NULL);
	text_free(&out);
	return value;
}

static void
it_connects_and_hears(void **state)
{
	struct story *s = connect_live(state);
	const char *why = NULL;

	assert_true(mattermost_socket_is_alive(s->socket, &why));
	assert_int_equal(s->gaps, 1); /* who knows what was before */
	assert_int_equal(s->selves, 1);
	assert_int_equal(strlen(s->self.person), 26);
	assert_int_equal(strlen(s->self.connection), 26);
	say(s, 1);
	say(s, 2);
	wait_for(s, (struct wish){.count = 2});
	assert_heard(s, 1, 2);
	assert_true(metric_of("socket_open{chat=\"hq\"} ") == 1);
	assert_true(metric_of("socket_hellos_total{chat=\"hq\"} ") == 1);
}

static void
a_bad_token_is_told_from_a_bad_network(void **state)
{
	struct story *s = *state;
	const char *why = NULL;
	size_t asked;

	s->settings.bot_token = "nonsense-token-of-26-chars";
	start(s);
	mattermost_live_run(&s->live, 1000);
	assert_false(mattermost_socket_is_alive(s->socket, &why));
	assert_string_equal(why, "the bot's token is refused: "
				 "api.context.session_expired.app_error (401)");
	asked = mattermost_live_facts(
		&s->live, "api", "method", "GET /users/{user_id}");
	assert_in_range(asked, 1, 2); /* slowly */
	assert_int_equal(s->alive, 0);
}

static void
a_silent_hang_up_is_looked_into(void **state)
{
	struct story *s = *state;
	const char *why = NULL;

	s->settings.bot_token = "nonsense-token-of-26-chars";
	s->self.person = "uuuuuuuuuuuuuuuuuuuuuuuuuu"; /* known: not asked */
	start(s);
	mattermost_live_run(&s->live, 300);
	assert_false(mattermost_socket_is_alive(s->socket, &why));
	assert_null(mattermost_api_denied(s->api)); /* nobody knows yet */
	mattermost_live_run(&s->live, 2000);
	assert_non_null(mattermost_api_denied(s->api));
	assert_int_equal(s->alive, 0);
}

static void
a_broken_connection_goes_on(void **state)
{
	struct story *s = connect_live(state);
	int64_t start_at;
	int i;

	say(s, 0);
	wait_for(s, (struct wish){.count = 1});
	start_at = clock_steady();
	order(s, "{\"do\":\"reset\"}");
	for (i = 1; i <= 3; i++)
		say(s, i);
	wait_for(s, (struct wish){.alive = 2, .count = 4});
	assert_true(s->alive_at - start_at < 2000);
	order(s, "{\"do\":\"close\"}"); /* and nothing is missed */
	wait_for(s, (struct wish){.alive = 3});
	say(s, 4);
	wait_for(s, (struct wish){.count = 5});
	assert_heard(s, 0, 4);
	assert_int_equal(s->gaps, 3); /* to be sure, it is read up */
	assert_true(metric_of("socket_resumes_total{chat=\"hq\"} ") == 2);
	assert_true(metric_of("socket_lost_total{chat=\"hq\","
			      "reason=\"network\"} ") == 2);
}

static void
what_the_server_kept_comes_in_order(void **state)
{
	struct story *s = connect_live(state);
	int i;

	order(s, "{\"do\":\"refuse\",\"count\":2,\"value\":503}");
	order(s, "{\"do\":\"reset\"}");
	for (i = 1; i <= 100; i++)
		say(s, i);
	wait_for(s, (struct wish){.alive = 2, .count = 100});
	assert_heard(s, 1, 100);
}

static void
what_the_server_forgot_is_a_gap(void **state)
{
	struct story *s = connect_live(state);

	order(s, "{\"do\":\"forget\"}");
	say(s, 1);
	wait_for(s, (struct wish){.alive = 2});
	assert_int_equal(s->gaps, 2);
	say(s, 2);
	wait_for(s, (struct wish){.count = 1});
	assert_heard(s, 2, 2);
	assert_true(metric_of("socket_gaps_total{chat=\"hq\"} ") == 2);
}

static void
a_restart_is_survived(void **state)
{
	struct story *s = connect_live(state);

	order(s, "{\"do\":\"restart\",\"value\":\"2\"}");
	assert_true(mattermost_live_until(&s->live, is_lost, s, 5000));
	wait_for(s, (struct wish){.alive = 2});
	assert_int_equal(s->gaps, 2);
	say(s, 1);
	wait_for(s, (struct wish){.count = 1});
}

/* The network swallows all: the server still holds the old connection, so
 * that nothing can be resumed. */
static void
a_black_hole_is_left(void **state)
{
	struct story *s = connect_live(state);
	int64_t from = clock_steady();

	order(s, "{\"do\":\"silence\"}");
	assert_true(mattermost_live_until(&s->live, is_lost, s, 5000));
	assert_in_range(clock_steady() - from, 1200, 2500);
	wait_for(s, (struct wish){.alive = 2});
	assert_int_equal(s->gaps, 2);
	say(s, 1);
	say(s, 2);
	wait_for(s, (struct wish){.count = 2});
	assert_heard(s, 1, 2);
}

static void
a_missing_number_is_asked_for(void **state)
{
	struct story *s = connect_live(state);

	order(s, "{\"do\":\"gap\",\"count\":1}");
	say(s, 1);
	say(s, 2);
	wait_for(s, (struct wish){.alive = 2});
	assert_int_equal(s->gaps, 2); /* the server has not kept it */
	assert_true(metric_of("socket_lost_total{chat=\"hq\","
			      "reason=\"sequence\"} ") == 1);
	say(s, 3);
	wait_for(s, (struct wish){.count = 1});
	assert_int_equal(s->heard[s->count - 1], 3);
}

static void
a_refused_ping_ends_a_zombie(void **state)
{
	struct story *s = connect_live(state);

	order(s, "{\"do\":\"zombie\"}");
	wait_for(s, (struct wish){.alive = 2});
	assert_int_equal(s->gaps, 2); /* not resumed: it missed things */
	say(s, 1);
	wait_for(s, (struct wish){.count = 1});
	assert_true(metric_of("socket_lost_total{chat=\"hq\","
			      "reason=\"ping\"} ") == 1);
	assert_null(mattermost_api_denied(s->api));
}

static void
move_clock(const char *path, int64_t ms)
{
	char text[32];
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	assert_true(fd != -1);
	snprintf(text, sizeof text, "%-20lld", (long long)ms);
	assert_int_equal(write(fd, text, 20), 20);
	close(fd);
}

static void
a_canary_finds_who_is_deaf(void **state)
{
	struct story *s = connect_live(state);
	char path[] = "/tmp/clock.XXXXXX";
	const char *put = "PUT /users/{user_id}/preferences";

	close(mkstemp(path));
	move_clock(path, 0);
	assert_int_equal(clock_use_file(path, NULL), 0);
	mattermost_live_run(&s->live, 500);
	assert_int_equal(
		mattermost_live_facts(&s->live, "api", "method", put), 0);
	move_clock(path, 125000); /* two quiet minutes */
	mattermost_live_run(&s->live, 1000);
	assert_int_equal(
		mattermost_live_facts(&s->live, "api", "method", put), 1);
	assert_int_equal(s->alive, 1); /* it was heard */
	order(s, "{\"do\":\"deaf\"}");
	move_clock(path, 250000);
	wait_for(s, (struct wish){.alive = 2});
	assert_int_equal(s->gaps, 2);
	assert_true(metric_of("socket_canary_missed_total{chat=\"hq\"} ") == 1);
	say(s, 1);
	wait_for(s, (struct wish){.count = 1});
	unlink(path);
}

static void
a_token_taken_away_is_noticed(void **state)
{
	struct story *s = connect_live(state);
	const char *why = NULL;

	order(s, "{\"do\":\"token off\"}");
	assert_true(mattermost_live_until(&s->live, is_lost, s, 3000));
	mattermost_live_run(&s->live, 1000);
	assert_false(mattermost_socket_is_alive(s->socket, &why));
	assert_string_equal(why, "the bot's token is refused: "
				 "api.context.session_expired.app_error (401)");
	order(s, "{\"do\":\"token on\"}");
	say(s, 1);
	wait_for(s, (struct wish){.alive = 2});
	assert_int_equal(s->gaps, 2);
	assert_null(mattermost_api_denied(s->api));
}

static void
on_nothing(void *arg, const struct mattermost_reply *r)
{
	(void)arg;
	(void)r;
}

static void
any_401_drops_the_socket(void **state)
{
	struct story *s = connect_live(state);
	struct mattermost_request request = {
		.method = "GET", .path = "/users/me/teams"};

	order(s, "{\"do\":\"bot off\"}");
	mattermost_api_ask(s->api, &request, on_nothing, NULL);
	assert_true(mattermost_live_until(&s->live, is_lost, s, 1000));
	assert_non_null(mattermost_api_denied(s->api));
	order(s, "{\"do\":\"bot on\"}");
	mattermost_api_ask(s->api, &request, on_nothing, NULL);
	wait_for(s, (struct wish){.alive = 2});
	assert_int_equal(s->gaps, 2);
}

static void
a_limit_at_the_upgrade_is_obeyed(void **state)
{
	struct story *s = *state;

	order(s, "{\"do\":\"refuse\",\"count\":1,\"value\":429}");
	start(s);
	wait_for(s, (struct wish){.alive = 1});
	assert_true(metric_of("socket_lost_total{chat=\"hq\","
			      "reason=\"limited\"} ") == 1);
}

static void
marks_stand_still_in_a_gap(void **state)
{
	struct story *s = connect_live(state);
	int64_t before = clock_now() - 2000, first;

	mattermost_live_run(&s->live, 500);
	assert_int_equal(s->marks, 0);
	assert_int_equal(mattermost_socket_heard(s->socket), 0);
	mattermost_socket_caught_up(s->socket);
	wait_for(s, (struct wish){.marks = 1});
	assert_true(s->mark > before && s->mark <= clock_now() + 2000);
	first = mattermost_socket_heard(s->socket);
	assert_int_equal(first, s->mark);
	mattermost_live_run(&s->live, 500);
	assert_int_equal(mattermost_socket_heard(s->socket), first);
	say(s, 1); /* only what is heard is a proof */
	wait_for(s, (struct wish){.count = 1});
	assert_true(mattermost_socket_heard(s->socket) > first);
	assert_int_equal(s->marks, 1); /* not every second into the store */
	first = mattermost_socket_heard(s->socket);
	order(s, "{\"do\":\"forget\"}");
	wait_for(s, (struct wish){.alive = 2});
	first = mattermost_socket_heard(s->socket);
	mattermost_live_run(&s->live, 500);
	assert_int_equal(mattermost_socket_heard(s->socket), first);
	mattermost_socket_caught_up(s->socket);
	wait_for(s, (struct wish){.marks = 2});
	assert_true(s->mark > first);
	/* a deaf one that is resumed looks as if it had missed nothing */
	first = mattermost_socket_heard(s->socket);
	order(s, "{\"do\":\"deaf\"}");
	say(s, 2);
	mattermost_live_run(&s->live, 500);
	order(s, "{\"do\":\"close\"}");
	wait_for(s, (struct wish){.alive = 3});
	assert_int_equal(s->gaps, 3);
	assert_int_equal(mattermost_socket_heard(s->socket), first);
}

static bool
is_closed(void *arg)
{
	return mattermost_socket_is_closed(((struct story *)arg)->socket);
}

static void
it_closes_for_good(void **state)
{
	struct story *s = connect_live(state);

	mattermost_socket_quiet(s->socket);
	assert_false(mattermost_socket_is_closed(s->socket));
	say(s, 1);
	mattermost_live_run(&s->live, 200);
	assert_int_equal(s->count, 0);
	mattermost_socket_close(s->socket);
	assert_true(mattermost_live_until(&s->live, is_closed, s, 2000));
	mattermost_live_run(&s->live, 1500);
	assert_int_equal(s->alive, 1);
	assert_int_equal(
		mattermost_live_facts(&s->live, "socket", "what", "hello"), 1);
}

static void
it_closes_before_it_is_open(void **state)
{
	struct story *s = *state;

	start(s);
	mattermost_socket_close(s->socket);
	assert_true(mattermost_socket_is_closed(s->socket));
	mattermost_live_run(&s->live, 300);
	assert_int_equal(s->alive, 0);
}

int
main(void)
{
#define STORY(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		STORY(it_connects_and_hears),
		STORY(a_bad_token_is_told_from_a_bad_network),
		STORY(a_silent_hang_up_is_looked_into),
		STORY(a_broken_connection_goes_on),
		STORY(what_the_server_kept_comes_in_order),
		STORY(what_the_server_forgot_is_a_gap),
		STORY(a_restart_is_survived), STORY(a_black_hole_is_left),
		STORY(a_missing_number_is_asked_for),
		STORY(a_refused_ping_ends_a_zombie),
		STORY(a_token_taken_away_is_noticed),
		STORY(any_401_drops_the_socket),
		STORY(a_limit_at_the_upgrade_is_obeyed),
		STORY(marks_stand_still_in_a_gap), STORY(it_closes_for_good),
		STORY(it_closes_before_it_is_open),
		STORY(a_canary_finds_who_is_deaf), /* moves the clock */
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
