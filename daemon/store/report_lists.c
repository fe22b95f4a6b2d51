#include <string.h>

#include "when.h"

#include "db.h"
#include "report.h"

/* Readers and shares are counted apart and put together by item: an item may
 * have had either alone in the period. */
int
report_items(struct db *db, int64_t from, int64_t to, int64_t campaign,
	struct report_item *out, size_t room, size_t *count, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT i.id, sum(x.readers), sum(x.shares), i.title FROM"
		" (SELECT item, sum(readers) AS readers, 0 AS shares"
		" FROM reach_now WHERE day >= $1 AND day < $2"
		" AND network <> '' GROUP BY item UNION ALL"
		" SELECT item, 0, count(*) FROM share WHERE opened_at >= $3"
		" AND opened_at < $4 AND withdrawn_at IS NULL GROUP BY item)"
		" AS x JOIN item i ON i.id = x.item"
		" WHERE ($5 = 0 OR i.campaign = $5)"
		" GROUP BY i.id, i.title"
		" HAVING sum(x.readers) > 0 OR sum(x.shares) > 0"
		" ORDER BY 2 DESC, 3 DESC, 1 DESC LIMIT $6",
		"iiiiii", when_day(from), when_day(to + WHEN_DAY - 1), from, to,
		campaign, (int64_t)room);
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

int
report_networks(struct db *db, int64_t from, int64_t to, int64_t campaign,
	int64_t item, struct report_network *out, size_t room, size_t *count,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT x.network, sum(x.shares), sum(x.readers) FROM"
		" (SELECT item, network, readers, 0 AS shares FROM reach_now"
		" WHERE day >= $1 AND day < $2 AND network <> '' UNION ALL"
		" SELECT item, network, 0, 1 FROM share WHERE opened_at >= $3"
		" AND opened_at < $4 AND withdrawn_at IS NULL) AS x"
		" JOIN item i ON i.id = x.item"
		" WHERE ($5 = 0 OR x.item = $5)"
		" AND ($6 = 0 OR i.campaign = $6) GROUP BY x.network"
		" HAVING sum(x.shares) > 0 OR sum(x.readers) > 0"
		" ORDER BY 3 DESC, 2 DESC, 1 LIMIT $7",
		"iiiiiii", when_day(from), when_day(to + WHEN_DAY - 1), from,
		to, item, campaign, (int64_t)room);
	size_t n = 0;
	int more;

	*count = 0;
	if (r == NULL)
		return -1;
	while ((more = rows_next(r, e)) == 1 && n < room) {
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
report_days(struct db *db, int64_t from, int64_t to, int64_t campaign,
	int64_t *readers, size_t room, struct err *e)
{
	int64_t first = when_day(from), day;
	struct rows *r = db_ask(db, e,
		"SELECT h.day, sum(h.readers) FROM reach_now h"
		" JOIN item i ON i.id = h.item"
		" WHERE h.day >= $1 AND h.day < $2 AND h.network <> ''"
		" AND ($3 = 0 OR i.campaign = $3) GROUP BY h.day",
		"iii", first, when_day(to + WHEN_DAY - 1), campaign);
	int more;

	memset(readers, 0, room * sizeof(*readers));
	if (r == NULL)
		return -1;
	while ((more = rows_next(r, e)) == 1) {
		day = rows_int(r, 0) - first;
		if (day >= 0 && (size_t)day < room)
			readers[day] = rows_int(r, 1);
	}
	rows_end(r);
	return more;
}
