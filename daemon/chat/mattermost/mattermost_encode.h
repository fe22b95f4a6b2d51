#ifndef ADVOCATED_MATTERMOST_ENCODE_H
#define ADVOCATED_MATTERMOST_ENCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct seal;

/*
 * Cards in Mattermost's words: a post's attachments and Markdown. Pure. What a
 * card says is made to fit Mattermost's limits (message 16,383 characters,
 * props, dialog labels; protocol 2.5, 4.1, 4.3) by cutting with an ellipsis,
 * splitting and leaving out, so that the server never refuses it. Text is
 * never markup and never a mention, unless a span says so.
 */

/* Names of people and channels for the spans that need them: Mattermost has
 * no mention by id. NULL when not known: mattermost_encode_unknown() tells
 * which, before anything is written. */
struct mattermost_names {
	const char *(*person)(void *arg, const char *id);  /* "ana" */
	const char *(*channel)(void *arg, const char *id); /* "news" */
	void *arg;
};

/* What buttons and dialogs carry so that a callback proves itself. */
struct mattermost_sign {
	const struct seal *seal;
	const char *chat; /* the connection's name */
	const char *url;  /* ".../mattermost/<chat>": /action, /dialog below */
	const char *person;  /* the only one who may press; NULL: anybody who
				sees the channel */
	const char *channel; /* the only place it is valid in, or NULL while it
				is not known (an answer, a direct message) */
	const char *key;     /* our name of the message, "" when it has none */
	int64_t now;
};

struct mattermost_encode {
	struct mattermost_names names;
	struct mattermost_sign sign;
	size_t props_max; /* characters of JSON the server takes as props; 0:
			     8,000, which all do (800,000 since 6.0) */
};

/* Ids of people and channels in the card or form whose names are not known, as
 * {"people": [...], "channels": [...]}; NULL when none is missing. Yours. */
json_t *mattermost_encode_unknown(
	const json_t *card, const struct mattermost_names *names);

/* {"message", "props": {"adv": {"k": key}, and "attachments" if there are
 * any}}; yours. */
json_t *mattermost_encode_post(
	const json_t *card, const struct mattermost_encode *with);

/* A command's reply: ephemeral, with attachments and skip_slack_parsing; also
 * what goes to a response_url. Yours. */
json_t *mattermost_encode_reply(
	const json_t *card, const struct mattermost_encode *with);

/* What answers a press within the call: {"ephemeral_text", ...}; NULL when
 * the card has something that text cannot carry (buttons that call us, menus,
 * pictures). Yours. */
json_t *mattermost_encode_ephemeral(
	const json_t *card, const struct mattermost_encode *with);

/* A dialog as /actions/dialogs/open takes it, without the trigger: {"url",
 * "dialog"}. Its state is signed for sign.person, once, and carries answer
 * (a response_url, or NULL) sealed. Yours. */
json_t *mattermost_encode_dialog(const json_t *form, const char *answer,
	const struct mattermost_encode *with);

/* The dialog that asks before a button with "confirm" counts. confirm and
 * press are what the checked context said (struct mattermost_bound) and what
 * goes into the state (struct mattermost_form). Yours. */
json_t *mattermost_encode_confirm(const json_t *confirm, const json_t *press,
	const struct mattermost_encode *with);

/* The answer to a dialog: {"errors": {...}} or {}; what concerns no input is
 * its "error". kinds: of the dialog's opened state, or NULL. Yours. */
json_t *mattermost_encode_errors(const json_t *errors, const json_t *kinds);

#endif
