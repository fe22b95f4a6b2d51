#ifndef ADVOCATED_MATTERMOST_TRUST_H
#define ADVOCATED_MATTERMOST_TRUST_H

#include <stdbool.h>

struct chat_settings;
struct err;
struct loop;
struct mattermost_api;
struct mattermost_trust;

/*
 * Whether a trigger_id proves what a callback says: signed by the server, for
 * that person, at most a minute ago. Reads the server's public key by REST at
 * the start, and again (at most once a minute) when a trigger is not proven,
 * for the key, or one of the clocks, may have changed. The age counts by our
 * clock, or by the server's as far as that is known to differ.
 */
enum mattermost_proof {
	MATTERMOST_PROVEN,
	MATTERMOST_EARLY, /* the key is not known yet */
	MATTERMOST_FORGED /* e says why */
};

struct mattermost_trust *mattermost_trust_new(struct loop *l,
	const struct chat_settings *settings, struct mattermost_api *api);
void mattermost_trust_free(struct mattermost_trust *t);

/* settings->log_triggers: what is not proven is logged, and believed. */
enum mattermost_proof mattermost_trust_check(struct mattermost_trust *t,
	const char *trigger, const char *person, struct err *e);

/* The server's version, as far as it is known: 11 of "11.4.0"; else 0. */
int mattermost_trust_version(const struct mattermost_trust *t);

/* Whether callbacks can be checked; why otherwise. */
bool mattermost_trust_is_ready(
	const struct mattermost_trust *t, const char **why);

#endif
