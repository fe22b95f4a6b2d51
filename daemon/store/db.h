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
 * address of its text. Parameters are $1, $2 ... in order of appearance, and
 * types says what follows, one letter each:
 *   i int64_t   t const char * (NULL is SQL NULL)   b const void *, size_t
 *   n nothing: SQL NULL
 * The file is made for its owner's eyes only, and locked: a second process
 * that opens it is told so. NULL with e set on failure.
 */
struct db *db_open(const char *path, struct err *e);
void db_close(struct db *db); /* NULL is fine; what was begun is undone */

/* Runs a statement that gives no rows. -1 on any failure, constraints too. */
int db_run(
	struct db *db, struct err *e, const char *sql, const char *types, ...);

/* Rows changed by the last db_run(). */
int64_t db_changed(const struct db *db);
/* Rowid of the last insert. */
int64_t db_last_id(const struct db *db);

/* Asks; end the rows with rows_end(). Texts given are copied. NULL on
 * failure. */
struct rows *db_ask(
	struct db *db, struct err *e, const char *sql, const char *types, ...);
/* The next row: 1, none: 0, failure: -1; so of NULL, of which db_ask() has
 * said why. */
int rows_next(struct rows *r, struct err *e);
int64_t rows_int(const struct rows *r, int column);
const char *rows_text(const struct rows *r, int column); /* lent; "" for NULL */
/* The text, cut between characters when it does not fit; "" for NULL. */
void rows_copy(const struct rows *r, int column, char *out, size_t room);
bool rows_null(const struct rows *r, int column);
void rows_end(struct rows *r); /* NULL is fine */

/* One number into *out: 0 when there is no row or it is NULL. -1 on failure. */
int db_number(struct db *db, struct err *e, int64_t *out, const char *sql,
	const char *types, ...);

int db_begin(struct db *db, struct err *e);
/* Durable when it returns 0. After -1 nothing can be relied on: every later
 * call fails, and the process should end so that the log recovers. */
int db_commit(struct db *db, struct err *e);
void db_rollback(struct db *db);
/* Inside a transaction: one event among those of a pass. Marks may be
 * nested; keep and undo end the innermost. */
int db_mark(struct db *db, struct err *e);
int db_keep(struct db *db, struct err *e);
void db_undo(struct db *db);

/*
 * For what is remembered of tables (names ending in NULL, lent): from then on
 * db_version() is another number after a row of theirs was changed or deleted
 * (not: added), after anything was undone, and in the first transaction after
 * another program wrote to the file.
 */
void db_watch(struct db *db, const char *const *tables);
uint64_t db_version(const struct db *db);

/* What was done since the file was opened: for tests that say how much a
 * question may take, in whatever time. */
struct db_work {
	uint64_t statements;
	uint64_t steps; /* of the engine's machine: rows looked at, about */
};
struct db_work db_work(const struct db *db);

/* After the next commit the log is emptied into the file, so that nothing
 * deleted stays readable in it (people_forget). */
void db_wipe_log(struct db *db);

/* What the log has when it is emptied into the file, and somewhat more for the
 * transaction that goes beyond. */
#define DB_LOG_SIZE (1152 * 4120)

/*
 * Gives the log at least that size at once, with zeros, so that commits write
 * over what is there: a file that grows makes each of them wait for more of
 * the disk. Takes some milliseconds.
 */
int db_grow_log(struct db *db, int64_t size, struct err *e);

/* Several statements at once, for migrations. */
int db_script(struct db *db, const char *sql, struct err *e);

#endif
