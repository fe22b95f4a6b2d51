#ifndef ADVOCATED_BOARD_H
#define ADVOCATED_BOARD_H

#include <stdint.h>

struct db;
struct err;

/*
 * The maintained totals behind the rankings, for the store's own use: tally
 * (by day) and standing (by span, in the order of the ranking).
 */
struct board_change {
	int64_t member, campaign;
	int64_t day;
	int64_t points; /* below zero: given back */
};

/* Adds points earned on a day to every board that covers it. */
int board_count(struct db *db, const struct board_change *c, struct err *e);

/* A board: its name in standing, and the days it covers (to exclusive). */
struct board {
	const char *span; /* NULL: none */
	int64_t start;    /* as in standing: 0 unless of the calendar */
	int64_t from, to;
};

/* The board that answers for the days asked; span NULL: none does, the days
 * have to be added up. */
int board_for(struct db *db, int64_t from, int64_t to, struct board *out,
	struct err *e);

/* Every board there should be, for the days that have points. */
typedef int board_fn(struct db *db, const struct board *b, struct err *e);
int board_each(struct db *db, board_fn *fn, struct err *e);

/* Moves the rolling boards on to end with today. */
int board_roll(struct db *db, int64_t today, struct err *e);

/* Makes standing anew from tally. */
int board_rebuild(struct db *db, struct err *e);

/* -1 with the first difference between standing and tally. */
int board_check(struct db *db, struct err *e);

#endif
