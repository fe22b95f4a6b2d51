#ifndef ADVOCATED_SLACK_SEND_H
#define ADVOCATED_SLACK_SEND_H

#include <stdint.h>

#include "chat.h"

struct slack_api;
struct slack_reply;
struct slack_send;

/*
 * What chat_send() does for Slack. Each say is a job of a few calls: the
 * direct conversation is opened, a doubtful post is looked for by its key,
 * then it is said; where it cannot be said that way, it is said another way.
 *
 * No result of a post is repeated on a guess: it carries its key in the
 * message's metadata, and after an unsure answer conversations.history is
 * asked for it first. If history may not be read (missing_scope), or for what
 * has no metadata (a whisper, an answer), it is said again once and no more.
 */
struct slack_send *slack_send_new(struct loop *l,
	const struct chat_settings *settings, struct slack_api *api);
void slack_send_free(struct slack_send *s); /* jobs end without callback */

/* Never calls back before it returns. */
void slack_send_say(struct slack_send *s, const struct chat_say *say,
	chat_sent_fn *done, void *arg);

void slack_send_ask_person(struct slack_send *s, const char *person,
	chat_person_fn *done, void *arg);

/* Whoever calls the API besides asks here first: 0, or the ms until a call of
 * that method may be made; and tells what was refused (429, our token). */
int64_t slack_send_take(struct slack_send *s, const char *method);
void slack_send_refused(struct slack_send *s, const char *method,
	const struct slack_reply *reply);

/* The direct conversation with a person, as an event told it: saves a call. */
void slack_send_learn(
	struct slack_send *s, const char *person, const char *place);

/* Why nothing can be sent at present (our token is refused), or NULL. Saying
 * anything meanwhile comes back CHAT_LATER. */
const char *slack_send_denied(const struct slack_send *s);

/* Asks auth.test until it answers, then calls on_self with our person id and
 * the workspace's address ("https://acme.slack.com/"; "": not told), again
 * whenever the token works anew. */
typedef void slack_self_fn(void *arg, const char *self, const char *address);
void slack_send_start(struct slack_send *s, slack_self_fn *on_self, void *arg);

#endif
