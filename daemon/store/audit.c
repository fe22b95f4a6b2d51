#include "audit.h"
#include "db.h"

int
audit_add(struct db *db, const char *chat, const char *person, const char *did,
	const char *about, const char *before, const char *after, int64_t now,
	struct err *e)
{
	return db_run(db, e,
		"INSERT INTO audit (chat, person, did, about, before, after,"
		" at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		"tttttti", chat, person, did, about, before, after, now);
}

static struct rows *
ask(struct db *db, const struct audit_wish *w, struct err *e)
{
	int64_t older = w->older == 0 ? INT64_MAX : w->older;

	if (w->person != NULL)
		return db_ask(db, e,
			"SELECT id, at, chat, person, did, about, before, after"
			" FROM audit WHERE chat = $1 AND person = $2"
			" AND id < $3 AND at >= $4 ORDER BY id DESC LIMIT $5",
			"ttiii", w->chat, w->person, older, w->since, w->most);
	if (w->item != NULL) /* "12", "12 linkedin en" */
		return db_ask(db, e,
			"SELECT id, at, chat, person, did, about, before, after"
			" FROM audit WHERE about >= $1 AND about < $1 || '!'"
			" AND (substr(did, 1, 5) = 'item.'"
			" OR substr(did, 1, 8) = 'caption.')"
			" AND id < $2 AND at >= $3 ORDER BY id DESC LIMIT $4",
			"tiii", w->item, older, w->since, w->most);
	if (w->about != NULL)
		return db_ask(db, e,
			"SELECT id, at, chat, person, did, about, before, after"
			" FROM audit WHERE about = $1"
			" AND substr(did, 1, length($2)) = $2"
			" AND id < $3 AND at >= $4 ORDER BY id DESC LIMIT $5",
			"ttiii", w->about, w->thing, older, w->since, w->most);
	if (w->since != 0)
		return db_ask(db, e,
			"SELECT id, at, chat, person, did, about, before, after"
			" FROM audit WHERE id < $1 AND id >= (SELECT id"
			" FROM audit WHERE at >= $2 ORDER BY at, id LIMIT 1)"
			" ORDER BY id DESC LIMIT $3",
			"iii", older, w->since, w->most);
	return db_ask(db, e,
		"SELECT id, at, chat, person, did, about, before, after"
		" FROM audit WHERE id < $1 ORDER BY id DESC LIMIT $2",
		"ii", older, w->most);
}

int
audit_each(struct db *db, const struct audit_wish *w, audit_fn *fn, void *arg,
	struct err *e)
{
	struct rows *r = ask(db, w, e);
	struct audit_row row;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		row = (struct audit_row){.id = rows_int(r, 0),
			.at = rows_int(r, 1),
			.chat = rows_text(r, 2),
			.person = rows_text(r, 3),
			.did = rows_text(r, 4),
			.about = rows_text(r, 5),
			.before = rows_text(r, 6),
			.after = rows_text(r, 7)};
		if (fn(arg, &row, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}
