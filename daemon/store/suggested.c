#include "db.h"
#include "review.h"

int
suggested_count(struct db *db, const unsigned char hash[SUGGESTED_HASH],
	int64_t since, int64_t *count, struct err *e)
{
	return db_number(db, e, count,
		"SELECT count FROM suggested WHERE account = $1"
		" AND since > $2",
		"bi", hash, (size_t)SUGGESTED_HASH, since);
}

int
suggested_add(struct db *db, const unsigned char hash[SUGGESTED_HASH],
	int64_t since, int64_t now, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO suggested (account, count, since)"
		" VALUES ($1, 1, $2) ON CONFLICT (account) DO UPDATE SET"
		" count = CASE WHEN suggested.since > $3"
		" THEN suggested.count + 1 ELSE 1 END,"
		" since = CASE WHEN suggested.since > $3"
		" THEN suggested.since ELSE excluded.since END",
		"bii", hash, (size_t)SUGGESTED_HASH, now, since);
}

int
suggested_prune(struct db *db, int64_t before, struct err *e)
{
	return db_run(
		db, e, "DELETE FROM suggested WHERE since < $1", "i", before);
}
