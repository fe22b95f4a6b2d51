#ifndef ADVOCATED_CHAT_H
#define ADVOCATED_CHAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct chat;
struct err;
struct event;
struct httpd_request;
struct loop;
struct receipt;
struct seal;

/*
 * The front of all platforms: a chat is one configured workspace or server.
 * Four functions down (open ack send close), one door up (on_event).
 */
struct chat_settings {
	const char *name; /* unique, [a-z0-9-], in logs, keys and the store */
	const char *kind; /* "slack", "mattermost" */
	const char *api_url;   /* Mattermost: the server's own address */
	const char *bot_token; /* secrets, lent until chat_close() */
	const char *app_token;
	const char *ca_file;
	int ping_ms, dead_ms;         /* 10 s and 30 s unless set */
	int connections;              /* 2 */
	int per_channel_per_minute;   /* 60 */
	int per_workspace_per_minute; /* 240 */
	const char
		*command_prefix; /* "" or e.g. "acme-": /acme-share is /share */
	/* Mattermost: */
	const char *command_tokens; /* secret: one a line; lent as above */
	const char *callback_url;   /* where it reaches our listener */
	bool log_triggers;          /* an unproven trigger_id is logged only */
	const struct seal *seal;    /* signs what buttons carry; lent */
	int64_t heard_at;           /* all before it was heard, ms; 0: nothing
				       ever was */
};

/* Called for each event; takes it, with its receipt. */
typedef void chat_event_fn(void *arg, struct event *event);

struct chat *chat_open(struct loop *l, const struct chat_settings *settings,
	chat_event_fn *on_event, void *arg, struct err *e);

/* No new events from now on; what was received may still be acked and sent.
 * The sockets close by themselves once all that was received is acked: part
 * of a drain. */
void chat_quiet(struct chat *c);

/* Closes the sockets properly (at most 1 s of the loop's turns, so never from
 * within a callback of the loop) and frees. Sends under way end without their
 * callback. NULL is fine. */
void chat_close(struct chat *c);

const char *chat_name(const struct chat *c);
const char *chat_kind(const struct chat *c);

/* True only while a socket is proven alive (a frame within dead_ms). why gets
 * the reason otherwise ("token revoked"), lent. */
bool chat_is_ready(const struct chat *c, const char **why);

/* Our own person id on the platform; NULL until known. */
const char *chat_self(const struct chat *c);

/* The address at which people see a message in their chat (a permalink); yours,
 * NULL until it is known. */
char *chat_address(
	const struct chat *c, const char *place, const char *message);

/*
 * "Got it": takes the receipt. answer is a card that may ride in the ack
 * (only if the event was answerable), errors an object field -> words for a
 * form that stays open; both lent, either may be NULL. Returns true when the
 * answer rode along; false when it must be said another way (too large, or
 * the socket does not take it): the caller has it in the outbox then.
 */
struct chat_answer {
	const json_t *card;
	const json_t *errors;
	const json_t *form; /* replaces the form */
	/* Words that say where the answer went, for platforms that cannot show
	 * it where somebody pressed; NULL: it is to be seen there. */
	const char *elsewhere;
	bool refused; /* the event is not what it says: nothing happened */
};
bool chat_ack(struct chat *c, struct receipt *receipt,
	const struct chat_answer *answer);

/* A request that a platform makes of our listener, below /<kind>/<name>/ (rest
 * is what follows): answered by the platform, at once or once its event is
 * acked. False when there is no such address: the caller answers. */
bool chat_take_request(
	struct chat *c, const char *rest, struct httpd_request *request);

/* Whether chat_ack() would carry this card (size); asked before the commit,
 * so that the outbox gets it if not. What was written for the answer is kept in
 * the receipt, so that the same card need not be written again. */
bool chat_can_answer(
	const struct chat *c, struct receipt *receipt, const json_t *card);

enum chat_act {
	CHAT_POST,    /* card in a channel: place */
	CHAT_DIRECT,  /* card to a person: person */
	CHAT_WHISPER, /* card to a person alone, in place; falls to direct when
			 the platform cannot (not in channel) */
	CHAT_UPDATE,  /* card in place of message at place */
	CHAT_ANSWER,  /* card through the answer address; replace: in place of
			 the  message pressed; expired: falls to whisper or
			 direct
		       */
	CHAT_DELETE,  /* message at place */
	CHAT_HOME,    /* card is the person's home page */
	CHAT_FORM,    /* form through trigger, or in place of the open form
			 message: at once or never */
	CHAT_REACT,   /* emoji `value` on message at place */
	CHAT_ASK      /* who is person: sender.c asks with chat_ask_person() */
};

/* What comes with a card that has a file block. */
struct chat_file {
	const char *name, *type; /* "news.csv", "text/csv" */
	const char *bytes;
	size_t size;
};

struct chat_say {
	enum chat_act act;
	const char *key; /* ours, unique; found again after a doubtful send */
	const char *place, *person, *message, *answer, *trigger, *value;
	const char *of;     /* CHAT_UPDATE: our name of that message, or NULL */
	bool replace;       /* CHAT_ANSWER: the message pressed becomes this */
	bool doubtful;      /* an earlier try may have arrived: look first */
	int64_t since;      /* when it was first tried, ms; 0: unknown. How far
			       back a doubtful one is looked for */
	const json_t *card; /* lent */
	/* CHAT_POST and CHAT_DIRECT: of the card's file block, lent until the
	 * callback. NULL: there is none, or it could not be made and the card
	 * is said without. */
	const struct chat_file *file;
};

enum chat_result {
	CHAT_SENT,
	CHAT_LATER,  /* not now: again after retry_ms */
	CHAT_UNSURE, /* may have arrived: again with doubtful set, after
			retry_ms */
	CHAT_NEVER   /* refused for good: why */
};

struct chat_sent {
	enum chat_result result;
	enum chat_act as; /* how it was said in the end: a whisper may have
			     become a direct message, which stands */
	const char *place, *message; /* where it stands now, or NULL */
	int64_t retry_ms;
	const char *why;
	bool gone; /* CHAT_NEVER because the target is gone (channel archived,
		      person deactivated, removed from the channel) */
};

typedef void chat_sent_fn(void *arg, const struct chat_sent *sent);

/*
 * Sends one thing; the callback comes exactly once, never before the return.
 * Limits are the platform's: a say that must wait comes back CHAT_LATER at
 * once, without a request; retry_ms of several such are spread as the limit
 * will let them through. A doubtful post or direct message is looked for by
 * its key before it is said again. A whisper or an answer cannot be looked
 * for: it is said again once, and CHAT_NEVER if that is doubtful too. All
 * else is safe to repeat, except a form, which is never.
 */
void chat_send(struct chat *c, const struct chat_say *say, chat_sent_fn *done,
	void *arg);

/* What the platform says of a person. The callback gets an object {"name",
 * "language" ("en"), "zone" (IANA), "admin", "gone", "bot"}, what is unknown
 * left out, {"unknown": true} of nobody there, or NULL when nothing could be
 * learnt. Never before the return. */
typedef void chat_person_fn(void *arg, const json_t *person);
void chat_ask_person(
	struct chat *c, const char *person, chat_person_fn *done, void *arg);

/* "post", "direct" ...: in the outbox, logs and metrics. */
const char *chat_act_name(enum chat_act act);
/* The act of that name; -1 when there is none. */
int chat_act_find(const char *name, enum chat_act *out);

#endif
