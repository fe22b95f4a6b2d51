#include <stdlib.h>
#include <string.h>

#include "err.h"

#include "announcement_row.h"
#include "db.h"
#include "items.h"

void
announcement_read_row(const struct rows *r, struct announcement *out)
{
	out->id = rows_int(r, 0);
	out->item = rows_int(r, 1);
	rows_copy(r, 2, out->chat, sizeof(out->chat));
	rows_copy(r, 3, out->place, sizeof(out->place));
	rows_copy(r, 4, out->state, sizeof(out->state));
	out->due_at = rows_int(r, 5);
	out->wanted_at = rows_int(r, 6);
	rows_copy(r, 7, out->asked, sizeof(out->asked));
	rows_copy(r, 8, out->waits, sizeof(out->waits));
	out->forced = rows_int(r, 9) != 0;
	out->posted_at = rows_int(r, 10);
}

static int
read_one(struct rows *r, struct announcement *out, struct err *e)
{
	int more;

	memset(out, 0, sizeof(*out));
	more = rows_next(r, e);
	if (more == 1)
		announcement_read_row(r, out);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
announcement_read_each(
	struct rows *r, announcement_fn *fn, void *arg, struct err *e)
{
	struct announcement a;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		announcement_read_row(r, &a);
		if (fn(arg, &a, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}

int
announcement_add(struct db *db, struct announcement *a, struct err *e)
{
	if (a->wanted_at == 0)
		a->wanted_at = a->due_at;
	if (db_run(db, e,
		    "INSERT INTO announcement (item, chat, place, state,"
		    " due_at, wanted_at, asked, waits, forced)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
		    " ON CONFLICT (item, chat, place) DO NOTHING",
		    "itttiitti", a->item, a->chat, a->place,
		    a->state[0] == '\0' ? "due" : a->state, a->due_at,
		    a->wanted_at, a->asked[0] == '\0' ? "itself" : a->asked,
		    a->waits, (int64_t)a->forced) == -1)
		return -1;
	a->id = db_changed(db) == 0 ? 0 : db_last_id(db);
	return 0;
}

int
announcement_save(struct db *db, const struct announcement *a, struct err *e)
{
	return db_run(db, e,
		"UPDATE announcement SET state = $1, due_at = $2,"
		" wanted_at = $3, asked = $4, waits = $5, forced = $6"
		" WHERE id = $7",
		"tiittii", a->state, a->due_at, a->wanted_at, a->asked,
		a->waits, (int64_t)a->forced, a->id);
}

int
announcement_get(
	struct db *db, int64_t id, struct announcement *out, struct err *e)
{
	if (read_one(db_ask(db, e,
			     "SELECT id, item, chat, place, state, due_at,"
			     " wanted_at, asked, waits, forced, posted_at"
			     " FROM announcement WHERE id = $1",
			     "i", id),
		    out, e) == -1)
		return -1;
	return out->id == 0 ? err_set(e, "no such announcement") : 0;
}

int
announcement_find(struct db *db, int64_t item, const char *chat,
	const char *place, struct announcement *out, struct err *e)
{
	return read_one(db_ask(db, e,
				"SELECT id, item, chat, place, state, due_at,"
				" wanted_at, asked, waits, forced, posted_at"
				" FROM announcement WHERE item = $1"
				" AND chat = $2 AND place = $3",
				"itt", item, chat, place),
		out, e);
}

int
announcement_state(struct db *db, int64_t id, const char *state, struct err *e)
{
	return db_run(db, e,
		"UPDATE announcement SET state = $1, waits = '',"
		" posted_at = CASE WHEN $2 = 'failed' THEN NULL"
		" ELSE posted_at END WHERE id = $3",
		"tti", state, state, id);
}

int
announcement_post(struct db *db, int64_t id, int64_t now, struct err *e)
{
	return db_run(db, e,
		"UPDATE announcement SET state = 'posted', waits = '',"
		" due_at = CASE WHEN posted_at IS NULL THEN $1 ELSE due_at END,"
		" posted_at = coalesce(posted_at, $2) WHERE id = $3",
		"iii", now, now, id);
}

int
announcement_each(struct db *db, int64_t item, announcement_fn *fn, void *arg,
	struct err *e)
{
	return announcement_read_each(
		db_ask(db, e,
			"SELECT id, item, chat, place, state, due_at,"
			" wanted_at, asked, waits, forced, posted_at"
			" FROM announcement WHERE item = $1 ORDER BY id",
			"i", item),
		fn, arg, e);
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
	while (id == 0 && (more = rows_next(r, e)) == 1) {
		const char *key = rows_text(r, 0);

		if (strncmp(key, prefix, sizeof(prefix) - 1) == 0)
			id = strtoll(key + sizeof(prefix) - 1, NULL, 10);
	}
	rows_end(r);
	if (id == 0)
		return more == -1 ? -1 : 0;
	return read_one(db_ask(db, e,
				"SELECT id, item, chat, place, state, due_at,"
				" wanted_at, asked, waits, forced, posted_at"
				" FROM announcement WHERE id = $1",
				"i", id),
		out, e);
}
