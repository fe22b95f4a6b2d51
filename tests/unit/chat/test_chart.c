#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "chart.h"

static json_t *
chart_of(size_t count, const char *label, json_int_t value)
{
	json_t *bars = json_array();
	size_t i;

	for (i = 0; i < count; i++)
		json_array_append_new(
			bars, json_pack("{s:s, s:I}", "label", label, "value",
				      value * (json_int_t)i));
	return json_pack("{s:o, s:s}", "bars", bars, "alt", "");
}

/* A big-endian number of a PNG's header. */
static unsigned
number_at(const char *bytes, size_t at)
{
	const unsigned char *b = (const unsigned char *)bytes + at;

	return (unsigned)b[0] << 24 | (unsigned)b[1] << 16 |
	       (unsigned)b[2] << 8 | b[3];
}

static void
assert_picture(const char *bytes, size_t size)
{
	assert_non_null(bytes);
	assert_true(size > 100 && size < 100000);
	assert_memory_equal(bytes, "\x89PNG\r\n\x1a\n", 8);
	assert_int_equal(number_at(bytes, 16), CHART_WIDTH);
	assert_int_equal(number_at(bytes, 20), CHART_HEIGHT);
	assert_memory_equal(bytes + size - 8, "IEND", 4);
}

/* Takes the chart. */
static char *
drawn(json_t *chart, size_t *size)
{
	char *bytes = chart_draw(chart, size);

	assert_picture(bytes, *size);
	json_decref(chart);
	return bytes;
}

static void
a_chart_is_a_picture(void **state)
{
	size_t first_size, second_size, other_size;
	char *first = drawn(chart_of(7, "Mon", 12), &first_size);
	char *second = drawn(chart_of(7, "Mon", 12), &second_size);
	char *other = drawn(chart_of(3, "Mon", 12), &other_size);

	(void)state;
	assert_int_equal(first_size, second_size);
	assert_memory_equal(first, second, first_size);
	assert_true(first_size != other_size ||
		    memcmp(first, other, first_size) != 0);
	free(first);
	free(second);
	free(other);
}

static void
the_extremes_are_drawn(void **state)
{
	size_t size;

	(void)state;
	free(drawn(chart_of(1, "", 0), &size));
	free(drawn(chart_of(31, "Wednesday", 1000000000 / 30), &size));
}

static void
labels_may_be_anything(void **state)
{
	static const char *const labels[] = {"\n\t\x01", "\xe2\x80\xae",
		"\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7",
		"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80",
		"\xf4\x8f\xbf\xbf", "<b>&amp;</b> %s%n",
		"a label that is far too long for the place that it has"};
	size_t i, size;

	(void)state;
	for (i = 0; i < sizeof labels / sizeof *labels; i++)
		free(drawn(chart_of(7, labels[i], 1), &size));
}

static void
what_is_no_chart_is_not_drawn(void **state)
{
	json_t *empty = chart_of(0, "", 0), *many = chart_of(32, "", 0);
	size_t size;

	(void)state;
	assert_null(chart_draw(NULL, &size));
	assert_null(chart_draw(empty, &size));
	assert_null(chart_draw(many, &size));
	json_decref(empty);
	json_decref(many);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_chart_is_a_picture),
		cmocka_unit_test(the_extremes_are_drawn),
		cmocka_unit_test(labels_may_be_anything),
		cmocka_unit_test(what_is_no_chart_is_not_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
