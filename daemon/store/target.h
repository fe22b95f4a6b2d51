#ifndef ADVOCATED_TARGET_H
#define ADVOCATED_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "campaigns.h"

struct db;
struct err;
struct item;

/* Where an item goes: to the channels of its campaign and of its campaign's
 * teams (audience.h), and, when that is for everybody, to those that get
 * everything about its topics. Its topics are its own, else its campaign's. */
struct target {
	struct channel channel; /* state "": we were never told of it */
	bool by_topic;          /* only because it gets the topic */
};

/* Whether the item is in the language that the channel takes. */
bool target_speaks(const struct channel *c, const struct item *i);

/* Calls fn for each; whether it speaks the item's language, and whether we are
 * in it, is for fn to see. Stops when fn returns -1. */
typedef int target_fn(void *arg, const struct target *target, struct err *e);
int target_each(struct db *db, const struct item *i, target_fn *fn, void *arg,
	struct err *e);

#endif
