#ifndef ADVOCATED_HTTPD_H
#define ADVOCATED_HTTPD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sys/socket.h>

struct err;
struct loop;
struct httpd;
struct httpd_request;

/*
 * Our own HTTP side (libmicrohttpd, its epoll descriptor in the loop): a
 * table of routes; a complete request in, a reply out, now or later. A
 * request not answered in its callback waits until httpd_reply(). Limits:
 * 7 KiB of request line and headers, max_body, 30 s idle, connections.
 */
typedef void httpd_fn(void *arg, struct httpd_request *r);

struct httpd_route {
	const char *prefix; /* "/l/" matches all below; "/health" itself only */
	const char *methods; /* "GET HEAD"; others get 405 */
	size_t max_body;     /* bytes; more gets 413 */
	httpd_fn *fn;
	void *arg;
	bool json; /* these two say why as {"error", "message"} */
};

/* listen: "127.0.0.1:8080", "[::]:8080"; port 0 takes a free one. routes end
 * with a NULL prefix and must outlive the server. */
struct httpd *httpd_open(struct loop *l, const char *listen,
	const struct httpd_route *routes, struct err *e);
void httpd_close(struct httpd *h);
int httpd_port(const struct httpd *h);

const char *httpd_method(const struct httpd_request *r);
const char *httpd_path(const struct httpd_request *r); /* without query */
const char *httpd_rest(const struct httpd_request *r); /* after the prefix */
const char *httpd_header(struct httpd_request *r, const char *name); /* NULL */
const char *httpd_query(struct httpd_request *r, const char *name);  /* NULL */
const char *httpd_body(const struct httpd_request *r, size_t *size);
/* The peer, or the last address added by a trusted proxy (see
 * httpd_trust_proxies) as text; lent. */
const char *httpd_address(struct httpd_request *r);

/* CIDR texts ending in NULL: peers whose X-Forwarded-For is believed. */
int httpd_trust_proxies(
	struct httpd *h, const char *const *networks, struct err *e);

struct httpd_answer {
	int status;
	const char *type;     /* Content-Type or NULL */
	const char *location; /* or NULL */
	const char *body;     /* copied; NULL: none */
	size_t size;
	const char *const *headers; /* further "Name: value", NULL at the end */
};

/* Answers; exactly once per request, which is gone afterwards. HEAD gets the
 * headers alone. Answers given in one pass are sent together. */
void httpd_reply(struct httpd_request *r, const struct httpd_answer *a);

/*
 * An answer made once for many requests, by the server of r. Promised to a
 * request it is sent when the promise is kept, as httpd_reply() does; it may
 * be freed between the two: the request gets it nevertheless.
 */
struct httpd_ready;
struct httpd_ready *httpd_ready_new(
	struct httpd_request *r, const struct httpd_answer *a);
void httpd_ready_free(struct httpd_ready *a); /* NULL is fine */
void httpd_promise(struct httpd_request *r, struct httpd_ready *a);
void httpd_keep(struct httpd_request *r);

#endif
