#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "csv.h"

#define BOM "\xef\xbb\xbf"

static void
is(struct csv *c, const char *wanted)
{
	size_t size;
	char *table = csv_take(c, &size);

	assert_string_equal(table, wanted);
	assert_int_equal(size, strlen(wanted));
	free(table);
}

static void
rows_are_of_rfc_4180(void **state)
{
	struct csv c = {.begun = false};

	(void)state;
	csv_text(&c, "a, \"b\"");
	csv_number(&c, -12);
	csv_real(&c, 9.25);
	csv_end(&c);
	csv_text(&c, NULL);
	csv_number(&c, INT64_MAX);
	csv_text(&c, "\xc3\xa4");
	csv_end(&c);
	is(&c, BOM "\"a, \"\"b\"\"\",-12,9.2\r\n"
		   "\"\",9223372036854775807,\"\xc3\xa4\"\r\n");
	assert_false(c.begun);
}

/* What a spreadsheet would compute when it opens the file. */
static void
no_text_is_a_formula(void **state)
{
	static const char *const bad[][2] = {
		{"=1+1", "'=1+1"},
		{"+1", "'+1"},
		{"-1", "'-1"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"  =1", "'  =1"},
		{"\t=1", "' =1"},
		{"\r\n=1", "' =1"},
		{"'=1", "''=1"},
		{"\xef\xbc\x9d"
		 "1",
			"'\xef\xbc\x9d"
			"1"},
		{"\x01=1", "'=1"},
		{"\xe2\x80\xae=1", "'=1"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct csv c = {.begun = false};
		char wanted[64];

		csv_text(&c, bad[i][0]);
		snprintf(wanted, sizeof wanted, BOM "\"%s\"", bad[i][1]);
		is(&c, wanted);
	}
}

static void
a_text_is_one_cell_whatever_is_in_it(void **state)
{
	struct csv c = {.begun = false};

	(void)state;
	csv_text(&c, "a\nb\r\nc\x07\xff");
	csv_text(&c, "1-2 = 3");
	csv_end(&c);
	is(&c, BOM "\"a b c\xef\xbf\xbd\",\"1-2 = 3\"\r\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_of_rfc_4180),
		cmocka_unit_test(no_text_is_a_formula),
		cmocka_unit_test(a_text_is_one_cell_whatever_is_in_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
