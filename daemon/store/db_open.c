#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"

#include "db.h"
#include "db_inside.h"

/*
 * Durable before it is answered (FULL), forgotten when deleted (secure
 * delete), and nothing of people's in temporary files. The file is mapped for
 * reading, which makes a look-up among 2 M links a third cheaper and leaves
 * the memory to the system; a disk that fails under it ends the process by a
 * signal, as a failed commit does by exit.
 */
static const char settings[] = "PRAGMA journal_mode = WAL;"
			       "PRAGMA synchronous = FULL;"
			       "PRAGMA foreign_keys = ON;"
			       "PRAGMA secure_delete = ON;"
			       "PRAGMA trusted_schema = OFF;"
			       "PRAGMA temp_store = MEMORY;"
			       "PRAGMA cache_size = -2048;"
			       "PRAGMA mmap_size = 2147418112;"
			       "PRAGMA wal_autocheckpoint = 1000;"
			       "PRAGMA journal_size_limit = 67108864;";

/*
 * Makes the file for its owner's eyes only (the log and its index inherit
 * that) and locks it against a second daemon, which would send everything
 * twice. The descriptor stays open until the engine has let go: closing it
 * earlier would drop the engine's own locks.
 */
static int
lock_file(struct db *db, const char *path, struct err *e)
{
	db->file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (db->file == -1)
		return err_set(e, "%s: %s", path, strerror(errno));
	if (flock(db->file, LOCK_EX | LOCK_NB) == -1) {
		if (errno == EWOULDBLOCK)
			return err_set(
				e, "%s: another advocated uses it", path);
		return err_set(e, "%s: %s", path, strerror(errno));
	}
	return 0;
}

static int
configure(struct db *db, struct err *e)
{
	sqlite3_extended_result_codes(db->conn, 1);
	sqlite3_busy_timeout(db->conn, DB_BUSY_MS);
	sqlite3_db_config(db->conn, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->conn, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	if (db_script(db, settings, e) == -1)
		return -1;
	sqlite3_db_config(db->conn, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return 0;
}

/* One thread owns all state: no locks inside the engine, and no accounts of
 * its memory. Refused once it has been started, which is as well. */
static void
set_engine_up(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

struct db *
db_open(const char *path, struct err *e)
{
	const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
			  SQLITE_OPEN_NOMUTEX;
	struct db *db = xcalloc(1, sizeof(*db));

	set_engine_up();
	db->file = -1;
	if (strcmp(path, ":memory:") != 0 && lock_file(db, path, e) == -1)
		goto failed;
	if (sqlite3_open_v2(path, &db->conn, flags, NULL) != SQLITE_OK) {
		db_fail(db, e);
		err_add(e, "%s", path);
		goto failed;
	}
	if (configure(db, e) == -1) {
		err_add(e, "%s", path);
		goto failed;
	}
	return db;
failed:
	db_close(db);
	return NULL;
}

void
db_close(struct db *db)
{
	size_t i;

	if (db == NULL)
		return;
	for (i = 0; i < db->room; i++)
		if (db->table[i] != NULL) {
			sqlite3_finalize(db->table[i]->stmt);
			free(db->table[i]);
		}
	free(db->table);
	sqlite3_close(db->conn);
	if (db->file != -1)
		close(db->file);
	free(db);
}
