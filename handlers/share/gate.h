#ifndef ADVOCATED_GATE_H
#define ADVOCATED_GATE_H

#include <stdbool.h>

#include <jansson.h>

#include "campaigns.h"

struct err;
struct item;
struct network;
struct turn;

/* What a campaign allows of sharing its items. */

/* Whether it is paused: then nothing of it is shared until it goes on. c gets
 * the item's campaign. */
int gate_paused(struct turn *t, const struct item *i, struct campaign *c,
	bool *paused, struct err *e);

/* The values of template "paused_item": title, and until (null: nobody knows
 * yet). Yours. */
json_t *gate_values(
	struct turn *t, const struct item *i, const struct campaign *c);

/* Whether its items may go to that network. */
bool gate_network(const struct campaign *c, const char *network);

#endif
