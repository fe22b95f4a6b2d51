#include <unistd.h>

#include "schema.h"

#include "scene.h"

/* A file for the length of a test. */
struct place {
	char folder[32], path[64];
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
	return 0;
}

static int
place_close(void **state)
{
	struct place *p = *state;

	unlink(p->path);
	rmdir(p->folder);
	free(p);
	return 0;
}

static struct db *
open_again(struct place *p)
{
	struct db *db = store_open(p->path, &p->e);

	if (db == NULL)
		fail_msg("%s", p->e.text);
	return db;
}

static int64_t
version_of(struct place *p, struct db *db)
{
	int64_t version;

	ok(p, db_number(db, &p->e, &version,
		      "SELECT max(version) FROM migration", ""));
	return version;
}

/* As a program that knew only the first `count` steps left it. */
static void
make_old(struct place *p, size_t count)
{
	const struct schema_step *steps = schema_steps(&(size_t){0});
	struct db *db = db_open(p->path, &p->e);
	size_t i;

	assert_non_null(db);
	ok(p, db_script(db,
		      "CREATE TABLE migration (version INTEGER PRIMARY KEY,"
		      " name TEXT NOT NULL)",
		      &p->e));
	for (i = 0; i < count; i++) {
		ok(p, db_script(db, steps[i].sql, &p->e));
		ok(p, db_run(db, &p->e,
			      "INSERT INTO migration (version, name)"
			      " VALUES ($1, $2)",
			      "it", (int64_t)steps[i].version, steps[i].name));
	}
	db_close(db);
}

static void
every_old_schema_is_upgraded(void **state)
{
	struct place *p = *state;
	size_t known, count;

	schema_steps(&known);
	for (count = 0; count <= known; count++) {
		struct db *db;

		make_old(p, count);
		db = open_again(p);
		assert_int_equal(version_of(p, db), store_version());
		ok(p, store_check(db, &p->e));
		db_close(db);
		unlink(p->path);
	}
}

/* Member, account, share and link of a program that knew one account each. */
static const char *const old_rows[] = {
	"INSERT INTO member (state, name, language, zone, joined_at)"
	" VALUES ('active', 'Ana', 'en', 'UTC', 1)",
	"INSERT INTO identity (chat, person, member) VALUES ('acme', 'U1', 1)",
	"INSERT INTO campaign (name, state, created_at)"
	" VALUES ('Autumn', 'running', 1)",
	"INSERT INTO item (campaign, url, canonical, state, created_at)"
	" VALUES (1, 'https://a.example', 'https://a.example', 'announced', 1)",
	"INSERT INTO share (member, item, network, opened_at)"
	" VALUES (1, 1, 'x', 1)",
	"INSERT INTO link (id, item, share, member, network, created_at)"
	" VALUES (7, 1, 1, 1, 'x', 1)",
};

static void
what_an_old_schema_holds_is_kept(void **state)
{
	static const unsigned char nobody[16];
	struct place *p = *state;
	struct db *db;
	struct member m;
	int64_t link;
	size_t i;

	make_old(p, 1);
	db = db_open(p->path, &p->e);
	assert_non_null(db);
	for (i = 0; i < sizeof(old_rows) / sizeof(old_rows[0]); i++)
		ok(p, db_run(db, &p->e, old_rows[i], ""));
	db_close(db);
	db = open_again(p);
	ok(p, store_check(db, &p->e));
	ok(p, people_find(db, "acme", "U1", &m, &p->e));
	assert_string_equal(m.name, "Ana");
	assert_false(m.linked);
	ok(p, link_for_share(db, 1, 1, NOON, &link, &p->e));
	assert_int_equal(link, 7);
	ok(p, people_add_account(db, m.id, "town", "T1", nobody, &p->e));
	ok(p, people_find(db, "town", "T1", &m, &p->e));
	assert_true(m.linked);
	db_close(db);
}

static void
versions_rise_from_one(void **state)
{
	const struct schema_step *steps;
	size_t i, count;

	(void)state;
	steps = schema_steps(&count);
	assert_true(count > 0);
	assert_int_equal(steps[0].version, 1);
	for (i = 1; i < count; i++)
		assert_true(steps[i].version > steps[i - 1].version);
	assert_int_equal(store_version(), steps[count - 1].version);
}

static void
a_newer_schema_is_refused(void **state)
{
	struct place *p = *state;
	struct db *db = open_again(p);

	ok(p, db_run(db, &p->e,
		      "INSERT INTO migration (version, name)"
		      " VALUES (999, 'from the future')",
		      ""));
	db_close(db);
	assert_null(store_open(p->path, &p->e));
	assert_non_null(strstr(p->e.text, "made by a newer advocated"));
}

static void
a_stranger_s_database_is_refused(void **state)
{
	struct place *p = *state;
	struct db *db = db_open(p->path, &p->e);

	ok(p, db_script(db, "CREATE TABLE recipe (name TEXT)", &p->e));
	db_close(db);
	assert_null(store_open(p->path, &p->e));
	assert_non_null(strstr(p->e.text, "not a database of advocated"));
}

static void
what_was_on_its_way_is_doubtful_after_a_stop(void **state)
{
	const struct outbox_row row = {.chat = "acme",
		.conversation = "C1",
		.key = "k",
		.act = "post",
		.body = "{}"};
	struct place *p = *state;
	struct db *db = open_again(p);
	int64_t doubtful;

	ok(p, outbox_add(db, &row, &p->e));
	ok(p, outbox_sending(db, 1, &p->e));
	db_close(db);
	db = open_again(p);
	ok(p, db_number(db, &p->e, &doubtful,
		      "SELECT count(*) FROM outbox"
		      " WHERE sending = 0 AND doubtful = 1",
		      ""));
	assert_int_equal(doubtful, 1);
	db_close(db);
}

/* Differences that must be found: what spoils, what the complaint names. */
static const struct {
	const char *spoil, *named;
} spoils[] = {
	{"UPDATE account SET balance = balance + 1 WHERE kind = 'settled'",
		"balance of account"},
	{"UPDATE campaign SET given = given + 1", "points given by campaign"},
	{"UPDATE tally SET points = points + 1", "tally of member"},
	{"DELETE FROM tally", "tally of member"},
	{"UPDATE standing SET points = points + 1 WHERE span = 'all'",
		"board all"},
	{"UPDATE standing SET points = points + 1 WHERE span = 'week'",
		"board week"},
	{"DELETE FROM standing WHERE span = 'month'", "board month"},
	{"UPDATE standing SET start = start - 91 WHERE span = 'quarter'",
		"board quarter"},
	{"UPDATE standing SET points = 0 WHERE span = 'last7'", "board last7"},
	{"DELETE FROM standing WHERE span = 'last30'", "board last30"},
	{"INSERT INTO standing SELECT span, start - 7, campaign, member,"
	 " shown, points FROM standing WHERE span = 'week'",
		"boards of weeks"},
	{"UPDATE standing SET shown = 0", "boards show member"},
	{"UPDATE reach SET hits = hits + 1", "hits of item"},
	{"UPDATE reach SET readers = 0", "readers of item"},
	{"UPDATE mark SET number = 0 WHERE name = 'clicks_folded'",
		"hits of item"},
	{"UPDATE link_reach SET hits = hits + 1", "hits of link"},
	{"DELETE FROM link_reach", "hits of link"},
	{"UPDATE campaign_reach SET readers = 7", "readers of campaign"},
	{"DELETE FROM campaign_reach", "readers of campaign"},
	{"UPDATE share SET readers = 7", "readers of share"},
	{"UPDATE outbox SET head = 1", "heads of conversation"},
	{"UPDATE outbox SET head = 0", "heads of conversation"},
};

static void
fill(struct scene *s)
{
	struct outbox_row row = {.chat = "acme",
		.conversation = "C1",
		.act = "post",
		.body = "{}"};
	int64_t ana = join(s, "ana");
	int64_t item = new_item(s, s->campaign, "news");
	int64_t share = new_share(s, ana, item, "x"), link;
	struct click c = {.item = item,
		.at = NOON,
		.network = "x",
		.class = 2,
		.reader = true};
	struct share of;

	ok(s, award_settle(s->db, earn(s, ana, 10, NOON), NOON, &s->e));
	earn(s, ana, 5, NOON);
	ok(s, link_for_share(s->db, item, share, NOON, &link, &s->e));
	c.link = link;
	ok(s, click_add(s->db, &c, &s->e));
	ok(s, click_sort(s->db, db_last_id(s->db), &s->e));
	ok(s, share_get(s->db, share, &of, &s->e));
	of.readers = 1;
	ok(s, share_save(s->db, &of, &s->e));
	ok(s, click_fold(s->db, &s->e));
	row.key = "1";
	ok(s, outbox_add(s->db, &row, &s->e));
	row.key = "2";
	ok(s, outbox_add(s->db, &row, &s->e));
}

static void
every_spoiled_total_is_found_and_mended(void **state)
{
	struct scene *s = *state;
	size_t i;

	fill(s);
	for (i = 0; i < sizeof(spoils) / sizeof(spoils[0]); i++) {
		ok(s, store_check(s->db, &s->e));
		ok(s, db_begin(s->db, &s->e));
		ok(s, db_run(s->db, &s->e, spoils[i].spoil, ""));
		s->e.text[0] = '\0';
		if (store_check(s->db, &s->e) != -1)
			fail_msg("not found: %s", spoils[i].spoil);
		if (strstr(s->e.text, spoils[i].named) == NULL)
			fail_msg("%s: %s", spoils[i].spoil, s->e.text);
		db_rollback(s->db);
	}
	for (i = 0; i < sizeof(spoils) / sizeof(spoils[0]); i++)
		if (strstr(spoils[i].named, "share") == NULL)
			ok(s, db_run(s->db, &s->e, spoils[i].spoil, ""));
	ok(s, store_recount(s->db, &s->e));
}

static void
a_difference_is_told_in_words(void **state)
{
	struct scene *s = *state;

	fill(s);
	ok(s, db_run(s->db, &s->e, "UPDATE campaign SET given = 99", ""));
	assert_int_equal(store_check(s->db, &s->e), -1);
	assert_string_equal(s->e.text,
		"points given by campaign 1: 99 is kept, 15 is true");
	ok(s, store_recount(s->db, &s->e));
}

#define place_test(f)                                                          \
	cmocka_unit_test_setup_teardown(f, place_open, place_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		place_test(every_old_schema_is_upgraded),
		place_test(what_an_old_schema_holds_is_kept),
		place_test(versions_rise_from_one),
		place_test(a_newer_schema_is_refused),
		place_test(a_stranger_s_database_is_refused),
		place_test(what_was_on_its_way_is_doubtful_after_a_stop),
		scene_test(every_spoiled_total_is_found_and_mended),
		scene_test(a_difference_is_told_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
