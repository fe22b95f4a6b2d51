#include "scene.h"

/* What the schema itself refuses, whatever the code above it does. */
static const struct {
	const char *deed, *sql, *words;
} refused[] = {
	{"a balance below zero",
		"UPDATE account SET balance = -1 WHERE kind = 'budget'",
		"CHECK"},
	{"a changed entry", "UPDATE entry SET points = points + 1",
		"append-only"},
	{"a deleted entry", "DELETE FROM entry", "append-only"},
	{"an entry of nothing",
		"INSERT INTO entry (at, cause, source, target, points)"
		" VALUES (0, 'x', 1, 2, 0)",
		"CHECK"},
	{"an entry from an account to itself",
		"INSERT INTO entry (at, cause, source, target, points)"
		" VALUES (0, 'x', 1, 1, 5)",
		"CHECK"},
	{"the same cause twice",
		"INSERT INTO entry (at, cause, source, target, points)"
		" SELECT at, cause, source, target, points FROM entry",
		"UNIQUE"},
	{"an entry of nobody's account",
		"INSERT INTO entry (at, cause, source, target, points)"
		" VALUES (0, 'x', 1, 777, 5)",
		"FOREIGN KEY"},
	{"a second programme",
		"INSERT INTO account (kind, owner) VALUES ('programme', 0)",
		"UNIQUE"},
	{"a changed audit", "UPDATE audit SET did = 'nothing'", "append-only"},
	{"a deleted audit", "DELETE FROM audit", "append-only"},
	{"a share twice",
		"INSERT INTO share (member, item, network, opened_at)"
		" SELECT member, item, network, 0 FROM share",
		"UNIQUE"},
	{"an award twice",
		"INSERT INTO award (share, kind, step, member, item, campaign,"
		" points, wanted, state, created_at, day, expires_at)"
		" SELECT share, kind, step, member, item, campaign, points,"
		" wanted, state, created_at, day, expires_at FROM award",
		"UNIQUE"},
	{"more points than wanted", "UPDATE award SET wanted = points - 1",
		"CHECK"},
	{"fewer points without a reason",
		"UPDATE award SET wanted = points + 1", "CHECK"},
	{"a name for the forgotten", "UPDATE member SET state = 'forgotten'",
		"CHECK"},
	{"a member without a name", "UPDATE member SET name = NULL", "CHECK"},
	{"an identity of nobody",
		"INSERT INTO identity (chat, person, member)"
		" VALUES ('acme', 'U9', 777)",
		"FOREIGN KEY"},
	{"one account for two",
		"INSERT INTO identity (chat, person, member)"
		" SELECT chat, person, member FROM identity",
		"UNIQUE"},
	{"read evidence without its time", "UPDATE share SET evidence = 4",
		"CHECK"},
	{"evidence that is none", "UPDATE share SET evidence = 5", "CHECK"},
	{"a state that is none", "UPDATE item SET state = 'lost'", "CHECK"},
	{"the same page twice",
		"INSERT INTO item (campaign, url, canonical, state, created_at)"
		" SELECT campaign, url, canonical, state, 0 FROM item",
		"UNIQUE"},
	{"a campaign's name in other letters",
		"INSERT INTO campaign (name, state, created_at)"
		" VALUES ('AUTUMN', 'running', 0)",
		"UNIQUE"},
	{"words for a number", "UPDATE share SET readers = 'many'",
		"cannot store TEXT value in INTEGER"},
	{"more readers than hits",
		"INSERT INTO reach (day, item, network, class, hits, readers)"
		" VALUES (1, 1, 'x', 2, 1, 2)",
		"CHECK"},
	{"a link of nobody's item",
		"INSERT INTO link (id, item, created_at) VALUES (1, 777, 0)",
		"FOREIGN KEY"},
	{"a deleted link", "DELETE FROM link", "a link stays"},
	{"another number for a link", "UPDATE link SET id = id + 1",
		"a link stays"},
	{"a company link of a member",
		"INSERT INTO link (id, item, member, created_at)"
		" VALUES (1, 1, 1, 0)",
		"CHECK"},
};

static void
the_schema_refuses(void **state)
{
	struct scene *s = *state;
	int64_t link;
	size_t i;

	ok(s, audit_add(s->db, "acme", "UADMIN", "item.retract", "17", "", "",
		      NOON, &s->e));
	earn(s, join(s, "ana"), 10, NOON);
	ok(s, link_for_share(s->db, 1, 0, NOON, &link, &s->e));
	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		s->e.text[0] = '\0';
		if (db_run(s->db, &s->e, refused[i].sql, "") == 0)
			fail_msg("%s is accepted", refused[i].deed);
		if (strstr(s->e.text, refused[i].words) == NULL)
			fail_msg("%s: %s", refused[i].deed, s->e.text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(the_schema_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
