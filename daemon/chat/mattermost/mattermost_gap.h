#ifndef ADVOCATED_MATTERMOST_GAP_H
#define ADVOCATED_MATTERMOST_GAP_H

#include <stdint.h>

struct chat_settings;
struct event;
struct loop;
struct mattermost_api;
struct mattermost_gap;
struct mattermost_self;

/*
 * What was missed while nobody listened, read up by REST (protocol 1.9): the
 * teams and channels we are in, posts changed since a time with some seconds
 * of overlap (and by `after` where the 1,000 of one answer are not all),
 * direct messages to us, and the reactions on our own posts that changed.
 * Everything comes as the events the socket would have brought, with their
 * keys, so that what was heard already does nothing. Repeats itself with a
 * back-off until it got through; a new gap during one begins it anew from the
 * older time.
 */
typedef void mattermost_gap_event_fn(void *arg, struct event *event);
typedef void mattermost_gap_done_fn(void *arg, int64_t until);

struct mattermost_gap *mattermost_gap_new(struct loop *l,
	const struct chat_settings *settings, struct mattermost_api *api,
	const struct mattermost_self *self);
void mattermost_gap_free(struct mattermost_gap *g);
void mattermost_gap_on(struct mattermost_gap *g, mattermost_gap_event_fn *event,
	mattermost_gap_done_fn *done, void *arg);

/* since: ms; 0: nothing was ever heard, only the channels are read. */
void mattermost_gap_read(struct mattermost_gap *g, int64_t since);

#endif
