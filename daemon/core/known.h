#ifndef ADVOCATED_KNOWN_H
#define ADVOCATED_KNOWN_H

#include <stdint.h>

struct db;
struct err;
struct httpd_ready;
struct httpd_request;
struct known;

/*
 * The links that were followed lately, each with the redirect it gets, ready
 * to be sent: readers come in crowds after a few links of the day. What the
 * store changes is forgotten at once (link_version()).
 */
struct known *known_new(struct db *db);
void known_free(struct known *k); /* NULL is fine */

struct known_link {
	int64_t link, item, share, member, created_at; /* a link_target's */
	const char *network;
	struct httpd_ready *redirect;
};

/* The link, lent until the next call; r is the request to be redirected.
 * *out is NULL when there is no such link. */
int known_find(struct known *k, int64_t link, struct httpd_request *r,
	const struct known_link **out, struct err *e);

#endif
