#ifndef ADVOCATED_REACH_H
#define ADVOCATED_REACH_H

#include <stdint.h>

struct click;
struct db;
struct err;
struct reach;

/*
 * Hits counted in memory as they come, so that some thousands at a time go
 * into the totals without being read again. What somebody else recorded or
 * folded meanwhile is noticed, and then the store is read (click_fold()).
 */
struct reach *reach_new(struct db *db);
void reach_free(struct reach *r); /* NULL is fine; clicks stay to be folded */

/* Counts the click that was added with that id and will not be undone any
 * more, unless all of its transaction is. */
int reach_add(
	struct reach *r, int64_t id, const struct click *c, struct err *e);

#endif
