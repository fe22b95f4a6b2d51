#include <string.h>

#include "db.h"
#include "pairing.h"

int
pairing_put(struct db *db, const struct pairing *p, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO pairing"
		" (account, hash, box, member, expires_at, used_at)"
		" VALUES ($1, $2, $3, NULLIF($4, 0), $5, NULL)"
		" ON CONFLICT (account) DO UPDATE SET hash = excluded.hash,"
		" box = excluded.box, member = excluded.member,"
		" expires_at = excluded.expires_at, used_at = NULL",
		"bbtii", p->account, (size_t)PAIRING_HASH, p->hash,
		(size_t)PAIRING_HASH, p->box, p->member, p->expires_at);
}

int
pairing_find(struct db *db, const unsigned char hash[PAIRING_HASH],
	struct pairing *out, bool *found, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT box, member, expires_at, used_at FROM pairing"
		" WHERE hash = $1",
		"b", hash, (size_t)PAIRING_HASH);
	int more;

	memset(out, 0, sizeof(*out));
	*found = false;
	more = rows_next(r, e);
	if (more == 1) {
		*found = true;
		memcpy(out->hash, hash, PAIRING_HASH);
		rows_copy(r, 0, out->box, sizeof(out->box));
		out->member = rows_int(r, 1);
		out->expires_at = rows_int(r, 2);
		out->used_at = rows_int(r, 3);
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
pairing_use(struct db *db, const unsigned char hash[PAIRING_HASH], int64_t now,
	struct err *e)
{
	return db_run(db, e,
		"UPDATE pairing SET used_at = $1, box = '', member = NULL"
		" WHERE hash = $2",
		"ib", now, hash, (size_t)PAIRING_HASH);
}

int
pairing_drop(
	struct db *db, const unsigned char account[PAIRING_HASH], struct err *e)
{
	if (db_run(db, e, "DELETE FROM pairing WHERE account = $1", "b",
		    account, (size_t)PAIRING_HASH) == -1)
		return -1;
	return db_run(db, e, "DELETE FROM pairing_try WHERE account = $1", "b",
		account, (size_t)PAIRING_HASH);
}

int
pairing_tries(struct db *db, const unsigned char account[PAIRING_HASH],
	int64_t since, int64_t *tries, int64_t *first, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT tries, since FROM pairing_try"
		" WHERE account = $1 AND since > $2",
		"bi", account, (size_t)PAIRING_HASH, since);
	int more;

	*tries = *first = 0;
	more = rows_next(r, e);
	if (more == 1) {
		*tries = rows_int(r, 0);
		*first = rows_int(r, 1);
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
pairing_wrong(struct db *db, const unsigned char account[PAIRING_HASH],
	int64_t since, int64_t now, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO pairing_try (account, tries, since)"
		" VALUES ($1, 1, $2) ON CONFLICT (account) DO UPDATE SET"
		" tries = CASE WHEN pairing_try.since > $3"
		" THEN pairing_try.tries + 1 ELSE 1 END,"
		" since = CASE WHEN pairing_try.since > $3"
		" THEN pairing_try.since ELSE excluded.since END",
		"bii", account, (size_t)PAIRING_HASH, now, since);
}

int
pairing_prune(struct db *db, int64_t before, struct err *e)
{
	if (db_run(db, e, "DELETE FROM pairing WHERE expires_at < $1", "i",
		    before) == -1)
		return -1;
	return db_run(
		db, e, "DELETE FROM pairing_try WHERE since < $1", "i", before);
}
