#ifndef ADVOCATED_WEB_KEPT_H
#define ADVOCATED_WEB_KEPT_H

#include <stdbool.h>
#include <stddef.h>

/* The last answer that was made for an address, for the seconds in which it is
 * not made again, and a limit of how many are made: two a second, after ten
 * at once. So nobody who has an address can keep us busy with it. */
struct web_kept;
struct web_kept *web_kept_new(void);
void web_kept_free(struct web_kept *k); /* NULL is fine */

/* What was made for that key lately, lent; NULL: it has to be made. */
const char *web_kept_find(
	const struct web_kept *k, const char *key, size_t *size);

/* Whether another may be made now, which counts as one. */
bool web_kept_may_make(struct web_kept *k);

/* Takes bytes; what was kept before is gone. */
void web_kept_put(
	struct web_kept *k, const char *key, char *bytes, size_t size);

#endif
