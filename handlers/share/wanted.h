#ifndef ADVOCATED_WANTED_H
#define ADVOCATED_WANTED_H

#include "items.h"

struct err;
struct turn;

/* Items open for sharing as item_each_open() gives them, for who acts: those
 * that are featured, then those about topics that they chose, then the rest.
 * What is for teams that they are in none of is not offered. */
int wanted_each(struct turn *t, int max, item_fn *fn, void *arg, struct err *e);

#endif
