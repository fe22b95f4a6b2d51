#ifndef ADVOCATED_SLACK_MEMBERS_H
#define ADVOCATED_SLACK_MEMBERS_H

#include "chat_members.h"

struct chat_settings;
struct loop;
struct slack_api;
struct slack_members;
struct slack_send;

/* What chat_ask_members() does for Slack: who is in a channel (page by page) or
 * a user group. send has the limits. */
struct slack_members *slack_members_new(struct loop *l,
	const struct chat_settings *settings, struct slack_api *api,
	struct slack_send *send);
void slack_members_free(struct slack_members *m); /* without callbacks */

void slack_members_ask(struct slack_members *m, const char *group,
	chat_members_fn *done, void *arg);

#endif
