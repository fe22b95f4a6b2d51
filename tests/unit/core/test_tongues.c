#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "err.h"

#include "template.h"

#include "tongues.h"
#include "web_language.h"

static void
what_was_learnt_is_known(void **state)
{
	struct tongues *t = tongues_new();

	(void)state;
	assert_null(tongues_find(t, "acme", "U1"));
	tongues_put(t, "acme", "U1", "de");
	tongues_put(t, "lab", "U1", "fi");
	assert_string_equal(tongues_find(t, "acme", "U1"), "de");
	assert_string_equal(tongues_find(t, "lab", "U1"), "fi");
	tongues_put(t, "acme", "U1", "");
	assert_string_equal(tongues_find(t, "acme", "U1"), "");
	tongues_free(t);
	tongues_free(NULL);
}

/* However many come: whoever came last is known, and it never grows. */
static void
many_people_take_no_more_room(void **state)
{
	struct tongues *t = tongues_new();
	char person[16];
	int i, known = 0;

	(void)state;
	for (i = 0; i < 50000; i++) {
		snprintf(person, sizeof person, "U%d", i);
		tongues_put(t, "acme", person, "fi");
		assert_string_equal(tongues_find(t, "acme", person), "fi");
	}
	for (i = 0; i < 50000; i++) {
		snprintf(person, sizeof person, "U%d", i);
		known += tongues_find(t, "acme", person) != NULL;
	}
	assert_in_range(known, 1000, 4096);
	tongues_free(t);
}

static void
a_browser_gets_what_it_likes_best(void **state)
{
	static const struct {
		const char *accepted, *language;
	} cases[] = {
		{"de", "de"},
		{"de-AT, en;q=0.5", "de"},
		{"en;q=0.5, fi ;q=0.8", "fi"},
		{"sv, de;q=0.1", "de"},
		{"sv,nb", NULL},
		{"", NULL},
		{NULL, NULL},
		{"*", NULL},
		{"de;q=0", NULL},
		{"de;q=0.0001, en;q=0.001", "en"},
		{"fi;q=1, de;q=1.0", "fi"},
		{";;,,;q=,=q;de;q=0.5;x", NULL},
		{"de;q=0.999999999999999999999999", "de"},
		{"x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,de", NULL},
	};
	struct err e = {""};
	struct templates *t = templates_load(SOURCE_DIR "/templates", &e);
	size_t i;

	(void)state;
	if (t == NULL)
		fail_msg("%s", e.text);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *got = web_language_choose(t, cases[i].accepted);

		if (cases[i].language == NULL && got != NULL)
			fail_msg("%s: %s", cases[i].accepted, got);
		if (cases[i].language != NULL)
			assert_string_equal(got, cases[i].language);
	}
	templates_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_learnt_is_known),
		cmocka_unit_test(many_people_take_no_more_room),
		cmocka_unit_test(a_browser_gets_what_it_likes_best),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
