#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "db.h"
#include "ledger.h"
#include "shares.h"

/* One share was two: what both earned is earned once. */

struct list {
	struct award *all;
	size_t count;
};

static int
on_award(void *arg, const struct award *a, struct err *e)
{
	struct list *l = arg;

	(void)e;
	l->all = xrealloc(l->all, (l->count + 1) * sizeof(l->all[0]));
	l->all[l->count++] = *a;
	return 0;
}

static bool
counts(const struct award *a)
{
	return strcmp(a->state, "pending") == 0 ||
	       strcmp(a->state, "settled") == 0;
}

/* Whether a is worth more than b to who has both. */
static bool
is_better(const struct award *a, const struct award *b)
{
	if (counts(a) != counts(b))
		return counts(a);
	if (a->points != b->points)
		return a->points > b->points;
	return strcmp(a->state, "settled") == 0 &&
	       strcmp(b->state, "settled") != 0;
}

static int
give_to(struct db *db, const struct award *a, const struct share *to,
	struct err *e)
{
	return db_run(db, e,
		"UPDATE award SET share = $1, member = $2, step = $3"
		" WHERE id = $4",
		"iiii", to->id, to->member, (int64_t)a->step, a->id);
}

/* Each becomes the other's; in between one of them has no place. */
static int
swap(struct db *db, const struct award *a, const struct award *b,
	const struct share shares[2], struct err *e)
{
	if (db_run(db, e, "UPDATE award SET step = -1 - step WHERE id = $1",
		    "i", a->id) == -1)
		return -1;
	if (give_to(db, b, &shares[0], e) == -1)
		return -1;
	return give_to(db, a, &shares[1], e);
}

static int
end(struct db *db, const struct award *a, int64_t now, struct err *e)
{
	if (award_end(db, a->id, "withdrawn", now, e) == -1)
		return -1;
	return award_take_back(db, a->id, now, e);
}

/* kept_other[0] keeps the better of the two, kept_other[1] has the one that
 * ended. */
static int
settle_twins(struct db *db, const struct award *a,
	const struct share kept_other[2], int64_t now, struct err *e)
{
	struct award own;

	if (award_find(db, kept_other[0].id, a->kind, a->step, &own, e) == -1)
		return -1;
	if (own.id == 0)
		return give_to(db, a, &kept_other[0], e);
	if (!is_better(a, &own))
		return end(db, a, now, e) == -1
			       ? -1
			       : give_to(db, a, &kept_other[1], e);
	if (end(db, &own, now, e) == -1)
		return -1;
	return swap(db, &own, a, kept_other, e);
}

int
award_merge(struct db *db, const struct share *from, const struct share *to,
	int64_t now, struct err *e)
{
	const struct share kept_other[2] = {*to, *from};
	struct list list = {NULL, 0};
	int result = award_each_of_share(db, from->id, on_award, &list, e);
	size_t i;

	for (i = 0; result == 0 && i < list.count; i++)
		result = settle_twins(db, &list.all[i], kept_other, now, e);
	free(list.all);
	return result;
}
