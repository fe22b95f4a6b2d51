#include <stdlib.h>
#include <string.h>

#include "err.h"

#include "db.h"
#include "items.h"

static void
read_row(const struct rows *r, struct announcement *out)
{
	out->id = rows_int(r, 0);
	out->item = rows_int(r, 1);
	rows_copy(r, 2, out->chat, sizeof(out->chat));
	rows_copy(r, 3, out->place, sizeof(out->place));
	rows_copy(r, 4, out->state, sizeof(out->state));
	out->due_at = rows_int(r, 5);
}

static int
read_one(struct rows *r, struct announcement *out, struct err *e)
{
	int more;

	memset(out, 0, sizeof(*out));
	if (r == NULL)
		return -1;
	more = rows_next(r, e);
	if (more == 1)
		read_row(r, out);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
announcement_add(struct db *db, struct announcement *a, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO announcement (item, chat, place, state, "
		    "due_at)"
		    " VALUES ($1, $2, $3, $4, $5)"
		    " ON CONFLICT (item, chat, place) DO NOTHING",
		    "ittti", a->item, a->chat, a->place,
		    a->state[0] == '\0' ? "due" : a->state, a->due_at) == -1)
		return -1;
	a->id = db_changed(db) == 0 ? 0 : db_last_id(db);
	return 0;
}

int
announcement_get(
	struct db *db, int64_t id, struct announcement *out, struct err *e)
{
	if (read_one(db_ask(db, e,
			     "SELECT id, item, chat, place, state, due_at"
			     " FROM announcement WHERE id = $1",
			     "i", id),
		    out, e) == -1)
		return -1;
	return out->id == 0 ? err_set(e, "no such announcement") : 0;
}

int
announcement_state(struct db *db, int64_t id, const char *state, struct err *e)
{
	return db_run(db, e, "UPDATE announcement SET state = $1 WHERE id = $2",
		"ti", state, id);
}

int
announcement_each(struct db *db, int64_t item, announcement_fn *fn, void *arg,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT id, item, chat, place, state, due_at FROM announcement"
		" WHERE item = $1 ORDER BY id",
		"i", item);
	struct announcement a;
	int more;

	if (r == NULL)
		return -1;
	while ((more = rows_next(r, e)) == 1) {
		read_row(r, &a);
		if (fn(arg, &a, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}

int
announcement_at(struct db *db, const char *chat, const char *place,
	const char *message, struct announcement *out, struct err *e)
{
	static const char prefix[] = "announce:";
	struct rows *r;
	int64_t id = 0;
	int more = 0;

	memset(out, 0, sizeof(*out));
	r = db_ask(db, e,
		"SELECT key FROM post WHERE chat = $1 AND place = $2"
		" AND message = $3",
		"ttt", chat, place, message);
	if (r == NULL)
		return -1;
	while (id == 0 && (more = rows_next(r, e)) == 1) {
		const char *key = rows_text(r, 0);

		if (strncmp(key, prefix, sizeof(prefix) - 1) == 0)
			id = strtoll(key + sizeof(prefix) - 1, NULL, 10);
	}
	rows_end(r);
	if (id == 0)
		return more == -1 ? -1 : 0;
	return read_one(db_ask(db, e,
				"SELECT id, item, chat, place, state, due_at"
				" FROM announcement WHERE id = $1",
				"i", id),
		out, e);
}
