#include <string.h>

#include "err.h"

#include "db.h"
#include "feeds.h"

static void
read_row(const struct rows *r, struct feed_row *out)
{
	memset(out, 0, sizeof(*out));
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
	rows_copy(r, 14, out->source, sizeof(out->source));
	out->paused = rows_int(r, 15) != 0;
	out->most = (int)rows_int(r, 16);
	out->day = rows_int(r, 17);
	out->taken = (int)rows_int(r, 18);
	out->topic = rows_int(r, 19);
}

/* The first row, or none: out->id is 0. */
static int
read_one(struct rows *r, struct feed_row *out, struct err *e)
{
	int more;

	out->id = 0;
	more = rows_next(r, e);
	if (more == 1)
		read_row(r, out);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

static int
find_id(struct db *db, struct feed_row *f, struct err *e)
{
	return db_number(db, e, &f->id, "SELECT id FROM feed WHERE name = $1",
		"t", f->name);
}

/* What a feed says of its entries at another address is another truth: the
 * validators of the old one must not be sent there. */
int
feeds_put(struct db *db, struct feed_row *f, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO feed"
		    " (name, url, campaign, mode, interval, next_at, most,"
		    " active, source)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 'config')"
		    " ON CONFLICT (name) DO UPDATE SET url = excluded.url,"
		    " campaign = excluded.campaign, mode = excluded.mode,"
		    " interval = excluded.interval, most = excluded.most,"
		    " active = 1, source = 'config',"
		    " etag = CASE WHEN feed.url = excluded.url"
		    " THEN feed.etag END,"
		    " modified = CASE WHEN feed.url = excluded.url"
		    " THEN feed.modified END,"
		    " next_at = CASE WHEN feed.url = excluded.url"
		    " THEN feed.next_at ELSE excluded.next_at END",
		    "ttitiii", f->name, f->url, f->campaign, f->mode,
		    f->interval, f->next_at, (int64_t)f->most) == -1)
		return -1;
	return find_id(db, f, e);
}

int
feeds_make(struct db *db, struct feed_row *f, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO feed"
		    " (name, url, campaign, mode, interval, next_at, most,"
		    " topic, active, source)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, NULLIF($8, 0), 1,"
		    " 'chat')"
		    " ON CONFLICT (name) DO UPDATE SET url = excluded.url,"
		    " campaign = excluded.campaign, mode = excluded.mode,"
		    " interval = excluded.interval, most = excluded.most,"
		    " next_at = excluded.next_at, topic = excluded.topic,"
		    " active = 1, source = 'chat',"
		    " paused = 0, seeded = 0, etag = NULL, modified = NULL,"
		    " read_at = NULL, failures = 0, trouble = NULL"
		    " WHERE feed.active = 0",
		    "ttitiiii", f->name, f->url, f->campaign, f->mode,
		    f->interval, f->next_at, (int64_t)f->most, f->topic) == -1)
		return -1;
	if (db_changed(db) == 0)
		return err_set(e, "there is a feed of that name");
	return find_id(db, f, e);
}

int
feeds_get(struct db *db, int64_t id, struct feed_row *out, struct err *e)
{
	if (read_one(db_ask(db, e,
			     "SELECT id, campaign, name, url, mode, interval,"
			     " next_at, read_at, active, seeded, etag,"
			     " modified, failures, trouble, source, paused,"
			     " most, day, taken, topic FROM feed WHERE id = $1",
			     "i", id),
		    out, e) == -1)
		return -1;
	return out->id == 0 ? err_set(e, "no such feed") : 0;
}

int
feeds_find(struct db *db, const char *name, struct feed_row *out, struct err *e)
{
	return read_one(
		db_ask(db, e,
			"SELECT id, campaign, name, url, mode, interval,"
			" next_at, read_at, active, seeded, etag, modified,"
			" failures, trouble, source, paused, most, day, taken,"
			" topic FROM feed WHERE lower(name) = lower($1)"
			" AND active = 1"
			" ORDER BY CASE WHEN name = $1 THEN 0 ELSE 1 END, id"
			" LIMIT 1",
			"t", name),
		out, e);
}

int
feeds_find_url(
	struct db *db, const char *url, struct feed_row *out, struct err *e)
{
	return read_one(db_ask(db, e,
				"SELECT id, campaign, name, url, mode,"
				" interval, next_at, read_at, active, seeded,"
				" etag, modified, failures, trouble, source,"
				" paused, most, day, taken, topic FROM feed"
				" WHERE url = $1 AND active = 1"
				" ORDER BY id LIMIT 1",
				"t", url),
		out, e);
}

int
feeds_save(struct db *db, const struct feed_row *f, struct err *e)
{
	return db_run(db, e,
		"UPDATE feed SET url = $1, campaign = $2, mode = $3,"
		" interval = $4, next_at = $5, read_at = NULLIF($6, 0),"
		" active = $7, seeded = $8, etag = NULLIF($9, ''),"
		" modified = NULLIF($10, ''), failures = $11,"
		" trouble = NULLIF($12, ''), name = $13, paused = $14,"
		" most = $15, day = $16, taken = $17, topic = NULLIF($18, 0)"
		" WHERE id = $19",
		"titiiiiittittiiiiii", f->url, f->campaign, f->mode,
		f->interval, f->next_at, f->read_at, (int64_t)f->active,
		(int64_t)f->seeded, f->etag, f->modified, (int64_t)f->failures,
		f->trouble, f->name, (int64_t)f->paused, (int64_t)f->most,
		f->day, (int64_t)f->taken, f->topic, f->id);
}

int
feeds_all_off(struct db *db, struct err *e)
{
	return db_run(db, e,
		"UPDATE feed SET active = 0"
		" WHERE active = 1 AND source = 'config'",
		"");
}

int
feeds_count(struct db *db, int64_t *active, struct err *e)
{
	return db_number(db, e, active,
		"SELECT count(*) FROM feed WHERE active = 1", "");
}

int
feeds_items(struct db *db, int64_t id, int64_t *count, struct err *e)
{
	return db_number(db, e, count,
		"SELECT count(*) FROM item WHERE feed = $1"
		" AND state <> 'rejected'",
		"i", id);
}

int
feeds_each(struct db *db, int64_t skip, int64_t max, feed_fn *fn, void *arg,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT id, campaign, name, url, mode, interval, next_at,"
		" read_at, active, seeded, etag, modified, failures, trouble,"
		" source, paused, most, day, taken, topic FROM feed"
		" WHERE active = 1"
		" ORDER BY lower(name), id LIMIT $1 OFFSET $2",
		"ii", max, skip);
	struct feed_row row;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		read_row(r, &row);
		if (fn(arg, &row, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}
