#ifndef ADVOCATED_MATTERMOST_MEMBERS_H
#define ADVOCATED_MATTERMOST_MEMBERS_H

#include "chat_members.h"

struct chat_settings;
struct mattermost_api;
struct mattermost_members;

/* What chat_ask_members() does for Mattermost: who is in a channel that we are
 * in, page by page, and whether anybody could join it. Groups are not there
 * for a plain bot (nor in the Team Edition). */
struct mattermost_members *mattermost_members_new(
	const struct chat_settings *settings, struct mattermost_api *api);
void mattermost_members_free(struct mattermost_members *m); /* no callbacks */

void mattermost_members_ask(struct mattermost_members *m, const char *channel,
	chat_members_fn *done, void *arg);

#endif
