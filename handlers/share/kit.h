#ifndef ADVOCATED_KIT_H
#define ADVOCATED_KIT_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct member;
struct turn;

/* How a kit is handed over. */
enum kit_way {
	KIT_REPLY, /* to who acts */
	KIT_HERE,  /* in place of the kit that was pressed */
	KIT_DIRECT /* by a direct message, under key */
};

struct kit_wish {
	const struct member *member;
	int64_t item;
	const char *network; /* offered first; "": the company's first */
	bool all;            /* every network, not only the first three */
	enum kit_way way;
	const char *key;
};

/* Shows the member their kit for an item (notes that they have one), or says
 * that the item is over. */
int kit_show(struct turn *t, const struct kit_wish *wish, struct err *e);

#endif
