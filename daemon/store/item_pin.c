#include "err.h"

#include "db.h"
#include "items.h"

/* Places of those that are over, internal or past their day are free. */
static int
free_places(struct db *db, int64_t now, struct err *e)
{
	return db_run(db, e,
		"UPDATE item SET pin = NULL, pinned_until = NULL"
		" WHERE pin IS NOT NULL AND (state <> 'announced'"
		" OR internal = 1 OR pinned_until <= $1)",
		"i", now);
}

int
item_pin(struct db *db, int64_t id, int64_t until, int64_t now, bool *done,
	struct err *e)
{
	if (free_places(db, now, e) == -1 ||
		db_run(db, e,
			"UPDATE item SET pinned_until = NULLIF($1, 0),"
			" pin = coalesce(pin, (SELECT min(place.n) FROM"
			" (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3)"
			" AS place WHERE place.n NOT IN (SELECT o.pin"
			" FROM item o WHERE o.pin IS NOT NULL)))"
			" WHERE id = $2 AND (pin IS NOT NULL OR $3 >"
			" (SELECT count(*) FROM item o"
			" WHERE o.pin IS NOT NULL))",
			"iii", until, id, (int64_t)ITEM_PINS) == -1)
		return -1;
	*done = db_changed(db) == 1;
	return 0;
}

int
item_unpin(struct db *db, int64_t id, struct err *e)
{
	return db_run(db, e,
		"UPDATE item SET pin = NULL, pinned_until = NULL"
		" WHERE id = $1",
		"i", id);
}
