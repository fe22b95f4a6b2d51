#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "db.h"
#include "post.h"

#define LAST_CHARACTER "\xf4\x8f\xbf\xbf"

/* A message that was on its way while its person was forgotten leaves no
 * trace either. */
int
post_put(struct db *db, const char *key, const struct post *p, int64_t member,
	struct err *e)
{
	return db_run(db, e,
		"INSERT INTO post (key, chat, place, message, member, at,"
		" language) SELECT $1, $2, $3, $4, NULLIF($5, 0), $6, $7 WHERE "
		"NOT EXISTS"
		" (SELECT 1 FROM member WHERE id = $5"
		" AND state = 'forgotten')"
		" ON CONFLICT (key) DO UPDATE SET chat = excluded.chat,"
		" place = excluded.place, message = excluded.message,"
		" member = excluded.member, at = excluded.at,"
		" language = excluded.language",
		"ttttiit", key, p->chat, p->place, p->message, member, p->at,
		p->language);
}

static void
read_row(const struct rows *r, struct post *out)
{
	rows_copy(r, 0, out->chat, sizeof(out->chat));
	rows_copy(r, 1, out->place, sizeof(out->place));
	rows_copy(r, 2, out->message, sizeof(out->message));
	out->at = rows_int(r, 3);
	out->member = rows_int(r, 4);
	rows_copy(r, 5, out->language, sizeof(out->language));
}

int
post_find(struct db *db, const char *key, struct post *out, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT chat, place, message, at, member, language FROM post"
		" WHERE key = $1",
		"t", key);
	int more;

	memset(out, 0, sizeof(*out));
	more = rows_next(r, e);
	if (more == 1)
		read_row(r, out);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
post_drop(struct db *db, const char *key, struct err *e)
{
	return db_run(db, e, "DELETE FROM post WHERE key = $1", "t", key);
}

static int
each_row(struct rows *r, post_fn *fn, void *arg, struct err *e)
{
	struct post p;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		read_row(r, &p);
		if (fn(arg, rows_text(r, 6), &p, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}

int
post_each(struct db *db, int64_t member, int max, post_fn *fn, void *arg,
	struct err *e)
{
	return each_row(
		db_ask(db, e,
			"SELECT chat, place, message, at, member, language, key"
			" FROM post"
			" WHERE member = $1 ORDER BY at DESC LIMIT $2",
			"ii", member, (int64_t)max),
		fn, arg, e);
}

/* A range of the key's own index. */
int
post_each_under(struct db *db, const char *prefix, int max, post_fn *fn,
	void *arg, struct err *e)
{
	char *first = xasprintf("%s:", prefix);
	char *last = xasprintf("%s" LAST_CHARACTER, first);
	int result = each_row(
		db_ask(db, e,
			"SELECT chat, place, message, at, member, language, key"
			" FROM post WHERE key >= $1 AND key < $2"
			" ORDER BY at DESC LIMIT $3",
			"tti", first, last, (int64_t)max),
		fn, arg, e);

	free(first);
	free(last);
	return result;
}
