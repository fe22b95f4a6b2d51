#ifndef ADVOCATED_KIT_CARD_H
#define ADVOCATED_KIT_CARD_H

#include <jansson.h>

struct err;
struct item;
struct kit;
struct kit_wish;
struct network;
struct turn;

/* What a kit shows: the values of its card, yours; NULL with e set. */
json_t *kit_card_values(struct turn *t, const struct kit_wish *w,
	const struct item *i, const struct kit *k, struct err *e);

/* The network whose text a kit shows: the one wished for where the campaign
 * lets it be offered, else the first; without any, the one that is copied. */
int kit_card_network(struct turn *t, const struct item *i, const char *wished,
	const struct network **out, struct err *e);

#endif
