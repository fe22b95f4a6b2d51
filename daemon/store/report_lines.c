#include <string.h>

#include "db.h"
#include "report.h"

#define CLASSES 4

/* The lines being filled, in the order of their items. */
struct page {
	struct report_line *lines;
	size_t count;
	int64_t campaign; /* 0: all */
};

/* The line of an item; NULL: it was added meanwhile. */
static struct report_line *
line_of(const struct page *p, int64_t item)
{
	size_t low = 0, high = p->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (p->lines[middle].item < item)
			low = middle + 1;
		else
			high = middle;
	}
	return low < p->count && p->lines[low].item == item ? &p->lines[low]
							    : NULL;
}

/* Asks about the page's items: the first text for all, the other for those of
 * a campaign. NULL on failure. */
static struct rows *
ask(struct db *db, const struct page *p, const char *const sql[2],
	struct err *e)
{
	int64_t first = p->lines[0].item;
	int64_t last = p->lines[p->count - 1].item;

	if (p->campaign == 0)
		return db_ask(db, e, sql[0], "ii", first, last);
	return db_ask(db, e, sql[1], "iii", p->campaign, first, last);
}

typedef void take_fn(struct report_line *line, const struct rows *r);

static int
fill(const struct page *p, struct rows *r, take_fn *take, struct err *e)
{
	struct report_line *line;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		line = line_of(p, rows_int(r, 0));
		if (line != NULL)
			take(line, r);
	}
	rows_end(r);
	return more;
}

static int
fill_items(struct db *db, struct page *p, int64_t after, size_t room,
	struct err *e)
{
	static const char *const sql[2] = {
		"SELECT i.id, i.campaign, c.name, i.state, i.title, i.url,"
		" i.created_at FROM item i JOIN campaign c ON c.id = i.campaign"
		" WHERE i.id > $1 ORDER BY i.id LIMIT $2",
		"SELECT i.id, i.campaign, c.name, i.state, i.title, i.url,"
		" i.created_at FROM item i JOIN campaign c ON c.id = i.campaign"
		" WHERE i.campaign = $1 AND i.id > $2 ORDER BY i.id LIMIT $3"};
	struct report_line *line;
	struct rows *r;
	int more = 0;

	r = p->campaign == 0 ? db_ask(db, e, sql[0], "ii", after, (int64_t)room)
			     : db_ask(db, e, sql[1], "iii", p->campaign, after,
				       (int64_t)room);
	if (r == NULL)
		return -1;
	while (p->count < room && (more = rows_next(r, e)) == 1) {
		line = &p->lines[p->count++];
		memset(line, 0, sizeof(*line));
		line->item = rows_int(r, 0);
		line->campaign = rows_int(r, 1);
		rows_copy(r, 2, line->name, sizeof(line->name));
		rows_copy(r, 3, line->state, sizeof(line->state));
		rows_copy(r, 4, line->title, sizeof(line->title));
		rows_copy(r, 5, line->url, sizeof(line->url));
		line->created_at = rows_int(r, 6);
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}

static void
take_announced(struct report_line *line, const struct rows *r)
{
	line->announced_at = rows_int(r, 1);
}

static int
fill_announced(struct db *db, const struct page *p, struct err *e)
{
	static const char *const sql[2] = {
		"SELECT item, min(due_at) FROM announcement"
		" WHERE item >= $1 AND item <= $2"
		" AND state IN ('posted', 'over') GROUP BY item",
		"SELECT item, min(due_at) FROM announcement"
		" WHERE item IN (SELECT id FROM item WHERE campaign = $1"
		" AND id >= $2 AND id <= $3)"
		" AND state IN ('posted', 'over') GROUP BY item"};

	return fill(p, ask(db, p, sql, e), take_announced, e);
}

static void
take_kits(struct report_line *line, const struct rows *r)
{
	line->kits = rows_int(r, 1);
}

static int
fill_kits(struct db *db, const struct page *p, struct err *e)
{
	static const char *const sql[2] = {
		"SELECT item, count(*) FROM kit"
		" WHERE item >= $1 AND item <= $2 GROUP BY item",
		"SELECT item, count(*) FROM kit"
		" WHERE item IN (SELECT id FROM item WHERE campaign = $1"
		" AND id >= $2 AND id <= $3) GROUP BY item"};

	return fill(p, ask(db, p, sql, e), take_kits, e);
}

static void
take_shares(struct report_line *line, const struct rows *r)
{
	line->shares = rows_int(r, 1);
	line->declared = rows_int(r, 2);
	line->read = rows_int(r, 3);
}

static int
fill_shares(struct db *db, const struct page *p, struct err *e)
{
	static const char *const sql[2] = {
		"SELECT item, count(*), count(declared_at), count(read_at)"
		" FROM share WHERE item >= $1 AND item <= $2"
		" AND withdrawn_at IS NULL GROUP BY item",
		"SELECT item, count(*), count(declared_at), count(read_at)"
		" FROM share"
		" WHERE item IN (SELECT id FROM item WHERE campaign = $1"
		" AND id >= $2 AND id <= $3)"
		" AND withdrawn_at IS NULL GROUP BY item"};

	return fill(p, ask(db, p, sql, e), take_shares, e);
}

static void
take_hits(struct report_line *line, const struct rows *r)
{
	int64_t class = rows_int(r, 1);

	if (class < 0 || class >= CLASSES)
		return;
	line->hits[class] += rows_int(r, 2);
	line->readers += rows_int(r, 3);
	line->company_readers += rows_int(r, 4);
}

/* Added up here: a group by would sort them first. */
static int
fill_hits(struct db *db, const struct page *p, struct err *e)
{
	static const char *const sql[2] = {
		"SELECT item, class, hits,"
		" CASE WHEN network <> '' THEN readers ELSE 0 END,"
		" CASE WHEN network = '' THEN readers ELSE 0 END FROM reach"
		" WHERE item >= $1 AND item <= $2"
		" UNION ALL SELECT item, class, 1,"
		" CASE WHEN network <> '' THEN reader ELSE 0 END,"
		" CASE WHEN network = '' THEN reader ELSE 0 END FROM click"
		" WHERE id > (SELECT number FROM mark"
		" WHERE name = 'clicks_folded')"
		" AND item >= $1 AND item <= $2",
		"SELECT item, class, hits,"
		" CASE WHEN network <> '' THEN readers ELSE 0 END,"
		" CASE WHEN network = '' THEN readers ELSE 0 END FROM reach"
		" WHERE item IN (SELECT id FROM item WHERE campaign = $1"
		" AND id >= $2 AND id <= $3)"
		" UNION ALL SELECT item, class, 1,"
		" CASE WHEN network <> '' THEN reader ELSE 0 END,"
		" CASE WHEN network = '' THEN reader ELSE 0 END FROM click"
		" WHERE id > (SELECT number FROM mark"
		" WHERE name = 'clicks_folded')"
		" AND item >= $2 AND item <= $3"};

	return fill(p, ask(db, p, sql, e), take_hits, e);
}

static void
take_points(struct report_line *line, const struct rows *r)
{
	line->given = rows_int(r, 1);
	line->stopped = rows_int(r, 2);
}

static int
fill_points(struct db *db, const struct page *p, struct err *e)
{
	static const char *const sql[2] = {
		"SELECT item, sum(CASE WHEN state IN ('pending', 'settled')"
		" THEN points ELSE 0 END), sum(wanted - points) FROM award"
		" WHERE item >= $1 AND item <= $2 GROUP BY item",
		"SELECT item, sum(CASE WHEN state IN ('pending', 'settled')"
		" THEN points ELSE 0 END), sum(wanted - points) FROM award"
		" WHERE item IN (SELECT id FROM item WHERE campaign = $1"
		" AND id >= $2 AND id <= $3) GROUP BY item"};

	return fill(p, ask(db, p, sql, e), take_points, e);
}

int
report_lines(struct db *db, int64_t campaign, int64_t after,
	struct report_line *out, size_t room, size_t *count, struct err *e)
{
	struct page p = {.lines = out, .campaign = campaign};

	*count = 0;
	if (fill_items(db, &p, after, room, e) == -1)
		return -1;
	if (p.count > 0 && (fill_announced(db, &p, e) == -1 ||
				   fill_kits(db, &p, e) == -1 ||
				   fill_shares(db, &p, e) == -1 ||
				   fill_hits(db, &p, e) == -1 ||
				   fill_points(db, &p, e) == -1))
		return -1;
	*count = p.count;
	return 0;
}

int
report_lines_count(
	struct db *db, int64_t campaign, int64_t *count, struct err *e)
{
	if (campaign == 0)
		return db_number(db, e, count, "SELECT count(*) FROM item", "");
	return db_number(db, e, count,
		"SELECT count(*) FROM item WHERE campaign = $1", "i", campaign);
}
