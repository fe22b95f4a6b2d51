#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "text.h"

#include "db.h"
#include "statement.h"

/* How the causes of entries are written, by whoever makes them. */
static const struct {
	const char *before; /* the number */
	const char *after;  /* it; what follows that is of no matter */
	enum statement_deed deed;
} causes[] = {
	{"award:", ":give", STATEMENT_GIVE},
	{"award:", ":settle", STATEMENT_SETTLE},
	{"award:", ":end", STATEMENT_END},
	{"award:", ":cut", STATEMENT_CUT},
	{"award:", ":back", STATEMENT_BACK},
	{"redeem:", ":back", STATEMENT_RETURN},
	{"redeem:", "", STATEMENT_REDEEM},
	{"merge:", "", STATEMENT_MERGE},
};

/* Who wants them. */
struct reader {
	statement_fn *fn;
	void *arg;
};

static void
read_cause(const char *cause, struct statement_line *out)
{
	char *rest;
	size_t i;

	out->deed = STATEMENT_OTHER;
	out->about = 0;
	for (i = 0; i < sizeof(causes) / sizeof(causes[0]); i++) {
		if (!text_starts(cause, causes[i].before))
			continue;
		out->about =
			strtoll(cause + strlen(causes[i].before), &rest, 10);
		out->deed = causes[i].deed;
		if (text_starts(rest, causes[i].after))
			return;
	}
}

/* The member's accounts, with what is on them; id 0: never used. */
struct book {
	struct {
		int64_t id, balance;
	} pending, settled;
};

static int
read_book(struct db *db, int64_t member, struct book *out, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT kind, id, balance FROM account"
		" WHERE kind IN ('pending', 'settled') AND owner = $1",
		"i", member);
	int more;

	*out = (struct book){{0, 0}, {0, 0}};
	while ((more = rows_next(r, e)) == 1) {
		bool waits = strcmp(rows_text(r, 0), "pending") == 0;

		*(waits ? &out->pending.id : &out->settled.id) = rows_int(r, 1);
		*(waits ? &out->pending.balance : &out->settled.balance) =
			rows_int(r, 2);
	}
	rows_end(r);
	return more;
}

/* What the entry did to that account. */
static int64_t
change_of(const struct rows *r, int64_t account)
{
	int64_t points = rows_int(r, 5);

	return rows_int(r, 3) == account   ? -points
	       : rows_int(r, 4) == account ? points
					   : 0;
}

/* The next older entry: what the member had before it is what they had after
 * it, less what it brought. */
static void
read_line(const struct rows *r, struct book *b, struct statement_line *l)
{
	l->id = rows_int(r, 0);
	l->at = rows_int(r, 1);
	read_cause(rows_text(r, 2), l);
	l->pending = change_of(r, b->pending.id);
	l->settled = change_of(r, b->settled.id);
	l->pending_after = b->pending.balance;
	l->settled_after = b->settled.balance;
	b->pending.balance -= l->pending;
	b->settled.balance -= l->settled;
}

static int
read_each(struct rows *r, struct book *b, const struct statement_wish *w,
	struct reader *to, struct err *e)
{
	struct statement_line l;
	int64_t seen = 0;
	int more = 0;

	while (seen < w->skip + w->most && (more = rows_next(r, e)) == 1) {
		read_line(r, b, &l);
		if (l.at < w->from || (w->to != 0 && l.at >= w->to) ||
			seen++ < w->skip)
			continue;
		if (to->fn(to->arg, &l, e) == -1)
			return -1;
	}
	return more == -1 ? -1 : 0;
}

/* Each part is a range of an index in the order of entries, so that the newest
 * are read without the others. An entry from one of the member's accounts to
 * another is in two parts, and comes once. */
int
statement_each(struct db *db, const struct statement_wish *w, statement_fn *fn,
	void *arg, struct err *e)
{
	struct reader to = {fn, arg};
	struct book b;
	struct rows *r;
	int result;

	if (read_book(db, w->member, &b, e) == -1)
		return -1;
	r = db_ask(db, e,
		"SELECT id, at, cause, source, target, points FROM entry"
		" WHERE source = $1 UNION"
		" SELECT id, at, cause, source, target, points FROM entry"
		" WHERE source = $2 UNION"
		" SELECT id, at, cause, source, target, points FROM entry"
		" WHERE target = $1 UNION"
		" SELECT id, at, cause, source, target, points FROM entry"
		" WHERE target = $2 ORDER BY 1 DESC",
		"ii", b.pending.id, b.settled.id);
	if (r == NULL)
		return -1;
	result = read_each(r, &b, w, &to, e);
	rows_end(r);
	return result;
}
