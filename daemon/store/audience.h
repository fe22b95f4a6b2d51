#ifndef ADVOCATED_AUDIENCE_H
#define ADVOCATED_AUDIENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "campaigns.h"

/*
 * For whom a campaign is: for everybody, or for teams. One for teams is
 * announced in its channels and theirs, whatever other channels get its
 * topics, and /share offers it to who is in one of them. A card that somebody
 * sees gives its kit to them, whoever they are.
 */

/* Whether the team is one of its own from now on; twice is fine. */
int audience_set(
	struct db *db, int64_t campaign, int64_t team, bool on, struct err *e);

/* Whether it is for teams; true, too, when they were all removed. */
int audience_is_limited(
	struct db *db, int64_t campaign, bool *limited, struct err *e);

/* The ids of its teams, with those that were removed, for changing them
 * (team_each_of_campaign() gives those that there are). */
typedef int audience_fn(void *arg, int64_t team, struct err *e);
int audience_each_id(struct db *db, int64_t campaign, audience_fn *fn,
	void *arg, struct err *e);

/* Where it is announced by itself: its channels, and those of its teams. */
int audience_each_channel(struct db *db, int64_t campaign,
	campaign_channel_fn *fn, void *arg, struct err *e);

/* Whether what is of it belongs there: it is for everybody, or that is one of
 * these channels. */
int audience_has_channel(struct db *db, int64_t campaign,
	const struct channel *c, bool *has, struct err *e);

/* The campaigns that are for a team and not closed; alone: for no other team
 * that there is. */
typedef int audience_campaign_fn(
	void *arg, int64_t id, const char *name, bool alone, struct err *e);
int audience_each_campaign(struct db *db, int64_t team,
	audience_campaign_fn *fn, void *arg, struct err *e);

/* What of a campaign for teams is due in a channel that is not its own and not
 * a team's of it any more is over; *dropped says how many. */
int audience_drop(
	struct db *db, int64_t campaign, int64_t *dropped, struct err *e);

#endif
