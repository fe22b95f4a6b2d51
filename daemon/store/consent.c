#include "db.h"
#include "consent.h"

int
consent_find(struct db *db, int64_t member, int *version, struct err *e)
{
	int64_t found;

	if (db_number(db, e, &found,
		    "SELECT CASE WHEN answer = 'given' THEN version ELSE 0 END"
		    " FROM consent WHERE member = $1"
		    " ORDER BY id DESC LIMIT 1",
		    "i", member) == -1)
		return -1;
	*version = found > 0 ? (int)found : 0;
	return 0;
}

int
consent_give(struct db *db, int64_t member, int version, const char *language,
	int64_t now, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO consent (member, answer, version, language, at)"
		" VALUES ($1, 'given', $2, $3, $4)",
		"iiti", member, (int64_t)version, language, now);
}
