#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "json.h"

struct press {
	const char *action;
	const char *user;
	int64_t count;
	int64_t number;
	bool flag;
	const json_t *view;
	const json_t *list;
};

static const struct json_field fields[] = {
	{"actions[0].action_id", JSON_FIELD_TEXT,
		offsetof(struct press, action), true, 8},
	{"user.id", JSON_FIELD_TEXT, offsetof(struct press, user), false, 0},
	{"count", JSON_FIELD_INT, offsetof(struct press, count), false, 0},
	{"number", JSON_FIELD_INT, offsetof(struct press, number), false, 0},
	{"flag", JSON_FIELD_FLAG, offsetof(struct press, flag), false, 0},
	{"view", JSON_FIELD_OBJECT, offsetof(struct press, view), false, 0},
	{"list", JSON_FIELD_LIST, offsetof(struct press, list), false, 2},
};

static int
read_press(const char *text, struct press *p, struct err *e, json_t **value)
{
	*value = json_parse(text, strlen(text), e);
	assert_non_null(*value);
	return json_read(
		*value, fields, sizeof(fields) / sizeof(fields[0]), p, e);
}

static void
fields_are_read_by_path(void **state)
{
	struct press p = {0};
	struct err e = {""};
	json_t *value;

	(void)state;
	assert_int_equal(
		read_press("{\"actions\":[{\"action_id\":\"share\"}],"
			   "\"user\":{\"id\":\"U1\"},\"count\":\"-17\","
			   "\"number\":1700000000000,\"flag\":true,"
			   "\"view\":{\"a\":1},\"list\":[1,2]}",
			&p, &e, &value),
		0);
	assert_string_equal(p.action, "share");
	assert_string_equal(p.user, "U1");
	assert_int_equal(p.count, -17);
	assert_int_equal(p.number, INT64_C(1700000000000));
	assert_true(p.flag);
	assert_int_equal(json_object_size(p.view), 1);
	assert_int_equal(json_array_size(p.list), 2);
	json_decref(value);
}

static void
missing_and_null_leave_the_struct_alone(void **state)
{
	struct press p = {.user = "nobody", .count = 5};
	struct err e = {""};
	json_t *value;

	(void)state;
	assert_int_equal(read_press("{\"actions\":[{\"action_id\":\"a\"}],"
				    "\"user\":{\"id\":null}}",
				 &p, &e, &value),
		0);
	assert_string_equal(p.user, "nobody");
	assert_int_equal(p.count, 5);
	json_decref(value);
}

static void
assert_refused(const char *text, const char *words)
{
	struct press p = {0};
	struct err e = {""};
	json_t *value;

	assert_int_equal(read_press(text, &p, &e, &value), -1);
	assert_string_equal(e.text, words);
	json_decref(value);
}

static void
what_does_not_fit_is_named(void **state)
{
	(void)state;
	assert_refused("{}", "actions[0].action_id: missing");
	assert_refused("{\"actions\":[{\"action_id\":7}]}",
		"actions[0].action_id: not a text");
	assert_refused("{\"actions\":[{\"action_id\":\"123456789\"}]}",
		"actions[0].action_id: longer than 8 bytes");
#define A "{\"actions\":[{\"action_id\":\"a\"}],"
	assert_refused(A "\"count\":\"12x\"}", "count: not a whole number");
	assert_refused(A "\"count\":1.5}", "count: not a whole number");
	assert_refused(A "\"count\":\"99999999999999999999\"}",
		"count: not a whole number");
	assert_refused(A "\"flag\":1}", "flag: not true or false");
	assert_refused(A "\"view\":[]}", "view: not an object");
	assert_refused(A "\"list\":{}}", "list: not a list");
	assert_refused(A "\"list\":[1,2,3]}", "list: more than 2 entries");
#undef A
}

static void
paths_that_lead_nowhere_find_nothing(void **state)
{
	json_t *value = json_parse("{\"a\":{\"b\":[[1],\"x\"]}}", 21, NULL);

	(void)state;
	assert_int_equal(json_integer_value(json_at(value, "a.b[0][0]")), 1);
	assert_string_equal(json_text(value, "a.b[1]", "no"), "x");
	assert_string_equal(json_text(value, "a.b[2]", "no"), "no");
	assert_string_equal(json_text(value, "a.b[0]", "no"), "no");
	assert_null(json_at(value, "a.b.c"));
	assert_null(json_at(value, "a[0]"));
	assert_null(json_at(value, "a.b[x]"));
	assert_null(json_at(value, "a.b[0"));
	assert_null(json_at(value, ".."));
	assert_null(json_at(NULL, "a"));
	json_decref(value);
}

static void
broken_text_says_where(void **state)
{
	struct err e = {""};

	(void)state;
	assert_null(json_parse("{\"a\":\n 1,}", 10, &e));
	assert_non_null(strstr(e.text, "line 2"));
	assert_null(json_parse("", 0, &e));
	assert_null(json_parse("\xff", 1, &e));
}

static void
dumped_text_is_compact(void **state)
{
	json_t *value = json_parse("{ \"a\" : [1, 2] }", 16, NULL);
	char *text = json_dump(value);

	(void)state;
	assert_string_equal(text, "{\"a\":[1,2]}");
	free(text);
	json_decref(value);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_read_by_path),
		cmocka_unit_test(missing_and_null_leave_the_struct_alone),
		cmocka_unit_test(what_does_not_fit_is_named),
		cmocka_unit_test(paths_that_lead_nowhere_find_nothing),
		cmocka_unit_test(broken_text_says_where),
		cmocka_unit_test(dumped_text_is_compact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
