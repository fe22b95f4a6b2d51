#include "db.h"
#include "holds.h"
#include "shares.h"

/* What a share looks like, from what is kept of visits and shares anyway. */

int
hold_each_reader(struct db *db, const struct hold_readers *of,
	hold_reader_fn *fn, void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT c.at, c.reasons & $1 FROM link l JOIN click c"
		" ON c.link = l.id WHERE l.share = $2 AND c.reader = 1"
		" LIMIT $3",
		"iii", of->bits, of->share, of->max);
	int more;

	while ((more = rows_next(r, e)) == 1)
		if (fn(arg, rows_int(r, 0), rows_int(r, 1) != 0, e) == -1) {
			more = -1;
			break;
		}
	rows_end(r);
	return more;
}

int
hold_others(struct db *db, const struct share *s, int64_t *shares,
	int64_t *readers, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT count(*), sum(readers) FROM share WHERE item = $1"
		" AND id <> $2 AND readers > 0 AND withdrawn_at IS NULL",
		"ii", s->item, s->id);
	int more;

	*shares = *readers = 0;
	more = rows_next(r, e);
	if (more == 1) {
		*shares = rows_int(r, 0);
		*readers = rows_int(r, 1);
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
hold_declared(struct db *db, const struct share *s, int64_t span,
	int64_t *count, struct err *e)
{
	return db_number(db, e, count,
		"SELECT count(*) FROM share WHERE member = $1 AND id <> $2"
		" AND withdrawn_at IS NULL"
		" AND declared_at >= $3 AND declared_at <= $4",
		"iiii", s->member, s->id, s->declared_at - span,
		s->declared_at);
}
