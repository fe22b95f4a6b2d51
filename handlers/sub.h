#ifndef ADVOCATED_SUB_H
#define ADVOCATED_SUB_H

#include "role.h"
#include "turn.h"

struct err;

/* The second word of a command: "/campaign topics add ...". */
struct sub {
	const char *word; /* NULL: when none was written */
	enum role needs;
	turn_fn *run;
};

/* Runs the line of subs (ended by one without run) that fits the first word of
 * t->text, with t->text the words after it. Another word is refused with the
 * nearest; command is what stands before it ("/campaign topics"). */
int sub_run(struct turn *t, const char *command, const struct sub *subs,
	struct err *e);

#endif
