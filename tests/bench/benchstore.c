/*
 * What the bench does with the store without the daemon:
 *   benchstore make FILE      an empty database
 *   benchstore rebuild FILE   its boards from its daily totals
 *   benchstore board FILE     times rankings from the maintained boards and
 *                             from the ledger itself; prints one JSON object
 *   benchstore table FILE     times the table of all its items, and the
 *                             longest that one of its steps takes
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "err.h"

#include "board.h"
#include "db.h"
#include "ledger.h"
#include "store.h"

#include "template.h"

#include "figures.h"
#include "making_items.h"
#include "programme.h"

#define TOP 10
#define TIMES 200
#define DAY_SECONDS 86400

static int64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int
make(struct db *db, struct err *e)
{
	(void)db;
	(void)e;
	return 0;
}

static int
rebuild(struct db *db, struct err *e)
{
	int64_t today = (int64_t)time(NULL) / DAY_SECONDS;

	if (db_begin(db, e) == -1)
		return -1;
	if (ledger_roll(db, today, e) == -1 || board_rebuild(db, e) == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/* The top ten of the last days and the place of one member. */
static int
from_boards(struct db *db, int64_t from, int64_t to, struct err *e)
{
	struct rank top[TOP], one;
	size_t count;

	if (ledger_top(db, from, to, 0, top, TOP, &count, e) == -1)
		return -1;
	if (count != TOP)
		return err_set(e, "%zu on the board", count);
	return ledger_rank(db, top[TOP - 1].member, from, to, 0, &one, e);
}

/* The same, asked of the ledger: account 2 is the budget, what leaves it goes
 * to the members' pending accounts. Every row is read in order: by the index
 * of sources it takes far longer. */
static int
from_ledger(struct db *db, int64_t from, int64_t to, struct err *e)
{
	const int64_t day = INT64_C(1000) * DAY_SECONDS;
	struct rows *r = db_ask(db, e,
		"SELECT target, sum(points), rank() OVER"
		" (ORDER BY sum(points) DESC) FROM entry NOT INDEXED WHERE "
		"source = 2"
		" AND at >= $1 AND at < $2 GROUP BY target"
		" ORDER BY 2 DESC",
		"ii", from * day, to * day);
	int more, count = 0;

	if (r == NULL)
		return -1;
	while ((more = rows_next(r, e)) == 1)
		count++;
	rows_end(r);
	if (more == 0 && count < TOP)
		return err_set(e, "%d in the ledger", count);
	return more;
}

typedef int ask_fn(struct db *db, int64_t from, int64_t to, struct err *e);

/* us for the last 7 and the last 30 days together. */
static int
time_asking(struct db *db, ask_fn *ask, int times, double *us, struct err *e)
{
	int64_t to = (int64_t)time(NULL) / DAY_SECONDS + 1;
	int64_t start = now_ns();
	int i;

	for (i = 0; i < times; i++)
		if (ask(db, to - 7, to, e) == -1 ||
			ask(db, to - 30, to, e) == -1)
			return -1;
	*us = (double)(now_ns() - start) / 1000 / times;
	return 0;
}

static int
board(struct db *db, struct err *e)
{
	double ours, plain;

	if (time_asking(db, from_boards, TIMES, &ours, e) == -1 ||
		time_asking(db, from_ledger, 1, &plain, e) == -1)
		return -1;
	printf("{\"boards_us\":%.1f,\"ledger_us\":%.1f}\n", ours, plain);
	return 0;
}

/* Of the processor, as the daemon has it: others may be busy too. */
static int64_t
spent_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int
step_through(struct making_items *m, int64_t *longest, struct err *e)
{
	bool done = false;
	int64_t start;

	*longest = 0;
	while (!done) {
		start = spent_ns();
		if (making_items_step(m, &done, e) == -1)
			return -1;
		if (spent_ns() - start > *longest)
			*longest = spent_ns() - start;
	}
	return 0;
}

static int
table(struct db *db, struct err *e)
{
	const struct programme programme = {
		.company = "Acme", .language = "en", .minimum_group = 5};
	struct templates *t = templates_load("templates", e);
	const struct figures_parts parts = {.db = db,
		.programme = &programme,
		.templates = t,
		.language = "en"};
	struct making_items m = {.parts = &parts};
	int64_t start = spent_ns(), longest;
	int result = -1;

	if (t != NULL)
		result = step_through(&m, &longest, e);
	if (result == 0)
		printf("{\"ms\":%.1f,\"slice_ms\":%.2f,\"rows\":%" PRId64
		       ",\"bytes\":%zu}\n",
			(double)(spent_ns() - start) / 1e6,
			(double)longest / 1e6, m.rows, m.csv.out.size);
	text_free(&m.csv.out);
	templates_free(t);
	return result;
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(struct db *db, struct err *e);
	} deeds[] = {{"make", make}, {"rebuild", rebuild}, {"board", board},
		{"table", table}};
	struct err e = {""};
	struct db *db;
	int result = -1;
	size_t i;

	if (argc != 3) {
		fputs("usage: benchstore make|rebuild|board|table FILE\n",
			stderr);
		return 2;
	}
	db = store_open(argv[2], &e);
	if (db == NULL)
		goto out;
	err_set(&e, "no deed %s", argv[1]);
	for (i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (strcmp(deeds[i].name, argv[1]) == 0)
			result = deeds[i].run(db, &e);
out:
	if (result == -1)
		fprintf(stderr, "benchstore: %s\n", e.text);
	db_close(db);
	return result == -1;
}
