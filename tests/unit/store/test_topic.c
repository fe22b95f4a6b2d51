#include "scene.h"
#include "topics.h"

static struct topic
new_topic(struct scene *s, const char *name)
{
	struct topic t = {.id = 0};

	snprintf(t.name, sizeof(t.name), "%s", name);
	ok(s, topic_add(s->db, &t, NOON, &s->e));
	return t;
}

static int
on_topic(void *arg, const struct topic *t, struct err *e)
{
	(void)e;
	scene_add(arg, "%s ", t->name);
	return 0;
}

static void
a_name_is_one_topic_in_any_case(void **state)
{
	struct scene *s = *state;
	struct topic found, made = new_topic(s, "Ty\xc3\xb6p\xc3\xa4ikat");

	ok(s, topic_find(s->db, "TY\xc3\x96P\xc3\x84IKAT", &found, &s->e));
	assert_int_equal(found.id, made.id);
	assert_string_equal(found.name, made.name);
	assert_int_equal(topic_add(s->db, &found, NOON, &s->e), -1);
	ok(s, topic_find(s->db, "hiring", &found, &s->e));
	assert_int_equal(found.id, 0);
}

static void
there_are_no_more_than_fifty(void **state)
{
	struct scene *s = *state;
	struct topic t;
	char name[16];
	int i;

	for (i = 0; i < TOPICS_MOST; i++) {
		snprintf(name, sizeof(name), "t%d", i);
		assert_true(new_topic(s, name).id != 0);
	}
	t = new_topic(s, "one more");
	assert_int_equal(t.id, 0);
}

static void
what_was_about_it_stays_when_it_goes(void **state)
{
	struct scene *s = *state;
	struct topic t = new_topic(s, "hiring");
	int64_t ana = join(s, "ana"), id = new_item(s, s->campaign, "jobs");
	struct topic_uses uses;
	struct item item;

	ok(s, item_find(s->db, id, &item, &s->e));
	item.topic = t.id;
	ok(s, item_save(s->db, &item, &s->e));
	ok(s, topic_set_campaign(s->db, s->campaign, t.id, true, &s->e));
	ok(s, topic_set_campaign(s->db, s->campaign, t.id, true, &s->e));
	ok(s, topic_set_channel(s->db, "acme", "C1", &t, true, &s->e));
	ok(s, topic_set_member(s->db, ana, t.id, true, &s->e));
	ok(s, topic_count(s->db, t.id, &uses, &s->e));
	assert_int_equal(uses.items, 1);
	assert_int_equal(uses.campaigns, 1);
	assert_int_equal(uses.channels, 1);
	assert_int_equal(uses.feeds, 0);
	ok(s, topic_remove(s->db, t.id, &s->e));
	ok(s, item_find(s->db, id, &item, &s->e));
	assert_int_equal(item.topic, 0);
	assert_int_equal(number(s, "SELECT count(*) FROM channel_topic"), 0);
	assert_int_equal(number(s, "SELECT count(*) FROM member_topic"), 0);
}

static void
each_has_its_own(void **state)
{
	struct scene *s = *state;
	struct topic hiring = new_topic(s, "hiring");
	struct topic open = new_topic(s, "Building");
	int64_t ana = join(s, "ana");
	char said[SAID_ROOM] = "";

	ok(s, topic_each(s->db, on_topic, said, &s->e));
	scene_add(said, "/ ");
	ok(s, topic_set_member(s->db, ana, open.id, true, &s->e));
	ok(s, topic_set_member(s->db, ana, hiring.id, true, &s->e));
	ok(s, topic_set_member(s->db, ana, hiring.id, false, &s->e));
	ok(s, topic_each_of_member(s->db, ana, on_topic, said, &s->e));
	scene_add(said, "/ ");
	ok(s, topic_each_of_channel(
		      s->db, "acme", "C1", on_topic, said, &s->e));
	assert_string_equal(said, "Building hiring / Building / ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(a_name_is_one_topic_in_any_case),
		scene_test(there_are_no_more_than_fifty),
		scene_test(what_was_about_it_stays_when_it_goes),
		scene_test(each_has_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
