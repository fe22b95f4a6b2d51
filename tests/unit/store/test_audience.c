#include "audience.h"
#include "scene.h"
#include "target.h"
#include "teams.h"
#include "topics.h"

static int64_t
new_team(struct scene *s, const char *name, const char *source)
{
	struct team t = {.kind = "list"};

	snprintf(t.name, sizeof(t.name), "%s", name);
	if (*source != '\0') {
		snprintf(t.kind, sizeof(t.kind), "channel");
		snprintf(t.chat, sizeof(t.chat), "acme");
		snprintf(t.source, sizeof(t.source), "%s", source);
	} else {
		t.configured = true;
	}
	ok(s, team_add(s->db, &t, NOON, &s->e));
	return t.id;
}

static int
add_target(void *arg, const struct target *t, struct err *e)
{
	(void)e;
	scene_add(arg, "%s%s ", t->channel.place, t->by_topic ? "*" : "");
	return 0;
}

static void
goes_to(struct scene *s, int64_t item, const char *places)
{
	char all[SAID_ROOM] = "";
	struct item i;

	ok(s, item_find(s->db, item, &i, &s->e));
	ok(s, target_each(s->db, &i, add_target, all, &s->e));
	assert_string_equal(all, places);
}

static int
add_title(void *arg, const struct item *i, struct err *e)
{
	(void)e;
	scene_add(arg, "%s ", i->title);
	return 0;
}

static void
is_offered(struct scene *s, int64_t member, const char *titles)
{
	const struct item_open open = {NOON, member, 10};
	char all[SAID_ROOM] = "";

	ok(s, item_each_open(s->db, &open, add_title, all, &s->e));
	assert_string_equal(all, titles);
}

static int
add_campaign(void *arg, int64_t id, const char *name, bool alone, struct err *e)
{
	(void)id;
	(void)e;
	scene_add(arg, "%s%s ", name, alone ? "!" : "");
	return 0;
}

static void
it_goes_where_its_teams_are(void **state)
{
	struct scene *s = *state;
	int64_t support = new_team(s, "Support", "C2");
	int64_t board = new_team(s, "Board", "");
	int64_t item = new_item(s, s->campaign, "backups");
	struct topic topic = {.name = "engineering"};
	struct channel c = {.chat = "acme", .place = "C3"};
	bool has;

	ok(s, topic_add(s->db, &topic, NOON, &s->e));
	ok(s, topic_set_campaign(s->db, s->campaign, topic.id, true, &s->e));
	ok(s, topic_set_channel(s->db, "acme", "C3", &topic, true, &s->e));
	ok(s, campaign_target(s->db, s->campaign, "acme", "C1", &s->e));
	goes_to(s, item, "C1 C3* ");
	ok(s, audience_set(s->db, s->campaign, support, true, &s->e));
	ok(s, audience_set(s->db, s->campaign, board, true, &s->e));
	goes_to(s, item, "C1 C2 ");
	ok(s, audience_has_channel(s->db, s->campaign, &c, &has, &s->e));
	assert_false(has);
	snprintf(c.place, sizeof(c.place), "C2");
	ok(s, audience_has_channel(s->db, s->campaign, &c, &has, &s->e));
	assert_true(has);
	ok(s, team_remove(s->db, support, &s->e));
	goes_to(s, item, "C1 ");
	ok(s, team_remove(s->db, board, &s->e));
	goes_to(s, item, "C1 ");
	ok(s, audience_is_limited(s->db, s->campaign, &has, &s->e));
	assert_true(has);
	ok(s, audience_set(s->db, s->campaign, support, false, &s->e));
	ok(s, audience_set(s->db, s->campaign, board, false, &s->e));
	goes_to(s, item, "C1 C3* ");
}

static void
it_is_offered_to_its_teams(void **state)
{
	struct scene *s = *state;
	int64_t support = new_team(s, "Support", "C2");
	int64_t autumn = new_campaign(s, "Winter", 0), last;
	int64_t ana = join(s, "ana"), ben = join(s, "ben");
	bool done;

	new_item(s, s->campaign, "for-all");
	last = new_item(s, autumn, "for-support");
	ok(s, audience_set(s->db, autumn, support, true, &s->e));
	ok(s, audience_set(s->db, autumn, support, true, &s->e));
	ok(s, team_put_member(s->db, support, ana, &s->e));
	is_offered(s, ana, "for-support for-all ");
	is_offered(s, ben, "for-all ");
	is_offered(s, 0, "for-all ");
	is_offered(s, ITEM_ANYBODY, "for-support for-all ");
	ok(s, item_pin(s->db, last, 0, NOON, &done, &s->e));
	is_offered(s, ana, "for-support for-all ");
	is_offered(s, ben, "for-all ");
	ok(s, team_remove(s->db, support, &s->e));
	is_offered(s, ana, "for-all ");
}

static void
what_is_planned_elsewhere_is_dropped(void **state)
{
	struct scene *s = *state;
	int64_t support = new_team(s, "Support", "C2"), dropped;
	int64_t item = new_item(s, s->campaign, "backups");
	static const char *const places[] = {"C1", "C2", "C3"};
	struct announcement a;
	size_t i;

	ok(s, campaign_target(s->db, s->campaign, "acme", "C1", &s->e));
	for (i = 0; i < 3; i++) {
		a = (struct announcement){
			.item = item, .chat = "acme", .due_at = NOON};
		snprintf(a.place, sizeof(a.place), "%s", places[i]);
		ok(s, announcement_add(s->db, &a, &s->e));
	}
	ok(s, audience_drop(s->db, s->campaign, &dropped, &s->e));
	assert_int_equal(dropped, 0);
	ok(s, audience_set(s->db, s->campaign, support, true, &s->e));
	ok(s, audience_drop(s->db, s->campaign, &dropped, &s->e));
	assert_int_equal(dropped, 1);
	assert_int_equal(number(s, "SELECT count(*) FROM announcement"
				   " WHERE state = 'due' AND place <> 'C3'"),
		2);
	/* a channel of its team stays one when it is no other */
	ok(s, campaign_untarget_place(s->db, s->campaign, "acme", "C2", &s->e));
	ok(s, campaign_untarget_place(s->db, s->campaign, "acme", "C1", &s->e));
	assert_int_equal(number(s, "SELECT count(*) FROM announcement"
				   " WHERE state = 'due' AND place = 'C2'"),
		1);
	assert_int_equal(number(s, "SELECT count(*) FROM announcement"
				   " WHERE state = 'due' AND place = 'C1'"),
		0);
}

static void
a_team_knows_what_is_for_it(void **state)
{
	struct scene *s = *state;
	int64_t support = new_team(s, "Support", "C2");
	int64_t sales = new_team(s, "Sales", "C4");
	int64_t winter = new_campaign(s, "Winter", 0);
	char all[SAID_ROOM] = "";

	ok(s, audience_set(s->db, s->campaign, support, true, &s->e));
	ok(s, audience_set(s->db, winter, support, true, &s->e));
	ok(s, audience_set(s->db, winter, sales, true, &s->e));
	ok(s, audience_each_campaign(s->db, support, add_campaign, all, &s->e));
	assert_string_equal(all, "Autumn! Winter ");
	ok(s, team_remove(s->db, sales, &s->e));
	all[0] = '\0';
	ok(s, audience_each_campaign(s->db, support, add_campaign, all, &s->e));
	assert_string_equal(all, "Autumn! Winter! ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(it_goes_where_its_teams_are),
		scene_test(it_is_offered_to_its_teams),
		scene_test(what_is_planned_elsewhere_is_dropped),
		scene_test(a_team_knows_what_is_for_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
