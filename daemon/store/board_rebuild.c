#include <inttypes.h>

#include "err.h"

#include "board.h"
#include "db.h"

static int
fill(struct db *db, const struct board *b, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO standing"
		    " (span, start, campaign, member, shown, points)"
		    " SELECT $1, $2, t.campaign, t.member, CASE WHEN m.state ="
		    " 'active' AND m.hidden = 0 THEN 1 ELSE 0 END,"
		    " sum(t.points) FROM tally t JOIN member m"
		    " ON m.id = t.member WHERE t.day >= $3 AND t.day < $4"
		    " GROUP BY t.campaign, t.member, m.state, m.hidden",
		    "tiii", b->span, b->start, b->from, b->to) == -1)
		return -1;
	return db_run(db, e,
		"INSERT INTO standing"
		" (span, start, campaign, member, shown, points)"
		" SELECT $1, $2, 0, t.member, CASE WHEN m.state = 'active'"
		" AND m.hidden = 0 THEN 1 ELSE 0 END, sum(t.points)"
		" FROM tally t JOIN member m ON m.id = t.member"
		" WHERE t.day >= $3 AND t.day < $4"
		" GROUP BY t.member, m.state, m.hidden",
		"tiii", b->span, b->start, b->from, b->to);
}

/* Points on days to come (a clock that was wrong) count from now on. */
int
board_rebuild(struct db *db, struct err *e)
{
	if (db_run(db, e, "DELETE FROM standing", "") == -1 ||
		db_run(db, e,
			"UPDATE mark SET number = coalesce((SELECT day + 1"
			" FROM tally WHERE day >= mark.number"
			" ORDER BY day DESC LIMIT 1), mark.number)"
			" WHERE name = 'rolled_to'",
			"") == -1)
		return -1;
	return board_each(db, fill, e);
}

static int
compare(struct db *db, const struct board *b, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT x.member, sum(x.kept), sum(x.due) FROM"
		" (SELECT member, campaign, points AS kept, 0 AS due"
		" FROM standing WHERE span = $1 AND start = $2 UNION ALL"
		" SELECT member, campaign, 0, points FROM tally"
		" WHERE day >= $3 AND day < $4 UNION ALL"
		" SELECT member, 0, 0, points FROM tally"
		" WHERE day >= $3 AND day < $4) AS x"
		" GROUP BY x.member, x.campaign"
		" HAVING sum(x.kept) <> sum(x.due) LIMIT 1",
		"tiii", b->span, b->start, b->from, b->to);
	int more;

	more = rows_next(r, e);
	if (more == 1)
		err_set(e,
			"board %s from day %" PRId64 ", member %" PRId64
			": %" PRId64 " is kept, %" PRId64 " is true",
			b->span, b->from, rows_int(r, 0), rows_int(r, 1),
			rows_int(r, 2));
	rows_end(r);
	return more == 0 ? 0 : -1;
}

/* After every board that should be there: none is there beside them. */
static int
check_sums(struct db *db, struct err *e)
{
	int64_t kept, due;

	if (db_number(db, e, &kept,
		    "SELECT sum(points) FROM standing WHERE span IN"
		    " ('week', 'month', 'quarter')",
		    "") == -1 ||
		db_number(db, e, &due, "SELECT 6 * sum(points) FROM tally",
			"") == -1)
		return -1;
	if (kept == due)
		return 0;
	return err_set(e,
		"boards of weeks, months and quarters: %" PRId64
		" is kept, %" PRId64 " is true",
		kept, due);
}

int
board_check(struct db *db, struct err *e)
{
	return board_each(db, compare, e) == -1 ? -1 : check_sums(db, e);
}
