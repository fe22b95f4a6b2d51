#include <string.h>

#include "db.h"
#include "feeds.h"

int
feed_test_add(struct db *db, const struct feed_test *t, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO feed_test (url, chat, person)"
		" VALUES ($1, $2, $3)",
		"ttt", t->url, t->chat, t->person);
}

int
feed_test_get(struct db *db, int64_t id, struct feed_test *out, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT id, url, chat, person FROM feed_test WHERE id = $1",
		"i", id);
	int more;

	memset(out, 0, sizeof(*out));
	more = rows_next(r, e);
	if (more == 1) {
		out->id = rows_int(r, 0);
		rows_copy(r, 1, out->url, sizeof(out->url));
		rows_copy(r, 2, out->chat, sizeof(out->chat));
		rows_copy(r, 3, out->person, sizeof(out->person));
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
feed_test_drop(struct db *db, int64_t id, struct err *e)
{
	return db_run(db, e, "DELETE FROM feed_test WHERE id = $1", "i", id);
}
