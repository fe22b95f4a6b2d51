#include <string.h>

#include "err.h"

#include "campaigns.h"
#include "db.h"

static void
read_row(const struct rows *r, struct campaign *out)
{
	out->id = rows_int(r, 0);
	rows_copy(r, 1, out->name, sizeof(out->name));
	rows_copy(r, 2, out->goal, sizeof(out->goal));
	rows_copy(r, 3, out->disclosure, sizeof(out->disclosure));
	rows_copy(r, 4, out->state, sizeof(out->state));
	out->starts_at = rows_int(r, 5);
	out->ends_at = rows_int(r, 6);
	out->created_at = rows_int(r, 7);
}

static int
read_one(struct rows *r, struct campaign *out, struct err *e)
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
campaign_find(
	struct db *db, const char *name, struct campaign *out, struct err *e)
{
	return read_one(db_ask(db, e,
				"SELECT id, name, goal, disclosure, state,"
				" starts_at, ends_at, created_at FROM campaign"
				" WHERE lower(name) = lower($1)",
				"t", name),
		out, e);
}

int
campaign_starting(
	struct db *db, const char *text, struct campaign *out, struct err *e)
{
	return read_one(db_ask(db, e,
				"SELECT id, name, goal, disclosure, state,"
				" starts_at, ends_at, created_at FROM campaign"
				" WHERE lower(substr($1, 1, length(name)))"
				" = lower(name)"
				" AND substr($1, length(name) + 1, 1)"
				" IN ('', ' ', $2)"
				" ORDER BY length(name) DESC LIMIT 1",
				"tt", text, "\n"),
		out, e);
}

int
campaign_get(struct db *db, int64_t id, struct campaign *out, struct err *e)
{
	return read_one(db_ask(db, e,
				"SELECT id, name, goal, disclosure, state,"
				" starts_at, ends_at, created_at FROM campaign"
				" WHERE id = $1",
				"i", id),
		out, e);
}

int
campaign_first(struct db *db, struct campaign *out, struct err *e)
{
	return read_one(db_ask(db, e,
				"SELECT id, name, goal, disclosure, state,"
				" starts_at, ends_at, created_at FROM campaign"
				" WHERE state = 'running' ORDER BY id LIMIT 1",
				""),
		out, e);
}

/* Adding or renaming changed nothing: the name belongs to another. */
static int
refuse_name(const char *name, struct err *e)
{
	return err_set(e, "there is a campaign called %s already", name);
}

int
campaign_add(struct db *db, struct campaign *c, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO campaign (name, goal, disclosure, state,"
		    " starts_at, ends_at, created_at) VALUES ($1, $2, $3, $4,"
		    " NULLIF($5, 0), NULLIF($6, 0), $7)"
		    " ON CONFLICT DO NOTHING",
		    "ttttiii", c->name, c->goal, c->disclosure, c->state,
		    c->starts_at, c->ends_at, c->created_at) == -1)
		return -1;
	if (db_changed(db) == 0)
		return refuse_name(c->name, e);
	c->id = db_last_id(db);
	return 0;
}

int
campaign_save(struct db *db, const struct campaign *c, struct err *e)
{
	struct campaign other;

	if (campaign_find(db, c->name, &other, e) == -1)
		return -1;
	if (other.id != 0 && other.id != c->id)
		return refuse_name(c->name, e);
	return db_run(db, e,
		"UPDATE campaign SET name = $1, goal = $2, disclosure = $3,"
		" state = $4, starts_at = NULLIF($5, 0),"
		" ends_at = NULLIF($6, 0) WHERE id = $7",
		"ttttiii", c->name, c->goal, c->disclosure, c->state,
		c->starts_at, c->ends_at, c->id);
}

int
campaign_target(struct db *db, int64_t campaign, const char *chat,
	const char *place, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO campaign_channel (campaign, chat, place)"
		" VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
		"itt", campaign, chat, place);
}

int
campaign_untarget(
	struct db *db, int64_t campaign, const char *chat, struct err *e)
{
	return db_run(db, e,
		"DELETE FROM campaign_channel WHERE campaign = $1"
		" AND chat = $2",
		"it", campaign, chat);
}

int
campaign_each(struct db *db, campaign_fn *fn, void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT id, name, goal, disclosure, state, starts_at,"
		" ends_at, created_at FROM campaign ORDER BY id",
		"");
	struct campaign c;
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

int
campaign_each_channel(struct db *db, int64_t campaign, campaign_channel_fn *fn,
	void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT chat, place FROM campaign_channel WHERE campaign = $1"
		" ORDER BY chat, place",
		"i", campaign);
	int more;

	if (r == NULL)
		return -1;
	while ((more = rows_next(r, e)) == 1)
		if (fn(arg, rows_text(r, 0), rows_text(r, 1), e) == -1) {
			more = -1;
			break;
		}
	rows_end(r);
	return more;
}
