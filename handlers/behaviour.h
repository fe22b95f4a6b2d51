#ifndef ADVOCATED_BEHAVIOUR_H
#define ADVOCATED_BEHAVIOUR_H

#include "event.h"
#include "turn.h"

/* A line of the table in handlers.c: what happens, who may do it, and the
 * function that does it. */

enum who {
	WHO_ANYONE, /* the behaviour looks for itself who acts */
	WHO_MEMBER, /* others hear that it is for members, and may join */
	WHO_SHARER, /* others are invited, and get their kit when they join */
	WHO_ADMIN   /* others hear whom to ask */
};

/*
 * name is the command, button action, form, due thing ... ; NULL fits all of
 * that kind. word is for commands: the first word after it, NULL the command
 * alone, "*" any word that has no line of its own. The words after it are
 * t->text; a behaviour reads those and never the event's text, because the
 * same line also runs from a "Did you mean" button and a direct message.
 *
 * Values of buttons start with the item's number ("17", "17:linkedin").
 */
struct handler {
	enum event_kind kind;
	const char *name;
	const char *word;
	enum who needs;
	turn_fn *run;
};

/* refuse.c: what is said when something cannot be done. */
turn_fn refuse_not_admin;
turn_fn refuse_gone; /* the thing pressed for is over */
/* There is no such word: the nearest of words (NULL ends) as a button. */
int refuse_unknown(struct turn *t, const char *command, const char *word,
	const char *const *words, struct err *e);

/* invite.c: people who are not members. */
turn_fn invite_sharer; /* asked for a kit: the whole invitation */
turn_fn invite_short;  /* asked for something members have */
/* The invitation, with the item it was about (0: none). */
int invite_for(struct turn *t, int64_t item, struct err *e);
/* Whether who acts may have kits: a member whose consent is to the present
 * version. */
int invite_is_needed(struct turn *t, bool *needed, struct err *e);

turn_fn help_run;

#endif
