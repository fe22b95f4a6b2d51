#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "clock.h"
#include "err.h"
#include "mem.h"
#include "text.h"

#include "loop.h"
#include "peer.h"
#include "ws.h"

struct story {
	struct peer peer;
	struct loop *loop;
	struct ws *ws;
	bool drop_on_frame;
	int opened, frames, alive, closed;
	char *frame; /* the last one */
	char first[64];
	size_t frame_size;
	int code, http;
	char why[256];
	int64_t closed_at;
};

static int
begin(void **state)
{
	struct story *s = xcalloc(1, sizeof(*s));

	s->peer = peer_start("ws_peer.py");
	assert_true(s->peer.port > 0);
	s->loop = loop_new(NULL);
	*state = s;
	return 0;
}

static int
end(void **state)
{
	struct story *s = *state;

	ws_drop(s->ws);
	loop_free(s->loop);
	peer_stop(&s->peer);
	free(s->frame);
	free(s);
	return 0;
}

static void
on_open(void *arg)
{
	((struct story *)arg)->opened++;
}

static void
on_frame(void *arg, const char *text, size_t size)
{
	struct story *s = arg;

	if (s->frames++ == 0)
		snprintf(s->first, sizeof(s->first), "%s", text);
	assert_int_equal(text[size], '\0');
	free(s->frame);
	s->frame = xstrndup(text, size);
	s->frame_size = size;
	if (s->drop_on_frame) {
		ws_drop(s->ws);
		s->ws = NULL;
	}
}

static void
on_alive(void *arg)
{
	((struct story *)arg)->alive++;
}

static void
on_closed(void *arg, int code, int http, const char *why)
{
	struct story *s = arg;

	s->closed++;
	s->ws = NULL;
	s->code = code;
	s->http = http;
	snprintf(s->why, sizeof(s->why), "%s", why);
	s->closed_at = clock_steady();
}

static void
connect_with(struct story *s, const char *path, struct ws_options o)
{
	const struct ws_events events = {
		on_open, on_frame, on_alive, on_closed};
	char url[256];

	snprintf(url, sizeof(url), "ws://127.0.0.1:%d%s", s->peer.port, path);
	if (!o.url)
		o.url = url;
	s->ws = ws_open(s->loop, &o, &events, s);
	assert_int_equal(s->opened + s->closed, 0);
}

static const struct ws_options usual = {.max_frame = 4 << 20,
	.connect_ms = 10000,
	.ping_ms = 5000,
	.dead_ms = 20000};

static void
open_ws(struct story *s, const char *path)
{
	connect_with(s, path, usual);
}

/* Turns until *what reaches count. */
static void
wait_for(struct story *s, const int *what, int count)
{
	int64_t start = clock_steady();

	while (*what < count && clock_steady() - start < 20000)
		assert_int_equal(loop_turn(s->loop, 100, NULL), 0);
	assert_true(*what >= count);
}

static void
a_message_goes_there_and_back(void **state)
{
	struct story *s = *state;

	open_ws(s, "/echo");
	ws_send(s->ws, "early", 5);
	assert_int_equal(ws_unsent(s->ws), 5);
	wait_for(s, &s->frames, 1);
	assert_int_equal(s->opened, 1);
	assert_string_equal(s->frame, "early");
	assert_int_equal(ws_unsent(s->ws), 0);
	ws_send(s->ws, "gr\xc3\xbc\xc3\x9f dich", 11);
	wait_for(s, &s->frames, 2);
	assert_string_equal(s->frame, "gr\xc3\xbc\xc3\x9f dich");
	assert_true(s->alive >= 2);
}

static void
the_upgrade_says_who_we_are(void **state)
{
	struct story *s = *state;
	struct ws_options o = usual;
	char wanted[128];

	o.bearer = "xapp-1";
	connect_with(s, "/headers?ticket=a%20b&app_id=7", o);
	wait_for(s, &s->frames, 1);
	snprintf(wanted, sizeof(wanted),
		"Bearer xapp-1|127.0.0.1:%d|-|ticket=a%%20b&app_id=7",
		s->peer.port);
	assert_string_equal(s->frame, wanted);
}

static void
fragments_become_one_message(void **state)
{
	struct story *s = *state;

	open_ws(s, "/fragments");
	/* The ping between them was answered. */
	wait_for(s, &s->frames, 2);
	assert_string_equal(s->first, "hello world");
	assert_string_equal(s->frame, "pong:Ping from applink-2");
}

static void
binary_messages_are_dropped(void **state)
{
	struct story *s = *state;

	open_ws(s, "/binary");
	wait_for(s, &s->frames, 1);
	assert_string_equal(s->frame, "after");
	assert_int_equal(s->frames, 1);
}

static void
a_large_message_fits_a_too_large_one_closes(void **state)
{
	struct story *s = *state;
	struct ws_options o = usual;

	open_ws(s, "/large?3000000");
	wait_for(s, &s->frames, 1);
	assert_int_equal(s->frame_size, 3000000);
	ws_drop(s->ws);
	o.max_frame = 1 << 20;
	s->opened = 0;
	connect_with(s, "/large?3000000", o);
	wait_for(s, &s->closed, 1);
	assert_int_equal(s->code, 1009);
	assert_int_equal(s->frames, 1);
}

static void
many_messages_arrive_whole_and_in_order(void **state)
{
	struct story *s = *state;
	char text[3100];

	open_ws(s, "/count");
	wait_for(s, &s->opened, 1);
	for (int i = 0; i < 3000; i++) {
		int head = snprintf(text, sizeof(text), "%d", i);

		memset(text + head, 'y', 3000);
		ws_send(s->ws, text, (size_t)head + 3000);
	}
	ws_send(s->ws, "end", 3);
	wait_for(s, &s->frames, 1);
	assert_string_equal(s->frame, "3000 messages, 0 odd");
}

static void
silence_is_noticed(void **state)
{
	struct story *s = *state;
	struct ws_options o = usual;
	int64_t start;

	o.ping_ms = 100;
	o.dead_ms = 300;
	connect_with(s, "/silent", o);
	wait_for(s, &s->opened, 1);
	start = clock_steady();
	wait_for(s, &s->closed, 1);
	assert_true(s->closed_at - start >= 290);
	assert_true(s->closed_at - start < 5000);
	assert_int_equal(s->code, 0);
	assert_string_equal(s->why, "nothing came in for 300 ms");
}

static void
turn_for(struct story *s, int64_t ms)
{
	int64_t start = clock_steady();

	while (clock_steady() - start < ms)
		loop_turn(s->loop, 50, NULL);
}

static void
an_answered_ping_proves_life(void **state)
{
	struct story *s = *state;
	struct ws_options o = usual;

	o.ping_ms = 50;
	o.dead_ms = 1000;
	connect_with(s, "/pong", o);
	wait_for(s, &s->opened, 1);
	turn_for(s, 1500);
	assert_int_equal(s->closed, 0);
	assert_true(s->alive >= 3);
}

/* The peer pings and never answers ours. */
static void
the_peers_pings_prove_life_too(void **state)
{
	struct story *s = *state;
	struct ws_options o = usual;

	o.ping_ms = 400;
	o.dead_ms = 1000;
	connect_with(s, "/pings", o);
	wait_for(s, &s->opened, 1);
	turn_for(s, 1500);
	assert_int_equal(s->closed, 0);
	assert_true(s->alive >= 1);
}

static void
the_peers_close_is_passed_on(void **state)
{
	struct story *s = *state;
	int64_t start;

	open_ws(s, "/close?4001");
	wait_for(s, &s->opened, 1);
	start = clock_steady();
	wait_for(s, &s->closed, 1);
	assert_int_equal(s->code, 4001);
	assert_string_equal(s->why, "go away");
	/* The peer holds the connection: we do not wait for long. */
	assert_true(s->closed_at - start < 5000);
	s->closed = s->opened = 0;
	open_ws(s, "/bare_close");
	wait_for(s, &s->closed, 1);
	assert_int_equal(s->code, 1005);
}

static void
our_close_waits_a_second_at_most(void **state)
{
	struct story *s = *state;
	int64_t start;

	open_ws(s, "/deaf");
	wait_for(s, &s->opened, 1);
	start = clock_steady();
	ws_close(s->ws, 1000);
	ws_close(s->ws, 1001);
	wait_for(s, &s->closed, 1);
	assert_true(s->closed_at - start >= 900);
	assert_true(s->closed_at - start < 5000);
	assert_int_equal(s->code, 1000);
}

static void
an_answered_close_is_quick(void **state)
{
	struct story *s = *state;

	open_ws(s, "/echo");
	wait_for(s, &s->opened, 1);
	ws_send(s->ws, "last words", 10);
	ws_close(s->ws, 1000);
	wait_for(s, &s->closed, 1);
	assert_int_equal(s->code, 1000);
	assert_int_equal(s->closed, 1);
}

static void
closing_before_it_is_open_ends_it(void **state)
{
	struct story *s = *state;

	open_ws(s, "/hang");
	ws_close(s->ws, 1000);
	wait_for(s, &s->closed, 1);
	assert_int_equal(s->opened, 0);
	assert_int_equal(s->code, 0);
}

static void
a_broken_connection_is_told(void **state)
{
	struct story *s = *state;

	open_ws(s, "/hangup");
	wait_for(s, &s->closed, 1);
	assert_int_equal(s->code, 0);
	assert_string_equal(s->why, "the connection broke");
}

static void
a_refused_upgrade_tells_its_status(void **state)
{
	static const int statuses[] = {503, 408, 401, 302, 200};
	struct story *s = *state;
	char path[64];

	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		s->closed = s->opened = 0;
		snprintf(path, sizeof(path), "/refuse?%d", statuses[i]);
		open_ws(s, path);
		wait_for(s, &s->closed, 1);
		assert_int_equal(s->http, statuses[i]);
		assert_int_equal(s->opened, 0);
	}
}

static void
connecting_has_an_end(void **state)
{
	struct story *s = *state;
	struct ws_options o = usual;
	int64_t start = clock_steady();

	o.connect_ms = 200;
	connect_with(s, "/hang", o);
	wait_for(s, &s->closed, 1);
	assert_true(s->closed_at - start < 5000);
	assert_string_equal(s->why, "no connection within 200 ms");
}

static void
closed_with(struct story *s, const char *url, const char *words)
{
	struct ws_options o = usual;

	o.url = url;
	s->closed = 0;
	connect_with(s, "", o);
	wait_for(s, &s->closed, 1);
	assert_int_equal(s->opened, 0);
	assert_non_null(strstr(s->why, words));
}

/* Until the helper that looks a name up has done so and gone. */
static void
wait_for_helper(void)
{
	int64_t until = clock_steady() + 10000;
	struct dirent *task;
	int tasks = 0;
	DIR *folder;

	while (tasks != 1 && clock_steady() < until) {
		folder = opendir("/proc/self/task");
		assert_non_null(folder);
		for (tasks = 0; (task = readdir(folder)) != NULL;)
			tasks += task->d_name[0] != '.';
		closedir(folder);
	}
	assert_int_equal(tasks, 1);
}

static void
on_due(void *arg)
{
	struct story *s = arg;

	ws_close(s->ws, 1000);
}

/* A timer that ends it, and the answer, in the same pass of the loop. */
static void
an_address_that_is_found_too_late_is_left(void **state)
{
	struct story *s = *state;
	struct loop_timer *timer = loop_timer_new(s->loop, on_due, s);

	open_ws(s, "/echo");
	wait_for_helper();
	loop_timer_set(timer, 0);
	wait_for(s, &s->closed, 1);
	assert_string_equal(s->why, "closed by us");
	assert_int_equal(s->opened, 0);
	loop_timer_free(timer);
}

static void
what_cannot_be_reached_says_why(void **state)
{
	struct story *s = *state;

	closed_with(s, "ws://no-such-name.invalid/", "no-such-name.invalid: ");
	closed_with(s, "ws://127.0.0.1:1/", "");
	closed_with(s, "https://127.0.0.1/", "not a websocket's address");
	closed_with(s, "nonsense", "not a websocket's address");
}

static void
certificates_are_checked(void **state)
{
	struct story *s = *state;
	struct ws_options o = usual;
	char url[128];

	snprintf(url, sizeof(url), "wss://localhost:%d/echo", s->peer.port + 1);
	closed_with(s, url, "");
	o.url = url;
	o.ca_file = SOURCE_DIR "/tests/unit/net/tls/cert.pem";
	s->closed = 0;
	connect_with(s, "", o);
	ws_send(s->ws, "secret", 6);
	wait_for(s, &s->frames, 1);
	assert_string_equal(s->frame, "secret");
	ws_drop(s->ws);
	/* The right authority, the wrong name. */
	snprintf(url, sizeof(url), "wss://127.0.0.1:%d/echo", s->peer.port + 1);
	s->opened = 0;
	connect_with(s, "", o);
	wait_for(s, &s->closed, 1);
	assert_int_equal(s->opened, 0);
}

static void
a_callback_may_drop_the_socket(void **state)
{
	struct story *s = *state;

	s->drop_on_frame = true;
	open_ws(s, "/fragments");
	wait_for(s, &s->frames, 1);
	turn_for(s, 100);
	assert_int_equal(s->frames, 1);
	assert_int_equal(s->closed, 0);
}

static void
a_dropped_socket_stays_silent(void **state)
{
	struct story *s = *state;

	open_ws(s, "/echo"); /* dropped while its name is looked up */
	ws_drop(s->ws);
	open_ws(s, "/echo"); /* dropped with something to send */
	wait_for(s, &s->opened, 1);
	ws_send(s->ws, "x", 1);
	ws_drop(s->ws);
	s->opened = 0;
	open_ws(s, "/hang"); /* dropped in the middle of the upgrade */
	turn_for(s, 100);
	ws_drop(s->ws);
	s->ws = NULL;
	turn_for(s, 100);
	assert_int_equal(s->frames + s->closed, 0);
	ws_drop(NULL);
}

int
main(void)
{
#define STORY(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		STORY(a_message_goes_there_and_back),
		STORY(the_upgrade_says_who_we_are),
		STORY(fragments_become_one_message),
		STORY(binary_messages_are_dropped),
		STORY(a_large_message_fits_a_too_large_one_closes),
		STORY(many_messages_arrive_whole_and_in_order),
		STORY(silence_is_noticed),
		STORY(an_answered_ping_proves_life),
		STORY(the_peers_pings_prove_life_too),
		STORY(the_peers_close_is_passed_on),
		STORY(our_close_waits_a_second_at_most),
		STORY(an_answered_close_is_quick),
		STORY(closing_before_it_is_open_ends_it),
		STORY(a_broken_connection_is_told),
		STORY(a_refused_upgrade_tells_its_status),
		STORY(connecting_has_an_end),
		STORY(an_address_that_is_found_too_late_is_left),
		STORY(what_cannot_be_reached_says_why),
		STORY(certificates_are_checked),
		STORY(a_callback_may_drop_the_socket),
		STORY(a_dropped_socket_stays_silent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
