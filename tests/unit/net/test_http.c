#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "clock.h"
#include "err.h"
#include "mem.h"

#include "cidr.h"
#include "http.h"
#include "loop.h"
#include "peer.h"

/* One answer, copied. */
struct got {
	int calls;
	enum http_failure failure;
	char why[256];
	int status;
	char body[256];
	size_t size;
	char url[256], type[64], etag[64], modified[64];
	int64_t retry_ms, rate_limit, rate_left, rate_reset;
};

struct story {
	struct peer peer;
	struct loop *loop;
	struct http *guarded; /* 127.0.0.1 alone is allowed */
	struct http *open;
	struct got got;
};

static int
begin(void **state)
{
	static const char *const allowed[] = {"127.0.0.1/32", NULL};
	struct http_options guarded = {
		.guarded = true, .allowed = allowed, .user_agent = "test"};
	struct http_options open = {.user_agent = "test"};
	struct story *s = xcalloc(1, sizeof(*s));

	setenv("http_proxy", "http://127.0.0.1:9", 1);
	setenv("no_proxy", "127.0.0.1,localhost", 1);
	s->peer = peer_start("http_peer.py");
	assert_true(s->peer.port > 0);
	s->loop = loop_new(NULL);
	s->guarded = http_new(s->loop, &guarded, NULL);
	s->open = http_new(s->loop, &open, NULL);
	*state = s;
	return 0;
}

static int
end(void **state)
{
	struct story *s = *state;

	http_free(s->guarded);
	http_free(s->open);
	loop_free(s->loop);
	peer_stop(&s->peer);
	free(s);
	return 0;
}

static void
copy(char *out, size_t room, const char *text)
{
	snprintf(out, room, "%s", text ? text : "(none)");
}

static void
on_done(void *arg, const struct http_answer *a)
{
	struct story *s = arg;
	struct got *g = &s->got;

	g->calls++;
	g->failure = a->failure;
	g->status = a->status;
	g->size = a->size;
	g->retry_ms = a->retry_ms;
	g->rate_limit = a->rate_limit;
	g->rate_left = a->rate_left;
	g->rate_reset = a->rate_reset;
	assert_int_equal(a->body[a->size], '\0');
	copy(g->why, sizeof(g->why), a->why);
	copy(g->body, sizeof(g->body), a->body);
	copy(g->url, sizeof(g->url), a->url);
	copy(g->type, sizeof(g->type), a->type);
	copy(g->etag, sizeof(g->etag), a->etag);
	copy(g->modified, sizeof(g->modified), a->modified);
}

static void
wait_for(struct story *s, int calls)
{
	int64_t start = clock_steady();

	while (s->got.calls < calls && clock_steady() - start < 20000)
		assert_int_equal(loop_turn(s->loop, 100, NULL), 0);
	assert_int_equal(s->got.calls, calls);
}

static const struct got *
ask(struct story *s, struct http *h, struct http_request r)
{
	memset(&s->got, 0, sizeof(s->got));
	http_ask(h, &r, on_done, s);
	assert_int_equal(s->got.calls, 0);
	wait_for(s, 1);
	return &s->got;
}

static char *
url(const struct story *s, const char *host, const char *path)
{
	static char text[512];

	snprintf(
		text, sizeof(text), "http://%s:%d%s", host, s->peer.port, path);
	return text;
}

static const struct got *
get(struct story *s, struct http *h, const char *host, const char *path)
{
	struct http_request r = {.method = "GET"};

	r.url = url(s, host, path);
	return ask(s, h, r);
}

static void
an_answer_comes_with_what_feeds_need(void **state)
{
	struct story *s = *state;
	const struct got *g = get(s, s->guarded, "127.0.0.1", "/hello");

	assert_int_equal(g->failure, HTTP_OK);
	assert_int_equal(g->status, 200);
	assert_string_equal(g->body, "hello");
	assert_int_equal(g->size, 5);
	assert_string_equal(g->type, "text/plain");
	assert_string_equal(g->etag, "\"v1\"");
	assert_string_equal(g->modified, "Mon, 23 Nov 2026 09:00:00 GMT");
	assert_string_equal(g->url, url(s, "127.0.0.1", "/hello"));
	g = get(s, s->open, "127.0.0.1", "/nothing-here");
	assert_int_equal(g->failure, HTTP_OK);
	assert_int_equal(g->status, 404);
}

static void
a_body_and_headers_are_sent(void **state)
{
	static const char *const headers[] = {"Authorization: Bearer x",
		"Content-Type: application/json", NULL};
	struct story *s = *state;
	struct http_request r = {.method = "POST",
		.url = url(s, "127.0.0.1", "/echo"),
		.headers = headers,
		.body = "{\"a\":1}",
		.body_size = 7};
	const struct got *g = ask(s, s->open, r);

	assert_int_equal(g->status, 200);
	assert_string_equal(g->body, "{\"a\":1}");
	assert_string_equal(g->type, "application/json");
	assert_string_equal(g->etag, "Bearer x");
	r.body = NULL;
	g = ask(s, s->open, r);
	assert_int_equal(g->status, 200);
	assert_int_equal(g->size, 0);
}

static void
the_head_alone_can_be_asked_for(void **state)
{
	struct story *s = *state;
	struct http_request r = {
		.method = "HEAD", .url = url(s, "127.0.0.1", "/hello")};
	const struct got *g = ask(s, s->guarded, r);

	assert_int_equal(g->status, 200);
	assert_int_equal(g->size, 0);
	assert_string_equal(g->etag, "\"v1\"");
}

static void
a_private_address_is_refused(void **state)
{
	struct story *s = *state;
	const struct got *g = get(s, s->guarded, "127.0.0.2", "/hello");

	assert_int_equal(g->failure, HTTP_REFUSED);
	assert_string_equal(g->why, "the address is not a public one");
	assert_int_equal(
		get(s, s->guarded, "[::1]", "/hello")->failure, HTTP_REFUSED);
	assert_int_equal(
		get(s, s->guarded, "[::ffff:127.0.0.2]", "/hello")->failure,
		HTTP_REFUSED);
	assert_int_equal(
		get(s, s->guarded, "0.0.0.0", "/hello")->failure, HTTP_REFUSED);
	/* Other spellings of 127.0.0.2. */
	assert_int_equal(get(s, s->guarded, "2130706434", "/hello")->failure,
		HTTP_REFUSED);
	assert_int_equal(get(s, s->guarded, "0177.0.0.2", "/hello")->failure,
		HTTP_REFUSED);
}

static void
a_name_of_a_private_address_is_refused(void **state)
{
	struct http_options none = {.guarded = true};
	struct story *s = *state;
	struct http *h = http_new(s->loop, &none, NULL);

	assert_int_equal(
		get(s, h, "localhost", "/hello")->failure, HTTP_REFUSED);
	http_free(h);
}

static void
a_redirect_cannot_get_round_the_guard(void **state)
{
	struct story *s = *state;
	char path[600];

	snprintf(path, sizeof(path), "/redirect?%s",
		url(s, "127.0.0.2", "/hello"));
	assert_int_equal(
		get(s, s->guarded, "127.0.0.1", path)->failure, HTTP_REFUSED);
	assert_int_equal(
		get(s, s->guarded, "127.0.0.1", "/redirect?file:///etc/passwd")
			->failure,
		HTTP_REFUSED);
	assert_int_equal(
		get(s, s->guarded, "127.0.0.1", "/redirect?gopher://127.0.0.1/")
			->failure,
		HTTP_REFUSED);
}

static void
three_redirects_are_followed(void **state)
{
	struct story *s = *state;
	const struct got *g = get(s, s->guarded, "127.0.0.1", "/again?3");

	assert_int_equal(g->status, 200);
	assert_string_equal(g->body, "arrived");
	assert_string_equal(g->url, url(s, "127.0.0.1", "/again?0"));
	g = get(s, s->guarded, "127.0.0.1", "/again?4");
	assert_int_equal(g->failure, HTTP_REFUSED);
	/* What the redirecting answer said is not the last answer's. */
	g = get(s, s->guarded, "127.0.0.1", "/redirect?/again?0");
	assert_string_equal(g->etag, "(none)");
	assert_int_equal(g->retry_ms, 0);
	/* A token must not travel along: an open pool follows none. */
	g = get(s, s->open, "127.0.0.1", "/again?1");
	assert_int_equal(g->status, 302);
}

static void
a_large_answer_is_cut_off(void **state)
{
	struct story *s = *state;
	const struct got *g = get(s, s->guarded, "127.0.0.1", "/big");

	assert_int_equal(g->failure, HTTP_TOO_LARGE);
	assert_true(g->size <= 1 << 20);
	/* Small on the wire, large when unpacked. */
	g = get(s, s->guarded, "127.0.0.1", "/bomb");
	assert_int_equal(g->failure, HTTP_TOO_LARGE);
}

static void
waiting_has_an_end(void **state)
{
	struct story *s = *state;
	struct http_request r = {.method = "GET",
		.url = url(s, "127.0.0.1", "/slow"),
		.timeout_ms = 200};
	int64_t start = clock_steady();
	const struct got *g = ask(s, s->guarded, r);

	assert_int_equal(g->failure, HTTP_UNSURE);
	assert_true(clock_steady() - start < 5000);
}

static void
what_was_never_sent_is_known(void **state)
{
	struct story *s = *state;
	struct http_request r = {.method = "POST",
		.url = "http://127.0.0.1:1/",
		.body = "x",
		.body_size = 1};

	assert_int_equal(ask(s, s->open, r)->failure, HTTP_UNSENT);
	r.url = "http://no-such-name.invalid/";
	assert_int_equal(ask(s, s->open, r)->failure, HTTP_UNSENT);
	r.url = "https://127.0.0.1:1/";
	assert_int_equal(ask(s, s->open, r)->failure, HTTP_UNSENT);
	r.url = "not an address";
	assert_int_equal(ask(s, s->open, r)->failure, HTTP_UNSENT);
}

/* The second request goes out on a kept connection, which dies. */
static void
a_message_is_never_sent_twice(void **state)
{
	struct story *s = *state;
	struct http_request r = {.method = "POST",
		.url = url(s, "127.0.0.1", "/echo"),
		.body = "hello",
		.body_size = 5};

	assert_int_equal(ask(s, s->open, r)->failure, HTTP_OK);
	r.url = url(s, "127.0.0.1", "/die");
	assert_int_equal(ask(s, s->open, r)->failure, HTTP_UNSURE);
	assert_string_equal(get(s, s->open, "127.0.0.1", "/count")->body, "1");
	r.url = url(s, "127.0.0.1", "/drip");
	r.timeout_ms = 200;
	assert_int_equal(ask(s, s->open, r)->failure, HTTP_UNSURE);
	assert_string_equal(get(s, s->open, "127.0.0.1", "/count")->body, "2");
}

static void
how_long_to_wait_is_read(void **state)
{
	struct story *s = *state;
	const struct got *g = get(s, s->open, "127.0.0.1", "/retry?7");

	assert_int_equal(g->status, 429);
	assert_int_equal(g->retry_ms, 7000);
	g = get(s, s->open, "127.0.0.1",
		"/retry?Fri,%2001%20Jan%202100%2000:00:00%20GMT");
	assert_true(g->retry_ms > 1000);
	g = get(s, s->open, "127.0.0.1", "/retry?soon");
	assert_int_equal(g->retry_ms, 0);
}

static void
what_is_left_of_a_rate_is_read(void **state)
{
	struct story *s = *state;
	const struct got *g =
		get(s, s->open, "127.0.0.1", "/rate?101,7,1795399450");

	assert_int_equal(g->rate_limit, 101);
	assert_int_equal(g->rate_left, 7);
	assert_int_equal(g->rate_reset, 1795399450);
	g = get(s, s->open, "127.0.0.1", "/rate?lots,-1,");
	assert_int_equal(g->rate_limit, -1);
	assert_int_equal(g->rate_left, -1);
	assert_int_equal(g->rate_reset, -1);
}

static void
a_cancelled_call_stays_silent(void **state)
{
	struct story *s = *state;
	struct http_request r = {
		.method = "GET", .url = url(s, "127.0.0.1", "/slow")};
	struct http_call *call = http_ask(s->open, &r, on_done, s);

	memset(&s->got, 0, sizeof(s->got));
	loop_turn(s->loop, 50, NULL);
	http_cancel(call);
	http_cancel(NULL);
	for (int i = 0; i < 5; i++)
		loop_turn(s->loop, 10, NULL);
	assert_int_equal(s->got.calls, 0);
	http_ask(s->open, &r, on_done, s); /* ends with its pool */
	loop_turn(s->loop, 50, NULL);
}

static void
on_done_free(void *arg, const struct http_answer *a)
{
	struct story *s = arg;

	on_done(arg, a);
	http_free(s->open);
	s->open = NULL;
}

static void
a_callback_may_end_the_pool(void **state)
{
	struct story *s = *state;
	struct http_request r = {
		.method = "GET", .url = url(s, "127.0.0.1", "/hello")};
	struct http_request slow = {.method = "GET"};

	memset(&s->got, 0, sizeof(s->got));
	http_ask(s->open, &r, on_done_free, s);
	slow.url = url(s, "127.0.0.1", "/slow");
	http_ask(s->open, &slow, on_done, s);
	wait_for(s, 1);
	loop_turn(s->loop, 10, NULL);
}

static void
many_calls_share_few_connections(void **state)
{
	struct story *s = *state;
	struct http_request r = {
		.method = "GET", .url = url(s, "127.0.0.1", "/hello")};

	memset(&s->got, 0, sizeof(s->got));
	for (int i = 0; i < 40; i++)
		http_ask(s->open, &r, on_done, s);
	wait_for(s, 40);
	assert_int_equal(s->got.status, 200);
}

static bool
is_public(const char *text)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};

	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
		return cidr_is_public((struct sockaddr *)&v4);
	assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
	return cidr_is_public((struct sockaddr *)&v6);
}

static void
public_addresses_are_told_from_others(void **state)
{
	static const char *const yes[] = {"1.1.1.1", "8.8.8.8",
		"172.15.255.255", "172.32.0.0", "100.63.0.1", "100.128.0.1",
		"198.17.0.1", "198.20.0.1", "223.255.255.255",
		"2606:4700::1111", "2a00:1450::1", "3fff:1000::1"};
	static const char *const no[] = {"0.0.0.0", "0.1.2.3", "10.0.0.1",
		"100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1",
		"169.254.169.254", "172.16.0.1", "172.31.255.255",
		"192.168.1.1", "192.0.0.8", "198.18.0.1", "198.19.255.255",
		"224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::7f00:1",
		"64:ff9b::8.8.8.8", "64:ff9b:1::1", "100::1", "2001::1",
		"2001:db8::1", "2002:0808:0808::1", "fc00::1", "fd12::1",
		"fe80::1", "fec0::1", "ff02::1", "4000::1"};

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		assert_true(is_public(yes[i]));
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		assert_false(is_public(no[i]));
}

static void
networks_are_read_and_matched(void **state)
{
	static const char *const list[] = {
		"10.1.0.0/16", "192.168.1.7", "fd00::/9", NULL};
	static const char *const bad[] = {"10.0.0.0/33", "10.0.0/8", "::/129",
		"10.0.0.0/", "10.0.0.0/8x", "10.0.0.0/-1", "name", ""};
	struct cidr *c = cidr_new(list, NULL);
	struct err e = {""};

	(void)state;
	assert_true(cidr_has_text(c, "10.1.255.3"));
	assert_true(cidr_has_text(c, "::ffff:10.1.0.1"));
	assert_false(cidr_has_text(c, "10.2.0.1"));
	assert_true(cidr_has_text(c, "192.168.1.7"));
	assert_false(cidr_has_text(c, "192.168.1.8"));
	assert_true(cidr_has_text(c, "fd7f::1"));
	assert_false(cidr_has_text(c, "fd80::1"));
	assert_false(cidr_has_text(c, "nonsense"));
	cidr_free(c);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *one[] = {bad[i], NULL};

		assert_null(cidr_new(one, &e));
		assert_non_null(strstr(e.text, bad[i]));
	}
	c = cidr_new(NULL, NULL);
	assert_false(cidr_has_text(c, "10.1.0.1"));
	cidr_free(c);
	cidr_free(NULL);
}

int
main(void)
{
#define STORY(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		STORY(an_answer_comes_with_what_feeds_need),
		STORY(a_body_and_headers_are_sent),
		STORY(the_head_alone_can_be_asked_for),
		STORY(a_private_address_is_refused),
		STORY(a_name_of_a_private_address_is_refused),
		STORY(a_redirect_cannot_get_round_the_guard),
		STORY(three_redirects_are_followed),
		STORY(a_large_answer_is_cut_off),
		STORY(waiting_has_an_end),
		STORY(what_was_never_sent_is_known),
		STORY(a_message_is_never_sent_twice),
		STORY(how_long_to_wait_is_read),
		STORY(what_is_left_of_a_rate_is_read),
		STORY(a_cancelled_call_stays_silent),
		STORY(a_callback_may_end_the_pool),
		STORY(many_calls_share_few_connections),
		cmocka_unit_test(public_addresses_are_told_from_others),
		cmocka_unit_test(networks_are_read_and_matched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
