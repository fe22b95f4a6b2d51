#ifndef ADVOCATED_FEED_FORM_H
#define ADVOCATED_FEED_FORM_H

#include "feeds.h"

struct err;
struct turn;

/* Making and changing a feed. */

/* Opens the form of a feed; NULL: of a new one. */
int feed_form_open(struct turn *t, const struct feed_row *f, struct err *e);

/* Makes the feed, under the name of its site when it has none. taken->id is
 * not 0, and nothing was done, when there is one of that name or address. */
int feed_form_make(struct turn *t, struct feed_row *f, struct feed_row *taken,
	struct err *e);

/* The feed has another address now: what is known of the old one does not
 * count, and what stands there is only remembered. */
void feed_form_moved(struct turn *t, struct feed_row *f, const char *url);

#endif
