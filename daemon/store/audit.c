#include "db.h"
#include "post.h"

int
audit_add(struct db *db, const char *chat, const char *person, const char *did,
	const char *about, const char *before, const char *after, int64_t now,
	struct err *e)
{
	return db_run(db, e,
		"INSERT INTO audit (chat, person, did, about, before, after,"
		" at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		"tttttti", chat, person, did, about, before, after, now);
}
