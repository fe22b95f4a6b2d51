#ifndef ADVOCATED_TURN_H
#define ADVOCATED_TURN_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "event.h"
#include "people.h"
#include "programme.h"
#include "role.h"

struct db;
struct err;
struct post;
struct report_about;
struct turn_say;

/*
 * One event being handled: what a handler may see and do. It reads and
 * writes the store through t->db, inside the event's transaction, and says
 * things with the functions below; what is said goes out after the commit.
 * It never touches the network.
 *
 * Template values are json objects, taken (freed) by the function that gets
 * them; NULL is an empty one. Times in them are {"time": seconds, "style"} and
 * are written for who reads the card, and so are phrases of words.json that
 * are passed as {"phrase": name, "n": 3 ...}. These are added to every
 * template's values and need not be passed: company, command (prefix of
 * commands, "/" + prefix), me (the reader's span {"person":..}), name (the
 * member's first name or ""), emoji (the share emoji as a span), contact.
 */
struct turn {
	struct db *db;
	const struct programme *programme;
	const struct event *event;
	int64_t now;          /* clock_now() of the turn */
	struct member member; /* who acts; id 0: not a member */
	enum role role;       /* of who acts in running the programme */
	const char *language; /* of who acts */
	const char *zone;
	const char *text;     /* a command's words after the one that chose
				 the handler, trimmed; "" if none */
	struct turn_say *say; /* what is said; turn.c's own */
};

typedef int turn_fn(struct turn *t, struct err *e);

/* From here on the words and times made are for that member, who need not be
 * the one who acts; m must outlive the turn's use of them. */
void turn_read_by(struct turn *t, const struct member *m);

/* The event is about nothing we know: it is not accepted, and may come again
 * when we do. What was written in this turn is undone. */
void turn_ignore(struct turn *t);

/* To who acted, for their eyes only: in the ack where the platform carries
 * it, else through the answer address, else ephemeral, else direct. */
int turn_reply(
	struct turn *t, const char *template, json_t *values, struct err *e);
/* The same under a name ("kit:7:17"), by which turn_cancel() with "kit:7:17:"
 * takes it back while it waits. */
int turn_reply_named(struct turn *t, const char *name, const char *template,
	json_t *values, struct err *e);

/* In place of the message that was pressed (for their eyes only, or ours). */
int turn_replace(
	struct turn *t, const char *template, json_t *values, struct err *e);

/* In a channel, in the channel's language. key is our name for it
 * ("announce:17:acme:C1"), by which it can be updated. */
int turn_post(struct turn *t, const char *chat, const char *place,
	const char *key, const char *template, json_t *values, struct err *e);

/* Changes what stands, or still waits, under key; nothing if neither. Of a
 * member it is in their language, else in the one it was said in. */
int turn_update(struct turn *t, const char *key, const char *template,
	json_t *values, struct err *e);

/* Direct to a member, in their language, on the chat they used last. */
int turn_direct(struct turn *t, int64_t member, const char *key,
	const char *template, json_t *values, struct err *e);

/* Direct to an account that need not be a member (an admin). */
int turn_tell(struct turn *t, const char *chat, const char *person,
	const char *key, const char *template, json_t *values, struct err *e);

/* Opens a form for who acted (the event must have a trigger). When it was
 * opened by a press on a message that only they see, the EVENT_FORM that comes
 * back has that message, so that turn_replace() changes it. In EVENT_TYPED the
 * form takes the place of the open one. */
int turn_form(
	struct turn *t, const char *template, json_t *values, struct err *e);
/* In EVENT_FORM: the form stays open with words (a phrase of words.json) at
 * that field. May be called for several fields. */
int turn_form_error(struct turn *t, const char *field, const char *words,
	json_t *values, struct err *e);

/* The home page of who acted. */
int turn_home(
	struct turn *t, const char *template, json_t *values, struct err *e);

/* Asks the platform who that is; comes back as EVENT_PERSON. */
int turn_ask_person(
	struct turn *t, const char *chat, const char *person, struct err *e);

/* In EVENT_WEB: where the browser goes, or the page it shows (a card
 * template written as HTML). */
int turn_web_redirect(struct turn *t, const char *url, struct err *e);
int turn_web_page(struct turn *t, int status, const char *template,
	json_t *values, struct err *e);

/* In EVENT_WEB: what a program gets that asked us; takes answer. */
int turn_web_answer(struct turn *t, int status, json_t *answer, struct err *e);

/* The languages that can be spoken, yours: [{"language": "de", "name":
 * "Deutsch"}], by their names; NULL with e set. */
json_t *turn_languages(struct turn *t, struct err *e);

/* A phrase of words.json as spans, yours, in the language of who acts; and
 * whether there is one of that name. */
json_t *turn_words(
	struct turn *t, const char *name, json_t *values, struct err *e);
bool turn_has_words(const struct turn *t, const char *name);

/* A single-use, expiring, signed /s/ address that opens network's composer
 * for that member and item. Yours to free. */
char *turn_ticket_url(
	struct turn *t, int64_t member, int64_t item, const char *network);

/* The address at which a message of ours is seen in its chat. Yours to free;
 * NULL when it is not known. */
char *turn_address(const struct turn *t, const struct post *post);

/* The address of a link (/l/code). Yours to free. */
char *turn_link_url(const struct turn *t, int64_t link);

/* A signed address of a report's figures (/api/report), good until then. Yours
 * to free. */
char *turn_report_url(
	const struct turn *t, const struct report_about *about, int64_t until);
/* The same of its page (/report). */
char *turn_report_page_url(
	const struct turn *t, const struct report_about *about, int64_t until);
/* The same of its chart as a picture (/report.png). */
char *turn_chart_url(
	const struct turn *t, const struct report_about *about, int64_t until);

/* The keyed hash of an account, all that is kept of someone who said no; of who
 * acts, or of another. */
void turn_stranger_hash(const struct turn *t, unsigned char out[16]);
void turn_account_hash(const struct turn *t, const char *chat,
	const char *person, unsigned char out[16]);

/* Hash of a one-time code, and the box for who asked for it (yours, NULL when
 * it is none of ours). */
void turn_pairing_hash(
	const struct turn *t, const char *code, unsigned char out[16]);
char *turn_pairing_close(const struct turn *t, const char *text);
char *turn_pairing_open(const struct turn *t, const char *box);

/* Codes of gift cards: the keyed hash of one, its box for the store (yours),
 * and what cards say for the box: a span that is opened when it goes out
 * (yours; NULL when the box is none of ours). */
void turn_code_hash(
	const struct turn *t, const char *code, unsigned char out[16]);
char *turn_code_close(const struct turn *t, const char *code);
json_t *turn_code_span(const struct turn *t, const char *box);

/* From here on the one is the other: what is remembered of their browsers. */
void turn_merged(struct turn *t, int64_t keep, int64_t drop);

/* Notes what an admin did. */
int turn_audit(struct turn *t, const char *did, const char *about,
	const char *before, const char *after, struct err *e);

/* Remembers until midnight the browser of this EVENT_WEB as that member's, so
 * that their own visits are not taken for a reader's. */
void turn_own_visit(struct turn *t, int64_t member);

/* Drops what waits unsaid under keys that start so. */
int turn_cancel(struct turn *t, const char *key_prefix, struct err *e);

#endif
