#ifndef ADVOCATED_TIMING_H
#define ADVOCATED_TIMING_H

#include <stdbool.h>
#include <stdint.h>

#include "plan.h"

struct announcement;
struct channel;
struct err;
struct item;
struct turn;

/* When announcements go out: what is wanted becomes what is due, by the quiet
 * hours, the limit and the queue of the channel. */

struct timing_want {
	int64_t at;
	const char *asked; /* "itself" "now" "time" "best" */
	bool forced;       /* beyond quiet hours and limit */
};

/* The rules of a channel; zone is lent by c or the programme. */
void timing_rules(
	const struct turn *t, const struct channel *c, struct plan_rules *out);

/*
 * Plans the item there, or plans it anew; *out is what came of it: "due" with
 * its time and why it waits, or "failed" when we are not in that channel.
 * What stands there already is left as it is, and likewise, when it is asked by
 * "itself", what is there in any state.
 */
int timing_plan(struct turn *t, const struct item *i, const struct channel *c,
	const struct timing_want *want, struct announcement *out,
	struct err *e);

/* Gives all that is due in the channel its time anew: the rules, or the queue,
 * have changed, or time has gone by. */
int timing_replan(struct turn *t, const struct channel *c, struct err *e);

/* The best hour of a channel by its earlier announcements. */
int timing_best(struct turn *t, const struct channel *c, struct plan_slot *out,
	struct err *e);

#endif
