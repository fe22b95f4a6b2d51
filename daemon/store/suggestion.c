#include "db.h"
#include "review.h"

int
suggestion_add(
	struct db *db, int64_t item, int64_t member, int64_t now, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO suggestion (item, member, at)"
		" VALUES ($1, NULLIF($2, 0), $3)"
		" ON CONFLICT (item, member) DO NOTHING",
		"iii", item, member, now);
}

int
suggestion_move(struct db *db, int64_t from, int64_t to, struct err *e)
{
	if (db_run(db, e,
		    "DELETE FROM suggestion WHERE item = $1 AND member IN"
		    " (SELECT member FROM suggestion WHERE item = $2)",
		    "ii", from, to) == -1)
		return -1;
	return db_run(db, e, "UPDATE suggestion SET item = $1 WHERE item = $2",
		"ii", to, from);
}

int
suggestion_each(struct db *db, int64_t item, suggestion_fn *fn, void *arg,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT member FROM suggestion WHERE item = $1"
		" AND member IS NOT NULL ORDER BY id",
		"i", item);
	int more;

	while ((more = rows_next(r, e)) == 1)
		if (fn(arg, rows_int(r, 0), e) == -1) {
			more = -1;
			break;
		}
	rows_end(r);
	return more;
}
