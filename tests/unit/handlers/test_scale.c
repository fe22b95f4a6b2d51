#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "db.h"
#include "err.h"

#include "scene.h"

/*
 * What a command takes of the store does not grow with the items there are: no
 * statement for each of them, and what is about one looks at that one alone.
 * Counted, not timed, so that it says the same on any machine.
 */

#define FEW 200
#define MANY 3200

/* Items in ten campaigns, each with a share, a kit, an award, a post and
 * visits. U9 is the admin. */
static void
fill(struct scene *s, int items)
{
	struct err e = {""};
	char sql[4096];

	snprintf(sql, sizeof sql,
		"CREATE TEMP TABLE number AS WITH RECURSIVE n (n) AS"
		" (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < %d)"
		" SELECT n FROM n;"
		"INSERT INTO campaign (id, name, state, created_at)"
		" SELECT 100 + n, 'Campaign ' || n, 'running', n FROM number"
		" WHERE n <= 10;"
		"INSERT INTO member (id, state, name, joined_at)"
		" SELECT n, 'active', 'Member ' || n, n FROM number"
		" WHERE n <= 50;"
		"INSERT INTO item (id, campaign, url, canonical, state, title,"
		" created_at) SELECT n, 101 + n %% 10, 'https://a.test/' || n,"
		" 'https://a.test/' || n, CASE WHEN n %% 20 = 0 THEN 'review'"
		" ELSE 'announced' END, 'Story ' || n,"
		" 1795597200000 - n FROM number;"
		"INSERT INTO announcement (item, chat, place, state, due_at)"
		" SELECT n, 'acme', 'C1', 'posted', 1795597200000 - n"
		" FROM number;"
		"INSERT INTO kit (member, item, opened_at)"
		" SELECT 1 + n %% 50, n, 1795597200000 - n FROM number;"
		"INSERT INTO share (id, member, item, network, opened_at,"
		" readers) SELECT n, 1 + n %% 50, n, 'x', 1795597200000 - n, 1"
		" FROM number;"
		"INSERT INTO award (share, kind, step, member, item, campaign,"
		" points, wanted, state, created_at, day, expires_at)"
		" SELECT n, 'share', 0, 1 + n %% 50, n, 101 + n %% 10, 5, 5,"
		" 'expired', 1795597200000 - n, 20782, n FROM number;"
		"INSERT INTO hold (share, reason, part, whole, span, opened_at,"
		" until_at) SELECT n, 'burst', 20, 20, 60000, 1, 2 + n"
		" FROM number;"
		"INSERT INTO link (id, item, share, member, network,"
		" created_at) SELECT n, n, n, 1 + n %% 50, 'x', n FROM number;"
		"INSERT INTO click_day (link, day, class, hits, readers)"
		" SELECT n, 20782, 0, 2, 1 FROM number;"
		"INSERT INTO link_reach (link, day, class, hits)"
		" SELECT n, 20782, 0, 2 FROM number;"
		"INSERT INTO reach (day, item, network, class, hits, readers)"
		" SELECT 20782, n, 'x', 0, 2, 1 FROM number;"
		"INSERT INTO campaign_reach (campaign, readers)"
		" SELECT campaign, count(*) FROM item GROUP BY campaign;"
		"DROP TABLE number;",
		items);
	if (db_script(scene_db(s), sql, &e) == -1)
		fail_msg("%s", e.text);
}

static struct db_work
work_of(struct scene *s, const char *text)
{
	struct db_work before = db_work(scene_db(s)), after;

	scene_command(s, "U9", "/campaign", text);
	after = db_work(scene_db(s));
	after.statements -= before.statements;
	after.steps -= before.steps;
	return after;
}

static const struct {
	const char *text;
	const char *said;
	bool one; /* about one thing: looks at no more */
} commands[] = {
	{"list", "Campaign 1", false},
	{"queue", "Story", false},
	{"show Campaign 3", "Campaign 3", false},
	{"show 7", "Story 7", true},
	{"report", "What came of it all", false},
	{"report Campaign 3", "Campaign 3", false},
	{"report 7", "Story 7", true},
	{"report network x", "What came of", false},
	{"report 7 last month", "Story 7", true},
	{"report 7 csv", "Story 7", true},
	{"holds", "Story", false},
	{"export", "The table is being made", false},
};

#define COMMANDS (sizeof commands / sizeof *commands)

static void
no_command_asks_for_each_item(void **state)
{
	struct scene *few = scene_new(), *many;
	struct db_work small[COMMANDS], large;
	size_t i;

	(void)state;
	fill(few, FEW);
	for (i = 0; i < COMMANDS; i++) {
		work_of(few, commands[i].text); /* what is asked once is */
		small[i] = work_of(few, commands[i].text);
		scene_said(few, "U9", commands[i].said);
	}
	scene_free(few);
	many = scene_new();
	fill(many, MANY);
	for (i = 0; i < COMMANDS; i++) {
		work_of(many, commands[i].text);
		large = work_of(many, commands[i].text);
		if (large.statements != small[i].statements)
			fail_msg("%s: %d statements for many items, %d for few",
				commands[i].text, (int)large.statements,
				(int)small[i].statements);
		if (commands[i].one && large.steps > small[i].steps * 3 / 2)
			fail_msg("%s: %d steps for many items, %d for few",
				commands[i].text, (int)large.steps,
				(int)small[i].steps);
	}
	scene_free(many);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_command_asks_for_each_item),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
