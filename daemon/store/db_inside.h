#ifndef ADVOCATED_DB_INSIDE_H
#define ADVOCATED_DB_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "db.h"

struct err;

#define DB_BUSY_MS 5000

/* What db.c, db_open.c and db_transaction.c share; nobody else includes it. */

/*
 * One statement, prepared once. It doubles as the rows of a question, so that
 * asking allocates nothing; a question asked again while its rows are still
 * read gets a statement of its own.
 */
struct rows {
	struct db *db;
	const char *sql;
	sqlite3_stmt *stmt;
	bool busy;
	bool own; /* not in the table: freed by rows_end() */
};

struct db {
	sqlite3 *conn;
	int file;    /* holds the lock; -1: in memory */
	bool begun;  /* between begin and commit */
	bool failed; /* a commit failed: nothing can be relied on */
	bool wipe;   /* empty the log after the next commit */
	const char *const *watched; /* tables; NULL: none */
	uint64_t version;           /* of what is in them */
	struct db_work work;
	int64_t foreign;     /* of what other programs wrote */
	struct rows **table; /* open addressing by the address of the text */
	size_t room, count;
};

/* What went wrong last, for people, with the engine's own words; -1. */
int db_fail(const struct db *db, struct err *e);

/* At the beginning of a transaction: whether another program wrote. */
int db_watch_others(struct db *db, struct err *e);

#endif
