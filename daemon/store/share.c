#include <string.h>

#include "err.h"

#include "db.h"
#include "shares.h"

static void
read_row(const struct rows *r, struct share *out)
{
	out->id = rows_int(r, 0);
	out->member = rows_int(r, 1);
	out->item = rows_int(r, 2);
	rows_copy(r, 3, out->network, sizeof(out->network));
	out->evidence = (enum evidence)rows_int(r, 4);
	rows_copy(r, 5, out->text, sizeof(out->text));
	out->opened_at = rows_int(r, 6);
	out->declared_at = rows_int(r, 7);
	out->read_at = rows_int(r, 8);
	out->withdrawn_at = rows_int(r, 9);
	out->readers = (int)rows_int(r, 10);
}

static int
read_one(struct rows *r, struct share *out, struct err *e)
{
	int more;

	memset(out, 0, sizeof(*out));
	more = rows_next(r, e);
	if (more == 1)
		read_row(r, out);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
share_find(struct db *db, int64_t member, int64_t item, const char *network,
	struct share *out, struct err *e)
{
	return read_one(
		db_ask(db, e,
			"SELECT id, member, item, network, evidence, text,"
			" opened_at, declared_at, read_at, withdrawn_at,"
			" readers FROM share WHERE member = $1 AND item = $2"
			" AND network = $3",
			"iit", member, item, network),
		out, e);
}

int
share_get(struct db *db, int64_t id, struct share *out, struct err *e)
{
	if (read_one(db_ask(db, e,
			     "SELECT id, member, item, network, evidence, text,"
			     " opened_at, declared_at, read_at, withdrawn_at,"
			     " readers FROM share WHERE id = $1",
			     "i", id),
		    out, e) == -1)
		return -1;
	return out->id == 0 ? err_set(e, "no such share") : 0;
}

int
share_add(struct db *db, struct share *s, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO share (member, item, network, evidence, text,"
		    " opened_at, declared_at, read_at, withdrawn_at, readers)"
		    " VALUES ($1, $2, $3, $4, $5, $6, NULLIF($7, 0),"
		    " NULLIF($8, 0), NULLIF($9, 0), $10)",
		    "iititiiiii", s->member, s->item, s->network,
		    (int64_t)s->evidence, s->text, s->opened_at, s->declared_at,
		    s->read_at, s->withdrawn_at, (int64_t)s->readers) == -1)
		return -1;
	s->id = db_last_id(db);
	return 0;
}

int
share_save(struct db *db, const struct share *s, struct err *e)
{
	return db_run(db, e,
		"UPDATE share SET evidence = $1, text = $2, opened_at = $3,"
		" declared_at = NULLIF($4, 0), read_at = NULLIF($5, 0),"
		" withdrawn_at = NULLIF($6, 0), readers = $7 WHERE id = $8",
		"itiiiiii", (int64_t)s->evidence, s->text, s->opened_at,
		s->declared_at, s->read_at, s->withdrawn_at,
		(int64_t)s->readers, s->id);
}

int
share_networks(
	struct db *db, int64_t member, int64_t item, int *out, struct err *e)
{
	int64_t count;

	if (db_number(db, e, &count,
		    "SELECT count(*) FROM share WHERE member = $1"
		    " AND item = $2 AND withdrawn_at IS NULL",
		    "ii", member, item) == -1)
		return -1;
	*out = (int)count;
	return 0;
}

int
share_each(struct db *db, int64_t member, int max, share_fn *fn, void *arg,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT id, member, item, network, evidence, text, opened_at,"
		" declared_at, read_at, withdrawn_at, readers FROM share"
		" WHERE member = $1 ORDER BY opened_at DESC, id DESC LIMIT $2",
		"ii", member, (int64_t)max);
	struct share s;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		read_row(r, &s);
		if (fn(arg, &s, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}
