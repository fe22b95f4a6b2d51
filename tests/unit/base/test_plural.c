#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plural.h"

static void
numbers_take_their_form(void **state)
{
	static const struct {
		const char *language;
		int64_t number;
		const char *form;
	} cases[] = {
		{"en", 0, "other"},
		{"en", 1, "one"},
		{"en", 2, "other"},
		{"en", 1001, "other"},
		{"de", 0, "other"},
		{"de", 1, "one"},
		{"de", 21, "other"},
		{"fi", 0, "other"},
		{"fi", 1, "one"},
		{"fi", 11, "other"},
		{"pl", 1, "one"},
		{"pl", 3, "few"},
		{"pl", 5, "many"},
		{"pl", 22, "few"},
		{"ja", 1, "other"},
		{"ar", 0, "zero"},
		{"ar", 2, "two"},
		{"xx", 7, "other"},
		{"", 2, "other"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct plural *p = plural_new(cases[i].language);

		assert_string_equal(
			plural_form(p, cases[i].number), cases[i].form);
		plural_free(p);
	}
	plural_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_take_their_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
