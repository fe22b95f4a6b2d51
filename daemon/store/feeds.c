#include <string.h>

#include "err.h"

#include "db.h"
#include "items.h"

static void
read_row(const struct rows *r, struct feed_row *out)
{
	out->id = rows_int(r, 0);
	out->campaign = rows_int(r, 1);
	rows_copy(r, 2, out->name, sizeof(out->name));
	rows_copy(r, 3, out->url, sizeof(out->url));
	rows_copy(r, 4, out->mode, sizeof(out->mode));
	out->interval = rows_int(r, 5);
	out->next_at = rows_int(r, 6);
	out->read_at = rows_int(r, 7);
	out->active = rows_int(r, 8) != 0;
	out->seeded = rows_int(r, 9) != 0;
	rows_copy(r, 10, out->etag, sizeof(out->etag));
	rows_copy(r, 11, out->modified, sizeof(out->modified));
	out->failures = (int)rows_int(r, 12);
	rows_copy(r, 13, out->trouble, sizeof(out->trouble));
	out->topic = rows_int(r, 14);
}

/* What a feed says of its entries at another address is another truth: the
 * validators of the old one must not be sent there. */
int
feeds_put(struct db *db, struct feed_row *f, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO feed"
		    " (name, url, campaign, mode, interval, next_at, active)"
		    " VALUES ($1, $2, $3, $4, $5, $6, 1)"
		    " ON CONFLICT (name) DO UPDATE SET url = excluded.url,"
		    " campaign = excluded.campaign, mode = excluded.mode,"
		    " interval = excluded.interval, active = 1,"
		    " etag = CASE WHEN feed.url = excluded.url"
		    " THEN feed.etag END,"
		    " modified = CASE WHEN feed.url = excluded.url"
		    " THEN feed.modified END,"
		    " next_at = CASE WHEN feed.url = excluded.url"
		    " THEN feed.next_at ELSE excluded.next_at END",
		    "ttitii", f->name, f->url, f->campaign, f->mode,
		    f->interval, f->next_at) == -1)
		return -1;
	return db_number(db, e, &f->id, "SELECT id FROM feed WHERE name = $1",
		"t", f->name);
}

int
feeds_get(struct db *db, int64_t id, struct feed_row *out, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT id, campaign, name, url, mode, interval, next_at,"
		" read_at, active, seeded, etag, modified, failures, trouble,"
		" topic"
		" FROM feed WHERE id = $1",
		"i", id);
	int more;

	if (r == NULL)
		return -1;
	more = rows_next(r, e);
	if (more == 1)
		read_row(r, out);
	rows_end(r);
	if (more == 0)
		return err_set(e, "no such feed");
	return more == -1 ? -1 : 0;
}

int
feeds_save(struct db *db, const struct feed_row *f, struct err *e)
{
	return db_run(db, e,
		"UPDATE feed SET url = $1, campaign = $2, mode = $3,"
		" interval = $4, next_at = $5, read_at = NULLIF($6, 0),"
		" active = $7, seeded = $8, etag = NULLIF($9, ''),"
		" modified = NULLIF($10, ''), failures = $11,"
		" trouble = NULLIF($12, ''), topic = NULLIF($13, 0)"
		" WHERE id = $14",
		"titiiiiittitii", f->url, f->campaign, f->mode, f->interval,
		f->next_at, f->read_at, (int64_t)f->active, (int64_t)f->seeded,
		f->etag, f->modified, (int64_t)f->failures, f->trouble,
		f->topic, f->id);
}

int
feeds_all_off(struct db *db, struct err *e)
{
	return db_run(db, e, "UPDATE feed SET active = 0 WHERE active = 1", "");
}
