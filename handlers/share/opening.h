#ifndef ADVOCATED_OPENING_H
#define ADVOCATED_OPENING_H

#include <stdbool.h>

#include "shares.h"

struct err;
struct item;
struct network;
struct turn;

/* A share in the moment in which its text is taken out: the composer is
 * opened or the text copied. This is where the link is made. */
struct opening {
	struct share share; /* evidence "opened", if it was not there before */
	bool first;         /* it was not */
	bool again;         /* it was withdrawn, and is not any more */
	char *text;         /* the whole post */
	char *link;
};

/* Notes that t->member opens it. opening_free() it whatever comes back. */
int opening_make(struct turn *t, const struct item *i, const struct network *n,
	struct opening *out, struct err *e);
void opening_free(struct opening *o);

#endif
