#include <string.h>

#include "campaigns.h"
#include "db.h"

static void
read_row(const struct rows *r, struct channel *out)
{
	rows_copy(r, 0, out->chat, sizeof(out->chat));
	rows_copy(r, 1, out->place, sizeof(out->place));
	rows_copy(r, 2, out->name, sizeof(out->name));
	rows_copy(r, 3, out->zone, sizeof(out->zone));
	rows_copy(r, 4, out->state, sizeof(out->state));
	out->digest_at = rows_int(r, 5);
}

int
channel_find(struct db *db, const char *chat, const char *place,
	struct channel *out, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT chat, place, name, zone, state, digest_at FROM channel"
		" WHERE chat = $1 AND place = $2",
		"tt", chat, place);
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
channel_save(struct db *db, const struct channel *c, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO channel"
		" (chat, place, name, zone, state, digest_at)"
		" VALUES ($1, $2, $3, $4, $5, NULLIF($6, 0))"
		" ON CONFLICT (chat, place) DO UPDATE SET"
		" name = excluded.name, zone = excluded.zone,"
		" state = excluded.state, digest_at = excluded.digest_at",
		"ttttti", c->chat, c->place, c->name, c->zone, c->state,
		c->digest_at);
}

int
channel_each(struct db *db, channel_fn *fn, void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT chat, place, name, zone, state, digest_at FROM channel"
		" ORDER BY chat, place",
		"");
	struct channel c;
	int more;

	if (r == NULL)
		return -1;
	while ((more = rows_next(r, e)) == 1) {
		read_row(r, &c);
		if (fn(arg, &c, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}
