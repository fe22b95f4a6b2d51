#ifndef ADVOCATED_SLACK_DECODE_H
#define ADVOCATED_SLACK_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct err;
struct event;

/*
 * Socket Mode frames in neutral words. Pure: text in, struct out. Nobody else
 * (but the encoder and the sender) knows Slack's keys.
 *
 * The key of an event is event_id for Events API deliveries (the same on each
 * redelivery). Interactions and commands have none: their key is the
 * envelope_id, which copies of one delivery keep. trigger_id looks tempting,
 * but is absent or constant with some peers, and a constant key would lose
 * commands, which is worse than a command seen twice.
 */
enum slack_kind {
	SLACK_HELLO,
	SLACK_DISCONNECT,
	SLACK_ENVELOPE, /* wants an ack, whether it holds an event or not */
	SLACK_OTHER     /* nothing known */
};

struct slack_frame {
	enum slack_kind kind;
	/* hello; 0 and NULL where unknown */
	int64_t connections; /* as Slack counts them, this one included */
	int64_t lifetime_s;  /* estimate of what this one has left */
	const char *host;
	const char *app;
	/* disconnect */
	const char *reason;
	/* envelope */
	const char *envelope;
	const char *type;    /* "reaction_added", "block_actions": for logs */
	int64_t retry;       /* 0 on the first delivery */
	bool answerable;     /* an answer may ride in the ack */
	bool is_form;        /* of view_submission */
	bool rate_limited;   /* Slack holds events back */
	struct event *event; /* NULL: nothing that concerns us. Owned */
	json_t *json;        /* owned unless the event has it */
};

/* What decoding must know of us. */
struct slack_self {
	const char *person; /* our bot's user id, or NULL */
	const char *prefix; /* of commands: "acme-" makes /acme-share /share */
};

/* Takes a frame apart. -1: no JSON object, or an envelope without its id.
 * An envelope whose payload cannot be understood has no event. */
int slack_decode_frame(struct slack_frame *f, const char *text, size_t size,
	const struct slack_self *self, struct err *e);

/* Frees what the frame owns; the event too, if it is still there. */
void slack_decode_free(struct slack_frame *f);

/* Text a person wrote: smart quotes and odd spaces made plain, <url|label> to
 * its url, <@U1|ann> to <@U1>, entities resolved, trimmed. Yours to free. */
char *slack_decode_text(const char *text);

/* {"name","language","zone","admin","gone","bot"} of a user object, yours. */
json_t *slack_decode_person(const json_t *user);

#endif
