#include <string.h>

#include "err.h"

#include "db.h"
#include "rewards.h"

#define COLUMNS                                                                \
	"SELECT id, name, words, kind, cost, stock, taken, starts_at, "        \
	"ends_at,"                                                             \
	" picture, value, currency, approval, offered, retired, created_at"

static void
read_row(const struct rows *r, struct reward *out)
{
	memset(out, 0, sizeof(*out));
	out->id = rows_int(r, 0);
	rows_copy(r, 1, out->name, sizeof(out->name));
	rows_copy(r, 2, out->words, sizeof(out->words));
	rows_copy(r, 3, out->kind, sizeof(out->kind));
	out->cost = rows_int(r, 4);
	out->stock = rows_null(r, 5) ? -1 : rows_int(r, 5);
	out->taken = rows_int(r, 6);
	out->starts_at = rows_int(r, 7);
	out->ends_at = rows_int(r, 8);
	rows_copy(r, 9, out->picture, sizeof(out->picture));
	out->value = rows_int(r, 10);
	rows_copy(r, 11, out->currency, sizeof(out->currency));
	out->approval = rows_int(r, 12) != 0;
	out->offered = rows_int(r, 13) != 0;
	out->retired = rows_int(r, 14) != 0;
	out->created_at = rows_int(r, 15);
}

static int
read_one(struct rows *r, struct reward *out, struct err *e)
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
read_each(struct rows *r, reward_fn *fn, void *arg, struct err *e)
{
	struct reward reward;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		read_row(r, &reward);
		if (fn(arg, &reward, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}

int
catalogue_add(struct db *db, struct reward *r, int64_t now, struct err *e)
{
	bool codes = strcmp(r->kind, "code") == 0;

	if (codes)
		r->stock = 0;
	if (db_run(db, e,
		    "INSERT INTO reward (name, words, kind, cost, stock,"
		    " starts_at, ends_at, picture, value, currency, approval,"
		    " created_at) VALUES ($1, $2, $3, $4, NULLIF($5, -1),"
		    " NULLIF($6, 0), NULLIF($7, 0), $8, NULLIF($9, 0),"
		    " NULLIF($10, ''), $11, $12)",
		    "tttiiiititii", r->name, r->words, r->kind, r->cost,
		    r->stock, r->starts_at, r->ends_at, r->picture, r->value,
		    r->currency, (int64_t)r->approval, now) == -1)
		return -1;
	r->id = db_last_id(db);
	r->taken = 0;
	r->offered = true;
	r->created_at = now;
	return 0;
}

int
catalogue_save(struct db *db, const struct reward *r, struct err *e)
{
	if (db_run(db, e,
		    "UPDATE reward SET name = $1, words = $2, kind = $3,"
		    " cost = $4, stock = CASE WHEN $5 <> 'code'"
		    " THEN NULLIF($6, -1) WHEN kind = 'code' THEN stock"
		    " ELSE 0 END, starts_at = NULLIF($7, 0),"
		    " ends_at = NULLIF($8, 0), picture = $9,"
		    " value = NULLIF($10, 0), currency = NULLIF($11, ''),"
		    " approval = $12, offered = $13"
		    " WHERE id = $14 AND retired = 0",
		    "tttitiiititiii", r->name, r->words, r->kind, r->cost,
		    r->kind, r->stock, r->starts_at, r->ends_at, r->picture,
		    r->value, r->currency, (int64_t)r->approval,
		    (int64_t)r->offered, r->id) == -1)
		return -1;
	return db_changed(db) == 1 ? 0 : err_set(e, "no such reward");
}

int
catalogue_remove(struct db *db, int64_t id, bool *retired, struct err *e)
{
	int64_t wanted, dropped;

	if (reward_code_drop(db, id, &dropped, e) == -1 ||
		db_number(db, e, &wanted,
			"SELECT count(*) FROM redemption WHERE reward = $1",
			"i", id) == -1)
		return -1;
	*retired = wanted != 0;
	if (*retired)
		return db_run(db, e,
			"UPDATE reward SET retired = 1, offered = 0"
			" WHERE id = $1",
			"i", id);
	return db_run(db, e, "DELETE FROM reward WHERE id = $1", "i", id);
}

int
catalogue_get(struct db *db, int64_t id, struct reward *out, struct err *e)
{
	return read_one(
		db_ask(db, e, COLUMNS " FROM reward WHERE id = $1", "i", id),
		out, e);
}

int
catalogue_find(
	struct db *db, const char *name, struct reward *out, struct err *e)
{
	return read_one(db_ask(db, e,
				COLUMNS " FROM reward"
					" WHERE lower(name) = lower($1)"
					" AND retired = 0",
				"t", name),
		out, e);
}

int
catalogue_starting(
	struct db *db, const char *text, struct reward *out, struct err *e)
{
	return read_one(
		db_ask(db, e,
			COLUMNS " FROM reward WHERE retired = 0"
				" AND lower(substr($1, 1, length(name)))"
				" = lower(name)"
				" AND substr($1, length(name) + 1, 1)"
				" IN ('', ' ', $2)"
				" ORDER BY length(name) DESC LIMIT 1",
			"tt", text, "\n"),
		out, e);
}

int
catalogue_each(struct db *db, int64_t skip, int64_t most, reward_fn *fn,
	void *arg, struct err *e)
{
	return read_each(db_ask(db, e,
				 COLUMNS " FROM reward WHERE retired = 0"
					 " ORDER BY lower(name), id"
					 " LIMIT $1 OFFSET $2",
				 "ii", most, skip),
		fn, arg, e);
}

int
catalogue_count(struct db *db, int64_t *out, struct err *e)
{
	return db_number(db, e, out,
		"SELECT count(*) FROM reward WHERE retired = 0", "");
}

int
catalogue_each_offered(struct db *db, const struct catalogue_page *page,
	reward_fn *fn, void *arg, struct err *e)
{
	return read_each(
		db_ask(db, e,
			COLUMNS " FROM reward WHERE offered = 1"
				" AND (ends_at IS NULL OR ends_at > $1)"
				" ORDER BY cost, id LIMIT $2 OFFSET $3",
			"iii", page->now, page->most, page->skip),
		fn, arg, e);
}

int
catalogue_count_offered(struct db *db, int64_t now, int64_t *out, struct err *e)
{
	return db_number(db, e, out,
		"SELECT count(*) FROM reward WHERE offered = 1"
		" AND (ends_at IS NULL OR ends_at > $1)",
		"i", now);
}
