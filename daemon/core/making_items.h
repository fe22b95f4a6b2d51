#ifndef ADVOCATED_MAKING_ITEMS_H
#define ADVOCATED_MAKING_ITEMS_H

#include <stdbool.h>
#include <stdint.h>

#include "csv.h"

struct err;
struct figures_parts;

/* A table of items being made. */
struct making_items {
	const struct figures_parts *parts;
	int64_t campaign; /* 0: all */
	int64_t after, rows;
	struct csv csv;
};

/* Its next rows; done when there are no more. */
int making_items_step(struct making_items *m, bool *done, struct err *e);

#endif
