#ifndef ADVOCATED_ANNOUNCEMENT_ROW_H
#define ADVOCATED_ANNOUNCEMENT_ROW_H

#include "items.h"

struct err;
struct rows;

/* For announcement*.c alone: rows of id, item, chat, place, state, due_at,
 * wanted_at, asked, waits, forced, posted_at. */

void announcement_read_row(const struct rows *r, struct announcement *out);

/* Calls fn for each and ends the rows (NULL: they could not be asked for). */
int announcement_read_each(
	struct rows *r, announcement_fn *fn, void *arg, struct err *e);

#endif
