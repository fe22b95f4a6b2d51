#ifndef ADVOCATED_HTTPD_INSIDE_H
#define ADVOCATED_HTTPD_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text.h"

#include "httpd.h"

/* What httpd.c (the server) and httpd_request.c (what a request says) share,
 * and nobody else. */

struct MHD_Connection;
struct MHD_Daemon;
struct MHD_Response;
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
	struct httpd_request *spares;
	size_t spare_count;
	uint64_t pass; /* how many have ended */
	bool due;      /* the library must run at the end of this pass */
	bool ending;   /* it runs there now */
	bool waiting;  /* requests were read there and not asked yet */
	int port;
};

struct httpd_request {
	struct httpd_request *next, **place;
	struct httpd *httpd;
	struct MHD_Connection *connection;
	const struct httpd_route *route;
	const char *method, *path;
	struct text body;
	size_t discarded;  /* of a body that is too large */
	bool asked;        /* the route's function has it or had it */
	uint64_t asked_in; /* that pass */
	bool suspended;
	struct MHD_Response *response;
	int status;
	char *address;
};

#endif
