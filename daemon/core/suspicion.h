#ifndef ADVOCATED_SUSPICION_H
#define ADVOCATED_SUSPICION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct looking;

/*
 * Whether somebody should look at a share before its points settle. Pure: from
 * what is kept of visits and shares anyway, never from who a reader is. Each
 * pattern can have good reasons too, so it proves nothing; it has a name and
 * numbers that can be told to the member:
 *
 *   doubtful  part of whole readers came as programs often do (marked)
 *   burst     part of whole readers came within span
 *   above     part readers, where other shares of the item have whole on
 *             average
 *   many      it was number part that its member said to have posted within
 *             span, and it has whole readers: no more than prove it
 */
struct suspicion {
	const char *name; /* NULL: there is nothing to look at */
	int64_t part, whole, span;
};

struct suspicion_facts {
	int64_t readers; /* distinct, of the share */
	int64_t needed;  /* that prove it */
	int64_t *at;     /* when they came, in any order: it is sorted */
	size_t count;    /* of those; fewer than readers once visits are folded
			  */
	int64_t marked;  /* of count, those with one of suspicion_marks() */
	int64_t others, others_readers; /* shares of the item that were read */
	int64_t before; /* said to be posted within many_span before it */
};

/* Reasons of a visit that make it a doubtful reader: bits of visit.h. */
int64_t suspicion_marks(void);

/* Fewer than these other shares say nothing of what is usual. */
#define SUSPICION_OTHERS 5

/* Patterns of that name are passed over (NULL ends): they were looked at. */
struct suspicion suspicion_find(const struct looking *l,
	struct suspicion_facts *facts, const char *const *passed);

#endif
