#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "scene.h"

/* A database file of its own, in a folder that is removed afterwards. */
struct place {
	char folder[32], path[64];
	struct db *db;
	struct err e;
};

static int
place_open(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	*state = p;
	snprintf(p->folder, sizeof(p->folder), "/tmp/store-XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	snprintf(p->path, sizeof(p->path), "%s/bot.db", p->folder);
	p->db = db_open(p->path, &p->e);
	assert_non_null(p->db);
	ok(p, db_script(p->db, "CREATE TABLE t (a INTEGER UNIQUE, b TEXT)",
		      &p->e));
	return 0;
}

static int
place_close(void **state)
{
	struct place *p = *state;
	char name[80];

	db_close(p->db);
	unlink(p->path);
	snprintf(name, sizeof(name), "%s-wal", p->path);
	unlink(name);
	snprintf(name, sizeof(name), "%s-shm", p->path);
	unlink(name);
	rmdir(p->folder);
	free(p);
	return 0;
}

static int
add(struct place *p, int64_t a, const char *b)
{
	return db_run(p->db, &p->e, "INSERT INTO t (a, b) VALUES ($1, $2)",
		"it", a, b);
}

static int64_t
count(struct place *p)
{
	int64_t n;

	ok(p, db_number(p->db, &p->e, &n, "SELECT count(*) FROM t", ""));
	return n;
}

static void
values_come_back_as_they_went(void **state)
{
	struct place *p = *state;
	struct rows *r;

	ok(p, add(p, INT64_MIN, "ääkkönen"));
	ok(p, add(p, INT64_MAX, NULL));
	r = db_ask(p->db, &p->e, "SELECT a, b FROM t ORDER BY a", "");
	assert_int_equal(rows_next(r, &p->e), 1);
	assert_true(rows_int(r, 0) == INT64_MIN);
	assert_string_equal(rows_text(r, 1), "ääkkönen");
	assert_int_equal(rows_next(r, &p->e), 1);
	assert_true(rows_int(r, 0) == INT64_MAX);
	assert_true(rows_null(r, 1));
	assert_string_equal(rows_text(r, 1), "");
	assert_int_equal(rows_next(r, &p->e), 0);
	rows_end(r);
}

static void
what_cannot_be_asked_has_no_rows_and_says_why(void **state)
{
	struct place *p = *state;
	struct rows *r = db_ask(p->db, &p->e, "SELECT c FROM t", "");

	assert_int_equal(rows_next(r, &p->e), -1);
	assert_non_null(strstr(p->e.text, "no such column"));
	rows_end(r);
}

static void
text_is_cut_between_characters(void **state)
{
	struct place *p = *state;
	char out[4];
	struct rows *r;

	ok(p, add(p, 1, "aää"));
	r = db_ask(p->db, &p->e, "SELECT b FROM t", "");
	assert_int_equal(rows_next(r, &p->e), 1);
	rows_copy(r, 0, out, sizeof(out));
	assert_string_equal(out, "aä");
	rows_copy(r, 0, out, 3);
	assert_string_equal(out, "a");
	rows_end(r);
}

static int64_t
sum_below(struct place *p, int64_t a)
{
	struct rows *r = db_ask(p->db, &p->e,
		"SELECT a FROM t WHERE a < $1 ORDER BY a DESC", "i", a);
	int64_t sum = 0;

	while (rows_next(r, &p->e) == 1)
		sum += rows_int(r, 0) + sum_below(p, rows_int(r, 0));
	rows_end(r);
	return sum;
}

static void
a_question_may_be_asked_while_it_is_answered(void **state)
{
	struct place *p = *state;

	ok(p, add(p, 1, ""));
	ok(p, add(p, 2, ""));
	ok(p, add(p, 3, ""));
	/* 3 + (2 + (1) + 1) + 2 + (1) + 1 */
	assert_int_equal(sum_below(p, 4), 11);
}

static void
no_row_is_zero(void **state)
{
	struct place *p = *state;
	int64_t n = 7;

	ok(p, db_number(p->db, &p->e, &n, "SELECT a FROM t", ""));
	assert_int_equal(n, 0);
	n = 7;
	ok(p, db_number(p->db, &p->e, &n, "SELECT max(a) FROM t", ""));
	assert_int_equal(n, 0);
}

static void
wrong_statements_are_refused(void **state)
{
	struct place *p = *state;
	int64_t n;

	assert_int_equal(db_number(p->db, &p->e, &n,
				 "SELECT a FROM t WHERE a = $2 AND b = $1",
				 "it", (int64_t)1, "x"),
		-1);
	assert_non_null(strstr(p->e.text, "out of order"));
	assert_int_equal(db_number(p->db, &p->e, &n, "SELECT $1", "ii",
				 (int64_t)1, (int64_t)2),
		-1);
	assert_non_null(strstr(p->e.text, "2 values for"));
	assert_int_equal(db_run(p->db, &p->e, "SELEKT", ""), -1);
	assert_int_equal(db_run(p->db, &p->e, "DELETE FROM \"none\"", ""), -1);
}

static void
a_refusal_says_why(void **state)
{
	struct place *p = *state;

	ok(p, add(p, 1, ""));
	assert_int_equal(add(p, 1, ""), -1);
	assert_non_null(strstr(p->e.text, "the store refuses it"));
	assert_non_null(strstr(p->e.text, "t.a"));
	ok(p, add(p, 2, ""));
}

static void
what_is_rolled_back_never_was(void **state)
{
	struct place *p = *state;

	ok(p, db_begin(p->db, &p->e));
	ok(p, add(p, 1, ""));
	db_rollback(p->db);
	assert_int_equal(count(p), 0);
}

static void
one_event_is_undone_and_the_others_kept(void **state)
{
	struct place *p = *state;

	ok(p, db_begin(p->db, &p->e));
	ok(p, db_mark(p->db, &p->e));
	ok(p, add(p, 1, ""));
	ok(p, db_keep(p->db, &p->e));
	ok(p, db_mark(p->db, &p->e));
	ok(p, add(p, 2, ""));
	db_undo(p->db);
	ok(p, db_mark(p->db, &p->e));
	ok(p, db_mark(p->db, &p->e));
	ok(p, add(p, 3, ""));
	ok(p, db_keep(p->db, &p->e));
	db_undo(p->db);
	ok(p, add(p, 4, ""));
	ok(p, db_commit(p->db, &p->e));
	assert_int_equal(count(p), 2);
}

static void
nothing_follows_a_lost_transaction(void **state)
{
	struct place *p = *state;
	char big[8192];

	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	ok(p, db_script(p->db, "PRAGMA max_page_count = 3", &p->e));
	ok(p, db_begin(p->db, &p->e));
	ok(p, add(p, 1, ""));
	assert_int_equal(add(p, 2, big), -1);
	assert_non_null(strstr(p->e.text, "the disk is full"));
	/* Whether or not that undid everything, the commit is the judge. */
	if (add(p, 3, "") == -1) {
		assert_non_null(strstr(p->e.text, "undone by a failure"));
		assert_int_equal(db_commit(p->db, &p->e), -1);
		assert_int_equal(add(p, 4, ""), -1);
		assert_string_equal(p->e.text, "the store failed earlier");
	}
}

static void
a_second_process_is_refused(void **state)
{
	struct place *p = *state;
	struct stat info;

	assert_null(db_open(p->path, &p->e));
	assert_non_null(strstr(p->e.text, "another advocated uses it"));
	assert_int_equal(stat(p->path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	/* And the first is not disturbed by the attempt. */
	ok(p, add(p, 1, ""));
}

static void
what_cannot_be_opened_is_said(void **state)
{
	struct place *p = *state;
	char path[80];
	FILE *f;

	assert_null(db_open("/nowhere/bot.db", &p->e));
	assert_string_equal(
		p->e.text, "/nowhere/bot.db: No such file or directory");
	snprintf(path, sizeof(path), "%s/text", p->folder);
	f = fopen(path, "w");
	fputs("This is a letter, not a database, and long enough to be one.\n",
		f);
	fclose(f);
	assert_null(db_open(path, &p->e));
	assert_non_null(strstr(p->e.text, "the file is not a database"));
	unlink(path);
}

static void
the_file_is_durable_and_forgetful(void **state)
{
	struct place *p = *state;
	int64_t n;

	ok(p, db_number(p->db, &p->e, &n, "PRAGMA synchronous", ""));
	assert_int_equal(n, 2); /* FULL */
	ok(p, db_number(p->db, &p->e, &n, "PRAGMA secure_delete", ""));
	assert_int_equal(n, 1);
	ok(p, db_number(p->db, &p->e, &n, "PRAGMA foreign_keys", ""));
	assert_int_equal(n, 1);
	ok(p, db_number(p->db, &p->e, &n, "PRAGMA trusted_schema", ""));
	assert_int_equal(n, 0);
}

static int64_t
log_size(const struct place *p)
{
	char name[80];
	struct stat s;

	snprintf(name, sizeof(name), "%s-wal", p->path);
	return stat(name, &s) == 0 ? s.st_size : -1;
}

/* As after a kill: what is in the file and its log, read by another. */
static int64_t
count_in_copy(struct place *p)
{
	char command[512], copy[80];
	sqlite3_stmt *stmt;
	sqlite3 *other;
	int64_t found;

	snprintf(copy, sizeof(copy), "%s/copy", p->folder);
	snprintf(command, sizeof(command), "cp %s %s; cp %s-wal %s-wal",
		p->path, copy, p->path, copy);
	assert_int_equal(system(command), 0);
	assert_int_equal(sqlite3_open(copy, &other), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(other, "SELECT count(*) FROM t", -1,
				 &stmt, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	found = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(other);
	unlink(copy);
	return found;
}

static void
a_log_is_grown_and_then_written_over(void **state)
{
	struct place *p = *state;
	int64_t size;
	int i;

	ok(p, add(p, 1, "before"));
	ok(p, db_grow_log(p->db, DB_LOG_SIZE, &p->e));
	size = log_size(p);
	assert_true(size > 4000000);
	assert_int_equal(count_in_copy(p), 1);
	for (i = 2; i <= 1500; i++)
		ok(p, add(p, i, "after"));
	assert_true(log_size(p) == size);
	assert_int_equal(count_in_copy(p), 1500);
	/* Inside a transaction it grows as well, and no further. */
	ok(p, db_begin(p->db, &p->e));
	ok(p, add(p, 1501, "inside"));
	ok(p, db_grow_log(p->db, DB_LOG_SIZE, &p->e));
	ok(p, db_commit(p->db, &p->e));
	assert_true(log_size(p) == size);
	assert_int_equal(count_in_copy(p), 1501);
}

static void
a_store_in_memory_has_no_log(void **state)
{
	struct err e = {""};
	struct db *db = db_open(":memory:", &e);

	(void)state;
	assert_int_equal(db_grow_log(db, DB_LOG_SIZE, &e), 0);
	db_close(db);
}

/* What is kept of a table learns of it at the next transaction. */
static void
what_another_program_wrote_is_noticed(void **state)
{
	static const char *const tables[] = {"t", NULL};
	struct place *p = *state;
	uint64_t version;
	sqlite3 *other;

	ok(p, add(p, 1, "one"));
	db_watch(p->db, tables);
	ok(p, db_begin(p->db, &p->e));
	ok(p, db_commit(p->db, &p->e));
	version = db_version(p->db);
	ok(p, db_begin(p->db, &p->e));
	ok(p, add(p, 2, "two"));
	ok(p, db_commit(p->db, &p->e));
	assert_true(db_version(p->db) == version);
	assert_int_equal(sqlite3_open(p->path, &other), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(other, "UPDATE t SET b = 'uno'", NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(other);
	ok(p, db_begin(p->db, &p->e));
	assert_true(db_version(p->db) != version);
	ok(p, db_commit(p->db, &p->e));
}

#define place_test(f)                                                          \
	cmocka_unit_test_setup_teardown(f, place_open, place_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		place_test(values_come_back_as_they_went),
		place_test(what_cannot_be_asked_has_no_rows_and_says_why),
		place_test(text_is_cut_between_characters),
		place_test(a_question_may_be_asked_while_it_is_answered),
		place_test(no_row_is_zero),
		place_test(wrong_statements_are_refused),
		place_test(a_refusal_says_why),
		place_test(what_is_rolled_back_never_was),
		place_test(one_event_is_undone_and_the_others_kept),
		place_test(nothing_follows_a_lost_transaction),
		place_test(a_second_process_is_refused),
		place_test(what_cannot_be_opened_is_said),
		place_test(the_file_is_durable_and_forgetful),
		place_test(what_another_program_wrote_is_noticed),
		place_test(a_log_is_grown_and_then_written_over),
		cmocka_unit_test(a_store_in_memory_has_no_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
