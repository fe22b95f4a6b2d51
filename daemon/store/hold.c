#include <string.h>

#include "err.h"

#include "db.h"
#include "holds.h"

#define ROW                                                                    \
	"SELECT h.id, h.share, s.member, s.item, m.name, s.network, i.title,"  \
	" i.url, h.reason, h.part, h.whole, h.span, h.opened_at, h.until_at,"  \
	" h.answer, h.decision, CASE WHEN h.decided_at IS NULL THEN"           \
	" (SELECT sum(a.points) FROM award a WHERE a.share = h.share"          \
	" AND a.state = 'pending') ELSE h.points END, h.chat, h.person,"       \
	" h.note, h.decided_at FROM hold h JOIN share s ON s.id = h.share"     \
	" JOIN item i ON i.id = s.item JOIN member m ON m.id = s.member"

static void
read_row(const struct rows *r, struct hold *out)
{
	out->id = rows_int(r, 0);
	out->share = rows_int(r, 1);
	out->member = rows_int(r, 2);
	out->item = rows_int(r, 3);
	rows_copy(r, 4, out->name, sizeof(out->name));
	rows_copy(r, 5, out->network, sizeof(out->network));
	rows_copy(r, 6, out->title, sizeof(out->title));
	rows_copy(r, 7, out->url, sizeof(out->url));
	rows_copy(r, 8, out->reason, sizeof(out->reason));
	out->part = rows_int(r, 9);
	out->whole = rows_int(r, 10);
	out->span = rows_int(r, 11);
	out->opened_at = rows_int(r, 12);
	out->until_at = rows_int(r, 13);
	rows_copy(r, 14, out->answer, sizeof(out->answer));
	rows_copy(r, 15, out->decision, sizeof(out->decision));
	out->points = rows_int(r, 16);
	rows_copy(r, 17, out->chat, sizeof(out->chat));
	rows_copy(r, 18, out->person, sizeof(out->person));
	rows_copy(r, 19, out->note, sizeof(out->note));
	out->decided_at = rows_int(r, 20);
}

static int
read_one(struct rows *r, struct hold *out, struct err *e)
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
hold_open(struct db *db, struct hold *h, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO hold (share, reason, part, whole, span,"
		    " opened_at, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		    "itiiiii", h->share, h->reason, h->part, h->whole, h->span,
		    h->opened_at, h->until_at) == -1)
		return err_add(e, "hold");
	h->id = db_last_id(db);
	return 0;
}

int
hold_get(struct db *db, int64_t id, struct hold *out, struct err *e)
{
	return read_one(db_ask(db, e, ROW " WHERE h.id = $1", "i", id), out, e);
}

int
hold_of_share(struct db *db, int64_t share, struct hold *out, struct err *e)
{
	return read_one(db_ask(db, e,
				ROW " WHERE h.share = $1"
				    " ORDER BY h.id DESC LIMIT 1",
				"i", share),
		out, e);
}

int
hold_answer(struct db *db, int64_t id, const char *answer, int64_t now,
	struct err *e)
{
	return db_run(db, e,
		"UPDATE hold SET answer = $1, answered_at = $2"
		" WHERE id = $3 AND decided_at IS NULL",
		"tii", answer, now, id);
}

int
hold_decide(struct db *db, const struct hold *h, struct err *e)
{
	if (db_run(db, e,
		    "UPDATE hold SET decision = $1, points = $2, chat = $3,"
		    " person = $4, note = $5, decided_at = $6"
		    " WHERE id = $7 AND decided_at IS NULL",
		    "titttii", h->decision, h->points, h->chat, h->person,
		    h->note, h->decided_at, h->id) == -1)
		return -1;
	return db_changed(db) == 1 ? 0 : err_set(e, "no such open hold");
}

/* Few are open at a time. */
int
hold_each(struct db *db, int64_t skip, int64_t max, hold_fn *fn, void *arg,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		ROW " WHERE h.decided_at IS NULL"
		    " ORDER BY h.until_at, h.id LIMIT $1 OFFSET $2",
		"ii", max, skip);
	struct hold h;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		read_row(r, &h);
		if (fn(arg, &h, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}

int
hold_count(struct db *db, int64_t *open, struct err *e)
{
	return db_number(db, e, open,
		"SELECT count(*) FROM hold WHERE decided_at IS NULL", "");
}

int
hold_untold(struct db *db, int64_t *count, struct err *e)
{
	return db_number(db, e, count,
		"SELECT count(*) FROM hold"
		" WHERE told_at IS NULL AND decided_at IS NULL",
		"");
}

int
hold_told(struct db *db, int64_t now, struct err *e)
{
	return db_run(db, e,
		"UPDATE hold SET told_at = $1"
		" WHERE told_at IS NULL AND decided_at IS NULL",
		"i", now);
}

int
hold_each_released(struct db *db, int64_t share, hold_reason_fn *fn, void *arg,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT reason FROM hold"
		" WHERE share = $1 AND decision = 'released'",
		"i", share);
	int more;

	while ((more = rows_next(r, e)) == 1)
		if (fn(arg, rows_text(r, 0), e) == -1) {
			more = -1;
			break;
		}
	rows_end(r);
	return more;
}

int
hold_withdrawn(struct db *db, int64_t share, bool *withdrawn, struct err *e)
{
	int64_t count;

	if (db_number(db, e, &count,
		    "SELECT count(*) FROM hold"
		    " WHERE share = $1 AND decision = 'withdrawn'",
		    "i", share) == -1)
		return -1;
	*withdrawn = count > 0;
	return 0;
}

int
hold_merge(struct db *db, int64_t from, int64_t to, struct err *e)
{
	if (db_run(db, e,
		    "UPDATE hold SET share = $1 WHERE share = $2"
		    " AND (decided_at IS NOT NULL OR NOT EXISTS"
		    " (SELECT 1 FROM hold o WHERE o.share = $1"
		    " AND o.decided_at IS NULL))",
		    "ii", to, from) == -1)
		return -1;
	return db_run(db, e, "DELETE FROM hold WHERE share = $1", "i", from);
}
