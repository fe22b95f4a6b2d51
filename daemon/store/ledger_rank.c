#include <string.h>

#include "err.h"

#include "board.h"
#include "db.h"
#include "ledger.h"

/* What is asked for. */
struct question {
	int64_t from, to, campaign;
};

static struct rows *
ask_top(struct db *db, const struct question *q, size_t room, struct err *e)
{
	struct board board;

	if (board_for(db, q->from, q->to, &board, e) == -1)
		return NULL;
	if (board.span != NULL)
		return db_ask(db, e,
			"SELECT s.member, s.points, m.name FROM standing s"
			" JOIN member m ON m.id = s.member WHERE s.span = $1"
			" AND s.start = $2 AND s.campaign = $3 AND s.shown = 1"
			" AND s.points > 0"
			" ORDER BY s.points DESC, s.member LIMIT $4",
			"tiii", board.span, board.start, q->campaign,
			(int64_t)room);
	return db_ask(db, e,
		"SELECT t.member, t.points, m.name FROM"
		" (SELECT member, sum(points) AS points FROM tally"
		" WHERE day >= $1 AND day < $2 AND ($3 = 0 OR campaign = $3)"
		" GROUP BY member) AS t JOIN member m ON m.id = t.member"
		" WHERE m.state = 'active' AND m.hidden = 0 AND t.points > 0"
		" ORDER BY t.points DESC, t.member LIMIT $4",
		"iiii", q->from, q->to, q->campaign, (int64_t)room);
}

int
ledger_top(struct db *db, int64_t from, int64_t to, int64_t campaign,
	struct rank *out, size_t room, size_t *count, struct err *e)
{
	const struct question q = {from, to, campaign};
	struct rows *r = ask_top(db, &q, room, e);
	size_t n = 0;
	int more;

	*count = 0;
	while ((more = rows_next(r, e)) == 1 && n < room) {
		out[n].member = rows_int(r, 0);
		out[n].points = rows_int(r, 1);
		rows_copy(r, 2, out[n].name, sizeof(out[n].name));
		out[n].place = n > 0 && out[n - 1].points == out[n].points
				       ? out[n - 1].place
				       : (int)n + 1;
		n++;
	}
	rows_end(r);
	*count = n;
	return more == -1 ? -1 : 0;
}

/* Points of the member, and how many of those shown have more. */
static int
rank_on_board(struct db *db, const struct board *b, int64_t campaign,
	struct rank *out, struct err *e)
{
	int64_t ahead;

	if (db_number(db, e, &out->points,
		    "SELECT points FROM standing WHERE span = $1"
		    " AND start = $2 AND campaign = $3 AND member = $4",
		    "tiii", b->span, b->start, campaign, out->member) == -1 ||
		db_number(db, e, &ahead,
			"SELECT count(*) FROM standing WHERE span = $1"
			" AND start = $2 AND campaign = $3 AND shown = 1"
			" AND points > $4",
			"tiii", b->span, b->start, campaign, out->points) == -1)
		return -1;
	out->place = (int)ahead + 1;
	return 0;
}

static int
rank_by_days(struct db *db, const struct question *q, struct rank *out,
	struct err *e)
{
	int64_t ahead;

	if (db_number(db, e, &out->points,
		    "SELECT sum(points) FROM tally WHERE member = $1"
		    " AND day >= $2 AND day < $3"
		    " AND ($4 = 0 OR campaign = $4)",
		    "iiii", out->member, q->from, q->to, q->campaign) == -1 ||
		db_number(db, e, &ahead,
			"SELECT count(*) FROM"
			" (SELECT member, sum(points) AS points FROM tally"
			" WHERE day >= $1 AND day < $2"
			" AND ($3 = 0 OR campaign = $3) GROUP BY member) AS t"
			" JOIN member m ON m.id = t.member"
			" WHERE m.state = 'active' AND m.hidden = 0"
			" AND t.points > $4",
			"iiii", q->from, q->to, q->campaign, out->points) == -1)
		return -1;
	out->place = (int)ahead + 1;
	return 0;
}

static int
read_name(struct db *db, struct rank *out, struct err *e)
{
	struct rows *r = db_ask(db, e, "SELECT name FROM member WHERE id = $1",
		"i", out->member);
	int more;

	more = rows_next(r, e);
	if (more == 1)
		rows_copy(r, 0, out->name, sizeof(out->name));
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
ledger_rank(struct db *db, int64_t member, int64_t from, int64_t to,
	int64_t campaign, struct rank *out, struct err *e)
{
	const struct question q = {from, to, campaign};
	struct board board;

	memset(out, 0, sizeof(*out));
	out->member = member;
	if (board_for(db, from, to, &board, e) == -1 ||
		read_name(db, out, e) == -1)
		return -1;
	if (board.span != NULL) {
		if (rank_on_board(db, &board, campaign, out, e) == -1)
			return -1;
	} else if (rank_by_days(db, &q, out, e) == -1)
		return -1;
	if (out->points == 0)
		out->place = 0;
	return 0;
}

int
ledger_roll(struct db *db, int64_t today, struct err *e)
{
	return board_roll(db, today, e);
}
