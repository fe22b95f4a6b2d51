#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"

#include "groups.h"
#include "programme.h"
#include "role.h"
#include "tongues.h"

static const char *const admins[] = {"acme:U1", "acme:@S1", NULL};
static const char *const curators[] = {"acme:@S2", "acme:U1", "town:u2", NULL};
static const char *const auditors[] = {"acme:U3", NULL};
static const struct programme programme = {
	.admins = admins, .curators = curators, .auditors = auditors};

static bool
put(struct groups *g, const char *id, json_t *persons, bool open)
{
	bool changed = groups_put(g, "acme", id, persons, open);

	json_decref(persons);
	return changed;
}

static void
entries_are_read_whole_or_not_at_all(void **state)
{
	static const char *const wrong[] = {
		"", ":", "acme", "acme:", ":U1", "acme:@", NULL};
	char tall[200];
	struct role_entry entry;
	size_t i;

	(void)state;
	assert_true(role_read("acme:U1", &entry));
	assert_string_equal(entry.chat, "acme");
	assert_string_equal(entry.id, "U1");
	assert_false(entry.group);
	assert_true(role_read("acme:@S1", &entry));
	assert_string_equal(entry.id, "S1");
	assert_true(entry.group);
	for (i = 0; wrong[i] != NULL; i++)
		assert_false(role_read(wrong[i], &entry));
	memset(tall, 'x', sizeof tall - 1);
	tall[sizeof tall - 1] = '\0';
	assert_false(role_read(tall, &entry));
	tall[4] = ':';
	assert_false(role_read(tall, &entry));
}

static void
the_highest_role_counts(void **state)
{
	struct groups *g = groups_new();
	const struct role_sources from = {&programme, g, NULL};

	(void)state;
	assert_int_equal(role_of(&from, "acme", "U1"), ROLE_ADMIN);
	assert_int_equal(role_of(&from, "acme", "U2"), ROLE_NONE);
	assert_int_equal(role_of(&from, "town", "U1"), ROLE_NONE);
	assert_int_equal(role_of(&from, "town", "u2"), ROLE_CURATOR);
	assert_int_equal(role_of(&from, "acme", "U3"), ROLE_AUDITOR);
	put(g, "S2", json_pack("[s, s]", "U3", "U2"), false);
	assert_int_equal(role_of(&from, "acme", "U2"), ROLE_CURATOR);
	assert_int_equal(role_of(&from, "acme", "U3"), ROLE_CURATOR);
	put(g, "S1", json_pack("[s]", "U2"), false);
	assert_int_equal(role_of(&from, "acme", "U2"), ROLE_ADMIN);
	put(g, "S1", json_array(), false);
	assert_int_equal(role_of(&from, "acme", "U2"), ROLE_CURATOR);
	groups_drop(g, "acme", "S2");
	assert_int_equal(role_of(&from, "acme", "U2"), ROLE_NONE);
	groups_free(g);
}

static void
a_group_that_is_open_gives_nothing(void **state)
{
	struct groups *g = groups_new();
	const struct role_sources from = {&programme, g, NULL};

	(void)state;
	put(g, "S1", json_pack("[s]", "U2"), true);
	assert_int_equal(role_of(&from, "acme", "U2"), ROLE_NONE);
	put(g, "S1", json_pack("[s]", "U2"), false);
	assert_int_equal(role_of(&from, "acme", "U2"), ROLE_ADMIN);
	groups_free(g);
}

static void
the_platform_s_admins_are_asked_about(void **state)
{
	struct programme p = programme;
	struct tongues *t = tongues_new();
	const struct role_sources from = {&p, NULL, t};

	(void)state;
	tongues_put_admin(t, "acme", "U7", true); /* nothing known: not kept */
	assert_int_equal(tongues_admin(t, "acme", "U7"), TONGUES_UNKNOWN);
	tongues_put(t, "acme", "U7", "en");
	assert_int_equal(tongues_admin(t, "acme", "U7"), TONGUES_UNKNOWN);
	tongues_put_admin(t, "acme", "U7", true);
	assert_int_equal(role_of(&from, "acme", "U7"), ROLE_NONE);
	p.platform_admins = true;
	assert_int_equal(role_of(&from, "acme", "U7"), ROLE_ADMIN);
	tongues_put(t, "acme", "U7", "de");
	assert_int_equal(role_of(&from, "acme", "U7"), ROLE_ADMIN);
	tongues_put(t, "acm", "U7", "en");
	tongues_put_admin(t, "acm", "U7", true);
	tongues_forget_admins(t, "acme");
	assert_int_equal(tongues_admin(t, "acme", "U7"), TONGUES_UNKNOWN);
	assert_int_equal(tongues_admin(t, "acm", "U7"), TONGUES_YES);
	assert_string_equal(tongues_find(t, "acme", "U7"), "de");
	tongues_put_admin(t, "acme", "U7", false);
	assert_int_equal(role_of(&from, "acme", "U7"), ROLE_NONE);
	tongues_free(t);
}

static int
on_holder(void *arg, const char *chat, const char *person, struct err *e)
{
	char *said = arg;

	(void)e;
	snprintf(said + strlen(said), 200 - strlen(said), "%s:%s ", chat,
		person);
	return strcmp(person, "U9") == 0 ? -1 : 0;
}

static void
everybody_is_named_once(void **state)
{
	struct groups *g = groups_new();
	const struct role_sources from = {&programme, g, NULL};
	struct err e = {""};
	char said[200] = "";

	(void)state;
	put(g, "S2", json_pack("[s, s, s]", "U5", "U1", "U4"), false);
	assert_int_equal(
		role_each(&from, ROLE_CURATOR, on_holder, said, &e), 0);
	assert_string_equal(said, "acme:U1 acme:U4 acme:U5 town:u2 ");
	put(g, "S2", json_pack("[s, s]", "U9", "U4"), false);
	said[0] = '\0';
	assert_int_equal(
		role_each(&from, ROLE_CURATOR, on_holder, said, &e), -1);
	assert_string_equal(said, "acme:U4 acme:U9 ");
	said[0] = '\0';
	assert_int_equal(role_each(&from, ROLE_NONE, on_holder, said, &e), 0);
	assert_string_equal(said, "");
	groups_free(g);
}

static void
on_changed(void *arg)
{
	++*(int *)arg;
}

static void
what_is_new_is_told(void **state)
{
	struct groups *g = groups_new();
	int changes = 0;
	size_t count;

	(void)state;
	assert_null(groups_find(g, "acme", "C1", &count));
	assert_true(put(g, "C1", json_array(), false));
	assert_non_null(groups_find(g, "acme", "C1", &count));
	assert_int_equal(count, 0);
	assert_true(put(g, "C1", json_pack("[s, s, i]", "b", "a", 7), false));
	assert_false(put(g, "C1", json_pack("[s, s]", "a", "b"), false));
	assert_true(put(g, "C1", json_pack("[s, s]", "a", "c"), false));
	assert_true(put(g, "C1", json_pack("[s, s]", "a", "c"), true));
	assert_string_equal(groups_find(g, "acme", "C1", &count)[1], "c");
	assert_int_equal(count, 2);
	assert_false(groups_has(g, "town", "C1", "a"));
	assert_false(groups_has(NULL, "acme", "C1", "a"));
	groups_changed(g);
	groups_on_changed(g, on_changed, &changes);
	groups_changed(g);
	assert_int_equal(changes, 1);
	groups_free(g);
	groups_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_are_read_whole_or_not_at_all),
		cmocka_unit_test(the_highest_role_counts),
		cmocka_unit_test(a_group_that_is_open_gives_nothing),
		cmocka_unit_test(the_platform_s_admins_are_asked_about),
		cmocka_unit_test(everybody_is_named_once),
		cmocka_unit_test(what_is_new_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
