#ifndef ADVOCATED_STORE_H
#define ADVOCATED_STORE_H

struct db;
struct err;

/* Opens the database at path, makes or upgrades the schema (numbered
 * migrations, each in a transaction; a newer schema than we know is refused).
 * NULL with e set. Close with db_close(). */
struct db *store_open(const char *path, struct err *e);

/* The newest schema this program knows. */
int store_version(void);

/* Compares every maintained total with the rows it totals (balances, tallies,
 * boards, what campaigns gave, hits, readers, evidence, the outbox's heads);
 * -1 with the first difference in e. */
int store_check(struct db *db, struct err *e);

/* Makes every maintained total anew from the rows it totals. */
int store_recount(struct db *db, struct err *e);

#endif
