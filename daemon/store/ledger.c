#include <inttypes.h>

#include "err.h"

#include "db.h"
#include "ledger.h"

static const char *const kind_names[] = {
	[ACCOUNT_PROGRAMME] = "programme",
	[ACCOUNT_BUDGET] = "budget",
	[ACCOUNT_PENDING] = "pending",
	[ACCOUNT_SETTLED] = "settled",
	[ACCOUNT_REDEEMED] = "redeemed",
};

struct row {
	int64_t id, balance;
};

/* The account's row; id 0: nothing was ever booked on it. */
static int
find_row(struct db *db, const struct account *a, struct row *out, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT id, balance FROM account WHERE kind = $1"
		" AND owner = $2",
		"ti", kind_names[a->kind], a->owner);
	int more;

	*out = (struct row){0, 0};
	more = rows_next(r, e);
	if (more == 1)
		*out = (struct row){rows_int(r, 0), rows_int(r, 1)};
	rows_end(r);
	return more == -1 ? -1 : 0;
}

static int
make_row(struct db *db, const struct account *a, struct row *out, struct err *e)
{
	if (find_row(db, a, out, e) == -1)
		return -1;
	if (out->id != 0)
		return 0;
	if (db_run(db, e, "INSERT INTO account (kind, owner) VALUES ($1, $2)",
		    "ti", kind_names[a->kind], a->owner) == -1)
		return -1;
	out->id = db_last_id(db);
	return 0;
}

static int
change_balance(struct db *db, int64_t account, int64_t points, struct err *e)
{
	return db_run(db, e,
		"UPDATE account SET balance = balance + $1 WHERE id = $2", "ii",
		points, account);
}

/* Balances first: the schema refuses one below zero, and then no entry has
 * been written that could not be taken back. */
static int
book(struct db *db, const int64_t source_target[2], int64_t points,
	const char *cause, int64_t now, struct err *e)
{
	if (change_balance(db, source_target[0], -points, e) == -1 ||
		change_balance(db, source_target[1], points, e) == -1)
		return -1;
	return db_run(db, e,
		"INSERT INTO entry (at, cause, source, target, points)"
		" VALUES ($1, $2, $3, $4, $5)",
		"itiii", now, cause, source_target[0], source_target[1],
		points);
}

int
ledger_give(struct db *db, const struct account *from, const struct account *to,
	int64_t points, const char *cause, int64_t now, struct err *e)
{
	struct row source, target;
	int64_t seen;

	if (points <= 0)
		return err_set(e, "%s: points must be above zero", cause);
	if (db_number(db, e, &seen, "SELECT id FROM entry WHERE cause = $1",
		    "t", cause) == -1)
		return -1;
	if (seen != 0)
		return 0;
	if (make_row(db, from, &source, e) == -1 ||
		make_row(db, to, &target, e) == -1)
		return err_add(e, "%s", cause);
	if (from->kind != ACCOUNT_PROGRAMME && source.balance < points)
		return err_set(e,
			"%s: %s %" PRId64 " has %" PRId64 " points, %" PRId64
			" are asked for",
			cause, kind_names[from->kind], from->owner,
			source.balance, points);
	if (book(db, (int64_t[]){source.id, target.id}, points, cause, now,
		    e) == -1)
		return err_add(e, "%s", cause);
	return 0;
}

int
ledger_balance(
	struct db *db, const struct account *a, int64_t *out, struct err *e)
{
	struct row row;

	if (find_row(db, a, &row, e) == -1)
		return -1;
	*out = row.balance;
	return 0;
}

const char *
ledger_kind_name(enum account_kind kind)
{
	return kind_names[kind];
}

int
ledger_total(struct db *db, enum account_kind kind, int64_t *out, struct err *e)
{
	return db_number(db, e, out,
		"SELECT COALESCE(sum(balance), 0) FROM account"
		" WHERE kind = $1",
		"t", kind_names[kind]);
}
