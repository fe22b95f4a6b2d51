#include "err.h"

#include "db.h"
#include "db_inside.h"

int
db_begin(struct db *db, struct err *e)
{
	if (db_run(db, e, "BEGIN IMMEDIATE", "") == -1)
		return err_add(e, "begin");
	db->begun = true;
	if (db_watch_others(db, e) == 0)
		return 0;
	db_rollback(db);
	return err_add(e, "begin");
}

/* A reader in the way (a backup) only puts it off: the loop must not wait for
 * one, so the next commit tries again. */
static void
empty_log(struct db *db)
{
	int code;

	sqlite3_busy_timeout(db->conn, 0);
	code = sqlite3_wal_checkpoint_v2(
		db->conn, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(db->conn, DB_BUSY_MS);
	db->wipe = code == SQLITE_BUSY;
}

int
db_commit(struct db *db, struct err *e)
{
	if (db_run(db, e, "COMMIT", "") == -1) {
		db_rollback(db);
		db->failed = true;
		return err_add(e, "commit");
	}
	db->begun = false;
	if (db->wipe)
		empty_log(db);
	return 0;
}

void
db_rollback(struct db *db)
{
	db->begun = false;
	db->wipe = false;
	db->version++;
	if (!sqlite3_get_autocommit(db->conn))
		db_run(db, NULL, "ROLLBACK", "");
}

int
db_mark(struct db *db, struct err *e)
{
	return db_run(db, e, "SAVEPOINT mark", "");
}

int
db_keep(struct db *db, struct err *e)
{
	return db_run(db, e, "RELEASE mark", "");
}

/* When this fails the whole transaction is gone, and check_usable() says so
 * from then on. */
void
db_undo(struct db *db)
{
	db->version++;
	if (db_run(db, NULL, "ROLLBACK TO mark", "") == 0)
		db_run(db, NULL, "RELEASE mark", "");
}

void
db_wipe_log(struct db *db)
{
	db->wipe = true;
}
