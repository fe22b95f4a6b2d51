#ifndef ADVOCATED_ADMINS_H
#define ADVOCATED_ADMINS_H

#include <jansson.h>

struct err;
struct turn;

/* The campaign admins, all of them. */

/* Tells each of them directly. values is lent. What each gets stands under
 * "<key>:<chat>:<person>". */
int admins_tell(struct turn *t, const char *key, const char *template,
	const json_t *values, struct err *e);

/* Changes what each of them has under the key; who has nothing gets nothing.
 * Who acts on a card of their own sees it change by turn_replace() and is
 * left out here. values is lent. */
int admins_update(struct turn *t, const char *key, const char *template,
	const json_t *values, struct err *e);

#endif
