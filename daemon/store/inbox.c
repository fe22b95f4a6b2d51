#include "db.h"
#include "post.h"

#define PRUNE_KEYS 4000

enum inbox_result
inbox_accept(struct db *db, const char *chat, const char *key, int64_t now,
	struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO inbox (chat, key, at) VALUES ($1, $2, $3)"
		    " ON CONFLICT (chat, key) DO NOTHING",
		    "tti", chat, key, now) == -1)
		return INBOX_ERROR;
	return db_changed(db) == 1 ? INBOX_NEW : INBOX_SEEN;
}

int
inbox_prune(struct db *db, int64_t before, struct err *e)
{
	if (db_run(db, e,
		    "DELETE FROM inbox WHERE (chat, key) IN"
		    " (SELECT chat, key FROM inbox WHERE at < $1"
		    " ORDER BY at LIMIT $2)",
		    "ii", before, (int64_t)PRUNE_KEYS) == -1)
		return -1;
	return (int)db_changed(db);
}

int
inbox_bury(struct db *db, const char *chat, const char *key, const char *what,
	const char *body, const char *why, int64_t now, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO buried (chat, key, what, body, why, at)"
		" VALUES ($1, $2, $3, $4, $5, $6)",
		"ttttti", chat, key, what, body, why, now);
}
