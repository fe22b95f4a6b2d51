#include <stdbool.h>

#include "err.h"

#include "db.h"
#include "db_inside.h"

#define ZEROS (1 << 16)

static sqlite3_file *
log_of(const struct db *db)
{
	sqlite3_file *log = NULL;

	if (sqlite3_file_control(db->conn, NULL, SQLITE_FCNTL_JOURNAL_POINTER,
		    &log) != SQLITE_OK)
		return NULL;
	return log;
}

/*
 * Zeros after its end are no part of a log: whoever reads it stops at what
 * its own checksums do not reach.
 */
static int
grow(sqlite3_file *log, int64_t size)
{
	static const char zeros[ZEROS];
	sqlite3_int64 at;
	int code = log->pMethods->xFileSize(log, &at);

	for (; code == SQLITE_OK && at < size; at += ZEROS)
		code = log->pMethods->xWrite(log, zeros, ZEROS, at);
	return code == SQLITE_OK ? log->pMethods->xSync(log, SQLITE_SYNC_NORMAL)
				 : code;
}

int
db_grow_log(struct db *db, int64_t size, struct err *e)
{
	sqlite3_file *log = log_of(db);
	bool begun = db->begun;
	int code;

	if (log == NULL || log->pMethods == NULL)
		return 0; /* in memory */
	/* Nobody else appends to it meanwhile. */
	if (!begun && db_begin(db, e) == -1)
		return -1;
	code = grow(log, size);
	if (!begun)
		db_rollback(db);
	return code == SQLITE_OK ? 0
				 : err_set(e, "growing the log: %s",
					   sqlite3_errstr(code));
}
