#include <string.h>

#include "err.h"

#include "captions.h"
#include "db.h"

int
caption_add(struct db *db, struct caption *c, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO caption (item, network, language, text)"
		    " VALUES ($1, $2, $3, $4)",
		    "ittt", c->item, c->network, c->language, c->text) == -1)
		return -1;
	c->id = db_last_id(db);
	return 0;
}

int
caption_change(struct db *db, const struct caption *c, struct err *e)
{
	return db_run(db, e,
		"UPDATE caption SET network = $1, language = $2, text = $3"
		" WHERE id = $4",
		"ttti", c->network, c->language, c->text, c->id);
}

int
caption_drop(struct db *db, int64_t id, struct err *e)
{
	return db_run(db, e, "DELETE FROM caption WHERE id = $1", "i", id);
}

int
caption_each(
	struct db *db, int64_t item, caption_fn *fn, void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT id, item, network, language, text FROM caption"
		" WHERE item = $1 ORDER BY network, language, id",
		"i", item);
	struct caption c;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		c.id = rows_int(r, 0);
		c.item = rows_int(r, 1);
		rows_copy(r, 2, c.network, sizeof(c.network));
		rows_copy(r, 3, c.language, sizeof(c.language));
		rows_copy(r, 4, c.text, sizeof(c.text));
		if (fn(arg, &c, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}
