#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "clock.h"
#include "err.h"
#include "mem.h"
#include "text.h"

#include "httpd.h"
#include "loop.h"

#define WAITING_MAX 4096

/* What the routes saw, and the requests that still wait for an answer. */
struct story {
	struct loop *loop;
	struct httpd *httpd;
	struct httpd_request *waiting[WAITING_MAX];
	size_t waiting_count;
	size_t batches, largest_batch;
	bool hold;  /* answers nothing at the end of a pass */
	int leaves; /* the visitor who goes once their request is read, or 0 */
	struct httpd_ready *ready; /* what /same/ is answered */
	char seen[512];
};

static void
answer(struct httpd_request *r, int status, const char *body)
{
	const char *const headers[] = {
		"Cache-Control: no-store", "X-Robots-Tag: noindex", NULL};
	const struct httpd_answer a = {.status = status,
		.type = "text/plain",
		.body = body,
		.size = strlen(body),
		.headers = headers};

	httpd_reply(r, &a);
}

static void
on_hello(void *arg, struct httpd_request *r)
{
	(void)arg;
	answer(r, 200, "hello");
}

/* A link: answered at the end of the pass, all of them together. */
static void
on_link(void *arg, struct httpd_request *r)
{
	struct story *s = arg;

	assert_true(s->waiting_count < WAITING_MAX);
	s->waiting[s->waiting_count++] = r;
	if (s->leaves) {
		const struct linger at_once = {1, 0};

		setsockopt(s->leaves, SOL_SOCKET, SO_LINGER, &at_once,
			sizeof(at_once));
		close(s->leaves);
	}
	s->leaves = 0;
}

static void
on_same(void *arg, struct httpd_request *r)
{
	struct story *s = arg;
	const struct httpd_answer a = {
		.status = 302, .location = "https://example.org/same"};

	if (!s->ready)
		s->ready = httpd_ready_new(r, &a);
	httpd_promise(r, s->ready);
	s->waiting[s->waiting_count++] = r;
}

static void
keep_promises(struct story *s)
{
	for (size_t i = 0; i < s->waiting_count; i++)
		httpd_keep(s->waiting[i]);
	s->waiting_count = 0;
}

static void
on_pass(void *arg)
{
	struct story *s = arg;
	char location[128];

	if (s->hold || s->waiting_count == 0)
		return;
	s->batches++;
	if (s->waiting_count > s->largest_batch)
		s->largest_batch = s->waiting_count;
	for (size_t i = 0; i < s->waiting_count; i++) {
		struct httpd_answer a = {.status = 302};

		snprintf(location, sizeof(location), "https://example.org/%s",
			httpd_rest(s->waiting[i]));
		a.location = location;
		httpd_reply(s->waiting[i], &a);
	}
	s->waiting_count = 0;
}

static void
on_form(void *arg, struct httpd_request *r)
{
	struct story *s = arg;
	size_t size;
	const char *body = httpd_body(r, &size);
	const char *agent = httpd_header(r, "user-agent");
	const char *query = httpd_query(r, "q");

	snprintf(s->seen, sizeof(s->seen), "%s %s [%s] %s %zu:%s from %s",
		httpd_method(r), httpd_path(r), agent ? agent : "-",
		query ? query : "-", size, size < 100 ? body : "...",
		httpd_address(r));
	answer(r, 200, "ok");
}

static int
begin(void **state)
{
	static struct httpd_route routes[] = {
		{"/health", "GET HEAD", 0, on_hello, NULL, false},
		{"/l/", "GET HEAD", 0, on_link, NULL, false},
		{"/same/", "GET HEAD", 0, on_same, NULL, false},
		{"/form", "POST GET", 1000, on_form, NULL, false},
		{"/l/form", "POST", 1000, on_form, NULL, false},
		{"/json", "POST", 1000, on_form, NULL, true},
		{NULL, NULL, 0, NULL, NULL, false}};
	struct story *s = xcalloc(1, sizeof(*s));
	struct err e = {""};

	for (size_t i = 0; routes[i].prefix; i++)
		routes[i].arg = s;
	s->loop = loop_new(NULL);
	s->httpd = httpd_open(s->loop, "127.0.0.1:0", routes, &e);
	assert_non_null(s->httpd);
	loop_on_pass(s->loop, on_pass, s);
	*state = s;
	return 0;
}

static int
end(void **state)
{
	struct story *s = *state;

	httpd_close(s->httpd);
	loop_free(s->loop);
	free(s);
	return 0;
}

static int
visit(const struct story *s)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)httpd_port(s->httpd)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	return fd;
}

/* Whether text holds a whole answer: its headers and as much body. */
static bool
is_whole(const struct text *t, bool head)
{
	const char *end = t->bytes ? strstr(t->bytes, "\r\n\r\n") : NULL;
	const char *length =
		end ? strcasestr(t->bytes, "content-length:") : NULL;

	if (!end)
		return false;
	if (head || !length || length > end)
		return true;
	return strlen(end + 4) >= strtoul(length + 15, NULL, 10);
}

/* Reads one answer while the loop turns; ends early when the peer closes. */
static char *
read_answer(struct story *s, int fd, bool head)
{
	struct text t = {0};
	int64_t start = clock_steady();
	char bytes[65536];
	ssize_t got = -1;

	while (!is_whole(&t, head) && got != 0 &&
		clock_steady() - start < 20000) {
		loop_turn(s->loop, 5, NULL);
		got = read(fd, bytes, sizeof(bytes));
		if (got > 0)
			text_add_bytes(&t, bytes, (size_t)got);
	}
	return text_take(&t);
}

static char *
say(struct story *s, int fd, const char *request)
{
	size_t size = strlen(request);

	assert_int_equal(write(fd, request, size), size);
	return read_answer(s, fd, text_starts(request, "HEAD"));
}

static void
assert_answer(struct story *s, int fd, const char *request, const char *first,
	const char *has)
{
	char *text = say(s, fd, request);

	if (!text_starts(text, first))
		fail_msg("%s -> %s", request, text);
	assert_non_null(strstr(text, has));
	free(text);
}

#define HOST "Host: x\r\n"

static void
routes_are_found_and_methods_checked(void **state)
{
	struct story *s = *state;
	int fd = visit(s);

	assert_answer(s, fd, "GET /health HTTP/1.1\r\n" HOST "\r\n",
		"HTTP/1.1 200", "\r\n\r\nhello");
	assert_answer(s, fd, "HEAD /health HTTP/1.1\r\n" HOST "\r\n",
		"HTTP/1.1 200", "Content-Length: 5\r\n");
	assert_answer(s, fd, "GET /health HTTP/1.1\r\n" HOST "\r\n",
		"HTTP/1.1 200", "X-Robots-Tag: noindex\r\n");
	assert_answer(s, fd, "GET /health/x HTTP/1.1\r\n" HOST "\r\n",
		"HTTP/1.1 404", "");
	assert_answer(s, fd, "GET /healthy HTTP/1.1\r\n" HOST "\r\n",
		"HTTP/1.1 404", "");
	assert_answer(s, fd, "DELETE /health HTTP/1.1\r\n" HOST "\r\n",
		"HTTP/1.1 405", "Allow: GET, HEAD\r\n");
	close(fd);
}

static void
an_answer_may_come_at_the_end_of_the_pass(void **state)
{
	struct story *s = *state;
	int fd = visit(s);

	for (int i = 0; i < 3; i++)
		assert_answer(s, fd,
			"GET /l/abc?utm=1 HTTP/1.1\r\n" HOST "\r\n",
			"HTTP/1.1 302",
			"Location: https://example.org/abc\r\n");
	assert_answer(s, fd, "HEAD /l/x HTTP/1.1\r\n" HOST "\r\n",
		"HTTP/1.1 302", "Location: https://example.org/x\r\n");
	assert_int_equal(s->batches, 4);
	close(fd);
}

static void
an_answer_may_come_much_later(void **state)
{
	struct story *s = *state;
	int slow = visit(s), quick = visit(s);
	const char *request = "GET /l/late HTTP/1.1\r\n" HOST "\r\n";
	char *text;

	s->hold = true;
	assert_int_equal(
		write(slow, request, strlen(request)), strlen(request));
	/* Others are served meanwhile. */
	assert_answer(s, quick, "GET /health HTTP/1.1\r\n" HOST "\r\n",
		"HTTP/1.1 200", "hello");
	while (s->waiting_count == 0)
		loop_turn(s->loop, 10, NULL);
	s->hold = false;
	text = read_answer(s, slow, false);
	assert_non_null(strstr(text, "https://example.org/late"));
	free(text);
	close(slow);
	close(quick);
}

static void
a_visitor_who_left_is_no_harm(void **state)
{
	struct story *s = *state;
	const char *request = "GET /l/gone HTTP/1.1\r\n" HOST "\r\n";
	int fd = visit(s);

	s->hold = true;
	assert_int_equal(write(fd, request, strlen(request)), strlen(request));
	while (s->waiting_count == 0)
		loop_turn(s->loop, 10, NULL);
	close(fd);
	loop_turn(s->loop, 10, NULL);
	s->hold = false;
	for (int i = 0; i < 5; i++)
		loop_turn(s->loop, 5, NULL);
	fd = visit(s);
	assert_answer(s, fd, "GET /health HTTP/1.1\r\n" HOST "\r\n",
		"HTTP/1.1 200", "hello");
	/* And one who waits when the server ends. */
	s->hold = true;
	assert_int_equal(write(fd, request, strlen(request)), strlen(request));
	while (s->waiting_count == 0)
		loop_turn(s->loop, 10, NULL);
	close(fd);
}

/* Reset in the pass that asked for them: the answer comes after they went. */
static void
a_visitor_may_leave_at_once(void **state)
{
	struct story *s = *state;
	const char *request = "GET /l/gone HTTP/1.1\r\n" HOST "\r\n";
	int fd = visit(s);

	s->hold = true;
	s->leaves = fd;
	assert_int_equal(write(fd, request, strlen(request)), strlen(request));
	while (s->waiting_count == 0)
		loop_turn(s->loop, 10, NULL);
	for (int i = 0; i < 3; i++)
		loop_turn(s->loop, 5, NULL);
	s->hold = false;
	for (int i = 0; i < 3; i++)
		loop_turn(s->loop, 5, NULL);
	assert_int_equal(s->waiting_count, 0);
	fd = visit(s);
	assert_answer(s, fd, "GET /health HTTP/1.1\r\n" HOST "\r\n",
		"HTTP/1.1 200", "hello");
	close(fd);
}

static void
an_answer_may_be_made_once_for_many(void **state)
{
	struct story *s = *state;
	const char *request = "GET /same/x HTTP/1.1\r\n" HOST "\r\n";
	int fds[3];

	s->hold = true;
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 3; i++) {
			fds[i] = visit(s);
			assert_int_equal(
				write(fds[i], request, strlen(request)),
				strlen(request));
		}
		while (s->waiting_count < 3)
			loop_turn(s->loop, 10, NULL);
		/* Promised is promised, even if it is given up meanwhile. */
		httpd_ready_free(s->ready);
		s->ready = NULL;
		loop_turn(s->loop, 5, NULL);
		keep_promises(s);
		for (int i = 0; i < 3; i++) {
			char *text = read_answer(s, fds[i], false);

			assert_true(text_starts(text, "HTTP/1.1 302"));
			assert_non_null(
				strstr(text, "https://example.org/same\r\n"));
			free(text);
			close(fds[i]);
		}
	}
	/* And one that nobody keeps. */
	fds[0] = visit(s);
	assert_int_equal(
		write(fds[0], request, strlen(request)), strlen(request));
	while (s->waiting_count == 0)
		loop_turn(s->loop, 10, NULL);
	close(fds[0]);
}

static void
a_form_comes_whole(void **state)
{
	struct story *s = *state;
	int fd = visit(s);

	assert_answer(s, fd,
		"POST /form?q=a%20b%26 HTTP/1.1\r\n" HOST
		"User-Agent: tester/1\r\nContent-Length: 7\r\n\r\na=1&b=2",
		"HTTP/1.1 200", "ok");
	assert_string_equal(
		s->seen, "POST /form [tester/1] a b& 7:a=1&b=2 from 127.0.0.1");
	assert_answer(s, fd,
		"POST /form HTTP/1.1\r\n" HOST
		"Transfer-Encoding: chunked\r\n\r\n3\r\na=1\r\n4\r\n&b=2\r\n"
		"0\r\n\r\n",
		"HTTP/1.1 200", "ok");
	assert_string_equal(
		s->seen, "POST /form [-] - 7:a=1&b=2 from 127.0.0.1");
	/* The longer prefix wins. */
	assert_answer(s, fd,
		"POST /l/form HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n",
		"HTTP/1.1 200", "ok");
	close(fd);
}

static void
a_body_has_a_limit(void **state)
{
	struct story *s = *state;
	int fd = visit(s);
	struct text t = {0};

	assert_answer(s, fd,
		"POST /form HTTP/1.1\r\n" HOST "Content-Length: 1001\r\n\r\n",
		"HTTP/1.1 413", "");
	close(fd);
	fd = visit(s);
	text_add(&t, "POST /form HTTP/1.1\r\n" HOST
		     "Transfer-Encoding: chunked\r\n\r\n");
	text_addf(&t, "7d0\r\n%02000d\r\n0\r\n\r\n", 0);
	assert_answer(s, fd, t.bytes, "HTTP/1.1 413", "");
	text_free(&t);
	close(fd);
	fd = visit(s); /* what speaks JSON is refused in JSON */
	assert_answer(s, fd, "GET /json HTTP/1.1\r\n" HOST "\r\n",
		"HTTP/1.1 405", "Content-Type: application/json\r\n");
	assert_answer(s, fd,
		"POST /json HTTP/1.1\r\n" HOST "Content-Length: 1001\r\n\r\n",
		"HTTP/1.1 413", "Content-Type: application/json\r\n");
	close(fd);
	fd = visit(s); /* a GET with a body its route does not take */
	assert_answer(s, fd,
		"GET /l/x HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhello",
		"HTTP/1.1 413", "");
	close(fd);
}

static void
headers_have_a_limit(void **state)
{
	struct story *s = *state;
	struct text t = {0};
	int fd = visit(s);

	/* 6 KiB pass, 64 KiB do not. */
	text_add(&t, "GET /health HTTP/1.1\r\n" HOST);
	text_addf(&t, "X: %06000d\r\n\r\n", 0);
	assert_answer(s, fd, t.bytes, "HTTP/1.1 200", "hello");
	t.size = 0;
	text_add(&t, "GET /health HTTP/1.1\r\n" HOST);
	text_addf(&t, "X: %064000d\r\n\r\n", 0);
	assert_answer(s, fd, t.bytes, "HTTP/1.1 4", "");
	text_free(&t);
	close(fd);
	fd = visit(s);
	assert_answer(s, fd, "nonsense\r\n\r\n", "", "");
	close(fd);
}

static void
addresses_of_trusted_proxies_are_believed(void **state)
{
	static const char *const trusted[] = {
		"127.0.0.0/8", "10.0.0.0/8", NULL};
	static const char *const bad[] = {"proxy.example", NULL};
	static const struct {
		const char *forwarded, *seen;
	} cases[] = {{"1.2.3.4", "1.2.3.4"}, {"6.6.6.6, 1.2.3.4", "1.2.3.4"},
		{"6.6.6.6, 1.2.3.4, 10.0.0.7", "1.2.3.4"},
		{"2001:db8::7", "2001:db8::7"}, {"unknown", "127.0.0.1"},
		{"", "127.0.0.1"}};
	struct story *s = *state;
	struct err e = {""};
	char request[256], wanted[64];
	int fd = visit(s);

	/* Nobody is trusted at first. */
	assert_answer(s, fd,
		"GET /form HTTP/1.1\r\n" HOST
		"X-Forwarded-For: 1.2.3.4\r\n\r\n",
		"HTTP/1.1 200", "ok");
	assert_non_null(strstr(s->seen, "from 127.0.0.1"));
	assert_int_equal(httpd_trust_proxies(s->httpd, bad, &e), -1);
	assert_string_equal(
		e.text, "trusted proxies: not a network: proxy.example");
	assert_int_equal(httpd_trust_proxies(s->httpd, trusted, &e), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(request, sizeof(request),
			"GET /form HTTP/1.1\r\n" HOST
			"X-Forwarded-For: %s\r\n\r\n",
			cases[i].forwarded);
		assert_answer(s, fd, request, "HTTP/1.1 200", "ok");
		snprintf(wanted, sizeof(wanted), "from %s", cases[i].seen);
		assert_non_null(strstr(s->seen, wanted));
	}
	close(fd);
}

/* More visitors at once than the soft limit of descriptors usually is. */
static void
thousands_of_visitors_share_few_commits(void **state)
{
	enum { VISITORS = 1500 };
	const char *request = "GET /l/many HTTP/1.1\r\n" HOST "\r\n";
	struct story *s = *state;
	struct rlimit limit;
	int *fds = xcalloc(VISITORS, sizeof(int)), count = VISITORS;

	getrlimit(RLIMIT_NOFILE, &limit);
	assert_int_equal(limit.rlim_cur, limit.rlim_max);
	if (limit.rlim_cur < 2 * VISITORS + 100)
		count = (int)(limit.rlim_cur / 2) - 200;
	for (int i = 0; i < count; i++) {
		fds[i] = visit(s);
		if (i % 5 == 0)
			loop_turn(s->loop, 0, NULL);
	}
	for (int i = 0; i < count; i++)
		assert_int_equal(write(fds[i], request, strlen(request)),
			strlen(request));
	for (int i = 0; i < count; i++) {
		char *text = read_answer(s, fds[i], false);

		assert_true(text_starts(text, "HTTP/1.1 302"));
		free(text);
		close(fds[i]);
	}
	assert_true(s->batches < (size_t)count / 4);
	free(fds);
}

static void
an_address_to_listen_at_is_checked(void **state)
{
	static const struct httpd_route none[] = {
		{NULL, NULL, 0, NULL, NULL, false}};
	static const char *const bad[] = {"127.0.0.1", ":80", "localhost:80",
		"127.0.0.1:http", "192.0.2.1:8080"};
	struct story *s = *state;
	struct err e = {""};
	struct httpd *h = httpd_open(s->loop, "[::1]:0", none, &e);
	char taken[64];

	assert_non_null(h);
	assert_true(httpd_port(h) > 0);
	httpd_close(h);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_null(httpd_open(s->loop, bad[i], none, &e));
		assert_true(text_starts(e.text, bad[i]));
	}
	snprintf(taken, sizeof(taken), "127.0.0.1:%d", httpd_port(s->httpd));
	assert_null(httpd_open(s->loop, taken, none, &e));
	assert_non_null(strstr(e.text, "in use"));
	httpd_close(NULL);
}

int
main(void)
{
#define STORY(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		STORY(routes_are_found_and_methods_checked),
		STORY(an_answer_may_come_at_the_end_of_the_pass),
		STORY(an_answer_may_come_much_later),
		STORY(a_visitor_who_left_is_no_harm),
		STORY(a_visitor_may_leave_at_once),
		STORY(an_answer_may_be_made_once_for_many),
		STORY(a_form_comes_whole),
		STORY(a_body_has_a_limit),
		STORY(headers_have_a_limit),
		STORY(addresses_of_trusted_proxies_are_believed),
		STORY(thousands_of_visitors_share_few_commits),
		STORY(an_address_to_listen_at_is_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
