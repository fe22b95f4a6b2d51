#include "db.h"
#include "report.h"

/* The part of one that is not in the other is nobody, or enough. */
static bool
is_hidden(int64_t left, int minimum)
{
	return left == 0 || left >= minimum;
}

/* Only when one of two is within the other does their difference say
 * something of who is left. */
static bool
tells_apart(int64_t a, int64_t b, int64_t both, int minimum)
{
	if (both == b && !is_hidden(a - both, minimum))
		return true;
	return both == a && !is_hidden(b - both, minimum);
}

static int
compare_teams(struct db *db, int64_t team, int64_t members, int minimum,
	bool *large, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT (SELECT count(*) FROM team_member WHERE team = p.team),"
		" count(*) FROM team_member a JOIN team_member p"
		" ON p.member = a.member AND p.team <> a.team"
		" WHERE a.team = $1 GROUP BY p.team",
		"i", team);
	int64_t other;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		other = rows_int(r, 0);
		if (other >= minimum &&
			tells_apart(members, other, rows_int(r, 1), minimum))
			*large = false;
	}
	rows_end(r);
	return more;
}

int
report_team_is_large(
	struct db *db, int64_t team, int minimum, bool *large, struct err *e)
{
	int64_t members, all;

	if (db_number(db, e, &members,
		    "SELECT count(*) FROM team_member WHERE team = $1", "i",
		    team) == -1 ||
		db_number(db, e, &all,
			"SELECT count(*) FROM member"
			" WHERE state IN ('active', 'paused')",
			"") == -1)
		return -1;
	*large = members >= minimum && is_hidden(all - members, minimum);
	return compare_teams(db, team, members, minimum, large, e);
}
