#include <unistd.h>

#include "consent.h"
#include "schema.h"

#include "scene.h"

/*
 * A store as it was left by the program that knew five steps, with something
 * of everything in it, and what the newest one makes of it.
 */
#define STEPS 5
#define PATH "/tmp/upgrade-XXXXXX"

/* 25 November 2026 is day 20782; its week begins on 20780, its month on 20758,
 * its quarter on 20727. */
static const char *const filled[] = {
	"UPDATE mark SET number = 3 WHERE name = 'clicks_folded'",
	"UPDATE mark SET number = 20783 WHERE name = 'rolled_to'",
	"INSERT INTO meta (name, value) VALUES ('seen', 'once')",
	"INSERT INTO member (id, state, name, language, zone, hidden,"
	" paused_until, joined_at, language_chosen) VALUES"
	" (1, 'active', 'Ana', 'fi', 'Europe/Helsinki', 0, NULL, 1, 1),"
	" (2, 'paused', 'Ben', 'en', 'UTC', 1, 1800000000000, 2, 0),"
	" (3, 'left', 'Cleo', 'de', NULL, 0, NULL, 3, 0)",
	"INSERT INTO member (id, state, joined_at, merged_into)"
	" VALUES (4, 'forgotten', 4, 1)",
	"INSERT INTO identity (chat, person, member, acted_at) VALUES"
	" ('acme', 'U-ana', 1, 9), ('town', 'T-ana', 1, 5),"
	" ('acme', 'U-ben', 2, 0), ('acme', 'U-cleo', 3, 0)",
	"INSERT INTO consent (member, answer, version, language, at) VALUES"
	" (1, 'given', 1, 'fi', 1), (3, 'given', 1, 'de', 3),"
	" (3, 'withdrawn', 1, 'de', 4)",
	"INSERT INTO pause (member, started_at, ended_at)"
	" VALUES (1, 10, 20), (2, 30, NULL)",
	"INSERT INTO stranger (hash, answer, at) VALUES (x'01', 'no', 1)",
	"INSERT INTO campaign (id, name, goal, state, starts_at, ends_at,"
	" created_at, given) VALUES"
	" (1, 'News', 'Show it.', 'running', 1, NULL, 1, 18),"
	" (2, 'Hiring', '', 'draft', 1800000000000, NULL, 1, 0),"
	" (3, 'Old', '', 'closed', 1, 2, 1, 0)",
	"INSERT INTO campaign_channel (campaign, chat, place)"
	" VALUES (1, 'acme', 'C1'), (1, 'town', 'T1')",
	"INSERT INTO feed (id, name, url, campaign, mode, interval, seeded,"
	" next_at, failures, trouble) VALUES"
	" (1, 'Blog', 'https://a.example/feed', 1, 'review', 60000, 1, 5, 2,"
	" 'the server answered 404')",
	"INSERT INTO item (id, campaign, feed, url, canonical, state, title,"
	" summary, why, image, chat, person, read_at, created_at) VALUES"
	" (1, 1, 1, 'u1', 'u1', 'announced', 'One', 'Said.', 'Why.', 'i', '',"
	" '', NULL, 1),"
	" (2, 1, NULL, 'u2', 'u2', 'ready', 'Two', '', '', '', 'acme',"
	" 'U-mia', NULL, 2),"
	" (3, 1, NULL, 'u3', 'u3', 'reading', '', '', '', '', '', '', 7, 3),"
	" (4, 1, 1, 'u4', 'u4', 'rejected', 'Four', '', '', '', '', '', NULL,"
	" 4), (5, 3, NULL, 'u5', 'u5', 'review', 'Five', '', '', '', 'acme',"
	" 'U-ben', NULL, 5)",
	"INSERT INTO caption (item, network, language, text)"
	" VALUES (1, '', 'en', 'Look.'), (1, 'x', '', 'Short.')",
	"INSERT INTO channel (chat, place, name, zone, state, digest_at)"
	" VALUES ('acme', 'C1', 'news', '', 'joined', 1800000000000),"
	" ('acme', 'C2', 'old', 'UTC', 'archived', NULL)",
	"INSERT INTO announcement (id, item, chat, place, state, due_at)"
	" VALUES (1, 1, 'acme', 'C1', 'posted', 100),"
	" (2, 1, 'acme', 'C2', 'failed', 200),"
	" (3, 2, 'acme', 'C1', 'due', 1800000000000),"
	" (4, 1, 'town', 'T1', 'over', 400)",
	"INSERT INTO post (key, chat, place, message, at, language) VALUES"
	" ('announce:1', 'acme', 'C1', 'm1', 100, 'en'),"
	" ('announce:4', 'town', 'T1', 'm4', 400, '')",
	"INSERT INTO kit (member, item, variant, text, opened_at, later_at,"
	" reacted_to, reacted_at) VALUES"
	" (1, 1, 2, 'My own.', 500, NULL, 'm1', 501),"
	" (2, 1, 0, NULL, 600, 1800000000000, NULL, NULL)",
	"INSERT INTO share (id, member, item, network, evidence, text,"
	" opened_at, declared_at, read_at, withdrawn_at, readers) VALUES"
	" (1, 1, 1, 'linkedin', 4, 'Look.', 700, 701, 702, NULL, 2),"
	" (2, 1, 1, 'x', 1, '', 710, 711, NULL, NULL, 0),"
	" (3, 2, 1, 'linkedin', 0, '', 720, NULL, NULL, 721, 0)",
	"INSERT INTO link (id, item, share, member, network, created_at,"
	" further) VALUES (100, 1, NULL, NULL, '', 1, 0),"
	" (101, 1, 1, 1, 'linkedin', 700, 0),"
	" (102, 1, 1, 1, 'linkedin', 705, 1),"
	" (103, 1, 2, 1, 'x', 710, 0), (104, 1, 3, NULL, 'linkedin', 720, 0)",
	"INSERT INTO click (id, link, item, network, at, class, reasons,"
	" reader) VALUES (1, 101, 1, 'linkedin', 1795597200000, 0, 0, 1),"
	" (2, 102, 1, 'linkedin', 1795597200001, 0, 0, 1),"
	" (3, 100, 1, '', 1795597200002, 0, 0, 1),"
	" (4, 103, 1, 'x', 1795597200003, 2, 4, 0),"
	" (5, 101, 1, 'linkedin', 1795597200004, 1, 2, 0)",
	"INSERT INTO click_day (link, day, class, hits, readers)"
	" VALUES (101, 20682, 0, 3, 0)",
	"INSERT INTO reach (day, item, network, class, hits, readers) VALUES"
	" (20682, 1, 'linkedin', 0, 3, 0), (20782, 1, 'linkedin', 0, 2, 2),"
	" (20782, 1, '', 0, 1, 1)",
	"INSERT INTO account (id, kind, owner, balance) VALUES"
	" (1, 'programme', 0, -1000), (2, 'budget', 1, 982),"
	" (3, 'pending', 1, 10), (4, 'settled', 1, 8)",
	"INSERT INTO entry (id, at, cause, source, target, points) VALUES"
	" (1, 1, 'budget:1', 1, 2, 1000), (2, 2, 'award:1', 2, 3, 10),"
	" (3, 3, 'award:2', 2, 3, 8), (4, 4, 'settle:2', 3, 4, 8)",
	"INSERT INTO award (id, share, kind, step, member, item, campaign,"
	" points, wanted, stopped, state, created_at, day, settles_at,"
	" expires_at) VALUES"
	" (1, 1, 'share', 0, 1, 1, 1, 10, 10, NULL, 'pending',"
	" 1795597200000, 20782, 1800000000000, 1800000000001),"
	" (2, 1, 'readers', 1, 1, 1, 1, 8, 8, NULL, 'settled',"
	" 1795597200000, 20782, 5, 6),"
	" (3, 2, 'share', 0, 1, 1, 1, 0, 3, 'budget', 'stopped',"
	" 1795597200000, 20782, NULL, 6)",
	"INSERT INTO tally (day, member, campaign, points)"
	" VALUES (20782, 1, 1, 18)",
	"INSERT INTO standing (span, start, campaign, member, shown, points)"
	" SELECT s.span, s.start, c.campaign, 1, 1, 18 FROM"
	" (SELECT 'week' AS span, 20780 AS start UNION ALL"
	" SELECT 'month', 20758 UNION ALL SELECT 'quarter', 20727 UNION ALL"
	" SELECT 'all', 0 UNION ALL SELECT 'last7', 0 UNION ALL"
	" SELECT 'last30', 0) AS s JOIN"
	" (SELECT 0 AS campaign UNION ALL SELECT 1) AS c ON 1 = 1",
	"INSERT INTO inbox (chat, key, at) VALUES ('acme', 'e1', 1)",
	"INSERT INTO buried (chat, key, what, body, why, at)"
	" VALUES ('acme', 'e0', 'event', '{}', 'no such thing', 1)",
	"INSERT INTO outbox (id, chat, conversation, key, member, act, body,"
	" head, due_at, created_at) VALUES"
	" (1, 'acme', 'U-ana', 'kit:1:1', 1, 'direct', '{\"card\": 1}', 1, 1,"
	" 1), (2, 'acme', 'U-ana', 'kit:1:2', 1, 'direct', '{}', 0, 1, 1)",
	"INSERT INTO audit (at, chat, person, did, about, before, after)"
	" VALUES (1, 'acme', 'U-mia', 'item.retract', '4', 'ready', '')",
	"INSERT INTO ticket (nonce, used_at) VALUES (77, 1)",
	"INSERT INTO pairing (account, hash, box, member, expires_at)"
	" VALUES (x'02', x'03', 'b', 1, 9)",
	"INSERT INTO pairing_try (account, tries, since)"
	" VALUES (x'04', 2, 1)",
};

static void
fill_old(struct scene *s, const char *path)
{
	const struct schema_step *steps = schema_steps(&(size_t){0});
	struct db *db = db_open(path, &s->e);
	size_t i;

	assert_non_null(db);
	ok(s, db_script(db,
		      "CREATE TABLE migration (version INTEGER PRIMARY KEY,"
		      " name TEXT NOT NULL)",
		      &s->e));
	for (i = 0; i < STEPS; i++) {
		ok(s, db_script(db, steps[i].sql, &s->e));
		ok(s, db_run(db, &s->e,
			      "INSERT INTO migration (version, name)"
			      " VALUES ($1, $2)",
			      "it", (int64_t)steps[i].version, steps[i].name));
	}
	for (i = 0; i < sizeof(filled) / sizeof(*filled); i++)
		ok(s, db_run(db, &s->e, filled[i], ""));
	db_close(db);
}

static int
upgrade(void **state)
{
	struct scene *s = calloc(1, sizeof(*s));
	char folder[] = PATH, path[64];

	*state = s;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/bot.db", folder);
	fill_old(s, path);
	s->db = store_open(path, &s->e);
	if (s->db == NULL)
		fail_msg("%s", s->e.text);
	s->campaign = 1;
	unlink(path); /* it goes with its last user */
	rmdir(folder);
	return 0;
}

static void
nothing_is_broken(void **state)
{
	struct scene *s = *state;

	assert_int_equal(number(s, "SELECT max(version) FROM migration"),
		store_version());
	ok(s, store_check(s->db, &s->e));
	assert_int_equal(
		number(s, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
	assert_int_equal(number(s, "SELECT count(*) FROM"
				   " pragma_integrity_check AS i"
				   " WHERE i.integrity_check <> 'ok'"),
		0);
	assert_int_equal(
		db_run(s->db, &s->e, "DELETE FROM entry WHERE id = 1", ""), -1);
	assert_int_equal(db_run(s->db, &s->e, "DELETE FROM audit", ""), -1);
}

static void
people_are_who_they_were(void **state)
{
	struct scene *s = *state;
	struct member m;
	struct kit k;
	int version;

	ok(s, people_find(s->db, "town", "T-ana", &m, &s->e));
	assert_string_equal(m.name, "Ana");
	assert_string_equal(m.language, "fi");
	assert_true(m.linked && m.state == MEMBER_ACTIVE && !m.hidden);
	ok(s, people_find(s->db, "acme", "U-ben", &m, &s->e));
	assert_true(m.state == MEMBER_PAUSED && m.hidden);
	ok(s, people_find(s->db, "acme", "U-cleo", &m, &s->e));
	assert_true(m.state == MEMBER_LEFT);
	ok(s, consent_find(s->db, 1, &version, &s->e));
	assert_int_equal(version, 1);
	ok(s, kit_find(s->db, 1, 1, &k, &s->e));
	assert_string_equal(k.text, "My own.");
	assert_string_equal(k.reacted_to, "m1");
}

static void
content_is_there_with_what_is_new_of_it(void **state)
{
	struct scene *s = *state;
	struct campaign c;
	struct feed_row feed;
	struct item i;

	ok(s, campaign_find(s->db, "news", &c, &s->e));
	assert_string_equal(c.goal, "Show it.");
	assert_false(c.rules.own[RULE_SHARE_POINTS]);
	assert_string_equal(c.networks, "");
	ok(s, campaign_get(s->db, 2, &c, &s->e));
	assert_string_equal(c.state, "draft");
	ok(s, feeds_get(s->db, 1, &feed, &s->e));
	assert_string_equal(feed.mode, "review");
	assert_int_equal(feed.most, 10);
	assert_false(feed.paused);
	ok(s, item_find(s->db, 1, &i, &s->e));
	assert_string_equal(i.title, "One");
	assert_true(i.topic == 0 && !i.internal && !i.proposed && i.pin == 0);
	/* what pages said is known of those that were read */
	assert_int_equal(number(s, "SELECT sum(item) FROM item_page"), 8);
}

static void
announcements_know_when_they_were_meant(void **state)
{
	struct scene *s = *state;
	struct announcement a;

	assert_int_equal(number(s, "SELECT count(*) FROM announcement"
				   " WHERE wanted_at <> due_at"),
		0);
	ok(s, announcement_get(s->db, 1, &a, &s->e));
	assert_true(a.posted_at == 100);
	assert_string_equal(a.waits, "");
	assert_string_equal(a.asked, "itself");
	ok(s, announcement_get(s->db, 2, &a, &s->e));
	assert_true(a.posted_at == 0);
	ok(s, announcement_get(s->db, 4, &a, &s->e));
	assert_true(a.posted_at == 400); /* over, and it stood there */
	ok(s, announcement_at(s->db, "acme", "C1", "m1", &a, &s->e));
	assert_int_equal(a.id, 1);
}

static void
points_and_figures_are_the_same(void **state)
{
	const struct report_about all = {.to = NOON + WHEN_DAY};
	struct scene *s = *state;
	struct report r;
	struct award a;

	assert_int_equal(balance(s, ACCOUNT_BUDGET, 1), 982);
	assert_int_equal(balance(s, ACCOUNT_PENDING, 1), 10);
	assert_int_equal(balance(s, ACCOUNT_SETTLED, 1), 8);
	ok(s, award_find(s->db, 2, "share", 0, &a, &s->e));
	assert_string_equal(a.stopped, "budget");
	ok(s, report_make(s->db, &all, &r, &s->e));
	assert_int_equal(r.shares, 2);
	assert_int_equal(r.readers, 2);
	assert_int_equal(r.company_readers, 1);
	assert_int_equal(r.hits[0], 6);
	assert_int_equal(r.hits[1], 1);
	assert_int_equal(r.hits[2], 1);
	assert_int_equal(r.given, 18);
}

static int
add_row(void *arg, const struct outbox_row *row, struct err *e)
{
	(void)e;
	scene_add(arg, "%s %s ", row->key, row->body);
	return 0;
}

static void
what_is_unsaid_is_said_in_order(void **state)
{
	char said[SAID_ROOM] = "";
	struct scene *s = *state;

	ok(s, outbox_each_due(s->db, NOON, 10, add_row, said, &s->e));
	assert_string_equal(said, "kit:1:1 {\"card\": 1} ");
	ok(s, outbox_done(s->db, 1, &s->e));
	said[0] = '\0';
	ok(s, outbox_each_due(s->db, NOON, 10, add_row, said, &s->e));
	assert_string_equal(said, "kit:1:2 {} ");
}

static void
and_it_goes_on(void **state)
{
	struct scene *s = *state;
	const struct click click = {.link = 103,
		.item = 1,
		.network = "x",
		.at = NOON,
		.reader = false};

	earn(s, join(s, "dan"), 10, NOON + WHEN_DAY);
	ok(s, award_settle(s->db, 1, NOON + WHEN_DAY, &s->e));
	ok(s, click_add(s->db, &click, &s->e));
	ok(s, click_fold(s->db, &s->e));
	ok(s, people_forget(s->db, 1, NOON + WHEN_DAY, &s->e));
	ok(s, store_check(s->db, &s->e));
}

#define upgrade_test(f) cmocka_unit_test_setup_teardown(f, upgrade, scene_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		upgrade_test(nothing_is_broken),
		upgrade_test(people_are_who_they_were),
		upgrade_test(content_is_there_with_what_is_new_of_it),
		upgrade_test(announcements_know_when_they_were_meant),
		upgrade_test(points_and_figures_are_the_same),
		upgrade_test(what_is_unsaid_is_said_in_order),
		upgrade_test(and_it_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
