#ifndef ADVOCATED_EVENT_H
#define ADVOCATED_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

/*
 * What happened, in neutral words. Decoders make events out of frames; the
 * clock, the web side and the content side make them too. An event owns the
 * JSON it came from: its strings point into that and die with it.
 */
enum event_kind {
	EVENT_COMMAND, /* name "/advocate", text "join" (trimmed, plain
			  quotes and spaces; <@U1> for a person) */
	EVENT_BUTTON,  /* name "share", value "17", message it stood on; a
			  menu's value is what was chosen */
	EVENT_FORM,    /* name "campaign_new", value its state, fields:
			  {input: text, or null when left empty, or list of
			  texts for choices and channels} */
	EVENT_TYPED,   /* the same of a form that is still open and changes
			  while it is filled; message: its own id */
	EVENT_REACTION_ADDED, /* name "mega", message, at */
	EVENT_REACTION_REMOVED,
	EVENT_REACTIONS,  /* who stands on a message of ours with what, when it
			     was not heard of one by one: fields {emoji:
			     [person]}; at: when that was asked (clock_now()) */
	EVENT_MESSAGE,    /* a direct message to us: text */
	EVENT_HOME,       /* a person opened our home page */
	EVENT_SHORTCUT,   /* name, text of the message it was used on */
	EVENT_PERSON,     /* a person's name, language, zone or state changed;
			     fields: name language zone admin gone bot, what
			     is unknown left out */
	EVENT_PLACE,      /* we joined ("joined") or left ("left", "archived")
			     a channel: name, or it refused
			      what we posted ("refused", value its key) */
	EVENT_PLACES,     /* all channels we are in, when it was not heard of
			     one by one: fields {"channels": [{id, name}]} */
	EVENT_MEMBERS,    /* who is in a channel or user group (place)
			     "changed", was "read", or was "missed" */
	EVENT_CONNECTION, /* name "connected", "revoked", "uninstalled";
			     "heard": all that happened before `at`, by the
			     platform's clock */
	EVENT_TIME,       /* something is due: name "announce", value "17" */
	EVENT_FETCHED,    /* a feed or page was read: name "feed" or "page",
			     value its id, fields what it says */
	EVENT_WEB         /* our own page was used: name "ticket", "again" */
};

struct receipt; /* what the platform needs to hear "got it"; chat/ owns it */

struct event {
	enum event_kind kind;
	const char *chat;     /* the connection's name; "" for our own events */
	const char *key;      /* unique per happening: accepted once per chat */
	const char *person;   /* platform's id of who did it, or NULL */
	const char *who;      /* their name as the event shows it, or NULL */
	const char *language; /* they read, as the event says it, or NULL */
	const char *place;    /* channel it happened in, or NULL */
	const char
		*message; /* platform's id of the message concerned, or NULL */
	const char *post_key; /* our name of that message, as its button says,
				 or NULL: compared with where it stands */
	const char *name;
	const char *value;
	const char *text;    /* what was written after a command, a message */
	const char *trigger; /* opens a form within 3 s, or NULL */
	const char *answer;  /* bearer address for answers, secret, or NULL */
	const json_t *fields;
	int64_t at;      /* the platform's time of it, ms; 0 unknown */
	bool ephemeral;  /* the message concerned was seen by them alone */
	bool direct;     /* it happened in the direct conversation with us */
	bool answerable; /* an answer may ride in the ack */
	json_t *frame;   /* owned */
	struct receipt
		*receipt; /* owned until chat_ack() takes it; may be NULL */
};

/* A new event that takes frame. */
struct event *event_new(enum event_kind kind, json_t *frame);

/* Frees the event and its frame; a receipt still there is the platform's
 * loss (never acknowledged, so delivered again). NULL is fine. */
void event_free(struct event *e);

/* "command", "button" ... for logs and metrics. */
const char *event_kind_name(enum event_kind kind);

#endif
