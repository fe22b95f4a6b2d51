#ifndef ADVOCATED_NOWHERE_H
#define ADVOCATED_NOWHERE_H

#include <jansson.h>

struct channel;
struct err;
struct item;
struct turn;

/* Where an item does not go: [{why, channels}], channels by reason, of which
 * the last may be "12 more channels". Yours; NULL with e set. */
json_t *nowhere_list(struct turn *t, const struct item *i, struct err *e);

#endif
