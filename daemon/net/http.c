#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <sys/epoll.h>
#include <sys/socket.h>

#include <curl/curl.h>

#include "clock.h"
#include "err.h"
#include "log.h"
#include "mem.h"
#include "text.h"
#include "when.h"

#include "cidr.h"
#include "loop.h"

#include "http.h"

#define TIMEOUT_MS 10000
#define MAX_BYTES ((size_t)1 << 20)
#define PER_HOST 6
#define REDIRECTS 3
#define IDLE_S                                                                 \
	20 /* a kept connection that was idle for longer may be dead           \
	      without a sign: a network that broke, a forgetful NAT */

struct http {
	struct loop *loop;
	CURLM *multi;
	struct loop_timer *timer;
	struct http_call *calls;
	struct cidr *allowed; /* NULL: not guarded */
	char *user_agent;
	char *ca_file;
	int depth;  /* inside callbacks of the callers */
	bool freed; /* by one of them: ends when the last has returned */
};

struct http_call {
	struct http_call *next, **place;
	struct http *http;
	CURL *easy;
	struct curl_slist *headers;
	http_done_fn *done;
	void *arg;
	char *body; /* of the request */
	size_t body_size, body_sent;
	size_t max_bytes;
	struct text answer;
	char *etag, *modified;
	int64_t date, retry_ms, rate_limit, rate_left, rate_reset;
	bool refused, too_large;
	char why[CURL_ERROR_SIZE];
};

static void
call_free(struct http_call *c)
{
	if (!c)
		return;
	if (c->next)
		c->next->place = c->place;
	*c->place = c->next;
	curl_multi_remove_handle(c->http->multi, c->easy);
	curl_easy_cleanup(c->easy);
	curl_slist_free_all(c->headers);
	text_free(&c->answer);
	free(c->body);
	free(c->etag);
	free(c->modified);
	free(c);
}

/* Which kind of no answer this was. What was never written to a connection
 * that stood cannot have reached anybody. */
static enum http_failure
classify(const struct http_call *c, CURLcode code)
{
	long written = 0;

	if (code == CURLE_OK)
		return HTTP_OK;
	if (c->too_large)
		return HTTP_TOO_LARGE;
	if (c->refused || code == CURLE_TOO_MANY_REDIRECTS ||
		code == CURLE_UNSUPPORTED_PROTOCOL)
		return HTTP_REFUSED;
	curl_easy_getinfo(c->easy, CURLINFO_REQUEST_SIZE, &written);
	return written == 0 ? HTTP_UNSENT : HTTP_UNSURE;
}

static const char *
say_why(const struct http_call *c, enum http_failure failure, CURLcode code)
{
	if (failure == HTTP_OK)
		return NULL;
	if (failure == HTTP_TOO_LARGE)
		return "the answer is too large";
	if (c->refused)
		return "the address is not a public one";
	return c->why[0] ? c->why : curl_easy_strerror(code);
}

static void
finish(struct http_call *c, CURLcode code)
{
	struct http *h = c->http;
	struct http_answer a = {.failure = classify(c, code)};
	char *url = NULL, *type = NULL;
	long status = 0;

	curl_easy_getinfo(c->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(c->easy, CURLINFO_EFFECTIVE_URL, &url);
	curl_easy_getinfo(c->easy, CURLINFO_CONTENT_TYPE, &type);
	a.why = say_why(c, a.failure, code);
	a.status = (int)status;
	a.body = c->answer.bytes ? c->answer.bytes : "";
	a.size = c->answer.size;
	a.url = url ? url : "";
	a.type = type ? type : "";
	a.etag = c->etag;
	a.modified = c->modified;
	a.date = c->date;
	a.retry_ms = c->retry_ms;
	a.rate_limit = c->rate_limit;
	a.rate_left = c->rate_left;
	a.rate_reset = c->rate_reset;
	curl_multi_remove_handle(h->multi, c->easy);
	c->done(c->arg, &a);
	call_free(c);
}

static void
end_pool(struct http *h)
{
	struct http_call *c, *next;

	for (c = h->calls; c; c = next) {
		next = c->next;
		call_free(c);
	}
	if (h->multi)
		curl_multi_cleanup(h->multi);
	loop_timer_free(h->timer);
	cidr_free(h->allowed);
	free(h->user_agent);
	free(h->ca_file);
	free(h);
	curl_global_cleanup();
}

/* Calls back for every call that ended; the pool may be gone after it. */
static void
finish_ended(struct http *h)
{
	CURLMsg *message;
	int left;

	h->depth++;
	while (!h->freed && (message = curl_multi_info_read(h->multi, &left))) {
		struct http_call *c = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(
			message->easy_handle, CURLINFO_PRIVATE, (char **)&c);
		finish(c, message->data.result);
	}
	if (--h->depth == 0 && h->freed)
		end_pool(h);
}

static void
on_timer(void *arg)
{
	struct http *h = arg;
	int running;

	curl_multi_socket_action(h->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	finish_ended(h);
}

/* A socket of curl's and its watch. */
struct http_socket {
	struct http *http;
	struct loop_watch *watch;
	int fd;
};

static void
on_ready(void *arg, uint32_t events)
{
	struct http_socket *s = arg;
	struct http *h = s->http;
	int action = 0, running;

	if (events & (EPOLLIN | EPOLLHUP))
		action |= CURL_CSELECT_IN;
	if (events & EPOLLOUT)
		action |= CURL_CSELECT_OUT;
	if (events & EPOLLERR)
		action |= CURL_CSELECT_ERR;
	curl_multi_socket_action(h->multi, s->fd, action, &running);
	finish_ended(h);
}

static int
on_curl_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *mine)
{
	struct http *h = arg;
	struct http_socket *s = mine;
	uint32_t events = 0;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (s)
			loop_unwatch(s->watch);
		free(s);
		curl_multi_assign(h->multi, fd, NULL);
		return 0;
	}
	if (what & CURL_POLL_IN)
		events |= EPOLLIN;
	if (what & CURL_POLL_OUT)
		events |= EPOLLOUT;
	if (s) {
		loop_watch_change(s->watch, events);
		return 0;
	}
	s = xcalloc(1, sizeof(*s));
	s->http = h;
	s->fd = fd;
	s->watch = loop_watch(h->loop, fd, events, on_ready, s);
	curl_multi_assign(h->multi, fd, s);
	return 0;
}

static int
on_curl_timer(CURLM *multi, long ms, void *arg)
{
	struct http *h = arg;

	(void)multi;
	if (ms < 0)
		loop_timer_stop(h->timer);
	else
		loop_timer_set(h->timer, ms);
	return 0;
}

/*
 * The guard: asked with the address that will be connected to, after every
 * look-up and every redirect, so neither can get round it.
 */
static curl_socket_t
on_open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct http_call *c = arg;
	const struct cidr *allowed = c->http->allowed;

	(void)purpose;
	if (allowed && !cidr_is_public(&a->addr) &&
		!cidr_has(allowed, &a->addr)) {
		c->refused = true;
		return CURL_SOCKET_BAD;
	}
	c->refused = false; /* another address of the same name was */
	return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

static size_t
on_body(char *bytes, size_t one, size_t size, void *arg)
{
	struct http_call *c = arg;

	(void)one;
	if (size > c->max_bytes - c->answer.size) {
		c->too_large = true;
		return 0;
	}
	text_add_bytes(&c->answer, bytes, size);
	return size;
}

static size_t
on_read(char *out, size_t one, size_t room, void *arg)
{
	struct http_call *c = arg;
	size_t size = c->body_size - c->body_sent;

	if (size > one * room)
		size = one * room;
	memcpy(out, c->body + c->body_sent, size);
	c->body_sent += size;
	return size;
}

/*
 * When a kept connection dies without an answer curl sends the request again
 * by itself, and a message could be posted twice. It has to rewind the body
 * for that: refused, so that the caller hears HTTP_UNSURE and looks first.
 */
static int
on_seek(void *arg, curl_off_t offset, int origin)
{
	struct http_call *c = arg;

	(void)origin;
	if (c->body_sent > 0)
		return CURL_SEEKFUNC_FAIL;
	return offset == 0 ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
}

/* The value of a header line of that name, trimmed, yours; or NULL. */
static char *
header_value(const char *line, size_t size, const char *name)
{
	size_t used = strlen(name);

	if (size <= used || strncasecmp(line, name, used) != 0 ||
		line[used] != ':')
		return NULL;
	return text_trim(xstrndup(line + used + 1, size - used - 1));
}

static int64_t
read_retry_after(const char *value)
{
	char *end;
	long long seconds = strtoll(value, &end, 10);
	int64_t at;

	if (end != value && *end == '\0')
		return seconds > 0 && seconds < 1000000 ? seconds * 1000 : 0;
	at = when_parse_stamp(value);
	return at > clock_now() ? at - clock_now() : 0;
}

static void
keep(char **place, char *value)
{
	if (!value)
		return;
	free(*place);
	*place = value;
}

/* Reads the header of that name, a number, if this line is it. */
static void
read_number(int64_t *out, const char *line, size_t size, const char *name)
{
	char *value = header_value(line, size, name), *end;
	long long number;

	if (!value)
		return;
	number = strtoll(value, &end, 10);
	if (end != value && *end == '\0' && number >= 0)
		*out = number;
	free(value);
}

static size_t
on_header(char *line, size_t one, size_t size, void *arg)
{
	struct http_call *c = arg;
	char *retry, *date;

	(void)one;
	if (size > 5 && strncmp(line, "HTTP/", 5) == 0) {
		/* Another answer: what a redirect said is over. */
		free(c->etag);
		free(c->modified);
		c->etag = NULL;
		c->modified = NULL;
		c->date = c->retry_ms = 0;
		c->rate_limit = c->rate_left = c->rate_reset = -1;
		c->answer.size = 0;
		return size;
	}
	keep(&c->etag, header_value(line, size, "ETag"));
	keep(&c->modified, header_value(line, size, "Last-Modified"));
	retry = header_value(line, size, "Retry-After");
	if (retry)
		c->retry_ms = read_retry_after(retry);
	free(retry);
	date = header_value(line, size, "Date");
	if (date)
		c->date = when_parse_stamp(date);
	free(date);
	read_number(&c->rate_limit, line, size, "X-Ratelimit-Limit");
	read_number(&c->rate_left, line, size, "X-Ratelimit-Remaining");
	read_number(&c->rate_reset, line, size, "X-Ratelimit-Reset");
	return size;
}

struct http *
http_new(struct loop *l, const struct http_options *options, struct err *e)
{
	struct http *h = xcalloc(1, sizeof(*h));

	h->loop = l;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	h->multi = curl_multi_init();
	h->timer = loop_timer_new(l, on_timer, h);
	h->user_agent = xstrdup(options->user_agent);
	h->ca_file = xstrdup(options->ca_file);
	if (!h->multi) {
		err_set(e, "curl did not start");
		goto out;
	}
	if (options->guarded) {
		h->allowed = cidr_new(options->allowed, e);
		if (!h->allowed)
			goto out;
	}
	curl_multi_setopt(h->multi, CURLMOPT_SOCKETFUNCTION, on_curl_socket);
	curl_multi_setopt(h->multi, CURLMOPT_SOCKETDATA, h);
	curl_multi_setopt(h->multi, CURLMOPT_TIMERFUNCTION, on_curl_timer);
	curl_multi_setopt(h->multi, CURLMOPT_TIMERDATA, h);
	curl_multi_setopt(h->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
		(long)(options->per_host ? options->per_host : PER_HOST));
	return h;
out:
	end_pool(h);
	return NULL;
}

void
http_free(struct http *h)
{
	if (!h)
		return;
	h->freed = true;
	if (h->depth == 0)
		end_pool(h);
}

static void
set_method(struct http_call *c, const struct http_request *r)
{
	if (strcmp(r->method, "HEAD") == 0) {
		curl_easy_setopt(c->easy, CURLOPT_NOBODY, 1L);
		return;
	}
	if (strcmp(r->method, "GET") == 0)
		return;
	if (!r->body) {
		curl_easy_setopt(c->easy, CURLOPT_POSTFIELDS, "");
	} else {
		c->body_size = r->body_size;
		c->body = xmalloc(r->body_size);
		memcpy(c->body, r->body, r->body_size);
		curl_easy_setopt(c->easy, CURLOPT_POST, 1L);
		curl_easy_setopt(c->easy, CURLOPT_POSTFIELDSIZE_LARGE,
			(curl_off_t)r->body_size);
		curl_easy_setopt(c->easy, CURLOPT_READFUNCTION, on_read);
		curl_easy_setopt(c->easy, CURLOPT_READDATA, c);
		curl_easy_setopt(c->easy, CURLOPT_SEEKFUNCTION, on_seek);
		curl_easy_setopt(c->easy, CURLOPT_SEEKDATA, c);
		/* Not "Expect: 100-continue": it costs a second. */
		c->headers = curl_slist_append(c->headers, "Expect:");
	}
	curl_easy_setopt(c->easy, CURLOPT_CUSTOMREQUEST, r->method);
}

static void
set_guard(struct http_call *c)
{
	curl_easy_setopt(c->easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c->easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c->easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
	curl_easy_setopt(c->easy, CURLOPT_OPENSOCKETDATA, c);
	if (!c->http->allowed)
		return; /* no redirects: they would carry the token along */
	curl_easy_setopt(c->easy, CURLOPT_PROXY, "");
	curl_easy_setopt(c->easy, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(c->easy, CURLOPT_MAXREDIRS, (long)REDIRECTS);
}

static void
set_limits(struct http_call *c, const struct http_request *r)
{
	c->max_bytes = r->max_bytes ? r->max_bytes : MAX_BYTES;
	curl_easy_setopt(c->easy, CURLOPT_TIMEOUT_MS,
		(long)(r->timeout_ms ? r->timeout_ms : TIMEOUT_MS));
	curl_easy_setopt(c->easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c->easy, CURLOPT_MAXAGE_CONN, (long)IDLE_S);
	curl_easy_setopt(c->easy, CURLOPT_ACCEPT_ENCODING, "");
	if (c->http->user_agent)
		curl_easy_setopt(
			c->easy, CURLOPT_USERAGENT, c->http->user_agent);
	if (c->http->ca_file)
		curl_easy_setopt(c->easy, CURLOPT_CAINFO, c->http->ca_file);
}

struct http_call *
http_ask(struct http *h, const struct http_request *r, http_done_fn *done,
	void *arg)
{
	struct http_call *c = xcalloc(1, sizeof(*c));

	c->http = h;
	c->done = done;
	c->arg = arg;
	c->rate_limit = c->rate_left = c->rate_reset = -1;
	c->next = h->calls;
	c->place = &h->calls;
	if (c->next)
		c->next->place = &c->next;
	h->calls = c;

	c->easy = curl_easy_init();
	if (!c->easy)
		abort(); /* out of memory, as everywhere */
	curl_easy_setopt(c->easy, CURLOPT_PRIVATE, c);
	curl_easy_setopt(c->easy, CURLOPT_URL, r->url);
	curl_easy_setopt(c->easy, CURLOPT_ERRORBUFFER, c->why);
	curl_easy_setopt(c->easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c->easy, CURLOPT_WRITEDATA, c);
	curl_easy_setopt(c->easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(c->easy, CURLOPT_HEADERDATA, c);
	set_guard(c);
	set_limits(c, r);
	set_method(c, r);
	for (size_t i = 0; r->headers && r->headers[i]; i++)
		c->headers = curl_slist_append(c->headers, r->headers[i]);
	curl_easy_setopt(c->easy, CURLOPT_HTTPHEADER, c->headers);
	curl_multi_add_handle(h->multi, c->easy);
	return c;
}

void
http_cancel(struct http_call *call)
{
	call_free(call);
}
