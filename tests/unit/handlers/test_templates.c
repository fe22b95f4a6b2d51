#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <dirent.h>

#include <cmocka.h>

#include "err.h"
#include "json.h"
#include "mem.h"

#include "addressee.h"
#include "card.h"
#include "template.h"

#define DIR_EN SOURCE_DIR "/templates/en"

/* What everybody must be able to read: the rules of messages.md that a
 * program can check, for every card with its own sample. */

static int
count_styled(const json_t *card, const char *style)
{
	const json_t *block, *button;
	size_t i, j;
	int count = 0;

	json_array_foreach(json_object_get(card, "blocks"), i, block)
	{
		const json_t *buttons = json_object_get(block, "buttons");

		json_array_foreach(buttons, j, button)
		{
			const char *found = json_string_value(
				json_object_get(button, "style"));

			count += found != NULL && strcmp(found, style) == 0;
		}
	}
	return count;
}

static int
count_emoji(const json_t *value)
{
	const json_t *entry;
	const char *key;
	size_t i;
	int count = 0;

	if (json_object_get(value, "emoji") != NULL)
		return 1;
	json_array_foreach(value, i, entry) count += count_emoji(entry);
	json_object_foreach((json_t *)value, key, entry)
	{
		/* the text of a card repeats what its blocks say */
		if (strcmp(key, "text") != 0 ||
			json_object_get(value, "blocks") == NULL)
			count += count_emoji(entry);
	}
	return count;
}

static void
check_card(const char *language, const char *name, const json_t *card)
{
	char *plain = card_plain(card), *dots;

	if (*plain == '\0')
		fail_msg("%s/%s says nothing without blocks", language, name);
	if (count_styled(card, "primary") > 1)
		fail_msg("%s/%s has more than one primary button", language,
			name);
	if (count_emoji(card) > 1)
		fail_msg("%s/%s has more than one emoji", language, name);
	dots = strstr(plain, "..");
	if (strstr(plain, "!!") != NULL || strstr(plain, "  ") != NULL ||
		strstr(plain, " .") != strstr(plain, " ...") ||
		strstr(plain, " ,") != NULL || strchr(plain, '{') != NULL ||
		(dots != NULL && dots[2] != '.'))
		fail_msg("%s/%s does not read well: %s", language, name, plain);
	if (getenv("SHOW") != NULL)
		printf("--- %s/%s\n%s\n", language, name, plain);
	free(plain);
}

/* The times of a sample as they are written in that language. */
static void
write_times(json_t *values, const char *language)
{
	const struct addressee to = {.language = language,
		.zone = "Europe/Helsinki",
		.own_zone = true};

	addressee_write_times(&to, values);
}

/* The sample with one of everything that is counted. */
static json_t *
one_of_each(const json_t *sample)
{
	json_t *values = json_deep_copy(sample), *value;
	const char *name;

	json_object_foreach((json_t *)sample, name, value)
	{
		if (json_is_integer(value))
			json_object_set_new(values, name, json_integer(1));
	}
	return values;
}

static void
check_values(struct templates *t, const char *language, const char *name,
	json_t *values)
{
	struct err e = {""};
	json_t *card;

	write_times(values, language);
	card = templates_render(t, language, name, values, &e);
	if (card == NULL || card_check(card, &e) == -1)
		fail_msg("%s/%s: %s", language, name, e.text);
	check_card(language, name, card);
	json_decref(card);
	json_decref(values);
}

static void
check_file(struct templates *t, const char *file)
{
	static const char *const languages[] = {"en", "de", "fi"};
	size_t i;

	char *path = xasprintf("%s/%s", DIR_EN, file);
	char *name = xstrndup(file, strlen(file) - strlen(".json"));
	json_t *json = json_load_file(path, 0, NULL);
	const json_t *sample = json_object_get(json, "sample");

	for (i = 0; i < sizeof languages / sizeof *languages; i++) {
		check_values(t, languages[i], name, json_deep_copy(sample));
		check_values(t, languages[i], name, one_of_each(sample));
	}
	json_decref(json);
	free(name);
	free(path);
}

static void
test_every_card_keeps_the_rules(void **state)
{
	struct err e = {""};
	struct templates *t = templates_load(SOURCE_DIR "/templates", &e);
	struct dirent *entry;
	DIR *dir;

	(void)state;
	if (t == NULL)
		fail_msg("%s", e.text);
	dir = opendir(DIR_EN);
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		if (strstr(entry->d_name, ".json") != NULL &&
			strcmp(entry->d_name, "words.json") != 0)
			check_file(t, entry->d_name);
	closedir(dir);
	templates_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_card_keeps_the_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
