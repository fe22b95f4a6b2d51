#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "behaviour.h"
#include "help_table.h"

#include "scene.h"

/* U9 is the admin. */

/* A word that fails here lacks its row in help_table.c. */
static void
every_command_has_its_help(void **state)
{
	struct scene *s = scene_new();
	const struct turn admin = {.role = ROLE_ADMIN};
	const char *words[WORDS_MAX + 1];
	const struct help_entry *h;
	char line[96];
	int i;

	(void)state;
	handlers_words(&admin, "/campaign", words);
	for (i = 0; words[i] != NULL; i++) {
		h = help_table_find(words[i]);
		if (h == NULL)
			fail_msg("no help for /campaign %s", words[i]);
		scene_command(s, "U9", "/campaign", "help");
		snprintf(line, sizeof line, "/campaign %s", h->usage);
		scene_said(s, "U9", line);
		snprintf(line, sizeof line, "help %s", words[i]);
		scene_command(s, "U9", "/campaign", line);
		snprintf(line, sizeof line, "/campaign %s", h->examples[1]);
		scene_said(s, "U9", line);
	}
	scene_free(s);
}

/* Nothing is in the help that is not there. */
static void
every_help_is_of_a_command(void **state)
{
	const struct turn admin = {.role = ROLE_ADMIN};
	const char *words[WORDS_MAX + 1];
	const struct help_entry *h;
	size_t i;
	int w;

	(void)state;
	handlers_words(&admin, "/campaign", words);
	for (i = 0; (h = help_table_at(i)) != NULL; i++) {
		for (w = 0; words[w] != NULL; w++)
			if (help_table_find(words[w]) == h)
				break;
		if (words[w] == NULL)
			fail_msg("help for a command that is not: %s", h->word);
	}
}

static void
a_mistyped_word_is_helped_too(void **state)
{
	struct scene *s = scene_new();

	(void)state;
	scene_command(s, "U9", "/campaign", "help anounce");
	scene_said(s, "U9", "There is no anounce. Did you mean announce?");
	scene_press(s, "U9", "run", scene_value(s, "/campaign help announce"));
	scene_said(s, "U9", "The card goes out at once");
	scene_command(s, "U9", "/campaign", "help xyzzyxyzzy");
	scene_said(s, "U9", "nothing that sounds like it");
	scene_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_command_has_its_help),
		cmocka_unit_test(every_help_is_of_a_command),
		cmocka_unit_test(a_mistyped_word_is_helped_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
