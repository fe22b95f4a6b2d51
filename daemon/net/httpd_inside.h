#ifndef ADVOCATED_HTTPD_INSIDE_H
#define ADVOCATED_HTTPD_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <microhttpd.h>

#include "text.h"

#include "httpd.h"

/* What httpd.c (the server) and httpd_request.c (what a request says) share,
 * and nobody else. */

struct cidr;
struct loop_timer;
struct loop_watch;

struct httpd {
	struct loop *loop;
	struct MHD_Daemon *daemon;
	const struct httpd_route *routes;
	struct cidr *trusted;
	struct loop_watch *watch;
	struct loop_timer *timer;
	int64_t timer_at; /* clock_steady() it is set to; 0: not set */
	struct httpd_request *requests; /* in hand */
	struct httpd_ready *ready;      /* answers made once for many */
	bool sweep;                     /* some of them are freed */
	struct httpd_request *spares;
	size_t spare_count;
	uint64_t pass; /* how many have ended */
	bool due;      /* the library must run at the end of this pass */
	bool ending;   /* it runs there now */
	bool waiting;  /* requests were read there and not asked yet */
	bool closing;
	int port;
};

/* Shared by requests; in the server's list until nobody waits for it. */
struct httpd_ready {
	struct httpd_ready *next;
	struct httpd *httpd;
	struct MHD_Response *response;
	int status;
	bool freed;   /* by who made it */
	bool awaited; /* by a request, as httpd_ready_sweep() found */
};

struct httpd_request {
	struct httpd_request *next, **place;
	struct httpd *httpd;
	struct MHD_Connection *connection; /* NULL: closed already */
	const struct httpd_route *route;
	const char *method, *path;
	struct text body;
	size_t discarded;  /* of a body that is too large */
	bool asked;        /* the route's function has it or had it */
	uint64_t asked_in; /* that pass */
	bool answered;     /* its route is done with it */
	bool suspended;
	struct httpd_ready *promised;  /* or NULL */
	struct MHD_Response *response; /* its own, or the promised one's */
	int status;
	char *address;
};

/* Gives the library the response that is there. */
enum MHD_Result httpd_send(struct httpd_request *r);
void httpd_request_free(struct httpd_request *r);

/* Really frees the answers that were freed and that no request waits for. */
void httpd_ready_sweep(struct httpd *h);
void httpd_ready_free_all(struct httpd *h);

#endif
