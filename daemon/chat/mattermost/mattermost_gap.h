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
 * teams and channels we are in (told as one EVENT_PLACES), posts changed since
 * a time with some seconds of overlap (page by page, backwards, where one
 * answer does not hold all), direct messages to us, and the reactions on our
 * own posts that changed (each that is new, and who stands there now as one
 * EVENT_REACTIONS). Events have the keys the socket would have given them, so
 * that what was heard already does nothing. One call at a time; one that fails
 * is repeated with a back-off until it gets through; a channel that is gone
 * meanwhile is left out. A new gap during one begins it anew from the older
 * time.
 */
typedef void mattermost_gap_event_fn(void *arg, struct event *event);
/* until: clock_now() when the reading began. */
typedef void mattermost_gap_done_fn(void *arg, int64_t until);

/* All lent for the lifetime. */
struct mattermost_gap *mattermost_gap_new(struct loop *l,
	const struct chat_settings *settings, struct mattermost_api *api,
	const struct mattermost_self *self);
void mattermost_gap_free(struct mattermost_gap *g); /* NULL is fine */
void mattermost_gap_on(struct mattermost_gap *g, mattermost_gap_event_fn *event,
	mattermost_gap_done_fn *done, void *arg);

/* since: ms of the server's clock; 0: nothing was ever heard, only the
 * channels are read. */
void mattermost_gap_read(struct mattermost_gap *g, int64_t since);

#endif
