#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "db.h"
#include "err.h"
#include "export.h"
#include "figures.h"
#include "json.h"
#include "making.h"
#include "making_export.h"
#include "mem.h"
#include "people.h"
#include "privacy.h"
#include "seal.h"
#include "sealed.h"
#include "text.h"
#include "when.h"

#include "scene.h"
#include "scene_inside.h"

/* The files of "/advocate export": everything of who asked, nothing else. */

#define AT "1795597200000"
#define MANY "1500"
#define SLICE_STEPS 60000 /* of the engine: a few milliseconds */

struct file {
	char *text;
	uint64_t longest; /* steps of the engine that one slice took */
};

static void
file_make(struct scene *s, int64_t member, const char *as, struct file *out)
{
	struct figures_parts parts = {.db = scene_db(s),
		.programme = scene_programme(s),
		.templates = s->parts.templates,
		.language = "en"};
	struct making_parts all = {
		.seal = s->parts.seal, .template_dir = SOURCE_DIR "/templates"};
	struct making_export m = {.all = &all, .parts = &parts};
	char *of = xasprintf("%" PRId64 " %s", member, as);
	struct err e = {""};
	bool done = false;
	uint64_t before, took;
	size_t size;

	*out = (struct file){NULL, 0};
	if (making_export_begin(&m, of, &e) == -1)
		fail_msg("%s", e.text);
	while (!done) {
		before = db_work(scene_db(s)).steps;
		if (making_export_step(&m, &done, &e) == -1)
			fail_msg("%s", e.text);
		took = db_work(scene_db(s)).steps - before;
		if (took > out->longest)
			out->longest = took;
	}
	out->text = making_export_take(&m, &size);
	making_export_end(&m);
	free(of);
}

static void
run(struct scene *s, const char *sql)
{
	struct err e = {""};

	if (db_script(scene_db(s), sql, &e) == -1)
		fail_msg("%s: %.60s...", e.text, sql);
}

static void
fill(struct scene *s, int64_t member, const char *person, const char *sql)
{
	struct text out = {NULL, 0, 0};
	char *text;

	for (; *sql != '\0'; sql++) {
		if (*sql == '@')
			text_addf(&out, "%" PRId64, member);
		else if (*sql == '#')
			text_addf(&out, "%" PRId64 "00", member);
		else if (*sql == '$')
			text_add(&out, person);
		else
			text_add_char(&out, *sql);
	}
	text = text_take(&out);
	run(s, text);
	free(text);
}

/* @ is the member, # a hundred times that, $ their account. */
static const char sharing[] =
	"UPDATE member SET joined_at = " AT " WHERE id = @;"
	"INSERT INTO pause (member, started_at) VALUES (@, " AT ");"
	"INSERT INTO badge (member, kind, needed, at) VALUES"
	" (@, 'weeks', 3, " AT ");"
	"INSERT INTO topic (id, name, folded, created_at)"
	" VALUES (#, 'topic of $', 'topic of $', 1);"
	"INSERT INTO member_topic (member, topic) VALUES (@, #);"
	"INSERT INTO team (id, name, kind, configured, created_at)"
	" VALUES (#, 'team of $', 'list', 1, 1);"
	"INSERT INTO team_member (team, member) VALUES (#, @);"
	"INSERT INTO pairing (account, hash, box, member, expires_at)"
	" VALUES (CAST('$' AS BLOB), CAST('$' AS BLOB), 'secret box of $', "
	"@, " AT ");"
	"INSERT INTO kit (member, item, text, opened_at)"
	" VALUES (@, 1, 'own words of $', " AT ");"
	"INSERT INTO share (id, member, item, network, evidence, text,"
	" opened_at, declared_at, read_at, readers) VALUES (#, @, 1,"
	" 'linkedin', 4, 'text of $', 1, 2, " AT ", 3);"
	"INSERT INTO link (id, item, share, member, network, created_at)"
	" VALUES (#, 1, #, @, 'linkedin', 1), (# + 1, 1, NULL, NULL, '', 1)"
	" ON CONFLICT DO NOTHING;"
	"INSERT INTO link_reach (link, day, class, hits) VALUES"
	" (#, 20782, 0, 7), (#, 20782, 2, 4), (#, 3, 0, 9);"
	"INSERT INTO click_day (link, day, class, hits, readers)"
	" VALUES (#, 3, 0, 9, 8);"
	"INSERT INTO click (link, item, network, at, class, reasons, reader)"
	" VALUES (#, 1, 'linkedin', " AT ", 0, 0, 1),"
	" (#, 1, 'linkedin', " AT ", 0, 0, 1);"
	"INSERT INTO suggestion (item, member, at) VALUES (1, @, 1);"
	"INSERT INTO award (id, share, kind, step, member, item, campaign,"
	" points, wanted, state, created_at, day, expires_at) VALUES"
	" (#, #, 'share', 0, @, 1, 1, 5, 5, 'settled', 1, 1, 2);";

static const char points_and_acts[] =
	"INSERT INTO account (id, kind, owner, balance) VALUES"
	" (#, 'settled', @, 5), (# + 1, 'pending', @, 0),"
	" (# + 2, 'programme', 0, 0) ON CONFLICT DO NOTHING;"
	"INSERT INTO entry (at, cause, source, target, points) SELECT"
	" 1, 'award:#:give', id, # + 1, 5 FROM account"
	" WHERE kind = 'programme';"
	"INSERT INTO entry (at, cause, source, target, points) VALUES"
	" (2, 'award:#:settle', # + 1, #, 5);"
	"INSERT INTO tally (day, member, campaign, points)"
	" VALUES (20782, @, 1, 5);"
	"INSERT INTO standing (span, start, campaign, member, shown, points)"
	" VALUES ('week', 20780, 0, @, 1, 5);"
	"INSERT INTO reward (id, name, kind, cost, stock, created_at)"
	" VALUES (#, 'reward of $', 'code', 5, 9, 1);"
	"INSERT INTO redemption (id, member, reward, ask, kind, cost, state,"
	" requested_at, decided_at, delivered_at, chat, person, note) VALUES"
	" (#, @, #, #, 'code', 5, 'delivered', 1, 2, 3, 'acme', 'U9',"
	" 'note to $'), (# + 1, @, #, # + 1, 'code', 5, 'requested', 1, NULL,"
	" NULL, '', '', '');"
	"INSERT INTO hold (id, share, reason, part, whole, span, opened_at,"
	" until_at, answer, answered_at, decision, decided_at, chat, person,"
	" note) VALUES (#, #, 'burst', 9, 10, 60000, 1, 2, 'answer of $', 1,"
	" 'released', 2, 'acme', 'U9', 'looked at $');"
	"INSERT INTO audit (at, chat, person, did, about) VALUES"
	" (" AT ", 'acme', 'U9', 'hold.look', '#'),"
	" (" AT ", 'acme', '$', 'item.edit', 'by $');"
	"INSERT INTO post (key, chat, place, message, member, at) VALUES"
	" ('kit:acme:$:1', 'acme', 'D$', '1.$', @, " AT ");"
	"INSERT INTO outbox (chat, conversation, key, member, act, body, head,"
	" due_at, created_at) VALUES ('acme', '$', 'later:$', @, 'direct',"
	" '{}', 1, " AT ", 1);"
	"INSERT INTO inbox (chat, key, at) VALUES ('acme', 'x:$:y', " AT ");"
	"INSERT INTO buried (chat, key, what, body, why, at) VALUES"
	" ('acme', 'b$', 'event', '{\"user\":\"$\"}', 'trouble of $', 1);"
	"INSERT INTO item (id, campaign, url, canonical, state, title, chat,"
	" person, created_at) VALUES (#, 1, 'https://acme.test/$',"
	" 'https://acme.test/$', 'ready', 'item by $', 'acme', '$', 1);"
	"INSERT INTO review (item, source, decision, chat, person, note,"
	" decided_at) VALUES (#, 'admin', 'approved', 'acme', '$',"
	" 'review by $', 1);"
	"INSERT INTO feed_test (url, chat, person) VALUES"
	" ('https://acme.test/feed-$', 'acme', '$');"
	/* and what was theirs before two accounts became one */
	"INSERT INTO member (id, state, hidden, joined_at, merged_into)"
	" VALUES (# + 9, 'forgotten', 1, 1, @);"
	"INSERT INTO account (id, kind, owner, balance) VALUES"
	" (# + 9, 'settled', # + 9, 0);"
	"INSERT INTO entry (at, cause, source, target, points) SELECT"
	" 3, 'earlier:#', id, # + 9, 2 FROM account WHERE kind = 'programme';"
	"INSERT INTO entry (at, cause, source, target, points) VALUES"
	" (3, 'merge:#:settled', # + 9, #, 2);";

/* What is kept by keyed hash, and a code that is in their hands. */
static void
fill_sealed(struct scene *s, int64_t member, const char *person)
{
	static const char *const marks[] = {
		"INSERT INTO pairing_try (account, tries, since)"
		" VALUES ($1, 2, 1)",
		"INSERT INTO suggested (account, count, since)"
		" VALUES ($1, 3, 1)",
		"INSERT INTO stranger (hash, answer, at)"
		" VALUES ($1, 'no', 1)"};
	struct db *db = scene_db(s);
	struct err e = {""};
	unsigned char hash[16];
	char *code, *box;
	size_t i;

	sealed_account(s->parts.seal, "acme", person, hash);
	for (i = 0; i < sizeof marks / sizeof *marks; i++)
		assert_int_equal(db_run(db, &e, marks[i], "b",
					 (const void *)hash, sizeof hash),
			0);
	for (i = 0; i < 2; i++) {
		code = xasprintf("CODE-%s-%zu", person, i);
		box = seal_close_text(s->parts.seal, SEAL_REWARD, code);
		assert_int_equal(
			db_run(db, &e,
				"INSERT INTO reward_code (reward, hash, box,"
				" redemption) VALUES ($1, $2, $3, $4)",
				"ibti", member * 100, (const void *)code,
				strlen(code), box, member * 100 + (int64_t)i),
			0);
		free(code);
		free(box);
	}
}

static void
fill_all(struct scene *s, const char *person)
{
	int64_t member = scene_member(s, person);

	fill(s, member, person, sharing);
	fill(s, member, person, points_and_acts);
	fill_sealed(s, member, person);
}

/* Ana, who did something of everything, and Ben, who did the same. */
static struct scene *
scene_full(void)
{
	struct scene *s = scene_new();

	scene_item(s, "We ship 2.0", "");
	scene_join(s, "U1", "Ana Salo");
	scene_join(s, "U2", "Ben Vance");
	fill_all(s, "U1");
	fill_all(s, "U2");
	/* Each decided about something of the other's. */
	run(s, "UPDATE redemption SET person = 'U1' WHERE member = 2"
	       " AND state = 'delivered';"
	       "UPDATE hold SET person = 'U1' WHERE id = 200");
	return s;
}

/* Balances are made true; totals of what was written past them go. */
static void
end(struct scene *s)
{
	run(s, "UPDATE account SET balance = (SELECT COALESCE(sum(points), 0)"
	       " FROM posting WHERE account = account.id);"
	       "DELETE FROM award; DELETE FROM tally; DELETE FROM standing;"
	       "DELETE FROM hold; DELETE FROM reward_code;"
	       "DELETE FROM redemption; DELETE FROM reward;"
	       "DELETE FROM click; DELETE FROM click_day;"
	       "DELETE FROM link_reach; DELETE FROM outbox;"
	       "UPDATE share SET readers = 0");
	scene_free(s);
}

static json_t *
list_of(const json_t *file, const char *name)
{
	json_t *list = json_object_get(file, name);

	if (json_array_size(list) == 0)
		fail_msg("%s is empty", name);
	return json_array_get(list, 0);
}

static void
expect(const json_t *file, const char *list, const char *field,
	const char *value)
{
	json_t *found = json_object_get(list_of(file, list), field);
	char *text = json_dumps(found, JSON_ENCODE_ANY);

	if (text == NULL || strcmp(text, value) != 0)
		fail_msg("%s.%s is %s and not %s", list, field,
			text == NULL ? "missing" : text, value);
	free(text);
}

static void
every_part_has_what_is_theirs(void **state)
{
	struct scene *s = scene_full();
	const struct export_part *part;
	struct err e = {""};
	struct file f;
	json_t *file;
	size_t i;

	(void)state;
	file_make(s, scene_member(s, "U1"), "json", &f);
	file = json_parse(f.text, strlen(f.text), &e);
	if (file == NULL)
		fail_msg("%s: %s", e.text, f.text);
	for (i = 0; (part = export_at(i)) != NULL; i++)
		list_of(file, part->name);
	assert_null(strstr(f.text, "Ben"));
	assert_null(strstr(f.text, "U2"));
	assert_null(strstr(f.text, "secret box"));
	expect(file, "member", "name", "\"Ana Salo\"");
	expect(file, "member", "hidden", "false");
	expect(file, "member", "joined_at", "\"2026-11-25T09:00:00Z\"");
	expect(file, "member", "paused_until", "null");
	expect(file, "shares", "evidence", "\"read\"");
	expect(file, "shares", "readers", "3");
	expect(file, "links", "address", "\"https://go.acme.test/l/00000034\"");
	expect(file, "visits", "day", "\"1970-01-04\"");
	expect(file, "visits", "readers", "8");
	expect(file, "redemptions", "code", "\"CODE-U1-0\"");
	assert_null(strstr(f.text, "CODE-U1-1"));
	expect(file, "entries", "from", "\"programme\"");
	expect(file, "entries_of_linked_accounts", "points", "2");
	expect(file, "looked_at_by", "account", "\"U9\"");
	assert_int_equal(json_array_size(json_object_get(file, "entries")), 3);
	assert_int_equal(json_array_size(json_object_get(file, "visits")), 3);
	json_decref(file);
	free(f.text);
	end(s);
}

static void
the_page_tells_it_in_words(void **state)
{
	static const char *const words[] = {"<html lang=\"en\">",
		"Everything that Acme keeps about you here", "Ana Salo",
		"own words of U1", "text of U1", "read by people",
		"7 visits by people, 2 readers", "https://go.acme.test/l/",
		"Its code: CODE-U1-0", "note to U1", "answer of U1",
		"25 November 2026", "</html>"};
	struct scene *s = scene_full();
	struct file f;
	size_t i;

	(void)state;
	run(s, "UPDATE kit SET text = '<script>own words of U1'"
	       " WHERE member = 1");
	file_make(s, scene_member(s, "U1"), "page", &f);
	for (i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(f.text, words[i]) == NULL)
			fail_msg("no \"%s\" in %s", words[i], f.text);
	assert_null(strstr(f.text, "Ben"));
	assert_null(strstr(f.text, "U2"));
	assert_null(strstr(f.text, "<script>"));
	assert_null(strstr(f.text, "src="));
	free(f.text);
	end(s);
}

static bool
is_exported(const char *table, size_t size)
{
	const struct export_part *part;
	char wanted[80];
	size_t i;

	snprintf(wanted, sizeof wanted, " %.*s ", (int)size, table);
	for (i = 0; (part = export_at(i)) != NULL; i++) {
		char *tables = xasprintf(" %s", part->tables);
		bool found = strstr(tables, wanted) != NULL;

		free(tables);
		if (found)
			return true;
	}
	return false;
}

/* What is told of is given, whatever tables come later. */
static void
what_privacy_tells_of_is_given(void **state)
{
	const struct privacy_row *row;
	const char *table;
	size_t i, size;

	(void)state;
	for (i = 0; (row = privacy_at(i)) != NULL; i++)
		for (table = row->tables; *table != '\0'; table += size + 1) {
			size = strcspn(table, " ");
			/* the sums of an item are of all who shared it */
			if (strncmp(table, "reach ", 6) != 0 &&
				!is_exported(table, size))
				fail_msg("no part of an export has %.*s",
					(int)size, table);
		}
}

/* And what is given has its place on the page. */
static void
every_part_has_a_place_on_the_page(void **state)
{
	FILE *f = fopen(SOURCE_DIR "/templates/en/papers.json", "r");
	const struct export_part *part;
	char text[65536], *wanted;
	size_t i;

	(void)state;
	assert_non_null(f);
	text[fread(text, 1, sizeof text - 1, f)] = '\0';
	fclose(f);
	for (i = 0; (part = export_at(i)) != NULL; i++) {
		wanted = xasprintf("{\"$each\": \"%s\"", part->name);
		if (strstr(text, wanted) == NULL)
			fail_msg("no %s in papers.json", part->name);
		free(wanted);
	}
}

static void
a_long_story_is_made_in_slices(void **state)
{
	static const char *const kinds[] = {"json", "page"};
	struct scene *s = scene_full();
	struct err e = {""};
	struct file f;
	json_t *file;
	size_t i;

	(void)state;
	run(s, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1"
	       " FROM n WHERE i < " MANY
	       ") INSERT INTO item (id, campaign, url,"
	       " canonical, state, title, created_at) SELECT 1000 + i, 1,"
	       " 'https://acme.test/' || i, 'i' || i, 'announced', 'Item ' || "
	       "i,"
	       " i FROM n;"
	       "INSERT INTO share (id, member, item, network, opened_at)"
	       " SELECT id, 1, id, 'x', id FROM item WHERE id > 1000;"
	       "INSERT INTO kit (member, item, opened_at)"
	       " SELECT 1, id, id FROM item WHERE id > 1000;"
	       "INSERT INTO link (id, item, share, member, network, created_at)"
	       " SELECT id * 7, item, id, 1, 'x', 1 FROM share"
	       " WHERE id > 1000;"
	       "INSERT INTO link_reach (link, day, class, hits)"
	       " SELECT id, 20782, 0, 3 FROM link WHERE id > 7000;"
	       "INSERT INTO click (link, item, network, at, class, reasons,"
	       " reader) SELECT 100, 1, 'linkedin', " AT ", 0, 0, 1 FROM item;"
	       "INSERT INTO entry (at, cause, source, target, points)"
	       " SELECT id, 'gift:' || id, (SELECT id FROM account"
	       " WHERE kind = 'programme'), 100, 1 FROM item"
	       " WHERE id > 1000;"
	       "INSERT INTO post (key, chat, place, message, member, at)"
	       " SELECT 'kit:' || id, 'acme', 'D', id, 1, id FROM item"
	       " WHERE id > 1000");
	for (i = 0; i < 2; i++) {
		file_make(s, scene_member(s, "U1"), kinds[i], &f);
		assert_true(f.longest < SLICE_STEPS);
		if (i == 1)
			assert_non_null(strstr(f.text, "Item " MANY));
		file = i == 1 ? NULL : json_parse(f.text, strlen(f.text), &e);
		if (file != NULL) {
			assert_int_equal(json_array_size(json_object_get(
						 file, "shares")),
				1501);
			assert_int_equal(json_array_size(json_object_get(
						 file, "visits")),
				1503);
			assert_int_equal(json_array_size(json_object_get(
						 file, "messages")),
				1501);
			assert_int_equal(json_array_size(json_object_get(
						 file, "entries")),
				1503);
		}
		json_decref(file);
		free(f.text);
	}
	end(s);
}

static void
nothing_is_made_of_somebody_forgotten(void **state)
{
	struct scene *s = scene_new();
	struct figures_parts parts = {.db = scene_db(s),
		.programme = scene_programme(s),
		.templates = s->parts.templates,
		.language = "en"};
	struct making_parts all = {.seal = s->parts.seal};
	struct making_export m = {.all = &all, .parts = &parts};
	struct err e = {""};

	(void)state;
	scene_join(s, "U1", "Ana");
	assert_int_equal(
		people_forget(scene_db(s), scene_member(s, "U1"), 1, &e), 0);
	assert_int_equal(making_export_begin(&m, "1 json", &e), -1);
	assert_int_equal(making_export_begin(&m, "99 json", &e), -1);
	making_export_end(&m);
	scene_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_part_has_what_is_theirs),
		cmocka_unit_test(the_page_tells_it_in_words),
		cmocka_unit_test(what_privacy_tells_of_is_given),
		cmocka_unit_test(every_part_has_a_place_on_the_page),
		cmocka_unit_test(a_long_story_is_made_in_slices),
		cmocka_unit_test(nothing_is_made_of_somebody_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
