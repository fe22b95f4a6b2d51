#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "text.h"

#include "db.h"
#include "post.h"

/* Sorts after every continuation of a key in UTF-8. */
#define LAST_CHARACTER "\xf4\x8f\xbf\xbf"

int
outbox_add(struct db *db, const struct outbox_row *row, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO outbox (chat, conversation, key, member, act,"
		" body, answer, tries, head, sending, doubtful, due_at,"
		" created_at) VALUES ($1, $2, $3, NULLIF($4, 0), $5, $6, $7,"
		" $8, CASE WHEN EXISTS (SELECT 1 FROM outbox"
		" WHERE chat = $1 AND conversation = $2) THEN 0 ELSE 1 END,"
		" 0, $9, $10, $11) ON CONFLICT (key) DO NOTHING",
		"tttitttiiii", row->chat, row->conversation, row->key,
		row->member, row->act, row->body, row->answer,
		(int64_t)row->tries, (int64_t)row->sending, row->due_at,
		row->created_at);
}

/* A row with texts of its own: the callback may change the outbox. */
static struct outbox_row
keep_row(const struct rows *r)
{
	return (struct outbox_row){
		.id = rows_int(r, 0),
		.chat = xstrdup(rows_text(r, 1)),
		.conversation = xstrdup(rows_text(r, 2)),
		.key = xstrdup(rows_text(r, 3)),
		.member = rows_int(r, 4),
		.act = xstrdup(rows_text(r, 5)),
		.body = xstrdup(rows_text(r, 6)),
		.answer = rows_null(r, 7) ? NULL : xstrdup(rows_text(r, 7)),
		.tries = (int)rows_int(r, 8),
		.sending = rows_int(r, 9) != 0,
		.due_at = rows_int(r, 10),
		.created_at = rows_int(r, 11),
	};
}

static void
free_row(struct outbox_row *row)
{
	free((char *)row->chat);
	free((char *)row->conversation);
	free((char *)row->key);
	free((char *)row->act);
	free((char *)row->body);
	free((char *)row->answer);
}

struct kept {
	struct outbox_row *rows;
	size_t count;
};

static int
read_due(struct rows *r, struct kept *out, struct err *e)
{
	size_t room = 0;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		if (out->count == room) {
			room = room == 0 ? 16 : 2 * room;
			out->rows = xrealloc(
				out->rows, room * sizeof(out->rows[0]));
		}
		out->rows[out->count++] = keep_row(r);
	}
	return more;
}

int
outbox_each_due(struct db *db, int64_t now, int max, outbox_fn *fn, void *arg,
	struct err *e)
{
	struct kept kept = {NULL, 0};
	struct rows *r = db_ask(db, e,
		"SELECT id, chat, conversation, key, member, act, body,"
		" answer, tries, doubtful, due_at, created_at FROM outbox"
		" WHERE head = 1 AND sending = 0 AND due_at <= $1"
		" ORDER BY due_at, id LIMIT $2",
		"ii", now, (int64_t)max);
	int result;
	size_t i;

	if (r == NULL)
		return -1;
	result = read_due(r, &kept, e);
	rows_end(r);
	for (i = 0; i < kept.count; i++) {
		if (result == 0)
			result = fn(arg, &kept.rows[i], e);
		free_row(&kept.rows[i]);
	}
	free(kept.rows);
	return result;
}

int
outbox_next_at(struct db *db, int64_t *at, struct err *e)
{
	return db_number(db, e, at,
		"SELECT min(due_at) FROM outbox WHERE head = 1 AND sending = 0",
		"");
}

int
outbox_sending(struct db *db, int64_t id, struct err *e)
{
	return db_run(
		db, e, "UPDATE outbox SET sending = 1 WHERE id = $1", "i", id);
}

int
outbox_later(
	struct db *db, int64_t id, int64_t due_at, bool doubtful, struct err *e)
{
	return db_run(db, e,
		"UPDATE outbox SET sending = 0, doubtful = $1,"
		" tries = tries + $1, due_at = $2 WHERE id = $3",
		"iii", (int64_t)doubtful, due_at, id);
}

int
outbox_done(struct db *db, int64_t id, struct err *e)
{
	return db_run(db, e, "DELETE FROM outbox WHERE id = $1", "i", id);
}

int
outbox_cancel(struct db *db, const char *key_prefix, struct err *e)
{
	char *last = xasprintf("%s" LAST_CHARACTER, key_prefix);
	int result = db_run(db, e,
		"DELETE FROM outbox WHERE key >= $1 AND key < $2"
		" AND sending = 0 AND doubtful = 0",
		"tt", key_prefix, last);

	free(last);
	return result;
}

/* The language of the card in a row's body, "" when there is none. */
static void
read_language(const char *body, char *out, size_t room)
{
	json_t *value = json_parse(body, strlen(body), NULL);

	text_copy(out, room, json_text(value, "card.language", ""));
	json_decref(value);
}

int
outbox_find(
	struct db *db, const char *key, struct outbox_place *out, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT chat, conversation, member, body FROM outbox"
		" WHERE key = $1",
		"t", key);
	int more;

	memset(out, 0, sizeof(*out));
	more = rows_next(r, e);
	if (more == 1) {
		rows_copy(r, 0, out->chat, sizeof(out->chat));
		rows_copy(r, 1, out->conversation, sizeof(out->conversation));
		out->member = rows_int(r, 2);
		read_language(
			rows_text(r, 3), out->language, sizeof(out->language));
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
outbox_depth(struct db *db, int64_t *waiting, int64_t *oldest_at, struct err *e)
{
	if (db_number(db, e, waiting, "SELECT count(*) FROM outbox", "") == -1)
		return -1;
	return db_number(db, e, oldest_at,
		"SELECT created_at FROM outbox ORDER BY id LIMIT 1", "");
}
