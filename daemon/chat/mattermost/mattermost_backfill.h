#ifndef ADVOCATED_MATTERMOST_BACKFILL_H
#define ADVOCATED_MATTERMOST_BACKFILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct event;
struct mattermost_self;

/*
 * What REST answers when a gap is read up (protocol 1.9, 2.4). Pure. Answers
 * may be anything: what is not as it should be is left out.
 */

/* The ids of a list of objects, at most max; yours. */
json_t *mattermost_backfill_ids(const json_t *list, size_t max);

/* Adds the channels of a list to places, [{"id", "name", "direct"}], at most
 * max in all: those of teams, and direct conversations that had a post after
 * `since`. Those that are there already are left. */
void mattermost_backfill_places(
	json_t *places, const json_t *list, int64_t since, size_t max);

/* EVENT_PLACES of all that are not direct: where we are. Yours. */
struct event *mattermost_backfill_where(const json_t *places, int64_t now);

/* A page of posts. */
struct mattermost_page {
	size_t count;
	const char *oldest; /* lent by the page; NULL when it is empty */
	int64_t oldest_at;  /* when it was made */
};
void mattermost_backfill_page(struct mattermost_page *out, const json_t *page);

typedef void mattermost_backfill_fn(void *arg, struct event *event);

/* Direct messages to us made after `since`, oldest first; fn takes each. */
void mattermost_backfill_messages(const json_t *page,
	const struct mattermost_self *self, int64_t since,
	mattermost_backfill_fn *fn, void *arg);

/* Adds our own posts of the page that changed after `since` to changed, {id:
 * {"at": when it changed, "key": our name of it}}. */
void mattermost_backfill_changed(json_t *changed, const json_t *page,
	const struct mattermost_self *self, int64_t since);

/* The reactions on one of our posts. */
struct mattermost_standing {
	const char *post, *channel;
	const char *key; /* our name of the post, or NULL */
	int64_t changed; /* the post's own time */
	int64_t asked;   /* clock_now() when they were asked for */
	int64_t since;
};
/* Those given after `since`, each as its own event, and then one
 * EVENT_REACTIONS that says who stands there now. */
void mattermost_backfill_reactions(const struct mattermost_standing *s,
	const json_t *list, const struct mattermost_self *self,
	mattermost_backfill_fn *fn, void *arg);

#endif
