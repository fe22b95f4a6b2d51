#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "err.h"
#include "when.h"

#include "board.h"
#include "db.h"

#define DAY_SECONDS (WHEN_DAY / WHEN_SECOND)
#define CALENDAR 3 /* week, month, quarter */
#define ROLLING 2  /* last7, last30 */

/* The period of that many months that holds the day. */
static struct board
months_around(int64_t day, int months, const char *span)
{
	struct board b = {.span = span};
	time_t at = (time_t)(day * DAY_SECONDS);
	struct tm date;

	gmtime_r(&at, &date);
	date.tm_mon -= date.tm_mon % months;
	date.tm_mday = 1;
	b.from = b.start = timegm(&date) / DAY_SECONDS;
	date.tm_mon += months;
	b.to = timegm(&date) / DAY_SECONDS;
	return b;
}

static void
calendar(int64_t day, struct board out[CALENDAR])
{
	int64_t monday = day - (day + 3) % 7; /* day 0 was a Thursday */

	out[0] = (struct board){"week", monday, monday, monday + 7};
	out[1] = months_around(day, 1, "month");
	out[2] = months_around(day, 3, "quarter");
}

static int
rolling(struct db *db, struct board out[ROLLING], struct err *e)
{
	int64_t to;

	if (db_number(db, e, &to,
		    "SELECT number FROM mark WHERE name = 'rolled_to'",
		    "") == -1)
		return -1;
	out[0] = (struct board){"last7", 0, to - 7, to};
	out[1] = (struct board){"last30", 0, to - 30, to};
	return 0;
}

/* The days that have points; none: from is to. */
static int
whole(struct db *db, struct board *out, struct err *e)
{
	*out = (struct board){.span = "all"};
	if (db_number(db, e, &out->from,
		    "SELECT day FROM tally ORDER BY day LIMIT 1", "") == -1)
		return -1;
	return db_number(db, e, &out->to,
		"SELECT day + 1 FROM tally ORDER BY day DESC LIMIT 1", "");
}

/* One board, for the campaign and for all of them. */
static int
count_on(struct db *db, const struct board *b, const struct board_change *c,
	struct err *e)
{
	const int64_t campaigns[2] = {c->campaign, 0};
	int i;

	for (i = 0; i < 2; i++)
		if (db_run(db, e,
			    "INSERT INTO standing (span, start, campaign,"
			    " member, shown, points)"
			    " SELECT $1, $2, $3, id, CASE WHEN state = 'active'"
			    " AND hidden = 0 THEN 1 ELSE 0 END, 0 FROM member"
			    " WHERE id = $4"
			    " ON CONFLICT (span, start, campaign, member)"
			    " DO NOTHING",
			    "tiii", b->span, b->start, campaigns[i],
			    c->member) == -1 ||
			db_run(db, e,
				"UPDATE standing SET points = points + $1"
				" WHERE span = $2 AND start = $3"
				" AND campaign = $4 AND member = $5",
				"itiii", c->points, b->span, b->start,
				campaigns[i], c->member) == -1)
			return err_add(e, "board %s", b->span);
	return 0;
}

static int
count_day(struct db *db, const struct board_change *c, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO tally (day, member, campaign, points)"
		    " VALUES ($1, $2, $3, 0)"
		    " ON CONFLICT (day, member, campaign) DO NOTHING",
		    "iii", c->day, c->member, c->campaign) == -1)
		return -1;
	return db_run(db, e,
		"UPDATE tally SET points = points + $1 WHERE day = $2"
		" AND member = $3 AND campaign = $4",
		"iiii", c->points, c->day, c->member, c->campaign);
}

int
board_count(struct db *db, const struct board_change *c, struct err *e)
{
	const struct board all = {.span = "all"};
	struct board boards[CALENDAR + ROLLING];
	int i;

	calendar(c->day, boards);
	if (rolling(db, boards + CALENDAR, e) == -1 ||
		count_day(db, c, e) == -1 || count_on(db, &all, c, e) == -1)
		return -1;
	for (i = 0; i < CALENDAR + ROLLING; i++)
		if (c->day >= boards[i].from && c->day < boards[i].to &&
			count_on(db, &boards[i], c, e) == -1)
			return -1;
	return 0;
}

/* Takes the day that leaves a rolling board off it. */
static int
take_off(struct db *db, const char *span, int64_t day, struct err *e)
{
	if (db_run(db, e,
		    "UPDATE standing SET points = standing.points - t.points"
		    " FROM (SELECT member, campaign, sum(points) AS points"
		    " FROM tally WHERE day = $1 GROUP BY member, campaign)"
		    " AS t WHERE standing.span = $2 AND standing.start = 0"
		    " AND standing.campaign = t.campaign"
		    " AND standing.member = t.member",
		    "it", day, span) == -1)
		return -1;
	return db_run(db, e,
		"UPDATE standing SET points = standing.points - t.points"
		" FROM (SELECT member, sum(points) AS points FROM tally"
		" WHERE day = $1 GROUP BY member) AS t"
		" WHERE standing.span = $2 AND standing.start = 0"
		" AND standing.campaign = 0 AND standing.member = t.member",
		"it", day, span);
}

/*
 * No award is counted on a day before the boards have rolled to it, so
 * nothing has to be put on; what leaves is taken off day by day, unless all
 * of it does.
 */
static int
roll_one(struct db *db, const struct board *b, int64_t to, struct err *e)
{
	int64_t day, last = b->from + (to - b->to);

	if (to - b->to >= b->to - b->from)
		return db_run(db, e, "DELETE FROM standing WHERE span = $1",
			"t", b->span);
	for (day = b->from; day < last; day++)
		if (take_off(db, b->span, day, e) == -1)
			return -1;
	return 0;
}

static int
roll(struct db *db, const struct board boards[ROLLING], int64_t to,
	struct err *e)
{
	int i;

	for (i = 0; i < ROLLING; i++)
		if (roll_one(db, &boards[i], to, e) == -1)
			return -1;
	return db_run(db, e,
		"UPDATE mark SET number = $1 WHERE name = 'rolled_to'", "i",
		to);
}

int
board_roll(struct db *db, int64_t today, struct err *e)
{
	struct board boards[ROLLING];

	if (rolling(db, boards, e) == -1)
		return -1;
	if (today < boards[0].to)
		return 0;
	if (db_mark(db, e) == -1)
		return -1;
	if (roll(db, boards, today + 1, e) == -1) {
		db_undo(db);
		return err_add(e, "rolling boards");
	}
	return db_keep(db, e);
}

static int64_t
larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Whether the board has the same as asked of the days that have points. */
static bool
answers(const struct board *b, const struct board *asked,
	const struct board *all)
{
	return larger(b->from, all->from) == larger(asked->from, all->from) &&
	       larger(-b->to, -all->to) == larger(-asked->to, -all->to);
}

int
board_for(struct db *db, int64_t from, int64_t to, struct board *out,
	struct err *e)
{
	const struct board asked = {.from = from, .to = to};
	struct board boards[1 + ROLLING + CALENDAR];
	int i;

	*out = (struct board){.span = NULL};
	if (whole(db, &boards[0], e) == -1 || rolling(db, boards + 1, e) == -1)
		return -1;
	calendar(larger(from, boards[0].from), boards + 1 + ROLLING);
	for (i = 0; i < 1 + ROLLING + CALENDAR; i++)
		if (answers(&boards[i], &asked, &boards[0])) {
			*out = boards[i];
			break;
		}
	return 0;
}

static int
each_of_calendar(
	struct db *db, const struct board *all, board_fn *fn, struct err *e)
{
	struct board boards[CALENDAR], last[CALENDAR] = {{.span = NULL}};
	int64_t day;
	int i;

	for (day = all->from; day < all->to; day++) {
		calendar(day, boards);
		for (i = 0; i < CALENDAR; i++) {
			if (last[i].span != NULL && day < last[i].to)
				continue;
			last[i] = boards[i];
			if (fn(db, &boards[i], e) == -1)
				return -1;
		}
	}
	return 0;
}

int
board_each(struct db *db, board_fn *fn, struct err *e)
{
	struct board all, boards[ROLLING];
	int i;

	if (whole(db, &all, e) == -1 || rolling(db, boards, e) == -1 ||
		fn(db, &all, e) == -1)
		return -1;
	for (i = 0; i < ROLLING; i++)
		if (fn(db, &boards[i], e) == -1)
			return -1;
	return each_of_calendar(db, &all, fn, e);
}
