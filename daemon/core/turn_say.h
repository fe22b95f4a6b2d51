#ifndef ADVOCATED_TURN_SAY_H
#define ADVOCATED_TURN_SAY_H

#include <jansson.h>

#include "dispatch.h"
#include "event.h"
#include "turn.h"

struct chat;

/* What a turn says, gathered until its commit. Between turn.c and dispatch.c
 * alone: handlers do not see it. */
struct turn_say {
	const struct dispatch_parts *parts;
	struct chat *chat; /* where the event came from, or NULL */
	json_t *reply;     /* rides in the ack */
	json_t *errors;    /* of a form: field -> words */
	char *elsewhere;   /* rides instead, when the reply goes another way */
	bool refused;      /* the event is not what it says */
	bool ignored;      /* it is about nothing we know */
	json_t *form;      /* opens through the trigger after the commit */
	struct dispatch_page page; /* of EVENT_WEB */
	char *location;
	json_t *page_card;
	json_t *page_answer;
	const char *address; /* of the browser in EVENT_WEB */
	const char *user_agent;
	struct event form_event; /* of EVENT_FORM, with its origin */
	json_t *origin;          /* what keeps its texts */
	const char *state;       /* a form's, as it came: lent by the event */
	unsigned said;           /* numbers the keys of what has no name */
};

/* Fills the turn: who acts, their language, their role. */
int turn_begin(struct turn *t, struct turn_say *say, struct err *e);

/* Puts the reply that could not ride in the ack into the outbox. */
int turn_reply_later(struct turn *t, struct err *e);

/* The card of a template for who acts; takes values. Yours. */
json_t *turn_render(
	struct turn *t, const char *template, json_t *values, struct err *e);

/* Drops all that was gathered. */
void turn_say_clear(struct turn_say *say);

#endif
