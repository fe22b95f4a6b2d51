#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "db.h"
#include "err.h"
#include "groups.h"
#include "people.h"
#include "teams.h"

#include "scene.h"
#include "scene_inside.h"

/* Who is in which team, whatever becomes known in which order. U9 is the
 * admin; the team Sales is of the channel C7. */

static struct team
new_team(
	struct scene *s, const char *name, const char *chat, const char *source)
{
	struct team t = {.configured = *source == '\0'};
	struct err e = {""};

	snprintf(t.name, sizeof t.name, "%s", name);
	snprintf(t.kind, sizeof t.kind, "%s",
		*source == '\0' ? "list" : "channel");
	snprintf(t.chat, sizeof t.chat, "%s", chat);
	snprintf(t.source, sizeof t.source, "%s", source);
	assert_int_equal(team_add(scene_db(s), &t, scene_now(), &e), 0);
	return t;
}

static struct scene *
begin(void)
{
	struct scene *s = scene_new();

	s->parts.groups = groups_new();
	new_team(s, "Sales", "acme", "C7");
	return s;
}

static void
end(struct scene *s)
{
	groups_free(s->parts.groups);
	scene_free(s);
}

static void
know(struct scene *s, const char *chat, json_t *persons)
{
	groups_put(s->parts.groups, chat, "C7", persons, false);
	json_decref(persons);
}

static void
read_members(struct scene *s)
{
	struct event *event = event_new(EVENT_MEMBERS, NULL);

	event->name = "read";
	event->place = "C7";
	scene_event(s, event);
}

static int
on_team(void *arg, const struct team *t, struct err *e)
{
	char *said = arg;

	(void)e;
	snprintf(said + strlen(said), 100 - strlen(said), "%s ", t->name);
	return 0;
}

static void
expect(struct scene *s, const char *person, const char *words)
{
	struct err e = {""};
	char said[100] = "";

	assert_int_equal(team_each_of_member(scene_db(s),
				 scene_member(s, person), on_team, said, &e),
		0);
	assert_string_equal(said, words);
}

static void
joining_and_knowing_come_in_any_order(void **state)
{
	struct scene *s = begin();

	(void)state;
	scene_join(s, "U1", "Ana Berg");
	expect(s, "U1", "");
	know(s, "acme", json_pack("[s, s]", "U1", "U2"));
	read_members(s);
	scene_nothing(s);
	expect(s, "U1", "Sales ");
	scene_join(s, "U2", "Ben Okafor");
	expect(s, "U2", "Sales ");
	know(s, "acme", json_pack("[s]", "U2"));
	read_members(s);
	expect(s, "U1", "");
	expect(s, "U2", "Sales ");
	end(s);
}

static void
what_is_not_known_stays_as_it_was(void **state)
{
	struct scene *s = begin();

	(void)state;
	know(s, "acme", json_pack("[s]", "U1"));
	scene_join(s, "U1", "Ana Berg");
	expect(s, "U1", "Sales ");
	groups_drop(s->parts.groups, "acme", "C7");
	read_members(s);
	expect(s, "U1", "Sales ");
	end(s);
}

/* The same id on another chat is another channel. */
static void
a_channel_is_of_one_chat(void **state)
{
	struct scene *s = begin();

	(void)state;
	know(s, "town", json_pack("[s]", "U1"));
	scene_join(s, "U1", "Ana Berg");
	expect(s, "U1", "");
	scene_chat(s, "town");
	read_members(s);
	expect(s, "U1", "");
	end(s);
}

static void
who_links_an_account_brings_its_teams(void **state)
{
	struct scene *s = begin();
	struct err e = {""};
	struct member m;

	(void)state;
	know(s, "acme", json_pack("[s]", "U1"));
	scene_chat(s, "town");
	scene_join(s, "u5", "Ana Berg");
	scene_chat(s, "acme");
	assert_int_equal(people_find(scene_db(s), "town", "u5", &m, &e), 0);
	assert_int_equal(people_add_account(scene_db(s), m.id, "acme", "U1",
				 (const unsigned char *)"sixteen bytes ok", &e),
		0);
	read_members(s);
	expect(s, "U1", "Sales ");
	scene_command(s, "U1", "/advocate", "unlink");
	assert_int_equal(people_find(scene_db(s), "town", "u5", &m, &e), 0);
	scene_chat(s, "town");
	expect(s, "u5", "");
	end(s);
}

static void
the_configuration_lists_members(void **state)
{
	static const char *const members[] = {"acme:U1", "town:u5", NULL};
	static const struct programme_team teams[] = {{.name = "Board",
		.kind = "list",
		.chat = "",
		.source = "",
		.members = members}};
	struct scene *s = begin();

	(void)state;
	scene_programme(s)->teams = teams;
	scene_programme(s)->team_count = 1;
	new_team(s, "Board", "", "");
	know(s, "acme", json_pack("[s]", "U1"));
	scene_join(s, "U1", "Ana Berg");
	scene_join(s, "U2", "Ben Okafor");
	expect(s, "U1", "Board Sales ");
	expect(s, "U2", "");
	scene_command(s, "U1", "/advocate", "me");
	scene_said(s, "U1", "Your teams: Board, Sales.");
	scene_command(s, "U9", "/campaign", "teams remove Board");
	scene_said(s, "U9", "comes from the configuration");
	scene_command(s, "U1", "/advocate", "leave");
	scene_command(s, "U1", "/advocate", "join");
	expect(s, "U1", "Board Sales ");
	end(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joining_and_knowing_come_in_any_order),
		cmocka_unit_test(what_is_not_known_stays_as_it_was),
		cmocka_unit_test(a_channel_is_of_one_chat),
		cmocka_unit_test(who_links_an_account_brings_its_teams),
		cmocka_unit_test(the_configuration_lists_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
