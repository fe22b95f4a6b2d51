#include <string.h>

#include "err.h"

#include "db.h"
#include "teams.h"

static void
read_row(const struct rows *r, struct team *out)
{
	memset(out, 0, sizeof(*out));
	out->id = rows_int(r, 0);
	rows_copy(r, 1, out->name, sizeof(out->name));
	rows_copy(r, 2, out->kind, sizeof(out->kind));
	rows_copy(r, 3, out->chat, sizeof(out->chat));
	rows_copy(r, 4, out->source, sizeof(out->source));
	out->configured = rows_int(r, 5) != 0;
	out->members = rows_int(r, 6);
}

static int
read_one(struct rows *r, struct team *out, struct err *e)
{
	int more;

	memset(out, 0, sizeof(*out));
	more = rows_next(r, e);
	if (more == 1)
		read_row(r, out);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

static int
read_each(struct rows *r, team_fn *fn, void *arg, struct err *e)
{
	struct team t;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		read_row(r, &t);
		if (fn(arg, &t, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}

int
team_find(struct db *db, const char *name, struct team *out, struct err *e)
{
	return read_one(
		db_ask(db, e,
			"SELECT id, name, kind, chat, source, configured,"
			" (SELECT count(*) FROM team_member"
			" WHERE team = team.id) FROM team"
			" WHERE lower(name) = lower($1) AND state = 'active'",
			"t", name),
		out, e);
}

int
team_get(struct db *db, int64_t id, struct team *out, struct err *e)
{
	return read_one(db_ask(db, e,
				"SELECT id, name, kind, chat, source,"
				" configured, (SELECT count(*) FROM"
				" team_member WHERE team = team.id) FROM team"
				" WHERE id = $1 AND state = 'active'",
				"i", id),
		out, e);
}

int
team_each(struct db *db, team_fn *fn, void *arg, struct err *e)
{
	return read_each(
		db_ask(db, e,
			"SELECT id, name, kind, chat, source, configured,"
			" (SELECT count(*) FROM team_member"
			" WHERE team = team.id) FROM team"
			" WHERE state = 'active' ORDER BY lower(name), id",
			""),
		fn, arg, e);
}

int
team_each_of_member(
	struct db *db, int64_t member, team_fn *fn, void *arg, struct err *e)
{
	return read_each(
		db_ask(db, e,
			"SELECT id, name, kind, chat, source, configured,"
			" (SELECT count(*) FROM team_member"
			" WHERE team = team.id) FROM team"
			" WHERE state = 'active' AND id IN"
			" (SELECT team FROM team_member WHERE member = $1)"
			" ORDER BY lower(name), id",
			"i", member),
		fn, arg, e);
}

int
team_each_of_campaign(
	struct db *db, int64_t campaign, team_fn *fn, void *arg, struct err *e)
{
	return read_each(
		db_ask(db, e,
			"SELECT id, name, kind, chat, source, configured,"
			" (SELECT count(*) FROM team_member"
			" WHERE team = team.id) FROM team"
			" WHERE state = 'active' AND id IN"
			" (SELECT team FROM campaign_team WHERE campaign = $1)"
			" ORDER BY lower(name), id",
			"i", campaign),
		fn, arg, e);
}

int
team_has(struct db *db, int64_t team, int64_t member, bool *has, struct err *e)
{
	int64_t count;

	if (db_number(db, e, &count,
		    "SELECT count(*) FROM team_member"
		    " WHERE team = $1 AND member = $2",
		    "ii", team, member) == -1)
		return -1;
	*has = count != 0;
	return 0;
}

int
team_add(struct db *db, struct team *t, int64_t now, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO team (name, kind, chat, source, configured,"
		    " created_at) VALUES ($1, $2, $3, $4, $5, $6)",
		    "ttttii", t->name, t->kind, t->chat, t->source,
		    (int64_t)t->configured, now) == -1)
		return -1;
	t->id = db_last_id(db);
	return 0;
}

int
team_save(struct db *db, const struct team *t, struct err *e)
{
	if (db_run(db, e,
		    "UPDATE team SET name = $1, kind = $2, chat = $3,"
		    " source = $4, configured = $5"
		    " WHERE id = $6 AND state = 'active'",
		    "ttttii", t->name, t->kind, t->chat, t->source,
		    (int64_t)t->configured, t->id) == -1)
		return -1;
	return db_changed(db) == 1 ? 0 : err_set(e, "no such team");
}

int
team_remove(struct db *db, int64_t id, struct err *e)
{
	if (team_empty(db, id, e) == -1)
		return -1;
	return db_run(db, e, "UPDATE team SET state = 'removed' WHERE id = $1",
		"i", id);
}

int
team_put(struct db *db, int64_t team, const char *chat, const char *person,
	struct err *e)
{
	return db_run(db, e,
		"INSERT INTO team_member (team, member) SELECT $1, m.id"
		" FROM identity i JOIN member m ON m.id = i.member"
		" WHERE i.chat = $2 AND i.person = $3"
		" AND m.state IN ('active', 'paused')"
		" ON CONFLICT (team, member) DO NOTHING",
		"itt", team, chat, person);
}

int
team_put_member(struct db *db, int64_t team, int64_t member, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO team_member (team, member) SELECT $1, id"
		" FROM member WHERE id = $2 AND state IN ('active', 'paused')"
		" ON CONFLICT (team, member) DO NOTHING",
		"ii", team, member);
}

int
team_empty(struct db *db, int64_t team, struct err *e)
{
	return db_run(
		db, e, "DELETE FROM team_member WHERE team = $1", "i", team);
}

int
team_take_out(struct db *db, int64_t member, struct err *e)
{
	return db_run(db, e, "DELETE FROM team_member WHERE member = $1", "i",
		member);
}
