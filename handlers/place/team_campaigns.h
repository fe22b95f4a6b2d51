#ifndef ADVOCATED_TEAM_CAMPAIGNS_H
#define ADVOCATED_TEAM_CAMPAIGNS_H

#include <stdint.h>

#include <jansson.h>

struct err;
struct turn;

/* The campaigns that are for a team (audience.h), when that changes. */

/* Adds to values, for cards: campaigns ("News, Hiring, Backups"), of these
 * shared (for other teams, too) and alone (for this one only) and the first of
 * those, "" when there are none. */
int team_campaigns_add(
	struct turn *t, int64_t team, json_t *values, struct err *e);

/* What to remember before the team is removed; yours, NULL with e set. */
json_t *team_campaigns_before(struct turn *t, int64_t team, struct err *e);

/* It was: what waits for its channel alone is over, and the audit says of each
 * campaign for whom it is now. Takes before. */
int team_campaigns_after(struct turn *t, json_t *before, struct err *e);

#endif
