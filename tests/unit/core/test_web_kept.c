#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "mem.h"

#include "web_kept.h"

static void
the_last_answer_is_kept(void **state)
{
	struct web_kept *k = web_kept_new();
	size_t size = 0;

	(void)state;
	assert_null(web_kept_find(k, "a", &size));
	web_kept_put(k, "a", xstrdup("first"), 5);
	assert_string_equal(web_kept_find(k, "a", &size), "first");
	assert_int_equal(size, 5);
	assert_null(web_kept_find(k, "b", &size));
	web_kept_put(k, "b", xstrdup("second"), 6);
	assert_null(web_kept_find(k, "a", &size));
	assert_string_equal(web_kept_find(k, "b", &size), "second");
	web_kept_free(k);
	web_kept_free(NULL);
}

static void
only_so_many_are_made_at_once(void **state)
{
	struct web_kept *k = web_kept_new();
	int made = 0;

	(void)state;
	while (made < 100 && web_kept_may_make(k))
		made++;
	assert_in_range(made, 10, 12);
	web_kept_free(k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_answer_is_kept),
		cmocka_unit_test(only_so_many_are_made_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
