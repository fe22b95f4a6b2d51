#ifndef ADVOCATED_RESOLVE_H
#define ADVOCATED_RESOLVE_H

#include <stddef.h>

struct err;
struct loop;
struct resolve;

/* Names to addresses in a helper thread, so that a slow or dead name server
 * never stalls the loop. */

/* addresses: count numeric texts in the order to be tried, lent; count 0:
 * none was found, and why says what the system said. */
typedef void resolve_done_fn(
	void *arg, const char *const *addresses, size_t count, const char *why);

/* Never calls back before it returns. Ends with its callback. NULL with e
 * set when no thread could be started. */
struct resolve *resolve_start(struct loop *l, const char *host,
	resolve_done_fn *done, void *arg, struct err *e);

/* No callback comes any more; NULL is fine. The thread ends when the system
 * lets go of it and cleans up after itself. */
void resolve_stop(struct resolve *r);

#endif
