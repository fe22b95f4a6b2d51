#ifndef ADVOCATED_HANDLERS_H
#define ADVOCATED_HANDLERS_H

#include "turn.h"

/*
 * What the bot does: one behaviour = one file + one line of the table in
 * handlers.c. Each file exports one turn_fn named after it.
 */

/* Finds the behaviour for t->event, sees that who acts may do it (else
 * invites or refuses), and runs it. Events nobody wants do nothing. */
int handlers_run(struct turn *t, struct err *e);

#endif
