#ifndef ADVOCATED_VISITOR_H
#define ADVOCATED_VISITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct visitor;

/*
 * Distinct readers of an item in a day (UTC) without knowing who they are: a
 * 64-bit keyed hash of item, address and user agent. The key is random, lives
 * in memory only and is wiped at 00:00 UTC together with the hashes, so what
 * was counted yesterday cannot be linked to anything today. After a restart
 * counting starts anew: see visitor_since().
 */

/* At most max hashes in a day; 0: four million (64 MB when full). Small while
 * little is in it. */
struct visitor *visitor_new(size_t max);
void visitor_free(struct visitor *v); /* wipes the key */

enum visitor_seen {
	VISITOR_FIRST, /* not seen today for this item; is now */
	VISITOR_AGAIN,
	VISITOR_UNKNOWN /* the day is full: count the hit, not the reader */
};

/* address and agent may be NULL. Not to be called for readers who asked not
 * to be followed (visit_wants_no_tracking()). */
enum visitor_seen visitor_see(struct visitor *v, int64_t item,
	const char *address, const char *agent);

/* Remembers until midnight with what a member opened a composer, so that
 * their own visits are not taken for a reader's. */
void visitor_add_member(struct visitor *v, int64_t member, const char *address,
	const char *agent);
bool visitor_is_member(struct visitor *v, int64_t member, const char *address,
	const char *agent);

/* From now until midnight what was remembered of drop is keep's too. */
void visitor_merge(struct visitor *v, int64_t keep, int64_t drop);

/* Since when readers are told apart today, clock_now() milliseconds: 00:00
 * UTC, or later when the process started later. */
int64_t visitor_since(struct visitor *v);

#endif
