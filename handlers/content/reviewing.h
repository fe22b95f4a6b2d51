#ifndef ADVOCATED_REVIEWING_H
#define ADVOCATED_REVIEWING_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct item;
struct turn;

/*
 * An item that waits for a decision: the card in the review channel, or, when
 * there is none or we are not in it any more, the cards that admins have. Each
 * time it is asked about is a round with cards of its own.
 */

/* Asks for a decision. */
int reviewing_ask(struct turn *t, const struct item *i, struct err *e);

/* Asks once more; the cards of the last time say that there are newer ones. */
int reviewing_again(struct turn *t, const struct item *i, struct err *e);

/* Brings the cards of the item to what it is now. */
int reviewing_refresh(struct turn *t, const struct item *i, struct err *e);

/* Notes the decision (approved, rejected; "": none after all) of who acts,
 * before the item changes and its cards with it. note "": none. */
int reviewing_decide(struct turn *t, const struct item *i, const char *decision,
	const char *note, struct err *e);

/* The item changed accordingly: tells those who suggested it. */
int reviewing_decided(struct turn *t, const struct item *i, struct err *e);

/* An item that waits no more: tells who acts what was decided by whom. */
int reviewing_tell_decided(struct turn *t, const struct item *i, struct err *e);

/* Not now: until then it is not asked about. */
int reviewing_snooze(
	struct turn *t, const struct item *i, int64_t until, struct err *e);

/* Whether this is a press on the card in the review channel, which shows what
 * came of it to everybody. */
bool reviewing_is_shown(const struct turn *t);

#endif
