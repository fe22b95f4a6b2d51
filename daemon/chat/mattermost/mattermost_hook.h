#ifndef ADVOCATED_MATTERMOST_HOOK_H
#define ADVOCATED_MATTERMOST_HOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct chat_answer;
struct chat_settings;
struct event;
struct httpd_request;
struct loop;
struct mattermost_book;
struct mattermost_hook;
struct mattermost_self;
struct mattermost_send;
struct mattermost_trust;
struct receipt;

/*
 * Commands, presses and dialogs, as Mattermost posts them to our listener:
 * authenticated (command token; signed context or state; the server's signed
 * trigger, see mattermost_trust.h), decoded, handed up with a receipt, and
 * answered when that is acked. What is forged gets 401 or 403, a line in the
 * log and a count in the metrics, and nothing changes. One that nobody acks in
 * 10 s gets 503. A button that asks first opens its dialog here, and goes up
 * when that is sent in.
 */
typedef void mattermost_hook_event_fn(void *arg, struct event *event);

struct mattermost_hook_parts { /* all lent */
	struct loop *loop;
	const struct chat_settings *settings;
	const struct mattermost_self *self;
	struct mattermost_trust *trust;
	struct mattermost_send *send;
	struct mattermost_book *book;
};
struct mattermost_hook *mattermost_hook_new(
	const struct mattermost_hook_parts *parts, mattermost_hook_event_fn *fn,
	void *arg);
/* What still waits gets 503. */
void mattermost_hook_free(struct mattermost_hook *h);

/* No new events: 503 from now on. */
void mattermost_hook_quiet(struct mattermost_hook *h);

/* A request below /mattermost/<chat>/: rest is "command", "action", "dialog"
 * or "check" (what scripts/mattermost-setup asks through the server); false
 * when it is none of these. */
bool mattermost_hook_take(
	struct mattermost_hook *h, const char *rest, struct httpd_request *r);

/* As chat_ack() and chat_can_answer(). */
bool mattermost_hook_ack(struct mattermost_hook *h, struct receipt *receipt,
	const struct chat_answer *answer);
bool mattermost_hook_can_answer(const struct mattermost_hook *h,
	struct receipt *receipt, const json_t *card);

#endif
