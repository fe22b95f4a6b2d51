#ifndef ADVOCATED_HTTP_H
#define ADVOCATED_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct loop;
struct http;
struct http_call;

/*
 * Ask a URL, get a callback (libcurl, its sockets in the loop). A pool has
 * its own connections. A guarded pool is for foreign addresses: http and
 * https only, no proxy from the environment, at most 3 redirects, and every
 * address connected to (after each look-up and redirect) must be public
 * unless it lies in one of the allowed networks.
 */
struct http_options {
	bool guarded;
	const char *const *allowed; /* CIDR texts ending in NULL, or NULL */
	const char *user_agent;
	int per_host;        /* connections to one host; 0: 6 */
	const char *ca_file; /* NULL: the system's */
};

struct http *http_new(
	struct loop *l, const struct http_options *options, struct err *e);
void http_free(struct http *h); /* calls under way end without a callback */

struct http_request {
	const char *method; /* "GET", "POST", "HEAD", "PUT" ... */
	const char *url;
	const char *const *headers; /* "Name: value" ending in NULL, or NULL */
	const char *body;           /* or NULL; copied */
	size_t body_size;
	int timeout_ms;   /* of the whole call; 0: 10 s */
	size_t max_bytes; /* of the (unpacked) answer; 0: 1 MiB */
};

enum http_failure {
	HTTP_OK,       /* an answer came, of whatever status */
	HTTP_UNSENT,   /* the request certainly did not reach the server */
	HTTP_UNSURE,   /* it left; no (whole) answer came */
	HTTP_REFUSED,  /* guarded: address, protocol or redirects not allowed */
	HTTP_TOO_LARGE /* max_bytes passed */
};

struct http_answer {
	enum http_failure failure;
	const char *why; /* in words, unless HTTP_OK */
	int status;
	const char *body; /* NUL after size bytes, lent */
	size_t size;
	const char *url;      /* after redirects, lent */
	const char *type;     /* Content-Type, or "" */
	const char *etag;     /* or NULL */
	const char *modified; /* Last-Modified, or NULL */
	int64_t date;         /* Date, ms; 0 (or less): none */
	int64_t retry_ms;     /* Retry-After, seconds or date; 0: none */
	/* X-Ratelimit-Limit, -Remaining and -Reset as they stand; -1: none */
	int64_t rate_limit, rate_left, rate_reset;
};

typedef void http_done_fn(void *arg, const struct http_answer *answer);

/* Never calls back before it returns. The call ends with its callback. */
struct http_call *http_ask(struct http *h, const struct http_request *request,
	http_done_fn *done, void *arg);
void http_cancel(struct http_call *call); /* no callback; NULL is fine */

#endif
