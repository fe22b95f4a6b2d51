#ifndef ADVOCATED_MATTERMOST_SEAL_H
#define ADVOCATED_MATTERMOST_SEAL_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

struct err;
struct seal;

/*
 * What buttons and dialogs of ours carry, so that a callback proves itself:
 * Mattermost signs nothing and a member can send any context or state he
 * likes (protocol 4.2, 4.3). The context of a button is an object
 *   {"v": 1, "a": action, "x": value, "p": person or "", "c": channel or "",
 *    "k": key of the message, "e": true on what one person alone sees,
 *    "q": what is asked first, "n": nonce, "m": mac}
 * with a mac of all the others and the connection's name; what is empty is
 * left out. A dialog's state is
 * one sealed text that holds the form's own state, the person, an answer
 * address, what keeps it from being used twice and until when it counts.
 */
struct mattermost_bound {
	const char *chat;
	const char *action, *value;
	const char *person, *channel, *key; /* "" where not bound */
	bool ephemeral;        /* stands on an answer that one person sees */
	const json_t *confirm; /* {"title","text","yes","no"} or NULL: ask */
};

/* The context of a button; yours. */
json_t *mattermost_seal_context(
	const struct seal *seal, const struct mattermost_bound *b);

/* Who presses it, and where. */
struct mattermost_caller {
	const char *chat, *person, *channel;
};
/* 0, with the texts of out lent by context; -1: forged, edited, of another
 * chat, person or channel: e says which. */
int mattermost_seal_check(const struct seal *seal, const json_t *context,
	const struct mattermost_caller *caller, struct mattermost_bound *out,
	struct err *e);

/* A form's state; yours. */
struct mattermost_form {
	const char *chat, *name, *person, *state;
	const char *answer;  /* response_url or NULL */
	const json_t *kinds; /* of each input as it must be read back:
				"text", "channels" ..., or of choices the list
				of their values; NULL: none */
	const json_t *press; /* of a confirmation: {"a", "x", "message",
				"channel", "ephemeral", "direct"}, or NULL */
	int64_t until;       /* ms */
	char nonce[24];      /* filled by both */
};
char *mattermost_seal_state(const struct seal *seal, struct mattermost_form *f);

/* Opens it again: box keeps the texts (json_decref). NULL: forged, of another
 * chat or person, or too old: e says which. */
json_t *mattermost_seal_open(const struct seal *seal, const char *text,
	const struct mattermost_caller *caller, int64_t now,
	struct mattermost_form *out, struct err *e);

#endif
