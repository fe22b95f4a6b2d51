#include <string.h>

#include "db.h"
#include "shares.h"

int
kit_find(struct db *db, int64_t member, int64_t item, struct kit *out,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT member, item, variant, text, opened_at, later_at,"
		" declined FROM kit WHERE member = $1 AND item = $2",
		"ii", member, item);
	int more;

	memset(out, 0, sizeof(*out));
	if (r == NULL)
		return -1;
	more = rows_next(r, e);
	if (more == 1) {
		out->member = rows_int(r, 0);
		out->item = rows_int(r, 1);
		out->variant = (int)rows_int(r, 2);
		rows_copy(r, 3, out->text, sizeof(out->text));
		out->opened_at = rows_int(r, 4);
		out->later_at = rows_int(r, 5);
		out->declined = rows_int(r, 6) != 0;
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
kit_save(struct db *db, const struct kit *k, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO kit (member, item, variant, text, opened_at,"
		" later_at, declined)"
		" VALUES ($1, $2, $3, NULLIF($4, ''), $5, NULLIF($6, 0), $7)"
		" ON CONFLICT (member, item) DO UPDATE SET"
		" variant = excluded.variant, text = excluded.text,"
		" opened_at = excluded.opened_at,"
		" later_at = excluded.later_at, declined = excluded.declined",
		"iiitiii", k->member, k->item, (int64_t)k->variant, k->text,
		k->opened_at, k->later_at, (int64_t)k->declined);
}
