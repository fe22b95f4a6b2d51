#include <stdbool.h>
#include <string.h>

#include "when.h"

#include "db.h"
#include "people.h"
#include "report.h"
#include "report_about.h"

enum report_scope
report_scope_of(const struct report_about *about)
{
	if (about->item != 0 || about->campaign != 0)
		return REPORT_ITEMS;
	if (about->network[0] != '\0')
		return REPORT_NETWORK;
	return about->team != 0 ? REPORT_TEAM : REPORT_ALL;
}

struct rows *
report_ask(struct db *db, const struct report_about *about,
	const char *const sql[REPORT_SCOPES], int by_day, struct err *e)
{
	enum report_scope scope = report_scope_of(about);
	int64_t from = by_day ? when_day(about->from) : about->from;
	int64_t to = by_day ? when_day(about->to + WHEN_DAY - 1) : about->to;

	switch (scope) {
	case REPORT_ITEMS:
		return db_ask(db, e, sql[scope], "iiii", from, to, about->item,
			about->item != 0 ? 0 : about->campaign);
	case REPORT_NETWORK:
		return db_ask(
			db, e, sql[scope], "iit", from, to, about->network);
	case REPORT_TEAM:
		return db_ask(db, e, sql[scope], "iii", from, to, about->team);
	default:
		return db_ask(db, e, sql[scope], "ii", from, to);
	}
}

/* The columns of the one row there is; NULL rows fail. */
static int
read_row(struct rows *r, int64_t *const *columns, int count, struct err *e)
{
	int i, more;

	more = rows_next(r, e);
	for (i = 0; more == 1 && i < count; i++)
		*columns[i] = rows_int(r, i);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

static int
count_announced(struct db *db, const struct report_about *about,
	struct report *out, struct err *e)
{
	static const char *const sql[REPORT_SCOPES] = {
		[REPORT_ALL] = "SELECT count(DISTINCT item) FROM announcement"
			       " WHERE state IN ('posted', 'over')"
			       " AND due_at >= $1 AND due_at < $2",
		[REPORT_ITEMS] =
			"SELECT count(DISTINCT item) FROM announcement"
			" WHERE state IN ('posted', 'over')"
			" AND due_at >= $1 AND due_at < $2 AND item IN"
			" (SELECT id FROM item WHERE id = $3"
			" UNION ALL SELECT id FROM item WHERE campaign = $4)"};
	int64_t *const columns[] = {&out->announced};

	if (sql[report_scope_of(about)] == NULL)
		return 0;
	return read_row(report_ask(db, about, sql, false, e), columns, 1, e);
}

static int
count_kits(struct db *db, const struct report_about *about, struct report *out,
	struct err *e)
{
	static const char *const sql[REPORT_SCOPES] = {
		[REPORT_ALL] = "SELECT count(*) FROM kit"
			       " WHERE opened_at >= $1 AND opened_at < $2",
		[REPORT_ITEMS] =
			"SELECT count(*) FROM kit"
			" WHERE opened_at >= $1 AND opened_at < $2 AND item IN"
			" (SELECT id FROM item WHERE id = $3"
			" UNION ALL SELECT id FROM item WHERE campaign = $4)",
		[REPORT_TEAM] =
			"SELECT count(*) FROM kit"
			" WHERE opened_at >= $1 AND opened_at < $2"
			" AND member IN"
			" (SELECT member FROM team_member WHERE team = $3)"};
	int64_t *const columns[] = {&out->kits};

	if (sql[report_scope_of(about)] == NULL)
		return 0;
	return read_row(report_ask(db, about, sql, false, e), columns, 1, e);
}

static int
count_members(struct db *db, const struct report_about *about,
	struct report *out, struct err *e)
{
	if (about->team == 0)
		return people_count(db, &out->members, e);
	return db_number(db, e, &out->members,
		"SELECT count(*) FROM team_member WHERE team = $1", "i",
		about->team);
}

/* In one go, by the highest level of evidence that each reached: grouping
 * them would sort them first. */
static int
count_shares(struct db *db, const struct report_about *about,
	struct report *out, struct err *e)
{
	static const char *const sql[REPORT_SCOPES] = {
		[REPORT_ALL] =
			"SELECT sum(CASE WHEN evidence = 0 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 1 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 2 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 3 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 4 THEN 1 ELSE 0 END),"
			" count(*), count(declared_at), sum(readers),"
			" count(DISTINCT member) FROM share"
			" WHERE opened_at >= $1 AND opened_at < $2"
			" AND withdrawn_at IS NULL",
		[REPORT_ITEMS] =
			"SELECT sum(CASE WHEN evidence = 0 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 1 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 2 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 3 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 4 THEN 1 ELSE 0 END),"
			" count(*), count(declared_at), sum(readers),"
			" count(DISTINCT member) FROM share"
			" WHERE opened_at >= $1 AND opened_at < $2"
			" AND withdrawn_at IS NULL"
			" AND item IN (SELECT id FROM item WHERE id = $3"
			" UNION ALL SELECT id FROM item WHERE campaign = $4)",
		[REPORT_NETWORK] =
			"SELECT sum(CASE WHEN evidence = 0 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 1 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 2 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 3 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 4 THEN 1 ELSE 0 END),"
			" count(*), count(declared_at), sum(readers),"
			" count(DISTINCT member) FROM share"
			" WHERE opened_at >= $1 AND opened_at < $2"
			" AND withdrawn_at IS NULL"
			" AND network = $3",
		[REPORT_TEAM] =
			"SELECT sum(CASE WHEN evidence = 0 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 1 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 2 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 3 THEN 1 ELSE 0 END),"
			" sum(CASE WHEN evidence = 4 THEN 1 ELSE 0 END),"
			" count(*), count(declared_at), sum(readers),"
			" count(DISTINCT member) FROM share"
			" WHERE opened_at >= $1 AND opened_at < $2"
			" AND withdrawn_at IS NULL"
			" AND member IN"
			" (SELECT member FROM team_member WHERE team = $3)"};
	int64_t readers = 0;
	int64_t *const columns[] = {&out->levels[0], &out->levels[1],
		&out->levels[2], &out->levels[3], &out->levels[4], &out->shares,
		&out->declared, &readers, &out->sharers};

	if (read_row(report_ask(db, about, sql, false, e), columns, 9, e) == -1)
		return -1;
	out->read = out->levels[REPORT_LEVELS - 1];
	if (about->team != 0)
		out->readers = readers;
	return 0;
}

static int
count_hits(struct db *db, const struct report_about *about, struct report *out,
	struct err *e)
{
	static const char *const sql[REPORT_SCOPES] = {
		[REPORT_ALL] =
			"SELECT sum(CASE WHEN class = 0 THEN hits ELSE 0 END),"
			" sum(CASE WHEN class = 1 THEN hits ELSE 0 END),"
			" sum(CASE WHEN class = 2 THEN hits ELSE 0 END),"
			" sum(CASE WHEN class = 3 THEN hits ELSE 0 END),"
			" sum(CASE WHEN network <> '' THEN readers ELSE 0 END),"
			" sum(CASE WHEN network = '' THEN readers ELSE 0 END)"
			" FROM reach_now WHERE day >= $1 AND day < $2",
		[REPORT_ITEMS] =
			"SELECT sum(CASE WHEN class = 0 THEN hits ELSE 0 END),"
			" sum(CASE WHEN class = 1 THEN hits ELSE 0 END),"
			" sum(CASE WHEN class = 2 THEN hits ELSE 0 END),"
			" sum(CASE WHEN class = 3 THEN hits ELSE 0 END),"
			" sum(CASE WHEN network <> '' THEN readers ELSE 0 END),"
			" sum(CASE WHEN network = '' THEN readers ELSE 0 END)"
			" FROM"
			" (SELECT network, class, hits, readers FROM reach"
			" WHERE day >= $1 AND day < $2"
			" AND item IN (SELECT id FROM item WHERE id = $3"
			" UNION ALL SELECT id FROM item WHERE campaign = $4)"
			" UNION ALL SELECT network, class, 1, reader FROM click"
			" WHERE id > (SELECT number FROM mark"
			" WHERE name = 'clicks_folded')"
			" AND at >= $1 * 86400000 AND at < $2 * 86400000"
			" AND item IN (SELECT id FROM item WHERE id = $3"
			" UNION ALL SELECT id FROM item WHERE campaign = $4))"
			" AS x",
		[REPORT_NETWORK] =
			"SELECT sum(CASE WHEN class = 0 THEN hits ELSE 0 END),"
			" sum(CASE WHEN class = 1 THEN hits ELSE 0 END),"
			" sum(CASE WHEN class = 2 THEN hits ELSE 0 END),"
			" sum(CASE WHEN class = 3 THEN hits ELSE 0 END),"
			" sum(CASE WHEN network <> '' THEN readers ELSE 0 END),"
			" sum(CASE WHEN network = '' THEN readers ELSE 0 END)"
			" FROM reach_now WHERE day >= $1 AND day < $2"
			" AND network = $3",
		[REPORT_TEAM] =
			"SELECT sum(CASE WHEN class = 0 THEN hits ELSE 0 END),"
			" sum(CASE WHEN class = 1 THEN hits ELSE 0 END),"
			" sum(CASE WHEN class = 2 THEN hits ELSE 0 END),"
			" sum(CASE WHEN class = 3 THEN hits ELSE 0 END), 0, 0"
			" FROM (SELECT r.class, r.hits FROM team_member m"
			" CROSS JOIN share s CROSS JOIN link l"
			" CROSS JOIN link_reach r"
			" WHERE r.day >= $1 AND r.day < $2 AND m.team = $3"
			" AND s.member = m.member AND l.share = s.id"
			" AND r.link = l.id"
			" UNION ALL SELECT c.class, 1 FROM click c"
			" CROSS JOIN link l CROSS JOIN share s"
			" CROSS JOIN team_member m"
			" WHERE c.id > (SELECT number FROM mark"
			" WHERE name = 'clicks_sorted')"
			" AND c.at >= $1 * 86400000 AND c.at < $2 * 86400000"
			" AND l.id = c.link AND s.id = l.share"
			" AND m.team = $3 AND m.member = s.member) AS x"};
	int64_t readers = 0;
	int64_t *const columns[] = {&out->hits[0], &out->hits[1], &out->hits[2],
		&out->hits[3], &readers, &out->company_readers};

	if (read_row(report_ask(db, about, sql, true, e), columns, 6, e) == -1)
		return -1;
	if (about->team == 0)
		out->readers = readers;
	return 0;
}

static int
count_points(struct db *db, const struct report_about *about,
	struct report *out, struct err *e)
{
	static const char *const sql[REPORT_SCOPES] = {
		[REPORT_ALL] =
			"SELECT sum(CASE WHEN state = 'pending' THEN points"
			" ELSE 0 END), sum(CASE WHEN state = 'settled'"
			" THEN points ELSE 0 END), sum(wanted - points)"
			" FROM award WHERE created_at >= $1 AND created_at < "
			"$2",
		[REPORT_ITEMS] =
			"SELECT sum(CASE WHEN state = 'pending' THEN points"
			" ELSE 0 END), sum(CASE WHEN state = 'settled'"
			" THEN points ELSE 0 END), sum(wanted - points)"
			" FROM award WHERE created_at >= $1 AND created_at < $2"
			" AND item IN (SELECT id FROM item WHERE id = $3"
			" UNION ALL SELECT id FROM item WHERE campaign = $4)",
		[REPORT_NETWORK] =
			"SELECT sum(CASE WHEN a.state = 'pending' THEN a.points"
			" ELSE 0 END), sum(CASE WHEN a.state = 'settled'"
			" THEN a.points ELSE 0 END), sum(a.wanted - a.points)"
			" FROM award a JOIN share s ON s.id = a.share"
			" WHERE a.created_at >= $1 AND a.created_at < $2"
			" AND s.network = $3",
		[REPORT_TEAM] =
			"SELECT sum(CASE WHEN state = 'pending' THEN points"
			" ELSE 0 END), sum(CASE WHEN state = 'settled'"
			" THEN points ELSE 0 END), sum(wanted - points)"
			" FROM award WHERE created_at >= $1 AND created_at < $2"
			" AND member IN"
			" (SELECT member FROM team_member WHERE team = $3)"};
	int64_t *const columns[] = {
		&out->pending, &out->settled, &out->stopped};

	if (read_row(report_ask(db, about, sql, false, e), columns, 3, e) == -1)
		return -1;
	out->given = out->pending + out->settled;
	return 0;
}

/* By way of the open holds, which are few; of items by way of their awards. */
static int
count_held(struct db *db, const struct report_about *about, struct report *out,
	struct err *e)
{
	static const char *const sql[REPORT_SCOPES] = {
		[REPORT_ALL] = "SELECT sum(a.points) FROM hold h"
			       " CROSS JOIN award a WHERE a.share = h.share"
			       " AND h.decided_at IS NULL"
			       " AND a.state = 'pending'"
			       " AND a.created_at >= $1 AND a.created_at < $2",
		[REPORT_ITEMS] =
			"SELECT sum(points) FROM award"
			" WHERE created_at >= $1 AND created_at < $2"
			" AND item IN (SELECT id FROM item WHERE id = $3"
			" UNION ALL SELECT id FROM item WHERE campaign = $4)"
			" AND state = 'pending' AND EXISTS (SELECT 1 FROM hold"
			" WHERE hold.share = award.share"
			" AND hold.decided_at IS NULL)",
		[REPORT_NETWORK] =
			"SELECT sum(a.points) FROM hold h"
			" CROSS JOIN award a CROSS JOIN share s"
			" WHERE a.share = h.share AND s.id = h.share"
			" AND h.decided_at IS NULL AND a.state = 'pending'"
			" AND a.created_at >= $1 AND a.created_at < $2"
			" AND s.network = $3"};
	int64_t *const columns[] = {&out->looked_at};

	if (sql[report_scope_of(about)] == NULL)
		return 0;
	return read_row(report_ask(db, about, sql, false, e), columns, 1, e);
}

int
report_make(struct db *db, const struct report_about *about, struct report *out,
	struct err *e)
{
	memset(out, 0, sizeof(*out));
	if (count_announced(db, about, out, e) == -1 ||
		count_kits(db, about, out, e) == -1 ||
		count_members(db, about, out, e) == -1 ||
		count_shares(db, about, out, e) == -1 ||
		count_hits(db, about, out, e) == -1 ||
		count_held(db, about, out, e) == -1)
		return -1;
	if (report_scope_of(about) == REPORT_ALL &&
		report_rewards(db, about, out, e) == -1)
		return -1;
	return count_points(db, about, out, e);
}
