#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "db.h"
#include "holds.h"
#include "ledger.h"
#include "shares.h"

/* Two members are one: what both shared of one item on one network is one
 * share. */

struct twin {
	int64_t kept, other;
};

struct list {
	struct twin *all;
	size_t count;
};

static int
find_twins(struct db *db, int64_t keep, int64_t drop, struct list *out,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT a.id, b.id FROM share a JOIN share b"
		" ON b.item = a.item AND b.network = a.network"
		" WHERE a.member = $1 AND b.member = $2",
		"ii", keep, drop);
	int more;

	while ((more = rows_next(r, e)) == 1) {
		out->all = xrealloc(
			out->all, (out->count + 1) * sizeof(out->all[0]));
		out->all[out->count++] =
			(struct twin){rows_int(r, 0), rows_int(r, 1)};
	}
	rows_end(r);
	return more;
}

/* The earlier of two moments, of which either may not have come (0). */
static int64_t
earlier(int64_t a, int64_t b)
{
	if (a == 0 || b == 0)
		return a + b;
	return a < b ? a : b;
}

static void
take_over(struct share *s, struct share *other, int64_t now)
{
	if (s->text[0] == '\0')
		memcpy(s->text, other->text, sizeof(s->text));
	if (other->evidence > s->evidence)
		s->evidence = other->evidence;
	s->opened_at = earlier(s->opened_at, other->opened_at);
	s->declared_at = earlier(s->declared_at, other->declared_at);
	s->read_at = earlier(s->read_at, other->read_at);
	if (s->withdrawn_at == 0 || other->withdrawn_at == 0)
		s->withdrawn_at = 0;
	s->readers += other->readers;
	other->text[0] = '\0';
	other->readers = 0;
	if (other->withdrawn_at == 0)
		other->withdrawn_at = now;
}

/* What waited for a proof that the other share has, waits no longer than
 * that one's awards do. */
static int
ripen(struct db *db, const struct share *s, int64_t now, struct err *e)
{
	int64_t at;

	if (s->read_at == 0)
		return 0;
	if (db_number(db, e, &at,
		    "SELECT max(settles_at) FROM award WHERE share = $1", "i",
		    s->id) == -1)
		return -1;
	return award_ripen(db, s->id, at > now ? at : now, e);
}

static int
take_links(struct db *db, const struct share *s, int64_t other, struct err *e)
{
	return db_run(db, e,
		"UPDATE link SET share = $1, member = $2, further = CASE WHEN"
		" EXISTS (SELECT 1 FROM link o WHERE o.share = $1"
		" AND o.further = 0) THEN 1 ELSE further END"
		" WHERE share = $3",
		"iii", s->id, s->member, other);
}

static int
merge_twin(struct db *db, const struct twin *t, int64_t now, struct err *e)
{
	struct share s, other;

	if (share_get(db, t->kept, &s, e) == -1 ||
		share_get(db, t->other, &other, e) == -1)
		return -1;
	take_over(&s, &other, now);
	if (share_save(db, &s, e) == -1 || share_save(db, &other, e) == -1 ||
		take_links(db, &s, other.id, e) == -1 ||
		hold_merge(db, other.id, s.id, e) == -1 ||
		award_merge(db, &other, &s, now, e) == -1)
		return -1;
	return ripen(db, &s, now, e);
}

int
share_merge(
	struct db *db, int64_t keep, int64_t drop, int64_t now, struct err *e)
{
	struct list list = {NULL, 0};
	int result = find_twins(db, keep, drop, &list, e);
	size_t i;

	for (i = 0; result == 0 && i < list.count; i++)
		result = merge_twin(db, &list.all[i], now, e);
	free(list.all);
	if (result == -1 ||
		db_run(db, e,
			"UPDATE share SET member = $1 WHERE member = $2"
			" AND NOT EXISTS (SELECT 1 FROM share o"
			" WHERE o.member = $1 AND o.item = share.item"
			" AND o.network = share.network)",
			"ii", keep, drop) == -1)
		return -1;
	return db_run(db, e,
		"UPDATE link SET member = $1 WHERE member = $2"
		" AND share IN (SELECT id FROM share WHERE member = $1)",
		"ii", keep, drop);
}
