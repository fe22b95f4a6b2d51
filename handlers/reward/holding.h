#ifndef ADVOCATED_HOLDING_H
#define ADVOCATED_HOLDING_H

#include <stdint.h>

#include <jansson.h>

struct err;
struct hold;
struct turn;

/*
 * A share that somebody looks at before its points settle. Its member is told
 * why and until when in a direct message ("hold:<id>"), which says at last
 * that it is over, and hears the outcome in another one.
 */

/* Opens it, and tells the member. */
int holding_open(struct turn *t, struct hold *h, struct err *e);

/* Ends an open one by who acts, or by nobody when its time is up. released:
 * what would have settled meanwhile does; withdrawn: what waits goes back to
 * the budget, and the share earns no more, while what was settled before it
 * stays. note is for the member, "" none. */
int holding_end(struct turn *t, struct hold *h, const char *decision,
	const char *note, struct err *e);

/* The member took the share back themselves: an open hold is dropped. */
int holding_drop(struct turn *t, int64_t share, struct err *e);

/* What cards say of it: id member item title network copied points reason
 * since until answer note at (when it was decided) by (who decided, spans or
 * ""), own (they act), and one of open released withdrawn dropped true.
 * Yours. */
json_t *holding_values(const struct turn *t, const struct hold *h);

/* A time in minutes, as it is said: never fewer than it is. */
int64_t holding_minutes(int64_t ms);

/* The reason with its numbers, for whoever reads it. Yours. */
json_t *holding_reason(const struct hold *h);

#endif
