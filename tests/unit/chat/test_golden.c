#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "seal.h"
#include "text.h"

#include "card.h"
#include "mattermost/mattermost_encode.h"
#include "slack/slack_encode.h"
#include "template.h"

/*
 * Every template's sample on every platform, as it is meant to look. After a
 * change that is meant: UPDATE_GOLDEN=1 build/dev/test_golden, then git diff.
 */
#define TEMPLATES SOURCE_DIR "/templates"
#define GOLDEN SOURCE_DIR "/tests/golden"

static const char *
find_name(const char *id, const char *const (*names)[2])
{
	for (; (*names)[0] != NULL; names++)
		if (strcmp((*names)[0], id) == 0)
			return (*names)[1];
	return NULL;
}

static const char *
find_person(void *arg, const char *id)
{
	static const char *const names[][2] = {
		{"U1", "ana"}, {"U2", "ben"}, {"U9", "zoe"}, {NULL, NULL}};

	(void)arg;
	return find_name(id, names);
}

static const char *
find_channel(void *arg, const char *id)
{
	static const char *const names[][2] = {
		{"C1", "news"}, {"C2", "sales"}, {NULL, NULL}};

	(void)arg;
	return find_name(id, names);
}

/* What differs each time: numbers used once and what is signed with them. */
static void
forget_chance(json_t *value)
{
	static const char *const keys[] = {"n", "m", "state"};
	const char *key;
	json_t *child;
	size_t i;

	for (i = 0; i < sizeof keys / sizeof *keys; i++)
		if (json_string_length(json_object_get(value, keys[i])) > 0)
			json_object_set_new(
				value, keys[i], json_string("(chance)"));
	json_array_foreach(value, i, child)
	{
		forget_chance(child);
	}
	json_object_foreach(value, key, child)
	{
		forget_chance(child);
	}
}

static json_t *
for_mattermost(const char *name, const json_t *card)
{
	struct seal *seal = seal_new("0123456789abcdef0123456789abcdef", NULL);
	struct mattermost_encode with = {
		.names = {.person = find_person, .channel = find_channel},
		.sign = {.seal = seal,
			.chat = "acme",
			.url = "https://go.acme.com/mattermost/acme",
			.person = "U1",
			.key = name,
			.now = 1}};
	json_t *made;

	assert_null(with.names.arg);
	if (json_object_get(card, "form") != NULL)
		made = mattermost_encode_dialog(card, NULL, &with);
	else
		made = mattermost_encode_post(card, &with);
	seal_free(seal);
	forget_chance(made);
	return made;
}

static json_t *
for_slack(const char *name, const json_t *card)
{
	if (json_object_get(card, "form") != NULL)
		return slack_encode_modal(card);
	if (text_starts(name, "home"))
		return slack_encode_home(card);
	return slack_encode_message(card, SLACK_WHOLE);
}

static const struct platform {
	const char *name;
	json_t *(*encode)(const char *name, const json_t *card);
} platforms[] = {{"slack", for_slack}, {"mattermost", for_mattermost}};

/* Compares with the golden file, or writes it. */
static void
compare(const struct platform *p, const char *name, const json_t *card)
{
	char *path = xasprintf(GOLDEN "/%s/templates/%s.json", p->name, name);
	json_t *made = p->encode(name, card), *meant;

	assert_non_null(made);
	if (getenv("UPDATE_GOLDEN") != NULL)
		json_dump_file(made, path, JSON_INDENT(1));
	meant = json_load_file(path, 0, NULL);
	if (!json_equal(meant, made))
		fail_msg("%s is not made as it was: see UPDATE_GOLDEN=1 and "
			 "git diff",
			path);
	json_decref(meant);
	json_decref(made);
	free(path);
}

/* The card of a template's own sample, yours. */
static json_t *
render(const struct templates *t, const char *name)
{
	char *path = xasprintf(TEMPLATES "/en/%s.json", name);
	json_t *file = json_load_file(path, 0, NULL), *card;
	struct err e = {{0}};

	assert_non_null(file);
	card = templates_render(
		t, "en", name, json_object_get(file, "sample"), &e);
	assert_string_equal(e.text, "");
	assert_non_null(card);
	json_decref(file);
	free(path);
	return card;
}

/* The names of the .json files in a folder, without words, yours. */
static json_t *
names_in(const char *folder)
{
	json_t *names = json_object();
	DIR *dir = opendir(folder);
	struct dirent *entry;
	const char *end;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		end = strstr(entry->d_name, ".json");
		if (end != NULL && strcmp(entry->d_name, "words.json") != 0)
			json_object_setn_new(names, entry->d_name,
				(size_t)(end - entry->d_name), json_true());
	}
	closedir(dir);
	return names;
}

static void
test_every_template_looks_as_meant(void **state)
{
	struct err e = {{0}};
	struct templates *t = templates_load(TEMPLATES, &e);
	json_t *names = names_in(TEMPLATES "/en"), *card, *value;
	const char *name;
	size_t i;

	(void)state;
	assert_string_equal(e.text, "");
	assert_true(json_object_size(names) > 80);
	json_object_foreach(names, name, value)
	{
		card = render(t, name);
		for (i = 0; i < sizeof platforms / sizeof *platforms; i++)
			compare(&platforms[i], name, card);
		json_decref(card);
	}
	json_decref(names);
	templates_free(t);
}

static void
test_nothing_is_golden_without_a_template(void **state)
{
	json_t *names = names_in(TEMPLATES "/en"), *golden, *value;
	const char *name;
	char *path;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof platforms / sizeof *platforms; i++) {
		path = xasprintf(GOLDEN "/%s/templates", platforms[i].name);
		golden = names_in(path);
		json_object_foreach(golden, name, value)
		{
			if (json_object_get(names, name) == NULL)
				fail_msg("%s/%s.json: no such template", path,
					name);
		}
		json_decref(golden);
		free(path);
	}
	json_decref(names);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_template_looks_as_meant),
		cmocka_unit_test(test_nothing_is_golden_without_a_template),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
