#ifndef ADVOCATED_DUE_H
#define ADVOCATED_DUE_H

#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/*
 * What is due by the clock, as (name, id, key) to be dispatched as events:
 *   announce  announcement    announce:<id>:<due_at>
 *   settle    award           settle:<id>         (of no share that is held)
 *   unhold    hold            unhold:<id>         (nobody decided in time)
 *   holds     hold            holds:<id>          (it and others are new)
 *   lapse     award           lapse:<id>          (pending points expire)
 *   expire    item            expire:<id>:<expires_at>
 *   later     kit             later:<member>:<item>:<later_at>
 *                             id is item, more is member
 *   resume    member          resume:<id>:<paused_until>
 *   badges    member          badges:<id>:<badges_at>
 *   snooze    item            snooze:<id>:<snoozed_until>
 *   digest    channel         digest:<chat>:<place>:<digest_at>
 *   start     campaign        start:<id>:<starts_at>, and so finish, unpause
 *   milestone      campaign        milestone:<milestone>:<id>:<milestone_at>
 * (it is reached) budget    campaign        budget:<id>:<n>     (its end is
 * near, or there) return    campaign        return:<id>:<n>     (is closed, has
 * points left)
 */
struct due {
	const char *name; /* constant */
	int64_t id, more;
	char chat[64], place[64];
	char key[192];
};
typedef int due_fn(void *arg, const struct due *d, struct err *e);
/* At most max of each kind, oldest first. */
int due_each(struct db *db, int64_t now, int max, due_fn *fn, void *arg,
	struct err *e);

/* Feeds to read and items whose page is to be read, at most max. */
typedef int due_fetch_fn(void *arg, int64_t id, struct err *e);
int due_feeds(struct db *db, int64_t now, int max, due_fetch_fn *fn, void *arg,
	struct err *e);
int due_pages(struct db *db, int64_t now, int max, due_fetch_fn *fn, void *arg,
	struct err *e);
/* Feeds that somebody wants to look into now. */
int due_feed_tests(
	struct db *db, int max, due_fetch_fn *fn, void *arg, struct err *e);

#endif
