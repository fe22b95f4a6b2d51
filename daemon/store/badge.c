#include "badges.h"
#include "db.h"
#include "report.h"

int
badge_expect(struct db *db, int64_t member, int64_t at, struct err *e)
{
	return db_run(db, e,
		"UPDATE member SET badges_at = $1 WHERE id = $2"
		" AND state <> 'forgotten' AND badges_at IS NULL",
		"ii", at, member);
}

int
badge_looked(struct db *db, int64_t member, int64_t at, struct err *e)
{
	return db_run(db, e,
		"UPDATE member SET badges_at = NULLIF($1, 0) WHERE id = $2",
		"ii", at, member);
}

int
badge_figures(struct db *db, int64_t member, int64_t now,
	struct badge_figures *out, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT count(*), sum(readers), count(DISTINCT network)"
		" FROM share WHERE member = $1 AND evidence >= 1"
		" AND withdrawn_at IS NULL",
		"i", member);
	int more, weeks = 0;

	*out = (struct badge_figures){.shares = 0};
	more = rows_next(r, e);
	if (more == 1)
		*out = (struct badge_figures){.shares = rows_int(r, 0),
			.readers = rows_int(r, 1),
			.networks = rows_int(r, 2)};
	rows_end(r);
	if (more == -1 || report_streak(db, member, now, &weeks, e) == -1)
		return -1;
	out->weeks = weeks;
	return 0;
}

int
badge_give(struct db *db, int64_t member, const struct badge *b, bool *given,
	struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO badge (member, kind, needed, at)"
		    " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
		    "itii", member, b->kind, b->needed, b->at) == -1)
		return -1;
	*given = db_changed(db) > 0;
	return 0;
}

int
badge_each(
	struct db *db, int64_t member, badge_fn *fn, void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT kind, needed, at FROM badge WHERE member = $1"
		" ORDER BY at, id",
		"i", member);
	struct badge b;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		rows_copy(r, 0, b.kind, sizeof(b.kind));
		b.needed = rows_int(r, 1);
		b.at = rows_int(r, 2);
		if (fn(arg, &b, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}

int
badge_last(struct db *db, int64_t member, int64_t *at, struct err *e)
{
	return db_number(db, e, at,
		"SELECT max(at) FROM badge WHERE member = $1", "i", member);
}
