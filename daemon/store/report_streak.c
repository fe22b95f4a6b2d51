#include <stdbool.h>
#include <stddef.h>

#include "when.h"

#include "db.h"
#include "report.h"

#define MAX_PAUSES 64

/* Weeks from Monday to Sunday, numbered from the one of 1 January 1970. */
static int64_t
week_of(int64_t at)
{
	return (when_day(at) + 3) / 7;
}

struct pauses {
	struct {
		int64_t first, last; /* weeks */
	} all[MAX_PAUSES];
	size_t count;
};

static int
read_pauses(struct db *db, int64_t member, int64_t now, struct pauses *out,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT started_at, coalesce(ended_at, $1) FROM pause"
		" WHERE member = $2 ORDER BY started_at DESC LIMIT $3",
		"iii", now, member, (int64_t)MAX_PAUSES);
	int more;

	out->count = 0;
	while ((more = rows_next(r, e)) == 1) {
		out->all[out->count].first = week_of(rows_int(r, 0));
		out->all[out->count].last = week_of(rows_int(r, 1));
		out->count++;
	}
	rows_end(r);
	return more;
}

static bool
was_paused(const struct pauses *p, int64_t week)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		if (week >= p->all[i].first && week <= p->all[i].last)
			return true;
	return false;
}

/* Whether every week after `from` and before `to` was one with a pause. */
static bool
is_bridged(const struct pauses *p, int64_t from, int64_t to)
{
	while (++from < to)
		if (!was_paused(p, from))
			return false;
	return true;
}

/* A week without a share breaks the row unless they paused in it; the week of
 * now is not over and breaks nothing. */
int
report_streak(
	struct db *db, int64_t member, int64_t now, int *weeks, struct err *e)
{
	int64_t week, last = week_of(now) + 1;
	struct pauses pauses;
	struct rows *r;
	int more;

	*weeks = 0;
	if (read_pauses(db, member, now, &pauses, e) == -1)
		return -1;
	r = db_ask(db, e,
		"SELECT opened_at FROM share WHERE member = $1"
		" AND opened_at <= $2 AND evidence >= 1"
		" AND withdrawn_at IS NULL ORDER BY opened_at DESC",
		"ii", member, now);
	while ((more = rows_next(r, e)) == 1) {
		week = week_of(rows_int(r, 0));
		if (week == last)
			continue;
		if (*weeks == 0 && last > week_of(now))
			last = week_of(now);
		if (week < last && !is_bridged(&pauses, week, last))
			break;
		last = week;
		(*weeks)++;
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}
