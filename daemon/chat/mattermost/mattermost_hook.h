#ifndef ADVOCATED_MATTERMOST_HOOK_H
#define ADVOCATED_MATTERMOST_HOOK_H

#include <stdbool.h>
#include <stdint.h>

struct chat_answer;
struct chat_settings;
struct event;
struct httpd_request;
struct loop;
struct mattermost_hook;
struct mattermost_self;
struct mattermost_key;
struct receipt;

/*
 * Commands, presses and dialogs, as Mattermost posts them to our listener:
 * authenticated (command token; signed context or state; the server's signed
 * trigger, see mattermost_trigger.h), decoded, handed up with a receipt, and
 * answered when that is acked. What is forged gets 401 or 403, a line in the
 * log and a count in the metrics, and nothing changes. One that nobody acks in
 * 10 s gets 503.
 */
typedef void mattermost_hook_event_fn(void *arg, struct event *event);

struct mattermost_hook *mattermost_hook_new(struct loop *l,
	const struct chat_settings *settings,
	const struct mattermost_self *self);
/* The server's signing key, once it is known; taken. Until then callbacks
 * that carry a trigger get 503 (unless settings->triggers is "log"). */
void mattermost_hook_key(struct mattermost_hook *h, struct mattermost_key *k);
void mattermost_hook_free(struct mattermost_hook *h);
void mattermost_hook_on(
	struct mattermost_hook *h, mattermost_hook_event_fn *fn, void *arg);

/* A request below /mattermost/<chat>/: rest is "command", "action", "dialog"
 * or "check" (what scripts/mattermost-setup asks through the server). */
void mattermost_hook_take(
	struct mattermost_hook *h, const char *rest, struct httpd_request *r);

#endif
