#ifndef ADVOCATED_SPANS_H
#define ADVOCATED_SPANS_H

#include <jansson.h>

/* Small pieces of cards (card.h), for the values of templates; yours to give
 * away. */

json_t *spans_channel(const char *place);
json_t *spans_person(const char *person);

#endif
