#ifndef ADVOCATED_PIN_H
#define ADVOCATED_PIN_H

#include <stdint.h>

#include <jansson.h>

struct err;
struct item;
struct turn;

/* Features an item until then (0: as long as it can be shared). *phrase says
 * why not ("pin_not_open", "pin_full", with *values), or is NULL. */
struct pin_wish {
	const struct item *item;
	int64_t until;
	const char *phrase;
	json_t *values;
};
int pin_put(struct turn *t, struct pin_wish *w, struct err *e);

/* What is featured, {"item", "title", "url"} each, for cards; channel not NULL:
 * what is for others than its people is left out. NULL with e set. */
struct channel;
json_t *pin_list(struct turn *t, const struct channel *channel, struct err *e);

#endif
