#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "when.h"

#include "db.h"
#include "reach.h"
#include "shares.h"

/* Often enough that reports add few by hand and a fold takes no longer than a
 * few milliseconds, seldom enough that each sees many clicks of an item. */
#define FOLD_EVERY 16384

enum { ROWS = 2048, ROWS_MAX = ROWS / 2 };

/* A row of the table reach to be. */
struct row {
	int64_t day, item;
	char network[16];
	int class;
	int64_t hits; /* 0: the place is free */
	int64_t readers;
};

struct reach {
	struct db *db;
	int64_t first, count; /* clicks first, first + 1 ... */
	struct row *rows;     /* open addressing */
	size_t used;
};

struct reach *
reach_new(struct db *db)
{
	struct reach *r = xcalloc(1, sizeof(*r));

	r->db = db;
	r->rows = xcalloc(ROWS, sizeof(*r->rows));
	return r;
}

void
reach_free(struct reach *r)
{
	if (r == NULL)
		return;
	free(r->rows);
	free(r);
}

static void
start_anew(struct reach *r)
{
	memset(r->rows, 0, ROWS * sizeof(*r->rows));
	r->used = 0;
	r->count = 0;
}

static bool
is_row_of(const struct row *row, int64_t day, const struct click *c)
{
	return row->item == c->item && row->class == c->class &&
	       row->day == day && strcmp(row->network, c->network) == 0;
}

static void
count_click(struct reach *r, const struct click *c)
{
	int64_t day = when_day(c->at);
	uint64_t hash = (uint64_t)c->item * 31 + (uint64_t)c->class;
	const char *letter;
	struct row *row;

	for (letter = c->network; *letter != '\0'; letter++)
		hash = hash * 31 + (unsigned char)*letter;
	row = &r->rows[hash % ROWS];
	while (row->hits > 0 && !is_row_of(row, day, c))
		row = row + 1 < r->rows + ROWS ? row + 1 : r->rows;
	if (row->hits == 0) {
		row->day = day;
		row->item = c->item;
		row->class = c->class;
		snprintf(row->network, sizeof(row->network), "%s", c->network);
		r->used++;
	}
	row->hits++;
	row->readers += c->reader;
}

static int
add_row(struct db *db, const struct row *row, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO reach (day, item, network, class, hits, readers)"
		" VALUES ($1, $2, $3, $4, $5, $6)"
		" ON CONFLICT (day, item, network, class) DO UPDATE SET"
		" hits = reach.hits + excluded.hits,"
		" readers = reach.readers + excluded.readers",
		"iitiii", row->day, row->item, row->network,
		(int64_t)row->class, row->hits, row->readers);
}

/* The totals reach to the click before the first one counted here: they go
 * on with what was counted. */
static int
fold(struct reach *r, struct err *e)
{
	size_t i;

	if (db_run(r->db, e,
		    "UPDATE mark SET number = $1"
		    " WHERE name = 'clicks_folded' AND number = $2",
		    "ii", r->first + r->count - 1, r->first - 1) == -1)
		return -1;
	if (db_changed(r->db) == 0)
		return click_fold(r->db, e);
	for (i = 0; i < ROWS; i++)
		if (r->rows[i].hits > 0 && add_row(r->db, &r->rows[i], e) == -1)
			return err_add(e, "counting clicks");
	return 0;
}

int
reach_add(struct reach *r, int64_t id, const struct click *c, struct err *e)
{
	int result;

	if (id != r->first + r->count)
		start_anew(r);
	if (r->count == 0)
		r->first = id;
	r->count++;
	count_click(r, c);
	if (r->count < FOLD_EVERY && r->used < ROWS_MAX)
		return 0;
	if (db_mark(r->db, e) == -1)
		return -1;
	result = fold(r, e);
	if (result == 0)
		result = db_keep(r->db, e);
	else
		db_undo(r->db);
	start_anew(r);
	return result;
}
