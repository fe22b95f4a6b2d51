#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "err.h"
#include "when.h"

#include "board.h"
#include "db.h"
#include "ledger.h"

static void
read_row(const struct rows *r, struct award *out)
{
	out->id = rows_int(r, 0);
	out->share = rows_int(r, 1);
	out->member = rows_int(r, 2);
	out->item = rows_int(r, 3);
	out->campaign = rows_int(r, 4);
	rows_copy(r, 5, out->kind, sizeof(out->kind));
	out->step = (int)rows_int(r, 6);
	out->points = rows_int(r, 7);
	out->wanted = rows_int(r, 8);
	rows_copy(r, 9, out->stopped, sizeof(out->stopped));
	rows_copy(r, 10, out->state, sizeof(out->state));
	out->created_at = rows_int(r, 11);
	out->settles_at = rows_int(r, 12);
	out->expires_at = rows_int(r, 13);
}

static int
read_one(struct rows *r, struct award *out, struct err *e)
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
read_each(struct rows *r, award_fn *fn, void *arg, struct err *e)
{
	struct award a;
	int more;

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
award_find(struct db *db, int64_t share, const char *kind, int step,
	struct award *out, struct err *e)
{
	return read_one(
		db_ask(db, e,
			"SELECT id, share, member, item, campaign, kind, step,"
			" points, wanted, stopped, state, created_at,"
			" settles_at, expires_at FROM award"
			" WHERE share = $1 AND kind = $2 AND step = $3",
			"iti", share, kind, (int64_t)step),
		out, e);
}

int
award_get(struct db *db, int64_t id, struct award *out, struct err *e)
{
	if (read_one(db_ask(db, e,
			     "SELECT id, share, member, item, campaign, kind,"
			     " step, points, wanted, stopped, state,"
			     " created_at, settles_at, expires_at FROM award"
			     " WHERE id = $1",
			     "i", id),
		    out, e) == -1)
		return -1;
	return out->id == 0 ? err_set(e, "no such award") : 0;
}

int
award_networks(
	struct db *db, int64_t member, int64_t item, int *out, struct err *e)
{
	int64_t count;

	if (db_number(db, e, &count,
		    "SELECT count(*) FROM award WHERE member = $1"
		    " AND item = $2 AND kind = 'share'"
		    " AND state NOT IN ('withdrawn', 'expired')",
		    "ii", member, item) == -1)
		return -1;
	*out = (int)count;
	return 0;
}

int
award_each_of_share(
	struct db *db, int64_t share, award_fn *fn, void *arg, struct err *e)
{
	return read_each(
		db_ask(db, e,
			"SELECT id, share, member, item, campaign, kind, step,"
			" points, wanted, stopped, state, created_at,"
			" settles_at, expires_at FROM award"
			" WHERE share = $1 ORDER BY id",
			"i", share),
		fn, arg, e);
}

int
award_each_of_member(struct db *db, int64_t member, int max, award_fn *fn,
	void *arg, struct err *e)
{
	return read_each(
		db_ask(db, e,
			"SELECT id, share, member, item, campaign, kind, step,"
			" points, wanted, stopped, state, created_at,"
			" settles_at, expires_at FROM award"
			" WHERE member = $1 ORDER BY id DESC LIMIT $2",
			"ii", member, (int64_t)max),
		fn, arg, e);
}

int
award_each_pending(
	struct db *db, int64_t member, award_fn *fn, void *arg, struct err *e)
{
	return read_each(
		db_ask(db, e,
			"SELECT id, share, member, item, campaign, kind, step,"
			" points, wanted, stopped, state, created_at,"
			" settles_at, expires_at FROM award"
			" WHERE member = $1 AND state = 'pending' ORDER BY id",
			"i", member),
		fn, arg, e);
}

/* Moves an award's points; the cause makes it happen once. */
static int
move(struct db *db, const struct award *a, const char *deed,
	const struct account from_to[2], int64_t now, struct err *e)
{
	char cause[48];

	snprintf(cause, sizeof(cause), "award:%" PRId64 ":%s", a->id, deed);
	return ledger_give(
		db, &from_to[0], &from_to[1], a->points, cause, now, e);
}

static int
insert(struct db *db, const struct award *a, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO award (share, kind, step, member, item, campaign,"
		" points, wanted, stopped, state, created_at, day, settles_at,"
		" expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
		" NULLIF($9, ''), $10, $11, $12, NULLIF($13, 0), $14)"
		" ON CONFLICT (share, kind, step) DO NOTHING",
		"itiiiiiittiiii", a->share, a->kind, (int64_t)a->step,
		a->member, a->item, a->campaign, a->points, a->wanted,
		a->stopped, a->state, a->created_at, when_day(a->created_at),
		a->settles_at, a->expires_at);
}

/* Adds the award's points to every total of points earned, or takes them
 * away. */
static int
count_points(
	struct db *db, const struct award *a, int64_t points, struct err *e)
{
	const struct board_change change = {
		.member = a->member,
		.campaign = a->campaign,
		.day = when_day(a->created_at),
		.points = points,
	};

	if (db_run(db, e,
		    "UPDATE campaign SET given = given + $1 WHERE id = $2",
		    "ii", points, a->campaign) == -1)
		return -1;
	return board_count(db, &change, e);
}

int
award_add(struct db *db, struct award *a, int64_t now, struct err *e)
{
	const struct account from_to[2] = {
		{ACCOUNT_BUDGET, a->campaign}, {ACCOUNT_PENDING, a->member}};

	a->id = 0;
	a->created_at = now;
	snprintf(a->state, sizeof(a->state), "%s",
		a->points == 0 ? "stopped" : "pending");
	if (ledger_roll(db, when_day(now), e) == -1 || insert(db, a, e) == -1)
		return -1;
	if (db_changed(db) == 0)
		return 0;
	a->id = db_last_id(db);
	if (a->points == 0)
		return 0;
	if (move(db, a, "give", from_to, now, e) == -1)
		return -1;
	return count_points(db, a, a->points, e);
}

int
award_ripen(struct db *db, int64_t share, int64_t settles_at, struct err *e)
{
	return db_run(db, e,
		"UPDATE award SET settles_at = $1 WHERE share = $2"
		" AND state = 'pending' AND settles_at IS NULL",
		"ii", settles_at, share);
}

static int
change_state(struct db *db, int64_t id, const char *state, struct err *e)
{
	return db_run(db, e, "UPDATE award SET state = $1 WHERE id = $2", "ti",
		state, id);
}

int
award_settle(struct db *db, int64_t id, int64_t now, struct err *e)
{
	struct account from_to[2] = {
		{ACCOUNT_PENDING, 0}, {ACCOUNT_SETTLED, 0}};
	struct award a;

	if (award_get(db, id, &a, e) == -1)
		return -1;
	if (strcmp(a.state, "pending") != 0)
		return 0;
	from_to[0].owner = from_to[1].owner = a.member;
	if (change_state(db, id, "settled", e) == -1)
		return -1;
	return move(db, &a, "settle", from_to, now, e);
}

int
award_end(struct db *db, int64_t id, const char *state, int64_t now,
	struct err *e)
{
	struct account from_to[2] = {{ACCOUNT_PENDING, 0}, {ACCOUNT_BUDGET, 0}};
	struct award a;

	if (strcmp(state, "expired") != 0 && strcmp(state, "withdrawn") != 0)
		return err_set(e, "an award does not end as %s", state);
	if (award_get(db, id, &a, e) == -1)
		return -1;
	if (strcmp(a.state, "pending") != 0)
		return 0;
	from_to[0].owner = a.member;
	from_to[1].owner = a.campaign;
	if (change_state(db, id, state, e) == -1 ||
		move(db, &a, "end", from_to, now, e) == -1)
		return -1;
	return count_points(db, &a, -a.points, e);
}

int
award_cut(struct db *db, const struct award *a, int64_t now, struct err *e)
{
	const struct account pending = {ACCOUNT_PENDING, a->member};
	const struct account budget = {ACCOUNT_BUDGET, a->campaign};
	struct award old;
	char cause[72];
	int64_t back;

	if (award_get(db, a->id, &old, e) == -1)
		return -1;
	back = old.points - a->points;
	if (strcmp(old.state, "pending") != 0 || back < 0)
		return err_set(e, "only what is pending can be cut");
	if (db_run(db, e,
		    "UPDATE award SET points = $1, wanted = $2,"
		    " stopped = NULLIF($3, ''), state = CASE WHEN $1 = 0"
		    " THEN 'stopped' ELSE state END WHERE id = $4",
		    "iiti", a->points, a->wanted, a->stopped, a->id) == -1)
		return -1;
	if (back == 0)
		return 0;
	snprintf(cause, sizeof(cause), "award:%" PRId64 ":cut:%" PRId64, a->id,
		a->points);
	if (ledger_give(db, &pending, &budget, back, cause, now, e) == -1)
		return -1;
	return count_points(db, &old, -back, e);
}

int
award_take_back(struct db *db, int64_t id, int64_t now, struct err *e)
{
	struct account settled = {ACCOUNT_SETTLED, 0};
	struct account budget = {ACCOUNT_BUDGET, 0};
	struct award a;
	char cause[48];
	int64_t left;

	if (award_get(db, id, &a, e) == -1)
		return -1;
	if (strcmp(a.state, "settled") != 0)
		return 0;
	settled.owner = a.member;
	budget.owner = a.campaign;
	if (ledger_balance(db, &settled, &left, e) == -1 ||
		change_state(db, id, "withdrawn", e) == -1 ||
		count_points(db, &a, -a.points, e) == -1)
		return -1;
	if (left > a.points)
		left = a.points;
	if (left == 0)
		return 0;
	snprintf(cause, sizeof(cause), "award:%" PRId64 ":back", id);
	return ledger_give(db, &settled, &budget, left, cause, now, e);
}

int
award_first(struct db *db, int64_t member, int64_t item, int64_t points,
	int64_t *id, struct err *e)
{
	return db_number(db, e, id,
		"SELECT id FROM award WHERE member = $1 AND item = $2"
		" AND kind = 'share' AND state IN ('pending', 'settled')"
		" AND wanted > $3"
		" ORDER BY CASE WHEN state = 'settled' THEN 0 ELSE 1 END, id"
		" LIMIT 1",
		"iii", member, item, points);
}

int
award_sum(struct db *db, const struct award *a, int64_t day,
	struct award_sums *out, struct err *e)
{
	const struct account budget = {ACCOUNT_BUDGET, a->campaign};

	if (db_number(db, e, &out->member_day,
		    "SELECT sum(points) FROM tally"
		    " WHERE member = $1 AND day = $2",
		    "ii", a->member, day) == -1 ||
		db_number(db, e, &out->member_day_campaign,
			"SELECT points FROM tally WHERE member = $1"
			" AND day = $2 AND campaign = $3",
			"iii", a->member, day, a->campaign) == -1 ||
		db_number(db, e, &out->member_item,
			"SELECT sum(points) FROM award WHERE member = $1"
			" AND item = $2 AND state IN ('pending', 'settled')",
			"ii", a->member, a->item) == -1 ||
		db_number(db, e, &out->member_campaign,
			"SELECT points FROM standing WHERE span = 'all'"
			" AND start = 0 AND campaign = $1 AND member = $2",
			"ii", a->campaign, a->member) == -1 ||
		db_number(db, e, &out->campaign,
			"SELECT given FROM campaign WHERE id = $1", "i",
			a->campaign) == -1)
		return -1;
	return ledger_balance(db, &budget, &out->budget_left, e);
}
