#ifndef ADVOCATED_REASON_H
#define ADVOCATED_REASON_H

#include <stdbool.h>

struct err;
struct item;
struct turn;

/* Why to share an item: the line that everybody in the channel reads. */

/* Proposes one where there is none: what the campaign is for, else the page's
 * first sentence, and marks it as a proposal. Without either it stays empty,
 * to be written by somebody. */
int reason_propose(struct turn *t, struct item *i, struct err *e);

/* The same where nobody looks at it before it goes out: what the campaign is
 * for, else words that are true of anything we publish. The summary stands
 * right above on the card, so it is not said twice. */
int reason_take(struct turn *t, struct item *i, struct err *e);

/* An item without a reason is not announced: *missing, and who acts was told
 * so, with the way to write one. What is for us alone needs none. */
int reason_is_missing(
	struct turn *t, const struct item *i, bool *missing, struct err *e);

#endif
