#ifndef ADVOCATED_TEMPLATE_SAME_H
#define ADVOCATED_TEMPLATE_SAME_H

#include <jansson.h>

struct err;

/* Whether a card in another language does what the English one does: the same
 * buttons, inputs, addresses and states, whatever the words around them. e
 * names the first that is missing or strange ("has no action \"share\""). */
int template_same_check(
	const json_t *card, const json_t *english, struct err *e);

#endif
