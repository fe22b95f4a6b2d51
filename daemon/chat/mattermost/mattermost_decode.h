#ifndef ADVOCATED_MATTERMOST_DECODE_H
#define ADVOCATED_MATTERMOST_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct err;
struct event;
struct mattermost_form;

/*
 * What Mattermost sends, in neutral words: websocket frames, the bodies of
 * callbacks, and what REST answers in a backfill. Pure: text in, struct out.
 * Nobody else (but the encoder and the sender) knows Mattermost's keys. Many
 * members are JSON inside a string on one version and an object on another:
 * both are read everywhere (protocol 1.4).
 *
 * Keys of events, the same for a live frame and for the backfill, so that the
 * inbox makes a second hearing harmless:
 *   message   message:<post>, for its update time grows with each reaction
 *   reaction  reaction:<post>:<person>:<emoji>:<update_at>, for the server
 *             keeps the create time of the first one when it is given again
 *   removed   unreaction:<post>:<person>:<emoji>:<update_at>
 *   press     press:<trigger's random part>
 *   command   command:<trigger's random part>
 *   form      form:<nonce>, whatever was filled in: one that stays open
 *             for its mistakes was not accepted
 *   place     place:<channel>:<what>:<seq>:<connection>
 *   members   members:<channel>:<seq>:<connection>
 *   person    person:<person>:<update_at>
 */
enum mattermost_kind {
	MATTERMOST_HELLO,
	MATTERMOST_REPLY, /* to an action of ours */
	MATTERMOST_EVENT, /* has a seq, whether it concerns us or not */
	MATTERMOST_OTHER
};

struct mattermost_frame {
	enum mattermost_kind kind;
	int64_t seq;            /* of hello and events */
	int64_t reply_to;       /* MATTERMOST_REPLY */
	bool ok;                /* MATTERMOST_REPLY: status OK */
	const char *error;      /* its error id, never its text, or "" */
	int64_t server_time;    /* MATTERMOST_REPLY to a ping: ms, or 0 */
	const char *name;       /* "posted": for logs; never NULL */
	const char *connection; /* hello: connection_id */
	const char *version;    /* hello: server_version up to the build */
	const char *canary;     /* value of our canary preference, or NULL */
	struct event *event;    /* NULL: nothing that concerns us. Owned */
	json_t *json;           /* owned unless the event has it */
};

/* What decoding must know of us. */
struct mattermost_self {
	const char *person;     /* our bot's user id, or NULL while unknown */
	const char *prefix;     /* of commands */
	const char *connection; /* id of the socket a frame came by */
};

/* -1: no JSON object. */
int mattermost_decode_frame(struct mattermost_frame *f, const char *text,
	size_t size, const struct mattermost_self *self, struct err *e);
void mattermost_decode_free(struct mattermost_frame *f);

/* A slash command's form-encoded body. token (lent by the event's frame) is
 * what proves it; the event has the response_url as its answer. -1: not such a
 * body; e says why. Mentions in the text become <@id> and <#id> as on Slack. */
int mattermost_decode_command(struct event **out, const char **token,
	const char *body, size_t size, const struct mattermost_self *self,
	struct err *e);

/* What we put into a button, signed (see mattermost_seal.h), as it came back.
 * Nothing of the event may be believed before the context was checked. */
struct mattermost_press {
	struct event *event;   /* EVENT_BUTTON; owned by the caller */
	const json_t *context; /* whole, lent by the event's frame */
	const char *chosen;    /* of a menu, or NULL */
};
int mattermost_decode_press(struct mattermost_press *out, const char *body,
	size_t size, const struct mattermost_self *self, struct err *e);

/* A dialog that was sent in or closed. state is ours, still sealed: once it is
 * opened (see mattermost_seal_open()), mattermost_decode_form() completes the
 * event. */
struct mattermost_dialog {
	struct event *event; /* EVENT_FORM; owned by the caller */
	const char *state;
	bool cancelled;
};
int mattermost_decode_dialog(struct mattermost_dialog *out, const char *body,
	size_t size, const struct mattermost_self *self, struct err *e);

/* The id of the channel of that name (without ~; or of that id, when there is
 * one), or NULL; lent. */
typedef const char *mattermost_find_fn(void *arg, const char *name);

/*
 * Completes the event of a dialog with what its opened state says: name, value
 * (the form's own state), answer, key, fields as the form's inputs want them.
 * A confirmation's event becomes the EVENT_BUTTON that waited for it. Takes
 * box, which keeps the texts of form. NULL when it is fine, else {input:
 * words} for mattermost_encode_errors(): channels that nobody knows; the event
 * must not go up then. Yours.
 */
json_t *mattermost_decode_form(struct mattermost_dialog *d, json_t *box,
	const struct mattermost_form *form, mattermost_find_fn *find,
	void *arg);

/* {"name","language","zone","admin","gone","bot"} of a user object, yours. */
json_t *mattermost_decode_person(const json_t *user);

/* One post of a channel's posts as a backfill got it: an event when it is a
 * direct message to us that was not heard, else NULL. Yours. */
struct event *mattermost_decode_post(
	const json_t *post, bool direct, const struct mattermost_self *self);
/* One reaction of a list, in that channel. Yours, or NULL. */
struct event *mattermost_decode_reaction(const json_t *reaction,
	const char *channel, const struct mattermost_self *self);

#endif
