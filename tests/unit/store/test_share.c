#include "scene.h"

static void
a_kit_remembers_choices(void **state)
{
	struct scene *s = *state;
	struct kit k = {.member = join(s, "ana"),
		.item = new_item(s, s->campaign, "news"),
		.variant = 1,
		.opened_at = NOON};
	struct kit back;

	ok(s, kit_find(s->db, k.member, k.item, &back, &s->e));
	assert_int_equal(back.item, 0);
	ok(s, kit_save(s->db, &k, &s->e));
	snprintf(k.text, sizeof(k.text), "In my own words");
	k.later_at = NOON + 5;
	k.declined = true;
	ok(s, kit_save(s->db, &k, &s->e));
	ok(s, kit_find(s->db, k.member, k.item, &back, &s->e));
	assert_memory_equal(&k, &back, sizeof(k));
	assert_int_equal(number(s, "SELECT count(*) FROM kit"), 1);
}

static void
a_share_is_one_per_member_item_and_network(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), item = new_item(s, s->campaign, "news");
	struct share again = {
		.member = ana, .item = item, .network = "x", .opened_at = NOON};
	int networks;

	new_share(s, ana, item, "x");
	assert_int_equal(share_add(s->db, &again, &s->e), -1);
	new_share(s, ana, item, "linkedin");
	ok(s, share_networks(s->db, ana, item, &networks, &s->e));
	assert_int_equal(networks, 2);
	ok(s, share_find(s->db, ana, item, "x", &again, &s->e));
	again.withdrawn_at = NOON;
	ok(s, share_save(s->db, &again, &s->e));
	ok(s, share_networks(s->db, ana, item, &networks, &s->e));
	assert_int_equal(networks, 1);
}

static void
a_share_comes_back_whole(void **state)
{
	struct scene *s = *state;
	int64_t id = new_share(
		s, join(s, "ana"), new_item(s, s->campaign, "news"), "x");
	struct share a, b;

	ok(s, share_get(s->db, id, &a, &s->e));
	a.evidence = EVIDENCE_READ;
	a.read_at = NOON + 3;
	ok(s, share_save(s->db, &a, &s->e));
	ok(s, share_get(s->db, id, &b, &s->e));
	assert_memory_equal(&a, &b, sizeof(a));
	ok(s, share_find(s->db, a.member, a.item, "y", &b, &s->e));
	assert_int_equal(b.id, 0);
	assert_int_equal(share_get(s->db, 77, &b, &s->e), -1);
}

static int
add_network(void *arg, const struct share *share, struct err *e)
{
	(void)e;
	scene_add(arg, "%s ", share->network);
	return 0;
}

static void
shares_are_listed_newest_first(void **state)
{
	struct scene *s = *state;
	int64_t ana = join(s, "ana"), item = new_item(s, s->campaign, "news");
	char all[SAID_ROOM] = "";

	new_share(s, ana, item, "x");
	new_share(s, ana, item, "linkedin");
	new_share(s, ana, item, "threads");
	ok(s, share_each(s->db, ana, 2, add_network, all, &s->e));
	assert_string_equal(all, "threads linkedin ");
}

static void
a_ticket_is_used_once(void **state)
{
	struct scene *s = *state;
	bool fresh;

	ok(s, ticket_use(s->db, -5, NOON, &fresh, &s->e));
	assert_true(fresh);
	ok(s, ticket_use(s->db, -5, NOON, &fresh, &s->e));
	assert_false(fresh);
	ok(s, ticket_use(s->db, INT64_MAX, NOON, &fresh, &s->e));
	assert_true(fresh);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(a_kit_remembers_choices),
		scene_test(a_share_is_one_per_member_item_and_network),
		scene_test(a_share_comes_back_whole),
		scene_test(shares_are_listed_newest_first),
		scene_test(a_ticket_is_used_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
