#include "err.h"

#include "db.h"
#include "people.h"

/* Which account is whose, when a member has several. */

int
people_acted(struct db *db, const char *chat, const char *person, int64_t now,
	struct err *e)
{
	return db_run(db, e,
		"UPDATE identity SET acted_at = $1"
		" WHERE chat = $2 AND person = $3",
		"itt", now, chat, person);
}

int
people_each_account(struct db *db, int64_t member, people_account_fn *fn,
	void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT chat, person FROM identity"
		" WHERE member = $1 ORDER BY chat",
		"i", member);
	int more;

	while ((more = rows_next(r, e)) == 1)
		if (fn(arg, rows_text(r, 0), rows_text(r, 1), e) == -1) {
			more = -1;
			break;
		}
	rows_end(r);
	return more;
}

int
people_add_account(struct db *db, int64_t member, const char *chat,
	const char *person, const unsigned char hash[16], struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO identity (chat, person, member)"
		    " VALUES ($1, $2, $3)",
		    "tti", chat, person, member) == -1)
		return -1;
	return db_run(db, e, "DELETE FROM stranger WHERE hash = $1", "b", hash,
		(size_t)16);
}

/* What would still be said to the account, or of it, as the member's. $1 is
 * the chat, $2 the account. */
static const char *const deeds[] = {
	"DELETE FROM outbox WHERE chat = $1 AND (conversation = $2"
	" OR member = (SELECT member FROM identity"
	" WHERE chat = $1 AND person = $2))",
	"DELETE FROM post WHERE chat = $1 AND member = (SELECT member"
	" FROM identity WHERE chat = $1 AND person = $2)",
	"DELETE FROM post WHERE chat = $1 AND place = $2",
	"DELETE FROM buried WHERE chat = $1 AND (replace(body, $2, '') <> body"
	" OR replace(key, $2, '') <> key OR replace(why, $2, '') <> why)",
	"UPDATE item SET chat = '', person = ''"
	" WHERE chat = $1 AND person = $2 AND person <> ''",
	"DELETE FROM identity WHERE chat = $1 AND person = $2",
};

int
people_remove_account(
	struct db *db, const char *chat, const char *person, struct err *e)
{
	struct member m;
	size_t i;

	if (people_find(db, chat, person, &m, e) == -1)
		return -1;
	if (m.id == 0)
		return err_set(e, "no such account");
	if (!m.linked)
		return err_set(e, "the last account of a member stays");
	for (i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (db_run(db, e, deeds[i], "tt", chat, person) == -1)
			return -1;
	return 0;
}
