#include <string.h>

#include "db.h"
#include "shares.h"

int
kit_find(struct db *db, int64_t member, int64_t item, struct kit *out,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT member, item, variant, text, opened_at, later_at,"
		" declined, reacted_to, reacted_at FROM kit"
		" WHERE member = $1 AND item = $2",
		"ii", member, item);
	int more;

	memset(out, 0, sizeof(*out));
	more = rows_next(r, e);
	if (more == 1) {
		out->member = rows_int(r, 0);
		out->item = rows_int(r, 1);
		out->variant = (int)rows_int(r, 2);
		rows_copy(r, 3, out->text, sizeof(out->text));
		out->opened_at = rows_int(r, 4);
		out->later_at = rows_int(r, 5);
		out->declined = rows_int(r, 6) != 0;
		rows_copy(r, 7, out->reacted_to, sizeof(out->reacted_to));
		out->reacted_at = rows_int(r, 8);
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
kit_save(struct db *db, const struct kit *k, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO kit (member, item, variant, text, opened_at,"
		" later_at, declined, reacted_to, reacted_at)"
		" VALUES ($1, $2, $3, NULLIF($4, ''), $5, NULLIF($6, 0), $7,"
		" NULLIF($8, ''), NULLIF($9, 0))"
		" ON CONFLICT (member, item) DO UPDATE SET"
		" variant = excluded.variant, text = excluded.text,"
		" opened_at = excluded.opened_at,"
		" later_at = excluded.later_at, declined = excluded.declined,"
		" reacted_to = excluded.reacted_to,"
		" reacted_at = excluded.reacted_at",
		"iiitiiiti", k->member, k->item, (int64_t)k->variant, k->text,
		k->opened_at, k->later_at, (int64_t)k->declined, k->reacted_to,
		k->reacted_at);
}

int
kit_each_asked(struct db *db, const struct kit_asked *asked, kit_asked_fn *fn,
	void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT k.member, i.person FROM kit k"
		" JOIN identity i ON i.member = k.member AND i.chat = $1"
		" WHERE k.item = $2 AND k.reacted_to = $3"
		" AND k.reacted_at < $4 AND k.declined = 0",
		"titi", asked->chat, asked->item, asked->message,
		asked->before);
	char person[64];
	int more;

	while ((more = rows_next(r, e)) == 1) {
		rows_copy(r, 1, person, sizeof(person));
		if (fn(arg, rows_int(r, 0), person, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}

int
kit_each_open(struct db *db, int64_t item, int max, kit_member_fn *fn,
	void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT member FROM kit WHERE item = $1 AND declined = 0"
		" ORDER BY opened_at DESC LIMIT $2",
		"ii", item, (int64_t)max);
	int more;

	while ((more = rows_next(r, e)) == 1) {
		if (fn(arg, rows_int(r, 0), e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}
