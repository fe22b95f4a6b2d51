#include <string.h>

#include "when.h"

#include "db.h"
#include "report.h"
#include "report_about.h"

static int
read_items(struct rows *r, struct report_item *out, size_t room, size_t *count,
	struct err *e)
{
	size_t n = 0;
	int more;

	*count = 0;
	if (r == NULL)
		return -1;
	while ((more = rows_next(r, e)) == 1 && n < room) {
		out[n].item = rows_int(r, 0);
		out[n].readers = rows_int(r, 1);
		out[n].shares = rows_int(r, 2);
		rows_copy(r, 3, out[n].title, sizeof(out[n].title));
		n++;
	}
	rows_end(r);
	*count = n;
	return more == -1 ? -1 : 0;
}

static struct rows *
ask_items_of_campaign(struct db *db, const struct report_about *about,
	int64_t room, struct err *e)
{
	return db_ask(db, e,
		"SELECT i.id, sum(x.readers), sum(x.shares), i.title FROM"
		" (SELECT item, readers, 0 AS shares FROM reach"
		" WHERE day >= $1 AND day < $2 AND network <> '' AND item IN"
		" (SELECT id FROM item WHERE campaign = $3)"
		" UNION ALL SELECT item, reader, 0 FROM click"
		" WHERE id > (SELECT number FROM mark"
		" WHERE name = 'clicks_folded')"
		" AND at >= $1 * 86400000 AND at < $2 * 86400000"
		" AND network <> '' AND item IN"
		" (SELECT id FROM item WHERE campaign = $3)"
		" UNION ALL SELECT item, 0, count(*) FROM share"
		" WHERE opened_at >= $4 AND opened_at < $5 AND item IN"
		" (SELECT id FROM item WHERE campaign = $3)"
		" AND withdrawn_at IS NULL GROUP BY item)"
		" AS x JOIN item i ON i.id = x.item GROUP BY i.id, i.title"
		" HAVING sum(x.readers) > 0 OR sum(x.shares) > 0"
		" ORDER BY 2 DESC, 3 DESC, 1 DESC LIMIT $6",
		"iiiiii", when_day(about->from),
		when_day(about->to + WHEN_DAY - 1), about->campaign,
		about->from, about->to, room);
}

static struct rows *
ask_items_of_network(struct db *db, const struct report_about *about,
	int64_t room, struct err *e)
{
	return db_ask(db, e,
		"SELECT i.id, sum(x.readers), sum(x.shares), i.title"
		" FROM (SELECT item, sum(readers) AS readers, 0 AS shares"
		" FROM reach_now WHERE day >= $1 AND day < $2"
		" AND network = $3 GROUP BY item UNION ALL"
		" SELECT item, 0, count(*) FROM share"
		" WHERE opened_at >= $4 AND opened_at < $5 AND network = $3"
		" AND withdrawn_at IS NULL GROUP BY item)"
		" AS x JOIN item i ON i.id = x.item GROUP BY i.id, i.title"
		" HAVING sum(x.readers) > 0 OR sum(x.shares) > 0"
		" ORDER BY 2 DESC, 3 DESC, 1 DESC LIMIT $6",
		"iitiii", when_day(about->from),
		when_day(about->to + WHEN_DAY - 1), about->network, about->from,
		about->to, room);
}

/* Readers and shares are counted apart and put together by item: an item may
 * have had either alone in the period. */
static struct rows *
ask_items(struct db *db, const struct report_about *about, int64_t room,
	struct err *e)
{
	if (about->campaign != 0)
		return ask_items_of_campaign(db, about, room, e);
	if (about->network[0] != '\0')
		return ask_items_of_network(db, about, room, e);
	return db_ask(db, e,
		"SELECT i.id, sum(x.readers), sum(x.shares), i.title"
		" FROM (SELECT item, sum(readers) AS readers, 0 AS shares"
		" FROM reach_now WHERE day >= $1 AND day < $2"
		" AND network <> '' GROUP BY item UNION ALL"
		" SELECT item, 0, count(*) FROM share"
		" WHERE opened_at >= $3 AND opened_at < $4"
		" AND withdrawn_at IS NULL GROUP BY item)"
		" AS x JOIN item i ON i.id = x.item GROUP BY i.id, i.title"
		" HAVING sum(x.readers) > 0 OR sum(x.shares) > 0"
		" ORDER BY 2 DESC, 3 DESC, 1 DESC LIMIT $5",
		"iiiii", when_day(about->from),
		when_day(about->to + WHEN_DAY - 1), about->from, about->to,
		room);
}

int
report_items(struct db *db, const struct report_about *about,
	struct report_item *out, size_t room, size_t *count, struct err *e)
{
	return read_items(
		ask_items(db, about, (int64_t)room, e), out, room, count, e);
}

static struct rows *
ask_networks(struct db *db, const struct report_about *about, struct err *e)
{
	int64_t first = when_day(about->from);
	int64_t last = when_day(about->to + WHEN_DAY - 1);

	if (report_scope_of(about) == REPORT_ITEMS)
		return db_ask(db, e,
			"SELECT network, sum(shares), sum(readers) FROM"
			" (SELECT network, readers, 0 AS shares FROM reach"
			" WHERE day >= $1 AND day < $2 AND network <> ''"
			" AND item IN (SELECT id FROM item WHERE id = $3"
			" UNION ALL SELECT id FROM item WHERE campaign = $4)"
			" UNION ALL SELECT network, reader, 0 FROM click"
			" WHERE id > (SELECT number FROM mark"
			" WHERE name = 'clicks_folded')"
			" AND at >= $1 * 86400000 AND at < $2 * 86400000 AND "
			"network <> ''"
			" AND item IN (SELECT id FROM item WHERE id = $3"
			" UNION ALL SELECT id FROM item WHERE campaign = $4)"
			" UNION ALL SELECT network, 0, 1 FROM share"
			" WHERE opened_at >= $5 AND opened_at < $6"
			" AND item IN (SELECT id FROM item WHERE id = $3"
			" UNION ALL SELECT id FROM item WHERE campaign = $4)"
			" AND withdrawn_at IS NULL) AS x GROUP BY network"
			" HAVING sum(shares) > 0 OR sum(readers) > 0"
			" ORDER BY 3 DESC, 2 DESC, 1",
			"iiiiii", first, last, about->item,
			about->item != 0 ? 0 : about->campaign, about->from,
			about->to);
	return db_ask(db, e,
		"SELECT network, sum(shares), sum(readers) FROM"
		" (SELECT network, readers, 0 AS shares FROM reach_now"
		" WHERE day >= $1 AND day < $2 AND network <> ''"
		" UNION ALL SELECT network, 0, 1 FROM share"
		" WHERE opened_at >= $3 AND opened_at < $4"
		" AND withdrawn_at IS NULL) AS x GROUP BY network"
		" HAVING sum(shares) > 0 OR sum(readers) > 0"
		" ORDER BY 3 DESC, 2 DESC, 1",
		"iiii", first, last, about->from, about->to);
}

int
report_networks(struct db *db, const struct report_about *about,
	struct report_network *out, size_t room, size_t *count, struct err *e)
{
	struct rows *r = ask_networks(db, about, e);
	size_t n = 0;
	int more = 0;

	*count = 0;
	if (r == NULL)
		return -1;
	while (n < room && (more = rows_next(r, e)) == 1) {
		rows_copy(r, 0, out[n].network, sizeof(out[n].network));
		out[n].shares = rows_int(r, 1);
		out[n].readers = rows_int(r, 2);
		n++;
	}
	rows_end(r);
	*count = n;
	return more == -1 ? -1 : 0;
}

int
report_days(struct db *db, const struct report_about *about, int64_t *readers,
	size_t room, struct err *e)
{
	static const char *const sql[REPORT_SCOPES] = {
		[REPORT_ALL] = "SELECT day, sum(readers) FROM reach_now"
			       " WHERE day >= $1 AND day < $2"
			       " AND network <> '' GROUP BY day",
		[REPORT_ITEMS] =
			"SELECT day, sum(readers) FROM"
			" (SELECT day, readers FROM reach"
			" WHERE day >= $1 AND day < $2 AND network <> ''"
			" AND item IN (SELECT id FROM item WHERE id = $3"
			" UNION ALL SELECT id FROM item WHERE campaign = $4)"
			" UNION ALL SELECT at / 86400000, reader FROM click"
			" WHERE id > (SELECT number FROM mark"
			" WHERE name = 'clicks_folded')"
			" AND at >= $1 * 86400000 AND at < $2 * 86400000 AND "
			"network <> ''"
			" AND item IN (SELECT id FROM item WHERE id = $3"
			" UNION ALL SELECT id FROM item WHERE campaign = $4)) "
			"AS x"
			" GROUP BY day",
		[REPORT_NETWORK] = "SELECT day, sum(readers) FROM reach_now"
				   " WHERE day >= $1 AND day < $2"
				   " AND network = $3 GROUP BY day",
		[REPORT_TEAM] =
			"SELECT r.day, r.hits FROM team_member m"
			" CROSS JOIN share s CROSS JOIN link l"
			" CROSS JOIN link_reach r"
			" WHERE r.day >= $1 AND r.day < $2 AND m.team = $3"
			" AND s.member = m.member AND l.share = s.id"
			" AND r.link = l.id AND r.class = 0"
			" UNION ALL SELECT c.at / 86400000, 1 FROM click c"
			" CROSS JOIN link l CROSS JOIN share s"
			" CROSS JOIN team_member m"
			" WHERE c.id > (SELECT number FROM mark"
			" WHERE name = 'clicks_sorted')"
			" AND c.at >= $1 * 86400000 AND c.at < $2 * 86400000"
			" AND c.class = 0 AND l.id = c.link AND s.id = l.share"
			" AND m.team = $3 AND m.member = s.member"};
	struct rows *r = report_ask(db, about, sql, 1, e);
	int64_t first = when_day(about->from), day;
	int more;

	memset(readers, 0, room * sizeof(*readers));
	while ((more = rows_next(r, e)) == 1) {
		day = rows_int(r, 0) - first;
		if (day >= 0 && (size_t)day < room)
			readers[day] += rows_int(r, 1);
	}
	rows_end(r);
	return more;
}
