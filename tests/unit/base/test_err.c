#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"

static void
failing_is_one_line(void **state)
{
	struct err e = {""};

	(void)state;
	assert_int_equal(err_set(&e, "no such %s", "member"), -1);
	assert_string_equal(e.text, "no such member");
	assert_null(err_null(&e, "gone"));
	assert_string_equal(e.text, "gone");
}

static void
who_knows_more_puts_it_in_front(void **state)
{
	struct err e = {""};

	(void)state;
	err_set(&e, "no such variable: why");
	assert_int_equal(err_add(&e, "blocks[%d]", 2), -1);
	err_add(&e, "template kit");
	assert_string_equal(
		e.text, "template kit: blocks[2]: no such variable: why");
}

static void
too_many_words_cut_the_tail(void **state)
{
	struct err e = {""};
	char long_words[600];

	(void)state;
	memset(long_words, 'x', sizeof(long_words) - 1);
	long_words[sizeof(long_words) - 1] = '\0';
	err_set(&e, "%s", long_words);
	err_add(&e, "front");
	assert_int_equal(strlen(e.text), sizeof(e.text) - 1);
	assert_memory_equal(e.text, "front: xxx", 10);
	err_add(&e, "%s", long_words);
	assert_int_equal(strlen(e.text), sizeof(e.text) - 1);
}

static void
nobody_listening_is_fine(void **state)
{
	(void)state;
	assert_int_equal(err_set(NULL, "words"), -1);
	assert_int_equal(err_add(NULL, "words"), -1);
	assert_null(err_null(NULL, "words"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(failing_is_one_line),
		cmocka_unit_test(who_knows_more_puts_it_in_front),
		cmocka_unit_test(too_many_words_cut_the_tail),
		cmocka_unit_test(nobody_listening_is_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
