#include <string.h>

#include "err.h"

#include "db.h"
#include "db_inside.h"

static void
on_change(void *arg, int what, const char *file, const char *table,
	sqlite3_int64 row)
{
	struct db *db = arg;
	size_t i;

	(void)file;
	(void)row;
	if (what == SQLITE_INSERT)
		return;
	for (i = 0; db->watched[i] != NULL; i++)
		if (strcmp(db->watched[i], table) == 0)
			db->version++;
}

void
db_watch(struct db *db, const char *const *tables)
{
	db->watched = tables;
	sqlite3_update_hook(db->conn, on_change, db);
}

uint64_t
db_version(const struct db *db)
{
	return db->version;
}

int
db_watch_others(struct db *db, struct err *e)
{
	int64_t foreign;

	if (db->watched == NULL)
		return 0;
	if (db_number(db, e, &foreign, "PRAGMA data_version", "") == -1)
		return -1;
	if (foreign != db->foreign)
		db->version++;
	db->foreign = foreign;
	return 0;
}
