#ifndef ADVOCATED_MATTERMOST_CANARY_H
#define ADVOCATED_MATTERMOST_CANARY_H

#include <stdbool.h>

struct chat_settings;
struct loop;
struct mattermost_api;
struct mattermost_canary;
struct mattermost_self;

/*
 * Finds a socket that is open, answers and yet hears nothing (protocol 1.8):
 * when nothing came for two minutes of clock_now(), a preference of the bot's
 * own is changed by REST, which nobody sees, and the socket must hear of it.
 */
typedef void mattermost_canary_missed_fn(void *arg);

/* All lent for the lifetime. */
struct mattermost_canary *mattermost_canary_new(struct loop *l,
	const struct chat_settings *settings, struct mattermost_api *api,
	const struct mattermost_self *self);
void mattermost_canary_free(struct mattermost_canary *c);

/* The socket is alive from now on; missed is called once if it proves deaf,
 * and then nothing until the next start. */
void mattermost_canary_start(struct mattermost_canary *c,
	mattermost_canary_missed_fn *missed, void *arg);
void mattermost_canary_stop(struct mattermost_canary *c);

/* Time passed: looks whether it is due. Some times a minute. */
void mattermost_canary_tick(struct mattermost_canary *c);

/* An event was heard. */
void mattermost_canary_heard(struct mattermost_canary *c);

#endif
