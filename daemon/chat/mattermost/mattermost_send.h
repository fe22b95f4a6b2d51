#ifndef ADVOCATED_MATTERMOST_SEND_H
#define ADVOCATED_MATTERMOST_SEND_H

#include "chat.h"

struct loop;
struct mattermost_api;
struct mattermost_self;
struct mattermost_send;

/*
 * Says things by REST (protocol 2.4-2.7, 3, 4.3). What Mattermost lacks:
 * a whisper becomes a direct message (a plain bot has no ephemeral posts), a
 * home page is nowhere, an answer goes to the response_url while that lives
 * (30 min, 5 times), else direct. Posts carry a pending_post_id made of the
 * key, which guards a quick repeat, and the key itself in props.adv.k, by
 * which a doubtful one is looked for. An update resends all buttons. Names
 * of people and channels in a card are learnt before it is written.
 */
struct mattermost_send *mattermost_send_new(struct loop *l,
	const struct chat_settings *settings, struct mattermost_api *api,
	const struct mattermost_self *self);
void mattermost_send_free(struct mattermost_send *s);

void mattermost_send_say(struct mattermost_send *s, const struct chat_say *say,
	chat_sent_fn *done, void *arg);
void mattermost_send_ask_person(struct mattermost_send *s, const char *person,
	chat_person_fn *done, void *arg);

/* What was learnt elsewhere: names, direct conversations. */
void mattermost_send_learn_person(
	struct mattermost_send *s, const char *person, const char *name);
void mattermost_send_learn_channel(
	struct mattermost_send *s, const char *channel, const char *name);
void mattermost_send_learn_direct(
	struct mattermost_send *s, const char *person, const char *channel);

/* For encoding in an ack: names known now. */
struct mattermost_names;
void mattermost_send_names(
	struct mattermost_send *s, struct mattermost_names *out);

#endif
