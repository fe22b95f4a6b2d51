#include <string.h>

#include "db.h"
#include "review.h"

int
review_put(struct db *db, const struct review *r, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO review (item, source, held, round, snoozed_until,"
		" decision, chat, person, note, decided_at)"
		" VALUES ($1, $2, $3, $4, NULLIF($5, 0), NULLIF($6, ''), $7,"
		" $8, $9, NULLIF($10, 0)) ON CONFLICT (item) DO UPDATE SET"
		" source = excluded.source, held = excluded.held,"
		" round = excluded.round,"
		" snoozed_until = excluded.snoozed_until,"
		" decision = excluded.decision, chat = excluded.chat,"
		" person = excluded.person, note = excluded.note,"
		" decided_at = excluded.decided_at",
		"itiiitttti", r->item, r->source, (int64_t)r->held,
		(int64_t)r->round, r->snoozed_until, r->decision, r->chat,
		r->person, r->note, r->decided_at);
}

int
review_get(struct db *db, int64_t item, struct review *out, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT source, held, round, snoozed_until, decision, chat,"
		" person, note, decided_at FROM review WHERE item = $1",
		"i", item);
	int more;

	memset(out, 0, sizeof(*out));
	out->item = item;
	more = rows_next(r, e);
	if (more == 1) {
		rows_copy(r, 0, out->source, sizeof(out->source));
		out->held = rows_int(r, 1) != 0;
		out->round = (int)rows_int(r, 2);
		out->snoozed_until = rows_int(r, 3);
		rows_copy(r, 4, out->decision, sizeof(out->decision));
		rows_copy(r, 5, out->chat, sizeof(out->chat));
		rows_copy(r, 6, out->person, sizeof(out->person));
		rows_copy(r, 7, out->note, sizeof(out->note));
		out->decided_at = rows_int(r, 8);
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}

/* Of twenty thousand items few wait: those of that state are sorted, so that
 * the snoozed ones come last. */
int
review_each(struct db *db, int64_t skip, int64_t max, review_fn *fn, void *arg,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT i.id, i.title, i.url, r.source, r.snoozed_until,"
		" i.chat, i.person, i.created_at"
		" FROM item i LEFT JOIN review r ON r.item = i.id"
		" WHERE i.state = 'review'"
		" ORDER BY CASE WHEN r.snoozed_until IS NULL THEN 0"
		" ELSE 1 END, r.snoozed_until, i.id LIMIT $1 OFFSET $2",
		"ii", max, skip);
	struct review_wait w;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		w.item = rows_int(r, 0);
		rows_copy(r, 1, w.title, sizeof(w.title));
		rows_copy(r, 2, w.url, sizeof(w.url));
		rows_copy(r, 3, w.source, sizeof(w.source));
		w.snoozed_until = rows_int(r, 4);
		rows_copy(r, 5, w.chat, sizeof(w.chat));
		rows_copy(r, 6, w.person, sizeof(w.person));
		w.created_at = rows_int(r, 7);
		if (fn(arg, &w, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}

int
review_count(struct db *db, int64_t *waiting, int64_t *snoozed, struct err *e)
{
	if (db_number(db, e, waiting,
		    "SELECT count(*) FROM item WHERE state = 'review'",
		    "") == -1)
		return -1;
	return db_number(db, e, snoozed,
		"SELECT count(*) FROM review WHERE snoozed_until IS NOT NULL",
		"");
}
