#ifndef ADVOCATED_TEAM_FIT_H
#define ADVOCATED_TEAM_FIT_H

#include <stdint.h>

struct err;
struct team;
struct turn;

/* Puts members into the teams they belong to: by the channels and groups their
 * accounts are in, as far as that is known, and by the configuration's lists.
 * What is not known stays as it was. */

/* All teams of one member: their accounts are other ones now. */
int team_fit(struct turn *t, int64_t member, struct err *e);

/* All members of one team: it is of somewhere else, or others are there. */
int team_fill(struct turn *t, const struct team *team, struct err *e);

#endif
