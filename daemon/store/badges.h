#ifndef ADVOCATED_BADGES_H
#define ADVOCATED_BADGES_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct err;

/* What members have come to: so many of a kind, given once. */
struct badge {
	char kind[12]; /* shares readers networks weeks */
	int64_t needed, at;
};

/* The member did something, or was read: it is looked at then whether that
 * brought them something, or sooner if it was to be. */
int badge_expect(struct db *db, int64_t member, int64_t at, struct err *e);
/* It was looked at; again then (0: when there is something new). */
int badge_looked(struct db *db, int64_t member, int64_t at, struct err *e);

/* What they have come to, without what they took back. */
struct badge_figures {
	int64_t shares, readers, networks, weeks; /* weeks running */
};
int badge_figures(struct db *db, int64_t member, int64_t now,
	struct badge_figures *out, struct err *e);

/* *given is false when they had it already. */
int badge_give(struct db *db, int64_t member, const struct badge *b,
	bool *given, struct err *e);

/* All they have, the oldest first. */
typedef int badge_fn(void *arg, const struct badge *b, struct err *e);
int badge_each(
	struct db *db, int64_t member, badge_fn *fn, void *arg, struct err *e);
/* When they were given the last one; 0: never. */
int badge_last(struct db *db, int64_t member, int64_t *at, struct err *e);

#endif
