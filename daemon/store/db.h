#ifndef ADVOCATED_DB_H
#define ADVOCATED_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;
struct rows;

/*
 * The only door to an engine: embedded SQLite, WAL, synchronous FULL.
 * Statements are constant text; each is prepared once and found again by the
 * address of its text. types says what follows, one letter each:
 *   i int64_t   t const char * (NULL is SQL NULL)   b const void *, size_t
 *   n nothing: SQL NULL
 */
struct db *db_open(const char *path, struct err *e);
void db_close(struct db *db);

/* Runs a statement that gives no rows. -1 on any failure, constraints too. */
int db_run(struct db *db, struct err *e, const char *sql, const char *types, ...);

/* Rows changed by the last db_run(). */
int64_t db_changed(const struct db *db);
/* Rowid of the last insert. */
int64_t db_last_id(const struct db *db);

/* Asks; the rows must be ended before the same statement is asked again.
 * NULL on failure. */
struct rows *db_ask(
	struct db *db, struct err *e, const char *sql, const char *types, ...);
/* The next row: 1, none: 0, failure: -1. */
int rows_next(struct rows *r, struct err *e);
int64_t rows_int(const struct rows *r, int column);
const char *rows_text(const struct rows *r, int column); /* lent; "" for NULL */
bool rows_null(const struct rows *r, int column);
void rows_end(struct rows *r); /* NULL is fine */

/* One number, or otherwise when there is no row. -1 on failure. */
int db_number(struct db *db, struct err *e, int64_t *out, const char *sql,
	const char *types, ...);

int db_begin(struct db *db, struct err *e);
int db_commit(struct db *db, struct err *e); /* durable when it returns 0 */
void db_rollback(struct db *db);
/* Inside a transaction, nested once: one event among those of a pass. */
int db_mark(struct db *db, struct err *e);
int db_keep(struct db *db, struct err *e);
void db_undo(struct db *db);

/* Several statements at once, for migrations. */
int db_script(struct db *db, const char *sql, struct err *e);

#endif
