#ifndef ADVOCATED_WORDING_H
#define ADVOCATED_WORDING_H

#include <jansson.h>

struct err;
struct item;
struct kit;
struct member;
struct network;
struct turn;

/* The words of a post: a member's own, else one of the item's captions in
 * their language, else one made from its title and summary. */

/* How many ready texts there are to choose from, at least one. */
int wording_count(struct turn *t, const struct item *i, const struct member *m,
	int *out, struct err *e);

/* What the kit proposes, without disclosure and link. Yours to free; NULL
 * with e set. */
char *wording_caption(struct turn *t, const struct item *i,
	const struct member *m, const struct kit *k, struct err *e);

/* The whole post for that network: disclosure first, then caption and link
 * (as it is to be shown). Yours to free; NULL with e set. */
char *wording_post(struct turn *t, const struct item *i, const char *caption,
	const struct network *n, const char *link, struct err *e);

#endif
