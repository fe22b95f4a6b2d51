#include <string.h>

#include "when.h"

#include "db.h"
#include "people.h"
#include "report.h"

#define CLASSES 4

/* What is asked for. */
struct question {
	int64_t from, to;
	int64_t campaign, item;
};

/* A number for question q; each statement takes $1 from, $2 to, $3 item, $4
 * campaign, the latter two 0 for all. */
static int
ask_number(struct db *db, const struct question *q, const char *sql,
	int64_t *out, struct err *e)
{
	return db_number(
		db, e, out, sql, "iiii", q->from, q->to, q->item, q->campaign);
}

static int
count_openings(struct db *db, const struct question *q, struct report *out,
	struct err *e)
{
	if (ask_number(db, q,
		    "SELECT count(DISTINCT a.item) FROM announcement a"
		    " JOIN item i ON i.id = a.item"
		    " WHERE a.state IN ('posted', 'over')"
		    " AND a.due_at >= $1 AND a.due_at < $2"
		    " AND ($3 = 0 OR a.item = $3)"
		    " AND ($4 = 0 OR i.campaign = $4)",
		    &out->announced, e) == -1)
		return -1;
	if (ask_number(db, q,
		    "SELECT count(*) FROM kit k JOIN item i ON i.id = k.item"
		    " WHERE k.opened_at >= $1 AND k.opened_at < $2"
		    " AND ($3 = 0 OR k.item = $3)"
		    " AND ($4 = 0 OR i.campaign = $4)",
		    &out->kits, e) == -1)
		return -1;
	return people_count(db, &out->members, e);
}

static int
read_row(struct rows *r, int64_t *const *columns, int count, struct err *e)
{
	int i, more;

	if (r == NULL)
		return -1;
	more = rows_next(r, e);
	for (i = 0; more == 1 && i < count; i++)
		*columns[i] = rows_int(r, i);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

static int
count_shares(struct db *db, const struct question *q, struct report *out,
	struct err *e)
{
	int64_t *const columns[] = {
		&out->shares, &out->sharers, &out->declared, &out->read};

	return read_row(
		db_ask(db, e,
			"SELECT count(*), count(DISTINCT s.member),"
			" sum(CASE WHEN s.declared_at IS NULL THEN 0 ELSE 1 "
			"END),"
			" sum(CASE WHEN s.evidence = 4 THEN 1 ELSE 0 END)"
			" FROM share s JOIN item i ON i.id = s.item"
			" WHERE s.opened_at >= $1 AND s.opened_at < $2"
			" AND ($3 = 0 OR s.item = $3)"
			" AND ($4 = 0 OR i.campaign = $4)"
			" AND s.withdrawn_at IS NULL",
			"iiii", q->from, q->to, q->item, q->campaign),
		columns, 4, e);
}

static int
count_hits(struct db *db, const struct question *q, struct report *out,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT h.class, sum(h.hits),"
		" sum(CASE WHEN h.network <> '' THEN h.readers ELSE 0 END),"
		" sum(CASE WHEN h.network = '' THEN h.readers ELSE 0 END)"
		" FROM reach_now h JOIN item i ON i.id = h.item"
		" WHERE h.day >= $1 AND h.day < $2"
		" AND ($3 = 0 OR h.item = $3)"
		" AND ($4 = 0 OR i.campaign = $4) GROUP BY h.class",
		"iiii", when_day(q->from), when_day(q->to + WHEN_DAY - 1),
		q->item, q->campaign);
	int more;

	if (r == NULL)
		return -1;
	while ((more = rows_next(r, e)) == 1) {
		int64_t class = rows_int(r, 0);

		if (class >= 0 && class < CLASSES)
			out->hits[class] = rows_int(r, 1);
		out->readers += rows_int(r, 2);
		out->company_readers += rows_int(r, 3);
	}
	rows_end(r);
	return more;
}

static int
count_points(struct db *db, const struct question *q, struct report *out,
	struct err *e)
{
	int64_t *const columns[] = {
		&out->given, &out->pending, &out->settled, &out->stopped};

	return read_row(
		db_ask(db, e,
			"SELECT sum(CASE WHEN state IN ('pending', 'settled')"
			" THEN points ELSE 0 END),"
			" sum(CASE WHEN state = 'pending' THEN points"
			" ELSE 0 END),"
			" sum(CASE WHEN state = 'settled' THEN points"
			" ELSE 0 END), sum(wanted - points) FROM award"
			" WHERE created_at >= $1 AND created_at < $2"
			" AND ($3 = 0 OR item = $3)"
			" AND ($4 = 0 OR campaign = $4)",
			"iiii", q->from, q->to, q->item, q->campaign),
		columns, 4, e);
}

int
report_make(struct db *db, int64_t from, int64_t to, int64_t campaign,
	int64_t item, struct report *out, struct err *e)
{
	const struct question q = {from, to, campaign, item};

	memset(out, 0, sizeof(*out));
	if (count_openings(db, &q, out, e) == -1 ||
		count_shares(db, &q, out, e) == -1 ||
		count_hits(db, &q, out, e) == -1)
		return -1;
	return count_points(db, &q, out, e);
}
