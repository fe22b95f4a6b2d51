#include "scene.h"

static void
codes_spell_numbers(void **state)
{
	static const int64_t numbers[] = {
		0, 1, 31, 32, 0x123456789a, (INT64_C(1) << 40) - 1};
	char code[LINK_CODE_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		link_write_code(numbers[i], code);
		assert_int_equal(strlen(code), 8);
		assert_true(link_read_code(code) == numbers[i]);
	}
	link_write_code((INT64_C(1) << 40) - 1, code);
	assert_string_equal(code, "zzzzzzzz");
}

static void
codes_are_read_as_people_write_them(void **state)
{
	(void)state;
	assert_int_equal(link_read_code("0000000A"), 10);
	assert_int_equal(link_read_code("OoOo000a"), 10);
	assert_int_equal(
		link_read_code("0000iIlL"), link_read_code("00001111"));
}

static void
what_is_no_code_is_refused(void **state)
{
	static const char *const bad[] = {"", "0", "0000000", "000000000",
		"0000000u", "0000000U", "0000-000", "0000000 ", " 0000000",
		"../../..", "0000000\xc3\xa4", "%00%00%0", "0000000\n"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (link_read_code(bad[i]) != -1)
			fail_msg("%s is read", bad[i]);
}

static void
a_share_has_one_link_and_the_company_another(void **state)
{
	struct scene *s = *state;
	int64_t item = new_item(s, s->campaign, "news");
	int64_t share = new_share(s, join(s, "ana"), item, "x");
	int64_t a, b, company, again;

	ok(s, link_for_share(s->db, item, share, NOON, &a, &s->e));
	ok(s, link_for_share(s->db, item, share, NOON, &b, &s->e));
	assert_true(a == b && a > 0 && a < INT64_C(1) << 40);
	ok(s, link_for_share(s->db, item, 0, NOON, &company, &s->e));
	ok(s, link_for_share(s->db, item, 0, NOON, &again, &s->e));
	assert_true(company == again && company != a);
	assert_int_equal(link_for_share(s->db, item, 77, NOON, &b, &s->e), -1);
	assert_non_null(strstr(s->e.text, "no such share"));
}

static void
a_redirect_learns_all_it_needs(void **state)
{
	struct scene *s = *state;
	int64_t item = new_item(s, s->campaign, "news");
	int64_t ana = join(s, "ana"), share = new_share(s, ana, item, "x");
	struct link_target to;
	int64_t link;

	ok(s, link_for_share(s->db, item, share, NOON, &link, &s->e));
	ok(s, link_find(s->db, link, &to, &s->e));
	assert_int_equal(to.item, item);
	assert_int_equal(to.share, share);
	assert_int_equal(to.member, ana);
	assert_string_equal(to.url, "https://acme.example/news");
	assert_string_equal(to.network, "x");
	assert_string_equal(to.campaign, "Autumn");
	assert_string_equal(to.state, "announced");
	assert_true(to.created_at == NOON);
	ok(s, link_for_share(s->db, item, 0, NOON, &link, &s->e));
	ok(s, link_find(s->db, link, &to, &s->e));
	assert_int_equal(to.share, 0);
	assert_int_equal(to.member, 0);
	assert_string_equal(to.network, "");
	ok(s, link_find(s->db, 123, &to, &s->e));
	assert_int_equal(to.item, 0);
	assert_string_equal(to.url, "");
}

static void
what_was_read_of_a_link_may_be_kept_until_it_changes(void **state)
{
	struct scene *s = *state;
	int64_t item = new_item(s, s->campaign, "news"), link;
	int64_t share = new_share(s, join(s, "ana"), item, "x");
	struct click c = {
		.item = item, .network = "x", .at = NOON, .reader = true};
	uint64_t version;

	link_watch(s->db);
	ok(s, db_begin(s->db, &s->e));
	version = link_version(s->db);
	/* What is added changes nothing that was read before. */
	ok(s, link_for_share(s->db, item, share, NOON, &link, &s->e));
	new_item(s, s->campaign, "other");
	assert_true(link_version(s->db) == version);
	/* Nor does a reader, or all would be read anew with each. */
	c.link = link;
	ok(s, click_add(s->db, &c, &s->e));
	ok(s, click_add(s->db, &c, &s->e));
	assert_true(link_version(s->db) == version);
	ok(s, db_run(s->db, &s->e, "UPDATE share SET text = 'x'", ""));
	assert_true(link_version(s->db) == version);
	ok(s, db_run(s->db, &s->e, "UPDATE item SET state = 'expired'", ""));
	assert_true(link_version(s->db) != version);
	version = link_version(s->db);
	ok(s, db_run(s->db, &s->e, "UPDATE campaign SET name = 'Spring'", ""));
	assert_true(link_version(s->db) != version);
	version = link_version(s->db);
	ok(s, db_run(s->db, &s->e, "UPDATE link SET member = NULL", ""));
	assert_true(link_version(s->db) != version);
	version = link_version(s->db);
	ok(s, db_mark(s->db, &s->e));
	db_undo(s->db);
	assert_true(link_version(s->db) != version);
	ok(s, db_commit(s->db, &s->e));
	/* Passes that change nothing of it. */
	ok(s, db_begin(s->db, &s->e));
	version = link_version(s->db);
	ok(s, db_commit(s->db, &s->e));
	ok(s, db_begin(s->db, &s->e));
	assert_true(link_version(s->db) == version);
	ok(s, db_commit(s->db, &s->e));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_spell_numbers),
		cmocka_unit_test(codes_are_read_as_people_write_them),
		cmocka_unit_test(what_is_no_code_is_refused),
		scene_test(a_share_has_one_link_and_the_company_another),
		scene_test(a_redirect_learns_all_it_needs),
		scene_test(
			what_was_read_of_a_link_may_be_kept_until_it_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
