#include <string.h>

#include "err.h"

#include "db.h"
#include "rewards.h"

#define COLUMNS                                                                \
	"SELECT d.id, d.member, d.reward, d.ask, r.name, d.kind, d.cost,"      \
	" d.value, d.currency, d.state, d.requested_at, d.decided_at,"         \
	" d.delivered_at, d.chat, d.person, d.note FROM redemption d"          \
	" JOIN reward r ON r.id = d.reward"

static void
read_row(const struct rows *r, struct redemption *out)
{
	memset(out, 0, sizeof(*out));
	out->id = rows_int(r, 0);
	out->member = rows_int(r, 1);
	out->reward = rows_int(r, 2);
	out->ask = rows_int(r, 3);
	rows_copy(r, 4, out->name, sizeof(out->name));
	rows_copy(r, 5, out->kind, sizeof(out->kind));
	out->cost = rows_int(r, 6);
	out->value = rows_int(r, 7);
	rows_copy(r, 8, out->currency, sizeof(out->currency));
	rows_copy(r, 9, out->state, sizeof(out->state));
	out->requested_at = rows_int(r, 10);
	out->decided_at = rows_int(r, 11);
	out->delivered_at = rows_int(r, 12);
	rows_copy(r, 13, out->chat, sizeof(out->chat));
	rows_copy(r, 14, out->person, sizeof(out->person));
	rows_copy(r, 15, out->note, sizeof(out->note));
}

static int
read_each(struct rows *r, redemption_fn *fn, void *arg, struct err *e)
{
	struct redemption redemption;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		read_row(r, &redemption);
		if (fn(arg, &redemption, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}

int
redemption_get(struct db *db, int64_t id, struct redemption *out, struct err *e)
{
	struct rows *r = db_ask(db, e, COLUMNS " WHERE d.id = $1", "i", id);
	int more;

	memset(out, 0, sizeof(*out));
	more = rows_next(r, e);
	if (more == 1)
		read_row(r, out);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
redemption_each_open(struct db *db, int64_t skip, int64_t most,
	redemption_fn *fn, void *arg, struct err *e)
{
	return read_each(
		db_ask(db, e,
			COLUMNS " WHERE d.state IN ('requested', 'approved')"
				" ORDER BY d.id LIMIT $1 OFFSET $2",
			"ii", most, skip),
		fn, arg, e);
}

int
redemption_each(struct db *db, int64_t skip, int64_t most, redemption_fn *fn,
	void *arg, struct err *e)
{
	return read_each(db_ask(db, e,
				 COLUMNS " ORDER BY d.id DESC"
					 " LIMIT $1 OFFSET $2",
				 "ii", most, skip),
		fn, arg, e);
}

int
redemption_count(struct db *db, int64_t *open, int64_t *all, struct err *e)
{
	if (db_number(db, e, open,
		    "SELECT count(*) FROM redemption"
		    " WHERE state IN ('requested', 'approved')",
		    "") == -1)
		return -1;
	return db_number(db, e, all, "SELECT count(*) FROM redemption", "");
}

int
redemption_count_reward(
	struct db *db, int64_t reward, int64_t *open, struct err *e)
{
	return db_number(db, e, open,
		"SELECT count(*) FROM redemption WHERE reward = $1"
		" AND state IN ('requested', 'approved')",
		"i", reward);
}

int
redemption_count_member(
	struct db *db, int64_t member, int64_t *open, struct err *e)
{
	return db_number(db, e, open,
		"SELECT count(*) FROM redemption WHERE member = $1"
		" AND state IN ('requested', 'approved')",
		"i", member);
}

int
redemption_each_of_member(struct db *db, int64_t member, int64_t most,
	redemption_fn *fn, void *arg, struct err *e)
{
	return read_each(db_ask(db, e,
				 COLUMNS " WHERE d.member = $1"
					 " ORDER BY d.id DESC LIMIT $2",
				 "ii", member, most),
		fn, arg, e);
}

int
redemption_each_granted(struct db *db, const struct redemption_span *s,
	int64_t most, redemption_fn *fn, void *arg, struct err *e)
{
	return read_each(
		db_ask(db, e,
			COLUMNS " WHERE d.state IN ('approved', 'delivered')"
				" AND d.decided_at >= $1"
				" AND ($2 = 0 OR d.decided_at < $2)"
				" AND (d.decided_at, d.id) > ($3, $4)"
				" ORDER BY d.decided_at, d.id LIMIT $5",
			"iiiii", s->from, s->to, s->after_at, s->after, most),
		fn, arg, e);
}

int
redemption_count_granted(struct db *db, const struct redemption_span *s,
	int64_t *out, struct err *e)
{
	return db_number(db, e, out,
		"SELECT count(*) FROM redemption"
		" WHERE state IN ('approved', 'delivered')"
		" AND decided_at >= $1 AND ($2 = 0 OR decided_at < $2)",
		"ii", s->from, s->to);
}

/* What waits is gathered before anything changes. */
struct waiting {
	int64_t ids[64];
	size_t count;
};

static int
on_waiting(void *arg, const struct redemption *r, struct err *e)
{
	struct waiting *w = arg;

	(void)e;
	if (strcmp(r->state, "requested") == 0)
		w->ids[w->count++] = r->id;
	return 0;
}

static int
ask_waiting(struct db *db, int64_t member, struct waiting *w, struct err *e)
{
	w->count = 0;
	return read_each(db_ask(db, e,
				 COLUMNS " WHERE d.member = $1"
					 " AND d.state = 'requested'"
					 " ORDER BY d.id LIMIT 64",
				 "i", member),
		on_waiting, w, e);
}

static int
cancel_all(struct db *db, const struct waiting *w, int64_t now, struct err *e)
{
	const struct redemption_step step = {"cancelled", "", "", ""};
	struct redemption r;
	bool moved;
	size_t i;

	for (i = 0; i < w->count; i++) {
		r.id = w->ids[i];
		if (redemption_move(db, &r, &step, now, &moved, e) == -1)
			return -1;
	}
	return 0;
}

int
redemption_forget(struct db *db, int64_t member, int64_t now, struct err *e)
{
	struct waiting w;

	do {
		if (ask_waiting(db, member, &w, e) == -1 ||
			cancel_all(db, &w, now, e) == -1)
			return -1;
	} while (w.count > 0);
	if (db_run(db, e, "UPDATE redemption SET note = '' WHERE member = $1",
		    "i", member) == -1)
		return -1;
	return db_run(db, e,
		"UPDATE reward_code SET box = '' WHERE redemption IN"
		" (SELECT id FROM redemption WHERE member = $1"
		" AND state = 'delivered')",
		"i", member);
}
