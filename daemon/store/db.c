#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"

#include "db.h"
#include "db_inside.h"

/* What went wrong, for people; SQLite's own words follow. */
static const char *
words_for(int code)
{
	switch (code & 0xff) {
	case SQLITE_CONSTRAINT:
		return "the store refuses it";
	case SQLITE_FULL:
		return "the disk is full";
	case SQLITE_IOERR:
		return "the disk failed";
	case SQLITE_CORRUPT:
		return "the database is damaged";
	case SQLITE_NOTADB:
		return "the file is not a database";
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return "the database may not be written";
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return "another program has locked the database";
	case SQLITE_CANTOPEN:
		return "the database cannot be opened";
	case SQLITE_TOOBIG:
		return "too long for the store";
	default:
		return "the store failed";
	}
}

int
db_fail(const struct db *db, struct err *e)
{
	int code = sqlite3_extended_errcode(db->conn);

	return err_set(e, "%s (%s, %d)", words_for(code),
		sqlite3_errmsg(db->conn), code);
}

/* Statements are refused after a failed commit, and when a failure inside a
 * transaction has undone all of it (disk full): what follows would be kept
 * without what came before. */
static int
check_usable(const struct db *db, struct err *e)
{
	if (db->failed)
		return err_set(e, "the store failed earlier");
	if (db->begun && sqlite3_get_autocommit(db->conn))
		return err_set(e, "the transaction was undone by a failure");
	return 0;
}

static size_t
slot_of(const struct db *db, const char *sql)
{
	size_t i = ((uintptr_t)sql >> 3) * 0x9e3779b97f4a7c15u >> 20;

	i &= db->room - 1;
	while (db->table[i] != NULL && db->table[i]->sql != sql)
		i = (i + 1) & (db->room - 1);
	return i;
}

static void
table_grow(struct db *db)
{
	struct rows **old = db->table;
	size_t i, size = db->room;

	db->room = size == 0 ? 512 : size * 2;
	db->table = xcalloc(db->room, sizeof(db->table[0]));
	for (i = 0; i < size; i++)
		if (old[i] != NULL)
			db->table[slot_of(db, old[i]->sql)] = old[i];
	free(old);
}

static void
rows_free(struct rows *r)
{
	if (r == NULL)
		return;
	sqlite3_finalize(r->stmt);
	free(r);
}

/* SQLite numbers $1, $2 by appearance, so text where they appear in another
 * order would bind the wrong values. */
static int
check_order(sqlite3_stmt *stmt, const char *sql, struct err *e)
{
	char name[16];
	int i, count = sqlite3_bind_parameter_count(stmt);

	for (i = 1; i <= count; i++) {
		snprintf(name, sizeof(name), "$%d", i);
		if (strcmp(sqlite3_bind_parameter_name(stmt, i), name) != 0)
			return err_set(e, "parameters out of order: %s", sql);
	}
	return 0;
}

static struct rows *
rows_prepare(struct db *db, const char *sql, bool own, struct err *e)
{
	struct rows *r = xcalloc(1, sizeof(*r));

	r->db = db;
	r->sql = sql;
	r->own = own;
	if (sqlite3_prepare_v3(db->conn, sql, -1,
		    own ? 0 : SQLITE_PREPARE_PERSISTENT, &r->stmt,
		    NULL) != SQLITE_OK) {
		db_fail(db, e);
		goto failed;
	}
	if (check_order(r->stmt, sql, e) == -1)
		goto failed;
	return r;
failed:
	rows_free(r);
	return NULL;
}

static struct rows *
rows_for(struct db *db, const char *sql, struct err *e)
{
	struct rows *r;
	size_t i;

	if (check_usable(db, e) == -1)
		return NULL;
	if (db->room == 0)
		table_grow(db);
	i = slot_of(db, sql);
	r = db->table[i];
	if (r != NULL)
		return r->busy ? rows_prepare(db, sql, true, e) : r;
	r = rows_prepare(db, sql, false, e);
	if (r == NULL)
		return NULL;
	db->table[i] = r;
	if (++db->count * 2 > db->room)
		table_grow(db);
	return r;
}

static int
bind_one(sqlite3_stmt *s, int i, char type, va_list *ap,
	sqlite3_destructor_type d)
{
	const void *bytes;

	switch (type) {
	case 'i':
		return sqlite3_bind_int64(s, i, va_arg(*ap, int64_t));
	case 't':
		return sqlite3_bind_text(
			s, i, va_arg(*ap, const char *), -1, d);
	case 'b':
		bytes = va_arg(*ap, const void *);
		return sqlite3_bind_blob64(s, i, bytes, va_arg(*ap, size_t), d);
	case 'n':
		return sqlite3_bind_null(s, i);
	default:
		return SQLITE_MISUSE;
	}
}

static int
bind_all(struct rows *r, const char *types, va_list *ap,
	sqlite3_destructor_type d, struct err *e)
{
	int i;

	if (sqlite3_bind_parameter_count(r->stmt) != (int)strlen(types))
		return err_set(e, "%zu values for: %s", strlen(types), r->sql);
	for (i = 0; types[i] != '\0'; i++)
		if (bind_one(r->stmt, i + 1, types[i], ap, d) != SQLITE_OK)
			return db_fail(r->db, e);
	return 0;
}

/* Texts are read during the call only, so they need not be copied. */
/* A statement is over: may be used again. */
static void
end(struct rows *r)
{
	r->db->work.statements++;
	r->db->work.steps += (uint64_t)sqlite3_stmt_status(
		r->stmt, SQLITE_STMTSTATUS_VM_STEP, 1);
	sqlite3_reset(r->stmt);
}

struct db_work
db_work(const struct db *db)
{
	return db->work;
}

int
db_run(struct db *db, struct err *e, const char *sql, const char *types, ...)
{
	struct rows *r = rows_for(db, sql, e);
	va_list ap;
	int result;

	if (r == NULL)
		return -1;
	va_start(ap, types);
	result = bind_all(r, types, &ap, SQLITE_STATIC, e);
	va_end(ap);
	while (result == 0) {
		int code = sqlite3_step(r->stmt);

		if (code == SQLITE_DONE)
			break;
		if (code != SQLITE_ROW)
			result = db_fail(db, e);
	}
	end(r);
	if (r->own)
		rows_free(r);
	return result;
}

int64_t
db_changed(const struct db *db)
{
	return sqlite3_changes64(db->conn);
}

int64_t
db_last_id(const struct db *db)
{
	return sqlite3_last_insert_rowid(db->conn);
}

static struct rows *
ask(struct db *db, const char *sql, const char *types, va_list *ap,
	struct err *e)
{
	struct rows *r = rows_for(db, sql, e);

	if (r == NULL)
		return NULL;
	r->busy = true;
	if (bind_all(r, types, ap, SQLITE_TRANSIENT, e) == -1) {
		rows_end(r);
		return NULL;
	}
	return r;
}

struct rows *
db_ask(struct db *db, struct err *e, const char *sql, const char *types, ...)
{
	struct rows *r;
	va_list ap;

	va_start(ap, types);
	r = ask(db, sql, types, &ap, e);
	va_end(ap);
	return r;
}

int
rows_next(struct rows *r, struct err *e)
{
	int code;

	if (r == NULL)
		return -1; /* db_ask() said why */
	code = sqlite3_step(r->stmt);
	if (code == SQLITE_ROW)
		return 1;
	return code == SQLITE_DONE ? 0 : db_fail(r->db, e);
}

int64_t
rows_int(const struct rows *r, int column)
{
	return sqlite3_column_int64(r->stmt, column);
}

const char *
rows_text(const struct rows *r, int column)
{
	const unsigned char *text = sqlite3_column_text(r->stmt, column);

	return text == NULL ? "" : (const char *)text;
}

void
rows_copy(const struct rows *r, int column, char *out, size_t room)
{
	/* As bytes: asked for as text, the engine would copy it to end it. */
	const char *text = sqlite3_column_blob(r->stmt, column);
	size_t size = (size_t)sqlite3_column_bytes(r->stmt, column);

	if (text == NULL)
		size = 0;
	else if (size >= room) {
		size = room - 1;
		while (size > 0 && (text[size] & 0xc0) == 0x80)
			size--;
	}
	if (size > 0)
		memcpy(out, text, size);
	out[size] = '\0';
}

bool
rows_null(const struct rows *r, int column)
{
	return sqlite3_column_type(r->stmt, column) == SQLITE_NULL;
}

void
rows_end(struct rows *r)
{
	if (r == NULL)
		return;
	end(r);
	if (r->own) {
		rows_free(r);
		return;
	}
	r->busy = false;
}

int
db_number(struct db *db, struct err *e, int64_t *out, const char *sql,
	const char *types, ...)
{
	struct rows *r;
	va_list ap;
	int more;

	*out = 0;
	va_start(ap, types);
	r = ask(db, sql, types, &ap, e);
	va_end(ap);
	more = rows_next(r, e);
	if (more == 1)
		*out = rows_int(r, 0);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
db_script(struct db *db, const char *sql, struct err *e)
{
	if (check_usable(db, e) == -1)
		return -1;
	if (sqlite3_exec(db->conn, sql, NULL, NULL, NULL) != SQLITE_OK)
		return db_fail(db, e);
	return 0;
}
