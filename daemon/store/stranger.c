#include <string.h>

#include "db.h"
#include "people.h"

int
stranger_find(struct db *db, const unsigned char hash[16],
	enum stranger_answer *out, struct err *e)
{
	struct rows *r =
		db_ask(db, e, "SELECT answer FROM stranger WHERE hash = $1",
			"b", hash, (size_t)16);
	int more;

	*out = STRANGER_NEW;
	more = rows_next(r, e);
	if (more == 1)
		*out = strcmp(rows_text(r, 0), "no") == 0 ? STRANGER_NO
							  : STRANGER_ASKED;
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
stranger_note(struct db *db, const unsigned char hash[16],
	enum stranger_answer answer, int64_t now, struct err *e)
{
	if (answer == STRANGER_NEW)
		return db_run(db, e, "DELETE FROM stranger WHERE hash = $1",
			"b", hash, (size_t)16);
	return db_run(db, e,
		"INSERT INTO stranger (hash, answer, at) VALUES ($1, $2, $3)"
		" ON CONFLICT (hash) DO UPDATE"
		" SET answer = excluded.answer, at = excluded.at",
		"bti", hash, (size_t)16, answer == STRANGER_NO ? "no" : "asked",
		now);
}
