#ifndef ADVOCATED_SEALED_H
#define ADVOCATED_SEALED_H

#include <stdbool.h>

#include <jansson.h>

struct seal;

/*
 * What a card says and nobody may read in the store (the code of a gift card):
 * a span {"sealed": box}, which the sender opens when the card goes out.
 */

/* The card as it goes out, yours; lent ones share nothing with it. NULL when
 * something in it cannot be opened. */
json_t *sealed_open(const struct seal *seal, const json_t *card);

/* The keyed hash of an account, all that is kept of somebody who said no. */
void sealed_account(const struct seal *seal, const char *chat,
	const char *person, unsigned char out[16]);

/* Whether anything in it is sealed. */
bool sealed_is_in(const json_t *card);

#endif
