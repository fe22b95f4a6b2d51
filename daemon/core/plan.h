#ifndef ADVOCATED_PLAN_H
#define ADVOCATED_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * When announcements go out in one channel: each when it was wanted, but not
 * in the channel's quiet hours, and not more than so many on one of its days.
 * What is too much goes out on the next days, first come first served, at the
 * hour at which it would have. Pure: the rows are given, and so is now.
 */
struct plan_rules {
	const char *zone;         /* whose days and hours they are */
	int most;                 /* a day; 0: no limit */
	int quiet_from, quiet_to; /* minutes of the day, over midnight if from
				     is later; equal: none */
	bool quiet_weekend;       /* all Saturday and Sunday */
};

enum plan_wait { PLAN_NOTHING, PLAN_QUIET, PLAN_LIMIT };

struct plan_row {
	int64_t id;
	int64_t wanted_at;
	bool forced; /* beyond quiet hours and limit */
	/* made by plan_queue: */
	int64_t due_at;
	enum plan_wait waits; /* what moved it from wanted_at */
};

/* The first moment from at on that is not quiet. */
int64_t plan_not_quiet(const struct plan_rules *r, int64_t at);

/* The first moment of the day of at, and of the day after it. */
int64_t plan_day(const struct plan_rules *r, int64_t at);
int64_t plan_next_day(const struct plan_rules *r, int64_t at);

/* Gives each row its time. They come in the order of the queue: forced ones,
 * then by wanted_at. posted is how many went out since plan_day(now). */
void plan_queue(const struct plan_rules *r, int64_t now, int posted,
	struct plan_row *rows, size_t count);

/* One earlier announcement of a channel and what came of it. */
struct plan_past {
	int64_t at;
	int64_t asked; /* kits and shares */
};

/* The hour of the week at which earlier announcements brought most, on
 * average. weekday 1 Monday .. 5 Friday; measured is false when there is too
 * little to go by: then it is the usual one, and weekday is 0: Tuesday to
 * Thursday at 10. */
struct plan_slot {
	int weekday, hour;
	bool measured;
	int count;      /* announcements in that hour */
	int64_t tenths; /* what they brought on average, times ten */
};
struct plan_slot plan_best(
	const char *zone, const struct plan_past *past, size_t count);

/* The first moment after now that is in the slot. */
int64_t plan_slot_next(
	const struct plan_slot *slot, const char *zone, int64_t now);

#endif
