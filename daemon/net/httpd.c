#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/epoll.h>
#include <sys/resource.h>

#include <microhttpd.h>

#include "clock.h"
#include "err.h"
#include "log.h"
#include "mem.h"
#include "text.h"

#include "cidr.h"
#include "loop.h"

#include "httpd_inside.h"

/* One connection's memory: request line, headers, and what the library builds
 * from them. It is cleared for every request, so twice as much costs a twelfth
 * of the redirects at a thousand connections. */
#define MEMORY_PER_CONNECTION (8 * 1024)
#define IDLE_SECONDS 30
#define BACKLOG 1024
#define CONNECTIONS_MAX 60000
#define DESCRIPTORS_KEPT 200 /* for everything that is not a visitor */
#define DISCARD_MAX ((size_t)1 << 20)
#define SPARE_MAX 1024

static struct httpd_request *
request_new(struct httpd *h, struct MHD_Connection *connection)
{
	struct httpd_request *r = h->spares;

	if (r) {
		h->spares = r->next;
		h->spare_count--;
		memset(r, 0, sizeof(*r));
	} else {
		r = xcalloc(1, sizeof(*r));
	}
	r->httpd = h;
	r->connection = connection;
	r->next = h->requests;
	r->place = &h->requests;
	if (r->next)
		r->next->place = &r->next;
	h->requests = r;
	return r;
}

void
httpd_request_free(struct httpd_request *r)
{
	struct httpd *h = r->httpd;

	if (r->next)
		r->next->place = r->place;
	*r->place = r->next;
	if (r->response && !r->promised)
		MHD_destroy_response(r->response);
	text_free(&r->body);
	free(r->address);
	if (h->spare_count >= SPARE_MAX) {
		free(r);
		return;
	}
	r->next = h->spares;
	h->spares = r;
	h->spare_count++;
}

static const struct httpd_route *
find_route(const struct httpd *h, const char *path)
{
	const struct httpd_route *route, *found = NULL;
	size_t longest = 0;

	for (route = h->routes; route->prefix; route++) {
		size_t size = strlen(route->prefix);
		bool below = size > 0 && route->prefix[size - 1] == '/';

		if (size <= longest || strncmp(path, route->prefix, size) != 0)
			continue;
		if (below || path[size] == '\0') {
			found = route;
			longest = size;
		}
	}
	return found;
}

static bool
takes_method(const struct httpd_route *route, const char *method)
{
	size_t size = strlen(method);
	const char *at = route->methods;

	while ((at = strstr(at, method))) {
		bool starts = at == route->methods || at[-1] == ' ';

		if (starts && (at[size] == ' ' || at[size] == '\0'))
			return true;
		at += size;
	}
	return false;
}

/* In the words of the route: a program that is spoken to in JSON is refused in
 * JSON too. */
static void
refuse(struct httpd_request *r, int status, const char *header)
{
	bool json = r->route != NULL && r->route->json;
	const char *headers[] = {header, NULL};
	struct httpd_answer a = {.status = status, .headers = headers};
	char *body = NULL;

	if (json && status == 413)
		body = xasprintf("{\"error\": \"too_large\", \"message\":"
				 " \"more than %zu bytes\"}",
			r->route->max_body);
	else if (json)
		body = xasprintf("{\"error\": \"wrong_method\", \"message\":"
				 " \"what is taken here: %s\"}",
			r->route->methods);
	if (body != NULL) {
		a.type = "application/json";
		a.body = body;
		a.size = strlen(body);
	}
	r->asked = true;
	httpd_reply(r, &a);
	free(body);
}

/*
 * Asks the route. Most answers come at once or at the end of this pass, after
 * a commit. Until then the connection is only left alone: to suspend it and
 * to wake it again would cost four system calls.
 */
static enum MHD_Result
ask_route(struct httpd_request *r)
{
	struct httpd *h = r->httpd;

	if (h->ending) {
		h->waiting = true;
		return MHD_YES;
	}
	r->asked = true;
	r->asked_in = h->pass;
	r->route->fn(r->route->arg, r);
	if (r->response)
		return httpd_send(r);
	h->due = true;
	return MHD_YES;
}

/* The library asks again: the pass is over, or something else made it run. */
static enum MHD_Result
answer_or_sleep(struct httpd_request *r)
{
	if (r->response)
		return httpd_send(r);
	if (r->httpd->pass > r->asked_in && !r->suspended) {
		MHD_suspend_connection(r->connection);
		r->suspended = true;
	}
	return MHD_YES;
}

static void
refuse_method(struct httpd_request *r)
{
	char *allow = xasprintf("Allow: %s", r->route->methods);
	struct text list = {0};

	for (const char *p = allow; *p; p++) {
		if (*p == ' ' && p[-1] != ':')
			text_add_char(&list, ',');
		text_add_char(&list, *p);
	}
	refuse(r, 405, list.bytes);
	text_free(&list);
	free(allow);
}

/* The request line and the headers are there. What is answered before the
 * request was read to its end costs the connection: only a body too large is
 * worth that. */
static enum MHD_Result
begin_request(struct httpd_request *r)
{
	const char *length;

	r->route = find_route(r->httpd, r->path);
	if (!r->route) {
		refuse(r, 404, NULL);
		return MHD_YES;
	}
	if (!takes_method(r->route, r->method)) {
		refuse_method(r);
		return MHD_YES;
	}
	length = MHD_lookup_connection_value(
		r->connection, MHD_HEADER_KIND, "Content-Length");
	if (!length || strtoull(length, NULL, 10) <= r->route->max_body)
		return MHD_YES;
	refuse(r, 413, NULL);
	return httpd_send(r);
}

static enum MHD_Result
add_body(struct httpd_request *r, const char *bytes, size_t size)
{
	if (r->asked || r->discarded ||
		size > r->route->max_body - r->body.size) {
		r->discarded += size;
		return r->discarded > DISCARD_MAX ? MHD_NO : MHD_YES;
	}
	text_add_bytes(&r->body, bytes, size);
	return MHD_YES;
}

static enum MHD_Result
on_request(void *arg, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *upload,
	size_t *upload_size, void **mine)
{
	struct httpd_request *r = *mine;
	enum MHD_Result result;

	(void)version;
	if (!r) {
		*mine = r = request_new(arg, connection);
		r->method = method;
		r->path = url;
		return begin_request(r);
	}
	if (*upload_size > 0) {
		result = add_body(r, upload, *upload_size);
		*upload_size = 0;
		return result;
	}
	if (r->discarded && !r->asked)
		refuse(r, 413, NULL);
	return r->asked ? answer_or_sleep(r) : ask_route(r);
}

static void
on_completed(void *arg, struct MHD_Connection *connection, void **mine,
	enum MHD_RequestTerminationCode code)
{
	struct httpd *h = arg;
	struct httpd_request *r = *mine;

	(void)connection;
	(void)code;
	*mine = NULL;
	if (!r)
		return;
	/* Its route still has it, and answers into the void. */
	if (r->asked && !r->answered && !h->closing)
		r->connection = NULL;
	else
		httpd_request_free(r);
}

/* One round of the library, then a timer for when it wants the next. */
static void
run(struct httpd *h)
{
	MHD_UNSIGNED_LONG_LONG ms;
	int64_t at;

	h->waiting = false;
	MHD_run(h->daemon);
	if (MHD_get_timeout(h->daemon, &ms) != MHD_YES)
		return;
	if (ms == 0) {
		/* Something is ready; if it is a request that waits for its
		 * answer, the pass it waits for may be the next. */
		h->due = true;
		if (h->ending)
			loop_again(h->loop);
		return;
	}
	at = clock_steady() + (int64_t)ms;
	if (h->timer_at && h->timer_at <= at)
		return; /* it will look again then */
	h->timer_at = at;
	loop_timer_set(h->timer, (int64_t)ms);
}

static void
on_ready(void *arg, uint32_t events)
{
	(void)events;
	run(arg);
}

static void
on_timer(void *arg)
{
	struct httpd *h = arg;

	h->timer_at = 0;
	run(h);
}

/*
 * Writes the answers given in this pass: the library takes them up in one
 * round and writes them in the next. What is read meanwhile waits for the next
 * pass, where it meets what those answers bring: far fewer commits for the
 * same hits. If that pass did not ask for it, this one does.
 */
static void
on_after_pass(void *arg)
{
	struct httpd *h = arg;

	h->pass++;
	if (!h->due)
		return;
	h->due = false;
	h->ending = !h->waiting;
	run(h);
	if (h->ending && h->due)
		run(h);
	h->ending = false;
	if (h->waiting)
		loop_timer_set(h->timer, h->timer_at = 0);
	if (h->sweep)
		httpd_ready_sweep(h);
}

/* As many connections as descriptors, but for a few. */
static unsigned
raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return 1024 - DESCRIPTORS_KEPT;
	if (limit.rlim_cur < limit.rlim_max) {
		rlim_t was = limit.rlim_cur;

		limit.rlim_cur = limit.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
			limit.rlim_cur = was;
	}
	if (limit.rlim_cur > CONNECTIONS_MAX + DESCRIPTORS_KEPT)
		return CONNECTIONS_MAX;
	if (limit.rlim_cur > 2 * DESCRIPTORS_KEPT)
		return (unsigned)limit.rlim_cur - DESCRIPTORS_KEPT;
	return (unsigned)limit.rlim_cur / 2;
}

/* "host:port" with a numeric host, in brackets for IPv6. */
static int
read_listen(const char *listen, struct sockaddr_storage *out, struct err *e)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
	const char *colon = strrchr(listen, ':');
	struct addrinfo *list = NULL;
	char *host;
	int code;

	if (!colon || colon == listen)
		return err_set(e, "%s: not an address and a port", listen);
	host = xstrndup(listen, (size_t)(colon - listen));
	if (*host == '[' && colon[-1] == ']') {
		host[strlen(host) - 1] = '\0';
		memmove(host, host + 1, strlen(host));
	}
	code = getaddrinfo(host, colon + 1, &hints, &list);
	free(host);
	if (code != 0)
		return err_set(e, "%s: %s", listen, gai_strerror(code));
	memcpy(out, list->ai_addr, list->ai_addrlen);
	freeaddrinfo(list);
	return 0;
}

static void __attribute__((format(printf, 2, 0)))
on_mhd_log(void *arg, const char *fmt, va_list args)
{
	char said[256];

	(void)arg;
	if (vsnprintf(said, sizeof(said), fmt, args) < 0)
		return;
	said[strcspn(said, "\n")] = '\0';
	log_debug("httpd", "said=\"%s\"", said);
}

static int
start_daemon(struct httpd *h, const struct sockaddr_storage *at,
	const char *listen, struct err *e)
{
	unsigned flags =
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
	const union MHD_DaemonInfo *info;
	int epoll;

	if (at->ss_family == AF_INET6)
		flags |= MHD_USE_IPv6 | MHD_USE_DUAL_STACK;
	h->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, h,
		MHD_OPTION_EXTERNAL_LOGGER, on_mhd_log, NULL,
		MHD_OPTION_SOCK_ADDR, (const struct sockaddr *)at,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, h,
		MHD_OPTION_CONNECTION_LIMIT, raise_descriptors(),
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		(size_t)MEMORY_PER_CONNECTION, MHD_OPTION_LISTEN_BACKLOG_SIZE,
		(unsigned)BACKLOG, MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_END);
	if (!h->daemon)
		return err_set(e, "%s: %s", listen,
			errno ? strerror(errno) : "cannot listen");
	info = MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_BIND_PORT);
	h->port = info ? info->port : 0;
	info = MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	if (!info)
		return err_set(e, "%s: no epoll descriptor", listen);
	epoll = info->epoll_fd;
	h->watch = loop_watch(h->loop, epoll, EPOLLIN, on_ready, h);
	return 0;
}

struct httpd *
httpd_open(struct loop *l, const char *listen, const struct httpd_route *routes,
	struct err *e)
{
	struct httpd *h = xcalloc(1, sizeof(*h));
	struct sockaddr_storage at;

	memset(&at, 0, sizeof(at));
	h->loop = l;
	h->routes = routes;
	h->timer = loop_timer_new(l, on_timer, h);
	loop_after_pass(l, on_after_pass, h);
	if (read_listen(listen, &at, e) < 0)
		goto out;
	errno = 0;
	if (start_daemon(h, &at, listen, e) < 0)
		goto out;
	return h;
out:
	httpd_close(h);
	return NULL;
}

void
httpd_close(struct httpd *h)
{
	struct httpd_request *r, *next;

	if (!h)
		return;
	h->closing = true;
	loop_off_pass(h->loop, h);
	loop_unwatch(h->watch);
	loop_timer_free(h->timer);
	for (r = h->requests; r; r = r->next) {
		if (r->suspended) /* the library stops no sleepers */
			MHD_resume_connection(r->connection);
		r->suspended = false;
	}
	if (h->daemon)
		MHD_stop_daemon(h->daemon);
	while (h->requests) /* whose readers went away before */
		httpd_request_free(h->requests);
	httpd_ready_free_all(h);
	for (r = h->spares; r; r = next) {
		next = r->next;
		free(r);
	}
	cidr_free(h->trusted);
	free(h);
}
