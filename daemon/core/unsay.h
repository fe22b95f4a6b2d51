#ifndef ADVOCATED_UNSAY_H
#define ADVOCATED_UNSAY_H

#include <stdint.h>

struct err;
struct turn;
struct unsay;

/* Takes back, where the platform can, what was said to a member alone. It is
 * found before people_forget(), after which nobody knows where it stands, and
 * taken back after it. */

/* The newest messages to the member; the one just pressed is left, for it is
 * about to be replaced. NULL with e set. */
struct unsay *unsay_new(struct turn *t, int64_t member, struct err *e);
void unsay_free(struct unsay *u); /* NULL is fine */

/* Has them deleted. */
int unsay_send(struct turn *t, const struct unsay *u, struct err *e);

#endif
