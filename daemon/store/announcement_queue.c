#include "announcement_row.h"
#include "db.h"
#include "items.h"

/* Announcements by their channel. */

int
announcement_each_due(struct db *db, const char *chat, const char *place,
	announcement_fn *fn, void *arg, struct err *e)
{
	return announcement_read_each(
		db_ask(db, e,
			"SELECT id, item, chat, place, state, due_at,"
			" wanted_at, asked, waits, forced, posted_at"
			" FROM announcement WHERE chat = $1 AND place = $2"
			" AND state = 'due' AND waits <> 'campaign'"
			" ORDER BY forced DESC, wanted_at, id",
			"tt", chat, place),
		fn, arg, e);
}

int
announcement_count(struct db *db, const char *chat, const char *place,
	int64_t since, int64_t *out, struct err *e)
{
	return db_number(db, e, out,
		"SELECT count(*) FROM announcement WHERE chat = $1"
		" AND place = $2 AND posted_at >= $3",
		"tti", chat, place, since);
}

int
announcement_before(struct db *db, const struct announcement *a, int64_t *out,
	struct err *e)
{
	return db_number(db, e, out,
		"SELECT count(*) FROM announcement WHERE chat = $1"
		" AND place = $2 AND state = 'due' AND waits <> 'campaign'"
		" AND (due_at < $3 OR (due_at = $3 AND (wanted_at < $4"
		" OR (wanted_at = $4 AND id < $5))))",
		"ttiii", a->chat, a->place, a->due_at, a->wanted_at, a->id);
}

int
announcement_count_due(
	struct db *db, int64_t item, int64_t by, int64_t *out, struct err *e)
{
	return db_number(db, e, out,
		"SELECT count(*) FROM announcement WHERE item = $1"
		" AND state = 'due' AND waits <> 'campaign' AND due_at <= $2",
		"ii", item, by);
}

/* The time moves too, so that it is another event than the one that found the
 * campaign paused. */
int
announcement_release(
	struct db *db, int64_t campaign, int64_t now, struct err *e)
{
	return db_run(db, e,
		"UPDATE announcement SET waits = '', due_at = $1"
		" WHERE state = 'due' AND waits = 'campaign'"
		" AND item IN (SELECT id FROM item WHERE campaign = $2)",
		"ii", now, campaign);
}

int
announcement_fail(
	struct db *db, const char *chat, const char *place, struct err *e)
{
	return db_run(db, e,
		"UPDATE announcement SET state = 'failed', waits = ''"
		" WHERE chat = $1 AND place = $2 AND state = 'due'",
		"tt", chat, place);
}

int
announcement_each_failed(struct db *db, const char *chat, const char *place,
	announcement_fn *fn, void *arg, struct err *e)
{
	return announcement_read_each(
		db_ask(db, e,
			"SELECT a.id, a.item, a.chat, a.place, a.state,"
			" a.due_at, a.wanted_at, a.asked, a.waits, a.forced,"
			" a.posted_at FROM announcement a"
			" JOIN item i ON i.id = a.item"
			" WHERE a.chat = $1 AND a.place = $2"
			" AND a.state = 'failed'"
			" AND i.state IN ('ready', 'announced')"
			" ORDER BY a.wanted_at, a.id",
			"tt", chat, place),
		fn, arg, e);
}

int
announcement_each_past(struct db *db, const struct announcement *where,
	const struct announcement_span *span, announcement_past_fn *fn,
	void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT a.posted_at,"
		" (SELECT count(*) FROM kit WHERE kit.item = a.item)"
		" + (SELECT count(*) FROM share WHERE share.item = a.item)"
		" FROM announcement a WHERE a.chat = $1 AND a.place = $2"
		" AND a.posted_at >= $3"
		" ORDER BY a.posted_at DESC LIMIT $4",
		"ttii", where->chat, where->place, span->since,
		(int64_t)span->max);
	int more;

	while ((more = rows_next(r, e)) == 1)
		if (fn(arg, rows_int(r, 0), rows_int(r, 1), e) == -1) {
			more = -1;
			break;
		}
	rows_end(r);
	return more;
}
