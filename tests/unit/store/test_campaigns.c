#include "scene.h"

static void
a_name_is_taken_in_any_letters(void **state)
{
	struct scene *s = *state;
	struct campaign c = {.name = "AUTUMN", .state = "draft"};

	assert_int_equal(campaign_add(s->db, &c, &s->e), -1);
	assert_string_equal(
		s->e.text, "there is a campaign called AUTUMN already");
	ok(s, campaign_find(s->db, "aUTUMN", &c, &s->e));
	assert_int_equal(c.id, s->campaign);
	assert_string_equal(c.name, "Autumn");
	ok(s, campaign_find(s->db, "Spring", &c, &s->e));
	assert_int_equal(c.id, 0);
}

static void
a_campaign_is_changed_but_keeps_its_points(void **state)
{
	struct scene *s = *state;
	struct campaign c;

	earn(s, join(s, "ana"), 10, NOON);
	ok(s, campaign_get(s->db, s->campaign, &c, &s->e));
	snprintf(c.name, sizeof(c.name), "autumn");
	snprintf(c.goal, sizeof(c.goal), "Fifty new colleagues");
	c.ends_at = NOON;
	ok(s, campaign_save(s->db, &c, &s->e));
	ok(s, campaign_get(s->db, s->campaign, &c, &s->e));
	assert_string_equal(c.name, "autumn");
	assert_string_equal(c.goal, "Fifty new colleagues");
	assert_true(c.ends_at == NOON);
	new_campaign(s, "Winter", 0);
	snprintf(c.name, sizeof(c.name), "winter");
	assert_int_equal(campaign_save(s->db, &c, &s->e), -1);
}

static void
new_things_go_to_the_oldest_running_one(void **state)
{
	struct scene *s = *state;
	struct campaign c;

	new_campaign(s, "Winter", 0);
	ok(s, campaign_first(s->db, &c, &s->e));
	assert_string_equal(c.name, "Autumn");
	snprintf(c.state, sizeof(c.state), "paused");
	ok(s, campaign_save(s->db, &c, &s->e));
	ok(s, campaign_first(s->db, &c, &s->e));
	assert_string_equal(c.name, "Winter");
}

static int
add_place(void *arg, const char *chat, const char *place, struct err *e)
{
	(void)e;
	scene_add(arg, "%s/%s ", chat, place);
	return 0;
}

static int
stop_at_once(void *arg, const struct campaign *c, struct err *e)
{
	(*(int *)arg)++;
	return err_set(e, "enough of %s", c->name);
}

static void
channels_are_targeted_once(void **state)
{
	struct scene *s = *state;
	char all[SAID_ROOM] = "";

	ok(s, campaign_target(s->db, s->campaign, "acme", "C2", &s->e));
	ok(s, campaign_target(s->db, s->campaign, "acme", "C1", &s->e));
	ok(s, campaign_target(s->db, s->campaign, "acme", "C2", &s->e));
	ok(s, campaign_each_channel(s->db, s->campaign, add_place, all, &s->e));
	assert_string_equal(all, "acme/C1 acme/C2 ");
}

static void
a_callback_may_stop_the_row(void **state)
{
	struct scene *s = *state;
	int calls = 0;

	new_campaign(s, "Winter", 0);
	assert_int_equal(campaign_each(s->db, stop_at_once, &calls, &s->e), -1);
	assert_int_equal(calls, 1);
	assert_string_equal(s->e.text, "enough of Autumn");
}

static int
add_name(void *arg, const struct channel *c, struct err *e)
{
	(void)e;
	scene_add(arg, "%s ", c->name);
	return 0;
}

static void
channels_are_remembered(void **state)
{
	struct scene *s = *state;
	struct channel c = {.chat = "acme",
		.place = "C1",
		.name = "news",
		.zone = "Europe/Helsinki",
		.state = "joined",
		.digest_at = NOON};
	char all[SAID_ROOM] = "";

	ok(s, channel_save(s->db, &c, &s->e));
	snprintf(c.state, sizeof(c.state), "archived");
	c.digest_at = 0;
	ok(s, channel_save(s->db, &c, &s->e));
	ok(s, channel_find(s->db, "acme", "C1", &c, &s->e));
	assert_string_equal(c.state, "archived");
	assert_string_equal(c.zone, "Europe/Helsinki");
	assert_true(c.digest_at == 0);
	ok(s, channel_find(s->db, "acme", "C2", &c, &s->e));
	assert_string_equal(c.place, "");
	ok(s, channel_each(s->db, add_name, all, &s->e));
	assert_string_equal(all, "news ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(a_name_is_taken_in_any_letters),
		scene_test(a_campaign_is_changed_but_keeps_its_points),
		scene_test(new_things_go_to_the_oldest_running_one),
		scene_test(channels_are_targeted_once),
		scene_test(a_callback_may_stop_the_row),
		scene_test(channels_are_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
