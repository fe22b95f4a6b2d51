#include "err.h"
#include "when.h"

#include "campaigns.h"
#include "db.h"
#include "shares.h"

int
click_add(struct db *db, const struct click *c, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO click"
		    " (link, item, network, at, class, reasons, reader)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7)",
		    "iitiiii", c->link, c->item, c->network, c->at,
		    (int64_t)c->class, (int64_t)c->reasons,
		    (int64_t)c->reader) == -1)
		return -1;
	if (!c->reader || *c->network == '\0')
		return 0;
	return campaign_add_reader(db, c->item, e);
}

int
click_fold(struct db *db, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO reach (day, item, network, class, hits,"
		    " readers) SELECT at / 86400000, item, network, class,"
		    " count(*), sum(reader) FROM click WHERE id >"
		    " (SELECT number FROM mark WHERE name = 'clicks_folded')"
		    " GROUP BY 1, 2, 3, 4"
		    " ON CONFLICT (day, item, network, class) DO UPDATE SET"
		    " hits = reach.hits + excluded.hits,"
		    " readers = reach.readers + excluded.readers",
		    "") == -1 ||
		db_run(db, e,
			"UPDATE mark SET number ="
			" (SELECT coalesce(max(id), 0) FROM click)"
			" WHERE name = 'clicks_folded'",
			"") == -1)
		return err_add(e, "folding clicks");
	return 0;
}

int
click_unsorted(struct db *db, int64_t most, int64_t *last, struct err *e)
{
	return db_number(db, e, last,
		"SELECT max(id) FROM (SELECT id FROM click WHERE id >"
		" (SELECT number FROM mark WHERE name = 'clicks_sorted')"
		" ORDER BY id LIMIT $1) AS next",
		"i", most);
}

int
click_sort(struct db *db, int64_t last, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO link_reach (link, day, class, hits)"
		    " SELECT link, at / 86400000, class, count(*) FROM click"
		    " WHERE id > (SELECT number FROM mark"
		    " WHERE name = 'clicks_sorted') AND id <= $1"
		    " GROUP BY 1, 2, 3"
		    " ON CONFLICT (link, day, class) DO UPDATE SET"
		    " hits = link_reach.hits + excluded.hits",
		    "i", last) == -1 ||
		db_run(db, e,
			"UPDATE mark SET number = $1"
			" WHERE name = 'clicks_sorted' AND number < $1",
			"i", last) == -1)
		return err_add(e, "sorting clicks");
	return 0;
}

/* What prune takes in one call, so that the loop does not stand still. */
#define PRUNE_CLICKS 20000

static int
prune_until(struct db *db, int64_t last, int64_t before, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO click_day (link, day, class, hits, readers)"
		    " SELECT link, at / 86400000, class, count(*), sum(reader)"
		    " FROM click WHERE id <= $1 AND at < $2 GROUP BY 1, 2, 3"
		    " ON CONFLICT (link, day, class) DO UPDATE SET"
		    " hits = click_day.hits + excluded.hits,"
		    " readers = click_day.readers + excluded.readers",
		    "ii", last, before) == -1)
		return -1;
	if (db_run(db, e, "DELETE FROM click WHERE id <= $1 AND at < $2", "ii",
		    last, before) == -1)
		return -1;
	/* Numbers start anew when none is left, and so must the marks. */
	return db_run(db, e,
		"UPDATE mark SET number ="
		" (SELECT coalesce(max(id), 0) FROM click)"
		" WHERE name = 'clicks_folded' OR (name = 'clicks_sorted'"
		" AND number > (SELECT coalesce(max(id), 0) FROM click))",
		"");
}

static int
oldest_at(struct db *db, int64_t *at, struct err *e)
{
	return db_number(
		db, e, at, "SELECT at FROM click ORDER BY id LIMIT 1", "");
}

int
click_prune(struct db *db, int64_t before_day, bool *more, struct err *e)
{
	const int64_t before = before_day * WHEN_DAY;
	int64_t last, at;

	*more = false;
	if (oldest_at(db, &at, e) == -1 ||
		db_number(db, e, &last,
			"SELECT max(id) FROM (SELECT id FROM click"
			" ORDER BY id LIMIT $1) AS oldest",
			"i", (int64_t)PRUNE_CLICKS) == -1)
		return -1;
	if (last == 0 || at >= before)
		return 0;
	if (click_fold(db, e) == -1 || click_sort(db, last, e) == -1 ||
		prune_until(db, last, before, e) == -1)
		return err_add(e, "pruning clicks");
	if (oldest_at(db, &at, e) == -1)
		return -1;
	*more = at != 0 && at < before;
	return 0;
}
