#include <string.h>

#include "when.h"

#include "plan.h"

#define SATURDAY 6
#define DAY_MINUTES (24 * 60)

/* Working time, in which the best hour is looked for. */
#define FIRST_HOUR 8
#define LAST_HOUR 17
#define HOURS (LAST_HOUR - FIRST_HOUR + 1)
#define WORKDAYS 5

/* Fewer announcements than that say nothing of a channel. */
#define PAST_LEAST 5

#define USUAL_HOUR 10

/* Midnight of the day that is so many after the one of at. */
static int64_t
midnight(const char *zone, int64_t at, int ahead)
{
	struct when_local l;

	when_to_local(at, zone, &l);
	l.hour = l.minute = 0;
	l.day += ahead;
	return when_from_local(&l, zone);
}

int64_t
plan_day(const struct plan_rules *r, int64_t at)
{
	return midnight(r->zone, at, 0);
}

int64_t
plan_next_day(const struct plan_rules *r, int64_t at)
{
	return midnight(r->zone, at, 1);
}

static int64_t
at_minute(const struct plan_rules *r, struct when_local l, int minute)
{
	l.hour = minute / 60;
	l.minute = minute % 60;
	return when_from_local(&l, r->zone);
}

/* The end of the quiet hours that at is in, or at. */
static int64_t
after_hours(
	const struct plan_rules *r, int64_t at, const struct when_local *local)
{
	struct when_local l = *local;
	int minute = l.hour * 60 + l.minute;
	bool over_midnight = r->quiet_from > r->quiet_to;
	bool in;

	if (r->quiet_from == r->quiet_to)
		return at;
	if (over_midnight)
		in = minute >= r->quiet_from || minute < r->quiet_to;
	else
		in = minute >= r->quiet_from && minute < r->quiet_to;
	if (!in)
		return at;
	if (over_midnight && minute >= r->quiet_from)
		l.day++;
	return at_minute(r, l, r->quiet_to);
}

int64_t
plan_not_quiet(const struct plan_rules *r, int64_t at)
{
	struct when_local l;
	int64_t after;
	int i;

	/* A weekend, the hours before it and those after it. */
	for (i = 0; i < 4; i++) {
		when_to_local(at, r->zone, &l);
		if (r->quiet_weekend && l.weekday >= SATURDAY)
			after = midnight(r->zone, at, 8 - l.weekday);
		else
			after = after_hours(r, at, &l);
		if (after <= at) /* clocks that go back lead nowhere */
			return at;
		at = after;
	}
	return at;
}

/* The same hour of the day that begins then. */
static int64_t
same_hour(const struct plan_rules *r, int64_t day, int64_t at)
{
	struct when_local l, of;

	when_to_local(day, r->zone, &l);
	when_to_local(at, r->zone, &of);
	return at_minute(r, l, of.hour * 60 + of.minute);
}

/*
 * The day that is being filled. A queue in order fills days in order: once a
 * day is left, it and all before it that a row could have had are full.
 */
struct filling {
	int64_t day;
	int count;
};

static void
place_row(const struct plan_rules *r, struct filling *f, int64_t now,
	struct plan_row *row)
{
	int64_t day, from = row->wanted_at > now ? row->wanted_at : now;

	row->due_at = row->forced ? from : plan_not_quiet(r, from);
	row->waits = row->due_at > from ? PLAN_QUIET : PLAN_NOTHING;
	if (r->most == 0)
		return;
	day = plan_day(r, row->due_at);
	while (!row->forced &&
		(day < f->day || (day == f->day && f->count >= r->most))) {
		day = day < f->day ? f->day : plan_next_day(r, day);
		row->due_at = plan_not_quiet(r, same_hour(r, day, row->due_at));
		row->waits = PLAN_LIMIT;
		day = plan_day(r, row->due_at);
	}
	if (day > f->day)
		*f = (struct filling){day, 0};
	f->count++;
}

void
plan_queue(const struct plan_rules *r, int64_t now, int posted,
	struct plan_row *rows, size_t count)
{
	struct filling f = {plan_day(r, now), posted};
	size_t i;

	for (i = 0; i < count; i++)
		place_row(r, &f, now, &rows[i]);
}

struct tally {
	int64_t asked;
	int count;
};

/* Whether a brought more on average than b; nothing brings nothing. */
static bool
is_better(const struct tally *a, const struct tally *b)
{
	if (b->count == 0 || a->count == 0)
		return a->count > 0 && a->asked > 0;
	return a->asked * b->count > b->asked * a->count;
}

struct plan_slot
plan_best(const char *zone, const struct plan_past *past, size_t count)
{
	struct tally all[WORKDAYS][HOURS], *one, best = {0, 0};
	struct plan_slot slot = {.hour = USUAL_HOUR};
	struct when_local l;
	size_t i;
	int day, hour;

	memset(all, 0, sizeof all);
	for (i = 0; count >= PAST_LEAST && i < count; i++) {
		when_to_local(past[i].at, zone, &l);
		if (l.weekday > WORKDAYS || l.hour < FIRST_HOUR ||
			l.hour > LAST_HOUR)
			continue;
		one = &all[l.weekday - 1][l.hour - FIRST_HOUR];
		one->count++;
		one->asked += past[i].asked;
	}
	for (day = 0; day < WORKDAYS; day++) {
		for (hour = 0; hour < HOURS; hour++) {
			if (!is_better(&all[day][hour], &best))
				continue;
			best = all[day][hour];
			slot.weekday = day + 1;
			slot.hour = hour + FIRST_HOUR;
		}
	}
	slot.measured = slot.weekday != 0;
	slot.count = best.count;
	if (slot.measured)
		slot.tenths = (best.asked * 10 + best.count / 2) / best.count;
	return slot;
}

int64_t
plan_slot_next(const struct plan_slot *slot, const char *zone, int64_t now)
{
	int64_t at, best = 0;
	int day, first = slot->weekday, last = slot->weekday;

	if (!slot->measured) {
		first = 2;
		last = 4;
	}
	for (day = first; day <= last; day++) {
		at = when_next(now, day, slot->hour, 0, zone);
		if (best == 0 || at < best)
			best = at;
	}
	return best;
}
