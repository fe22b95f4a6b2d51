#include "board.h"
#include "db.h"
#include "teams.h"

#define SCALE 1000 /* averages are compared to so many parts of a point */

/* What a member has on a board is maintained (standing), so a team's points
 * are one look-up a member: nothing has to be counted anew when somebody
 * changes teams, and what they earned before goes along. */
static struct rows *
ask_board(struct db *db, const struct team_board *q, const struct board *b,
	struct err *e)
{
	return db_ask(db, e,
		"SELECT t.id, t.name, x.points, x.members FROM"
		" (SELECT p.team, count(*) AS members,"
		" coalesce(sum(s.points), 0) AS points FROM team_member p"
		" LEFT JOIN standing s ON s.span = $1 AND s.start = $2"
		" AND s.campaign = $3 AND s.member = p.member"
		" GROUP BY p.team) AS x JOIN team t ON t.id = x.team"
		" WHERE x.points > 0 AND x.members >= $4"
		" ORDER BY x.points * 1000 / x.members DESC, t.name, t.id",
		"tiii", b->span, b->start, q->campaign, (int64_t)q->minimum);
}

static struct rows *
ask_days(struct db *db, const struct team_board *q, struct err *e)
{
	return db_ask(db, e,
		"SELECT t.id, t.name, x.points, x.members FROM"
		" (SELECT p.team, count(*) AS members,"
		" coalesce(sum(d.points), 0) AS points FROM team_member p"
		" LEFT JOIN (SELECT member, sum(points) AS points FROM tally"
		" WHERE day >= $1 AND day < $2 AND ($3 = 0 OR campaign = $3)"
		" GROUP BY member) AS d ON d.member = p.member"
		" GROUP BY p.team) AS x JOIN team t ON t.id = x.team"
		" WHERE x.points > 0 AND x.members >= $4"
		" ORDER BY x.points * 1000 / x.members DESC, t.name, t.id",
		"iiii", q->from, q->to, q->campaign, (int64_t)q->minimum);
}

static int64_t
average(const struct team_rank *r)
{
	return r->points * SCALE / r->members;
}

int
team_top(struct db *db, const struct team_board *q, struct team_rank *out,
	size_t room, size_t *count, struct err *e)
{
	struct board board;
	struct rows *r;
	size_t n = 0;
	int more;

	*count = 0;
	if (board_for(db, q->from, q->to, &board, e) == -1)
		return -1;
	r = board.span != NULL ? ask_board(db, q, &board, e)
			       : ask_days(db, q, e);
	while ((more = rows_next(r, e)) == 1 && n < room) {
		out[n].team = rows_int(r, 0);
		rows_copy(r, 1, out[n].name, sizeof(out[n].name));
		out[n].points = rows_int(r, 2);
		out[n].members = rows_int(r, 3);
		out[n].place = n > 0 && average(&out[n - 1]) == average(&out[n])
				       ? out[n - 1].place
				       : (int)n + 1;
		n++;
	}
	rows_end(r);
	*count = n;
	return more == -1 ? -1 : 0;
}
