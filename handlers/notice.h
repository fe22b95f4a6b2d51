#ifndef ADVOCATED_NOTICE_H
#define ADVOCATED_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

struct announcement;
struct err;
struct item;
struct turn;

/* The announcement card of an item in channels. */

/* Plans it in each channel of the item's campaign. */
int notice_plan(
	struct turn *t, const struct item *i, int64_t at, struct err *e);

/* Posts it in the channel of a, or puts the live card back where one that
 * was over stands. The item becomes announced and gets its end. *done is
 * false when we are not in that channel any more: then the announcement has
 * failed. */
int notice_post(struct turn *t, struct item *i, const struct announcement *a,
	bool *done, struct err *e);

/* Brings every card and kit that stands to what the item is now: its words, or
 * that it is over. What was planned for an item that is over is dropped. */
int notice_refresh(struct turn *t, const struct item *i, struct err *e);

/* Ends an item: its cards say so and lose their buttons. state is retracted,
 * expired or rejected. */
int notice_end(
	struct turn *t, struct item *i, const char *state, struct err *e);

/* Brings the cards that admins have of the item to what it is now. */
int notice_refresh_admins(struct turn *t, const struct item *i, struct err *e);

#endif
