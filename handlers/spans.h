#ifndef ADVOCATED_SPANS_H
#define ADVOCATED_SPANS_H

#include <jansson.h>

/* Small pieces of cards (card.h), for the values of templates; yours to give
 * away. Whoever reads them on another chat gets words instead of a mention
 * (core/addressee). */

json_t *spans_channel(const char *chat, const char *place);
json_t *spans_person(const char *chat, const char *person);

#endif
