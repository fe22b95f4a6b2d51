#include <string.h>

#include "err.h"

#include "db.h"
#include "items.h"

int
item_page_put(struct db *db, const struct item *i, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO item_page (item, title, summary, image)"
		" VALUES ($1, $2, $3, $4) ON CONFLICT (item) DO UPDATE SET"
		" title = excluded.title, summary = excluded.summary,"
		" image = excluded.image",
		"ittt", i->id, i->title, i->summary, i->image);
}

int
item_page_get(struct db *db, int64_t id, struct item_page *out, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT title, summary, image FROM item_page WHERE item = $1",
		"i", id);
	int more;

	memset(out, 0, sizeof(*out));
	more = rows_next(r, e);
	if (more == 1) {
		rows_copy(r, 0, out->title, sizeof(out->title));
		rows_copy(r, 1, out->summary, sizeof(out->summary));
		rows_copy(r, 2, out->image, sizeof(out->image));
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}
