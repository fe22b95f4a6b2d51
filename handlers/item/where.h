#ifndef ADVOCATED_WHERE_H
#define ADVOCATED_WHERE_H

#include <stddef.h>

#include <jansson.h>

struct announcement;
struct err;
struct item;
struct turn;

/* Where an item is, where it goes and where not. */

#define WHERE_SHOWN 8 /* channels that are named; the rest is counted */

/*
 * Adds to values, for cards about items:
 *   posted, due, lost   channels, of which the last may be "12 more channels"
 *   at                  when the first of due is due
 *   plan                of due: [{channel, at, why}]; at null: not while its
 *                       campaign does not run
 */
int where_add(
	struct turn *t, const struct item *i, json_t *values, struct err *e);

/* The cards that stand, with their addresses where those are known: [{channel,
 * url}], of which the last may have no url. Yours; NULL with e set. */
json_t *where_cards(struct turn *t, const struct item *i, struct err *e);

/* A row of plan: {channel, at, why}; yours, NULL with e set. */
json_t *where_row(struct turn *t, const struct announcement *a, struct err *e);

/* Adds the channel to a list, unless that is long enough; after the last,
 * where_more() says how many were left out. */
void where_name(
	json_t *list, size_t *count, const char *chat, const char *place);
void where_more(json_t *list, size_t count);

#endif
