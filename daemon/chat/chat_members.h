#ifndef ADVOCATED_CHAT_MEMBERS_H
#define ADVOCATED_CHAT_MEMBERS_H

#include <stdbool.h>

#include <jansson.h>

struct chat;

/* Who is in a channel that we are in, or in a user group of the platform, by
 * its id. Never before the return. */
#define CHAT_MEMBERS_MOST 20000 /* more are left out, which is logged */
struct chat_members {
	const json_t *persons; /* ids, lent; NULL: why it could not be learnt */
	bool open;             /* anybody can put themselves in */
	bool gone;             /* there is no such, or it is not for us */
	const char *why;
};
typedef void chat_members_fn(void *arg, const struct chat_members *members);
void chat_ask_members(
	struct chat *c, const char *group, chat_members_fn *done, void *arg);

#endif
