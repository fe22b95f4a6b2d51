#include "db.h"
#include "review.h"

int
delivery_add(
	struct db *db, const struct delivery *d, int64_t now, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO delivery (key, posted, status, answer, at)"
		" VALUES ($1, $2, $3, $4, $5)",
		"tbiti", d->key, d->hash, (size_t)DELIVERY_HASH,
		(int64_t)d->status, d->answer, now);
}

int
delivery_find(struct db *db, struct delivery *d, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT status, answer, CASE WHEN posted = $1 THEN 1 ELSE 0 END"
		" FROM delivery WHERE key = $2",
		"bt", d->hash, (size_t)DELIVERY_HASH, d->key);
	int more;

	d->status = 0;
	d->answer[0] = '\0';
	d->same = false;
	more = rows_next(r, e);
	if (more == 1) {
		d->status = (int)rows_int(r, 0);
		rows_copy(r, 1, d->answer, sizeof(d->answer));
		d->same = rows_int(r, 2) != 0;
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
delivery_prune(struct db *db, int64_t before, struct err *e)
{
	return db_run(db, e, "DELETE FROM delivery WHERE at < $1", "i", before);
}
