#ifndef ADVOCATED_MATTERMOST_SEND_H
#define ADVOCATED_MATTERMOST_SEND_H

#include <stddef.h>

#include "chat.h"

struct loop;
struct mattermost_api;
struct mattermost_book;
struct mattermost_encode;
struct mattermost_self;
struct mattermost_send;
struct mattermost_trust;

/*
 * Says things by REST (protocol 2.4-2.7, 3, 4.3). What Mattermost lacks:
 * a whisper becomes a direct message (a plain bot has no ephemeral posts), a
 * home page is nowhere, an answer goes to the response_url while that lives
 * (30 min, 5 times), else direct. Posts carry a pending_post_id made of the
 * key, which guards a quick repeat, and the key itself in props.adv.k, by
 * which a doubtful one is looked for. An update resends all buttons. Names
 * of people and channels in a card are learnt before it is written. Nothing is
 * said to a person who is deactivated: the server would take it.
 */
struct mattermost_send_parts { /* all lent */
	struct loop *loop;
	const struct chat_settings *settings;
	struct mattermost_api *api;
	struct mattermost_book *book;
	const struct mattermost_trust *trust; /* knows the server's version */
	const struct mattermost_self *self;
};
struct mattermost_send *mattermost_send_new(
	const struct mattermost_send_parts *parts);
void mattermost_send_free(struct mattermost_send *s);

void mattermost_send_say(struct mattermost_send *s, const struct chat_say *say,
	chat_sent_fn *done, void *arg);
void mattermost_send_ask_person(struct mattermost_send *s, const char *person,
	chat_person_fn *done, void *arg);

/* Opens a dialog that is written already ({"url", "dialog"}; taken), once;
 * what goes wrong is logged. */
void mattermost_send_dialog(struct mattermost_send *s, const char *trigger,
	const char *person, json_t *dialog);

/* What it takes to write something for person (NULL: for all who see it) in
 * channel (NULL: not known) under that key. Lent. */
struct mattermost_encode mattermost_send_encode(const struct mattermost_send *s,
	const char *person, const char *channel, const char *key);

#endif
