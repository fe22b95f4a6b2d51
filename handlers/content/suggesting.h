#ifndef ADVOCATED_SUGGESTING_H
#define ADVOCATED_SUGGESTING_H

#include <stdint.h>

#include <jansson.h>

struct err;
struct item;
struct review;
struct turn;

/* Members who suggested an item hear what becomes of it; of others we do not
 * know who they are. */

/* What was decided of it. */
int suggesting_tell(struct turn *t, const struct item *i,
	const struct review *r, struct err *e);

/* The page turned out to be an item that there is already. */
int suggesting_tell_known(struct turn *t, const struct item *i,
	const struct item *known, struct err *e);

/* Its page cannot be read; the event says why. */
int suggesting_tell_unreadable(
	struct turn *t, const struct item *i, struct err *e);

/* It waited, and its campaign was closed. */
int suggesting_tell_over(struct turn *t, const struct item *i, struct err *e);

/* The values of suggest_known. Yours; NULL with e set. */
json_t *suggesting_known(
	struct turn *t, const struct item *known, struct err *e);

#endif
