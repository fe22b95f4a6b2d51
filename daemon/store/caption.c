#include "err.h"

#include "db.h"
#include "items.h"

/*
 * Which captions a reader gets: those of their language ("en" serves "en-GB")
 * and those without one; if there are none, the ones in the item's own
 * language; if there are none either, any. The tiers say so in each question.
 */
int
caption_add(struct db *db, int64_t item, const char *network,
	const char *language, const char *text, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO caption (item, network, language, text)"
		" VALUES ($1, $2, $3, $4)",
		"ittt", item, network, language, text);
}

int
caption_clear(struct db *db, int64_t item, struct err *e)
{
	return db_run(db, e,
		"DELETE FROM caption WHERE item = $1 AND network = ''", "i",
		item);
}

int
caption_count(struct db *db, int64_t item, const char *language, int *out,
	struct err *e)
{
	int64_t count;

	if (db_number(db, e, &count,
		    "WITH fit (tier) AS (SELECT CASE"
		    " WHEN c.language = '' OR c.language = $1"
		    " OR $1 LIKE c.language || '-%' THEN 1"
		    " WHEN c.language = i.language THEN 2 ELSE 3 END"
		    " FROM caption c JOIN item i ON i.id = c.item"
		    " WHERE c.item = $2 AND c.network = '')"
		    " SELECT count(*) FROM fit"
		    " WHERE tier = (SELECT min(tier) FROM fit)",
		    "ti", language, item) == -1)
		return -1;
	*out = (int)count;
	return 0;
}

static int
read_text(struct rows *r, char *out, size_t room, struct err *e)
{
	int more;

	out[0] = '\0';
	if (r == NULL)
		return -1;
	more = rows_next(r, e);
	if (more == 1)
		rows_copy(r, 0, out, room);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
caption_at(struct db *db, int64_t item, const char *language, int index,
	char *out, size_t room, struct err *e)
{
	return read_text(
		db_ask(db, e,
			"WITH fit (id, text, tier) AS (SELECT c.id, c.text,"
			" CASE WHEN c.language = '' OR c.language = $1"
			" OR $1 LIKE c.language || '-%' THEN 1"
			" WHEN c.language = i.language THEN 2 ELSE 3 END"
			" FROM caption c JOIN item i ON i.id = c.item"
			" WHERE c.item = $2 AND c.network = '')"
			" SELECT text FROM fit"
			" WHERE tier = (SELECT min(tier) FROM fit)"
			" ORDER BY id LIMIT 1 OFFSET $3",
			"tii", language, item, (int64_t)index),
		out, room, e);
}

int
caption_for(struct db *db, int64_t item, const char *network,
	const char *language, struct caption_text *out, struct err *e)
{
	return read_text(
		db_ask(db, e,
			"SELECT text FROM caption WHERE item = $1"
			" AND network = $2 AND (language = '' OR language = $3"
			" OR $3 LIKE language || '-%')"
			" ORDER BY length(language) DESC, id LIMIT 1",
			"itt", item, network, language),
		out->text, sizeof(out->text), e);
}
