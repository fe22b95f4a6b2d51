#include "scene.h"

#include "teams.h"

static struct team
new_team(struct scene *s, const char *name, const char *source)
{
	struct team t = {.configured = false};

	snprintf(t.name, sizeof(t.name), "%s", name);
	snprintf(t.kind, sizeof(t.kind), "channel");
	snprintf(t.chat, sizeof(t.chat), "acme");
	snprintf(t.source, sizeof(t.source), "%s", source);
	ok(s, team_add(s->db, &t, NOON, &s->e));
	return t;
}

static int
on_team(void *arg, const struct team *t, struct err *e)
{
	(void)e;
	scene_add(arg, "%s %d;", t->name, (int)t->members);
	return 0;
}

static void
expect_teams(struct scene *s, int64_t member, const char *words)
{
	char said[SAID_ROOM] = "";

	if (member == 0)
		ok(s, team_each(s->db, on_team, said, &s->e));
	else
		ok(s, team_each_of_member(s->db, member, on_team, said, &s->e));
	assert_string_equal(said, words);
}

static void
a_team_has_members_and_nobody_else(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), ben = join(s, "ben");
	struct team sales = new_team(s, "Sales", "C1");
	struct team design = new_team(s, "design", "C2"), found;
	bool has;

	ok(s, team_put(s->db, sales.id, "acme", "U-ana", &s->e));
	ok(s, team_put(s->db, sales.id, "acme", "U-ana", &s->e));
	ok(s, team_put(s->db, sales.id, "acme", "U-nobody", &s->e));
	ok(s, team_put_member(s->db, sales.id, ben, &s->e));
	ok(s, team_put(s->db, design.id, "acme", "U-ben", &s->e));
	expect_teams(s, 0, "design 1;Sales 2;");
	expect_teams(s, ana, "Sales 2;");
	expect_teams(s, ben, "design 1;Sales 2;");
	ok(s, team_find(s->db, "SALES", &found, &s->e));
	assert_int_equal(found.id, sales.id);
	assert_string_equal(found.source, "C1");
	ok(s, team_has(s->db, design.id, ana, &has, &s->e));
	assert_false(has);
	ok(s, team_has(s->db, design.id, ben, &has, &s->e));
	assert_true(has);
}

static void
who_leaves_or_is_forgotten_is_in_no_team(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), ben = join(s, "ben");
	struct team sales = new_team(s, "Sales", "C1");

	ok(s, team_put_member(s->db, sales.id, ana, &s->e));
	ok(s, team_put_member(s->db, sales.id, ben, &s->e));
	ok(s, people_leave(s->db, ana, 1, NOON, &s->e));
	ok(s, team_put(s->db, sales.id, "acme", "U-ana", &s->e));
	expect_teams(s, 0, "Sales 1;");
	ok(s, people_forget(s->db, ben, NOON, &s->e));
	expect_teams(s, 0, "Sales 0;");
	assert_int_equal(number(s, "SELECT count(*) FROM team_member"), 0);
}

static void
a_pause_changes_nothing(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana");
	struct team sales = new_team(s, "Sales", "C1");
	struct member m;

	ok(s, team_put_member(s->db, sales.id, ana, &s->e));
	ok(s, people_get(s->db, ana, &m, &s->e));
	m.state = MEMBER_PAUSED;
	ok(s, people_save(s->db, &m, &s->e));
	expect_teams(s, ana, "Sales 1;");
}

static void
who_becomes_one_is_in_the_teams_of_both(void **state)
{
	static const unsigned char hash[16];
	struct member other = {.name = "ana", .language = "en", .zone = "UTC"};
	struct scene *s = *state;
	int64_t ana = join(s, "ana");
	struct team sales = new_team(s, "Sales", "C1");
	struct team design = new_team(s, "Design", "C2");

	ok(s, people_join(s->db, "town", "u1", &other, 1, hash, NOON, &s->e));
	ok(s, team_put_member(s->db, sales.id, ana, &s->e));
	ok(s, team_put_member(s->db, sales.id, other.id, &s->e));
	ok(s, team_put_member(s->db, design.id, other.id, &s->e));
	ok(s, people_merge(s->db, ana, other.id, NOON, &s->e));
	expect_teams(s, ana, "Design 1;Sales 1;");
}

static void
a_removed_team_is_gone_and_its_name_is_free(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana");
	struct team sales = new_team(s, "Sales", "C1"), found;

	ok(s, team_put_member(s->db, sales.id, ana, &s->e));
	ok(s, team_remove(s->db, sales.id, &s->e));
	expect_teams(s, ana, "");
	ok(s, team_find(s->db, "sales", &found, &s->e));
	assert_int_equal(found.id, 0);
	assert_int_equal(team_save(s->db, &sales, &s->e), -1);
	sales = new_team(s, "sales", "C1");
	ok(s, team_get(s->db, sales.id, &found, &s->e));
	assert_int_equal(found.members, 0);
	snprintf(sales.name, sizeof(sales.name), "Sellers");
	ok(s, team_save(s->db, &sales, &s->e));
	expect_teams(s, 0, "Sellers 0;");
}

static void
expect_top(struct scene *s, const struct team_board *b, const char *words)
{
	struct team_rank ranks[8];
	char said[SAID_ROOM] = "";
	size_t count, i;

	ok(s, team_top(s->db, b, ranks, 8, &count, &s->e));
	for (i = 0; i < count; i++)
		scene_add(said, "%d %s %d/%d;", ranks[i].place, ranks[i].name,
			(int)ranks[i].points, (int)ranks[i].members);
	assert_string_equal(said, words);
}

/* Days from which a board answers, and days that are added up. */
static void
a_small_team_can_win(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), ben = join(s, "ben"),
		cleo = join(s, "cleo"), dan = join(s, "dan"),
		today = when_day(NOON);
	struct team large = new_team(s, "Large", "C1");
	struct team small = new_team(s, "Small", "C2");
	struct team alone = new_team(s, "Alone", "C3");
	struct team idle = new_team(s, "Idle", "C4");
	struct team_board all = {0, today + 1, 0, 2},
			  odd = {today, today + 1, 0, 2};

	ok(s, team_put_member(s->db, large.id, ana, &s->e));
	ok(s, team_put_member(s->db, large.id, ben, &s->e));
	ok(s, team_put_member(s->db, large.id, cleo, &s->e));
	ok(s, team_put_member(s->db, small.id, ana, &s->e));
	ok(s, team_put_member(s->db, small.id, ben, &s->e));
	ok(s, team_put_member(s->db, alone.id, ana, &s->e));
	ok(s, team_put_member(s->db, idle.id, cleo, &s->e));
	ok(s, team_put_member(s->db, idle.id, dan, &s->e));
	earn(s, ana, 30, NOON - 3 * WHEN_DAY);
	earn(s, ana, 10, NOON);
	earn(s, ben, 20, NOON);
	expect_top(s, &all, "1 Small 60/2;2 Large 60/3;");
	expect_top(s, &odd, "1 Small 30/2;2 Large 30/3;");
	all.campaign = s->campaign;
	expect_top(s, &all, "1 Small 60/2;2 Large 60/3;");
	all.campaign = s->campaign + 1;
	expect_top(s, &all, "");
	all.campaign = 0;
	all.minimum = 1;
	expect_top(s, &all, "1 Alone 40/1;2 Small 60/2;3 Large 60/3;");
	all.minimum = 4;
	expect_top(s, &all, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(a_team_has_members_and_nobody_else),
		scene_test(who_leaves_or_is_forgotten_is_in_no_team),
		scene_test(a_pause_changes_nothing),
		scene_test(who_becomes_one_is_in_the_teams_of_both),
		scene_test(a_removed_team_is_gone_and_its_name_is_free),
		scene_test(a_small_team_can_win),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
