#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "err.h"

#include "db.h"
#include "ledger.h"
#include "rewards.h"

/* One of the stock, if one is left. */
static int
take(struct db *db, int64_t reward, bool *taken, struct err *e)
{
	if (db_run(db, e,
		    "UPDATE reward SET taken = taken + 1 WHERE id = $1"
		    " AND (stock IS NULL OR taken < stock)",
		    "i", reward) == -1)
		return -1;
	*taken = db_changed(db) == 1;
	return 0;
}

static int
write_row(struct db *db, const struct redemption_wish *w,
	const struct reward *r, int64_t now, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO redemption (member, reward, ask, kind, cost,"
		" value, currency, state, requested_at) VALUES ($1, $2, $3,"
		" $4, $5, NULLIF($6, 0), NULLIF($7, ''), 'requested', $8)",
		"iiitiiti", w->member, w->reward, w->ask, r->kind, r->cost,
		r->value, r->currency, now);
}

/* The oldest code that nobody has. */
static int
set_code_aside(struct db *db, const struct redemption *r, struct err *e)
{
	if (db_run(db, e,
		    "UPDATE reward_code SET redemption = $1 WHERE id ="
		    " (SELECT id FROM reward_code WHERE reward = $2"
		    " AND redemption IS NULL ORDER BY id LIMIT 1)",
		    "ii", r->id, r->reward) == -1)
		return -1;
	return db_changed(db) == 1 ? 0 : err_set(e, "no code is left");
}

static int
pay(struct db *db, const struct redemption *r, int64_t now, struct err *e)
{
	const struct account settled = {ACCOUNT_SETTLED, r->member};
	const struct account redeemed = {ACCOUNT_REDEEMED, r->member};
	char cause[48];

	snprintf(cause, sizeof(cause), "redeem:%" PRId64, r->id);
	return ledger_give(db, &settled, &redeemed, r->cost, cause, now, e);
}

int
redemption_find(struct db *db, const struct redemption_wish *w,
	struct redemption *out, struct err *e)
{
	int64_t id;

	memset(out, 0, sizeof(*out));
	if (db_number(db, e, &id,
		    "SELECT id FROM redemption WHERE ask = $1 AND member = $2",
		    "ii", w->ask, w->member) == -1)
		return -1;
	return id == 0 ? 0 : redemption_get(db, id, out, e);
}

/* Why it cannot be; REDEMPTION_MADE: it can. */
static int
find_obstacle(struct db *db, const struct redemption_wish *w,
	const struct reward *r, enum redemption_answer *out, struct err *e)
{
	const struct account settled = {ACCOUNT_SETTLED, w->member};
	int64_t points;

	if (ledger_balance(db, &settled, &points, e) == -1)
		return -1;
	*out = r->id == 0 || r->retired ? REDEMPTION_GONE
	       : reward_left(r) == 0    ? REDEMPTION_OUT
	       : points < r->cost       ? REDEMPTION_POOR
					: REDEMPTION_MADE;
	return 0;
}

int
redemption_request(struct db *db, const struct redemption_wish *w, int64_t now,
	struct redemption *out, enum redemption_answer *answer, struct err *e)
{
	struct reward reward;
	bool taken;

	*answer = REDEMPTION_SEEN;
	if (redemption_find(db, w, out, e) == -1)
		return -1;
	if (out->id != 0)
		return 0;
	if (catalogue_get(db, w->reward, &reward, e) == -1 ||
		find_obstacle(db, w, &reward, answer, e) == -1)
		return -1;
	if (*answer != REDEMPTION_MADE)
		return 0;
	if (take(db, w->reward, &taken, e) == -1)
		return -1;
	if (!taken)
		return err_set(e, "the stock is not what it was");
	if (write_row(db, w, &reward, now, e) == -1 ||
		redemption_get(db, db_last_id(db), out, e) == -1 ||
		pay(db, out, now, e) == -1)
		return err_add(e, "redeem");
	return strcmp(out->kind, "code") == 0 ? set_code_aside(db, out, e) : 0;
}

/* From what to what; the first word is a state, the others those after it. */
static bool
may_become(const char *from, const char *to)
{
	static const char *const ways[][5] = {
		{"requested", "approved", "delivered", "rejected", "cancelled"},
		{"approved", "delivered", "rejected", NULL, NULL},
	};
	size_t i, n;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		for (n = 1; n < 5 && strcmp(ways[i][0], from) == 0; n++)
			if (ways[i][n] != NULL && strcmp(ways[i][n], to) == 0)
				return true;
	return false;
}

static bool
is_turned_down(const char *state)
{
	return strcmp(state, "rejected") == 0 ||
	       strcmp(state, "cancelled") == 0;
}

/* Of somebody forgotten the points go where their others went. */
static int
give_back_points(
	struct db *db, const struct redemption *r, int64_t now, struct err *e)
{
	const struct account redeemed = {ACCOUNT_REDEEMED, r->member};
	struct account to = {ACCOUNT_SETTLED, r->member};
	int64_t forgotten;
	char cause[64];

	if (db_number(db, e, &forgotten,
		    "SELECT count(*) FROM member"
		    " WHERE id = $1 AND state = 'forgotten'",
		    "i", r->member) == -1)
		return -1;
	if (forgotten != 0)
		to = (struct account){ACCOUNT_PROGRAMME, 0};
	snprintf(cause, sizeof(cause), "redeem:%" PRId64 ":back", r->id);
	return ledger_give(db, &redeemed, &to, r->cost, cause, now, e);
}

static int
give_back(struct db *db, const struct redemption *r, int64_t now, struct err *e)
{
	if (give_back_points(db, r, now, e) == -1 ||
		db_run(db, e,
			"UPDATE reward SET taken = taken - 1 WHERE id = $1",
			"i", r->reward) == -1)
		return -1;
	return db_run(db, e,
		"UPDATE reward_code SET redemption = NULL"
		" WHERE redemption = $1",
		"i", r->id);
}

int
redemption_move(struct db *db, struct redemption *r,
	const struct redemption_step *step, int64_t now, bool *moved,
	struct err *e)
{
	bool given = strcmp(step->state, "delivered") == 0;

	if (redemption_get(db, r->id, r, e) == -1)
		return -1;
	*moved = r->id != 0 && may_become(r->state, step->state);
	if (!*moved)
		return 0;
	if (db_run(db, e,
		    "UPDATE redemption SET state = $1,"
		    " decided_at = CASE WHEN $1 = 'delivered'"
		    " THEN coalesce(decided_at, $2) ELSE $2 END,"
		    " delivered_at = NULLIF($3, 0), chat = $4, person = $5,"
		    " note = $6 WHERE id = $7",
		    "tiittti", step->state, now, given ? now : 0, step->chat,
		    step->person, step->note, r->id) == -1)
		return -1;
	if (is_turned_down(step->state) && give_back(db, r, now, e) == -1)
		return err_add(e, "%s", step->state);
	return redemption_get(db, r->id, r, e);
}
