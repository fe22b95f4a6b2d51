#include <inttypes.h>

#include "err.h"

#include "db.h"
#include "schema.h"
#include "store.h"

int
store_version(void)
{
	size_t count;
	const struct schema_step *steps = schema_steps(&count);

	return steps[count - 1].version;
}

/* The version the file is at; 0 for a new one. */
static int
read_version(struct db *db, int64_t *version, struct err *e)
{
	int64_t tables;

	if (db_number(db, e, &tables,
		    "SELECT count(*) FROM sqlite_master"
		    " WHERE name NOT LIKE 'sqlite_%'",
		    "") == -1)
		return -1;
	*version = 0;
	if (tables == 0)
		return 0;
	if (db_number(db, NULL, version, "SELECT max(version) FROM migration",
		    "") == -1)
		return err_set(e, "this is not a database of advocated");
	return 0;
}

static int
upgrade(struct db *db, const struct schema_step *step, struct err *e)
{
	if (db_begin(db, e) == -1)
		return -1;
	if (db_script(db, step->sql, e) == -1 ||
		db_run(db, e,
			"INSERT INTO migration (version, name) VALUES ($1, $2)",
			"it", (int64_t)step->version, step->name) == -1) {
		db_rollback(db);
		return err_add(e, "schema %s", step->name);
	}
	return db_commit(db, e);
}

/* Rows that were on their way when the last process ended may have arrived
 * or not: they may go again, marked as doubtful. */
static int
recover(struct db *db, struct err *e)
{
	return db_run(db, e,
		"UPDATE outbox SET sending = 0, doubtful = 1, tries = tries + 1"
		" WHERE sending = 1",
		"");
}

static int
migrate(struct db *db, struct err *e)
{
	size_t i, count;
	const struct schema_step *steps = schema_steps(&count);
	int64_t version;

	if (read_version(db, &version, e) == -1)
		return -1;
	if (version > store_version())
		return err_set(e,
			"the database was made by a newer advocated (schema"
			" %" PRId64 ", this program knows %d)",
			version, store_version());
	if (version == 0 &&
		db_script(db,
			"CREATE TABLE IF NOT EXISTS migration ("
			" version INTEGER PRIMARY KEY, name TEXT NOT NULL)",
			e) == -1)
		return -1;
	for (i = 0; i < count; i++)
		if (steps[i].version > version &&
			upgrade(db, &steps[i], e) == -1)
			return -1;
	return recover(db, e);
}

struct db *
store_open(const char *path, struct err *e)
{
	struct db *db = db_open(path, e);

	if (db == NULL)
		return NULL;
	if (migrate(db, e) == -1) {
		err_add(e, "%s", path);
		db_close(db);
		return NULL;
	}
	return db;
}
