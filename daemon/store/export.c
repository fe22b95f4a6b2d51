#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"

#include "audit.h"
#include "db.h"
#include "export.h"
#include "shares.h"

#define PAGE 200 /* rows at once: some milliseconds */
#define LOOKS_MOST 1000

bool
export_field_next(const char **fields, struct export_field *out)
{
	static const char marks[] = "=#?@^~*";
	size_t size = strcspn(*fields, " ");
	const char *mark;

	if (size == 0)
		return false;
	mark = strchr(marks, (*fields)[size - 1]);
	out->kind = mark == NULL ? EXPORT_TEXT
				 : (enum export_kind)(mark - marks + 1);
	snprintf(out->name, sizeof(out->name), "%.*s",
		(int)(mark == NULL ? size : size - 1), *fields);
	*fields += size + 1;
	return true;
}

static json_t *
value_of(const struct rows *r, int column, enum export_kind kind)
{
	char code[LINK_CODE_SIZE];

	if (rows_null(r, column))
		return json_null();
	switch (kind) {
	case EXPORT_TEXT:
	case EXPORT_WORD:
	case EXPORT_SEALED:
		return json_string(rows_text(r, column));
	case EXPORT_CODE:
		link_write_code(rows_int(r, column), code);
		return json_string(code);
	default:
		return json_integer(rows_int(r, column));
	}
}

static json_t *
read_row(const struct rows *r, const struct export_part *part)
{
	const char *fields = part->fields;
	struct export_field f;
	json_t *row = json_array();
	int column = 0;

	while (export_field_next(&fields, &f))
		json_array_append_new(row, value_of(r, ++column, f.kind));
	return row;
}

/* One question to the store, and who gets the rows. */
struct reading {
	struct db *db;
	const struct export_part *part;
	struct export_place *at;
	size_t account; /* whose keyed hash is asked for */
	export_fn *fn;
	void *arg;
	size_t count; /* rows there were */
};

static struct rows *
ask(const struct reading *r, struct err *e)
{
	const struct export_part *part = r->part;
	int64_t after = strtoll(r->at->after, NULL, 10);

	if (strcmp(part->types, "b") == 0)
		return db_ask(r->db, e, part->sql, part->types,
			(const void *)r->at->hashes[r->account],
			sizeof(r->at->hashes[r->account]));
	if (strcmp(part->types, "iti") == 0)
		return db_ask(r->db, e, part->sql, part->types, r->at->member,
			r->at->after, (int64_t)PAGE);
	return db_ask(r->db, e, part->sql, part->types, r->at->member, after,
		(int64_t)PAGE);
}

/* A link that nobody followed has one row, without a day. */
static bool
is_nothing(const struct reading *r, const struct rows *rows)
{
	return strcmp(r->part->name, "visits") == 0 && rows_null(rows, 2);
}

static int
read_rows(struct reading *r, struct err *e)
{
	struct rows *rows = ask(r, e);
	int more;

	if (rows == NULL)
		return -1;
	while ((more = rows_next(rows, e)) == 1) {
		r->count++;
		if (r->part->span == 0)
			rows_copy(rows, 0, r->at->after, sizeof(r->at->after));
		if (!is_nothing(r, rows) &&
			r->fn(r->arg, read_row(rows, r->part), e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(rows);
	return more;
}

static int
on_look(void *arg, const char *chat, const char *person, int64_t at,
	struct err *e)
{
	const struct reading *r = arg;

	return r->fn(r->arg,
		json_pack("[s, s, I]", chat, person, (json_int_t)at), e);
}

/* The next span of time: it ends where nothing is stored yet. */
static int
read_span(struct reading *r, struct err *e)
{
	struct export_place *at = r->at;
	int64_t after = strtoll(at->after, NULL, 10);

	if (after == 0) {
		if (db_number(r->db, e, &after, "SELECT min(at) FROM inbox",
			    "") == -1)
			return -1;
		at->done = after == 0;
		if (at->done)
			return 0;
		after--;
	}
	snprintf(at->after, sizeof(at->after), "%" PRId64, after);
	if (read_rows(r, e) == -1)
		return -1;
	after += r->part->span;
	at->done = after > at->now;
	snprintf(at->after, sizeof(at->after), "%" PRId64, after);
	return 0;
}

static int
read_hashed(struct reading *r, struct err *e)
{
	r->at->done = true;
	for (; r->account < r->at->accounts; r->account++)
		if (read_rows(r, e) == -1)
			return -1;
	return 0;
}

int
export_read(struct db *db, const struct export_part *part,
	struct export_place *at, export_fn *fn, void *arg, struct err *e)
{
	struct reading r = {
		.db = db, .part = part, .at = at, .fn = fn, .arg = arg};

	if (part->span != 0)
		return read_span(&r, e);
	if (strcmp(part->types, "b") == 0)
		return read_hashed(&r, e);
	if (part->sql == NULL) {
		at->done = true;
		return audit_each_look(
			db, at->member, LOOKS_MOST, on_look, &r, e);
	}
	if (read_rows(&r, e) == -1)
		return -1;
	/* A page may have any number of rows, but the last has none. */
	at->done = r.count == 0 || strcmp(part->types, "i") == 0;
	return 0;
}
