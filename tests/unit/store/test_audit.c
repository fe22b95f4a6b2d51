#include "scene.h"

static void
add(struct scene *s, const char *person, const char *did, const char *about)
{
	int64_t count = number(s, "SELECT count(*) FROM audit");

	ok(s, audit_add(s->db, "acme", person, did, about, "a", "b",
		      NOON + count * WHEN_DAY, &s->e));
}

static int
on_row(void *arg, const struct audit_row *row, struct err *e)
{
	(void)e;
	scene_add(arg, "%s %s;", row->did, row->about);
	return 0;
}

static void
expect(struct scene *s, struct audit_wish w, const char *words)
{
	char said[SAID_ROOM] = "";

	if (w.most == 0)
		w.most = 10;
	ok(s, audit_each(s->db, &w, on_row, said, &s->e));
	assert_string_equal(said, words);
}

static void
rows_are_found_by_who_what_and_when(void **state)
{
	struct scene *s = *state;

	expect(s, (struct audit_wish){.since = NOON}, "");
	add(s, "U1", "item.add", "1");
	add(s, "U2", "item.edit.title", "12");
	add(s, "U1", "caption.add", "1 linkedin en");
	add(s, "U1", "campaign.edit", "1");
	add(s, "U2", "team.add", "Press");
	expect(s, (struct audit_wish){.most = 2},
		"team.add Press;campaign.edit 1;");
	expect(s, (struct audit_wish){.older = 4},
		"caption.add 1 linkedin en;item.edit.title 12;item.add 1;");
	expect(s, (struct audit_wish){.item = "1"},
		"caption.add 1 linkedin en;item.add 1;");
	expect(s, (struct audit_wish){.item = "1", .older = 3}, "item.add 1;");
	expect(s, (struct audit_wish){.about = "1", .thing = "campaign."},
		"campaign.edit 1;");
	expect(s, (struct audit_wish){.about = "Press", .thing = ""},
		"team.add Press;");
	expect(s, (struct audit_wish){.chat = "acme", .person = "U2"},
		"team.add Press;item.edit.title 12;");
	expect(s, (struct audit_wish){.chat = "town", .person = "U2"}, "");
	expect(s, (struct audit_wish){.since = NOON + 3 * WHEN_DAY},
		"team.add Press;campaign.edit 1;");
	expect(s, (struct audit_wish){.since = NOON + 30 * WHEN_DAY}, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(rows_are_found_by_who_what_and_when),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
