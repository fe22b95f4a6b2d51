#ifndef ADVOCATED_REDEEMING_H
#define ADVOCATED_REDEEMING_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "rewards.h"

struct err;
struct turn;

/*
 * A redemption and everybody who has to do with it: the card in the reward
 * channel, or, when there is none or we are not in it any more, the cards that
 * admins have; and the member, who hears what becomes of it. Of steps by
 * several people the first in the order of transactions counts.
 */

/* What cards say about it: id who (spans) reward kind cost money note, by
 * (spans or ""), wanted_at decided_at delivered_at, codes, and one of requested
 * approved delivered rejected cancelled true. Yours; NULL with e set. */
json_t *redeeming_about(
	struct turn *t, const struct redemption *r, struct err *e);

/* It was requested: asks for a decision, or, for what needs none, takes that
 * step and says what is to be done. */
int redeeming_begin(struct turn *t, struct redemption *r,
	const struct reward *reward, struct err *e);

/* Who acts takes a step (approved delivered rejected cancelled); of a code
 * "approved" hands it over. Whoever is to hear of it does. *moved is false, and
 * nothing was done, when it is past that. */
struct redeeming_step {
	const char *state, *note;
	bool own; /* by its member, and not by those who run the programme */
};
int redeeming_step(struct turn *t, struct redemption *r,
	const struct redeeming_step *step, bool *moved, struct err *e);

/* Its card could not be put where it should: puts it where it can be, while it
 * is open. */
int redeeming_again(struct turn *t, int64_t id, struct err *e);

/* Sends its code to the member, directly. */
int redeeming_send_code(
	struct turn *t, const struct redemption *r, struct err *e);

/* The member was forgotten: cards do not name them any more. */
int redeeming_forgotten(struct turn *t, int64_t member, struct err *e);

/* Whether this is a press on the card in the reward channel. */
bool redeeming_is_shown(const struct turn *t);

#endif
