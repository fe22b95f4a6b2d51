#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "json.h"
#include "mem.h"
#include "text.h"

#include "posted.h"

/* 2026-11-25T09:00:00Z */
static const struct posted_clock now = {INT64_C(1795597200000), "UTC"};

static json_t *
read_body(const char *body, struct posted_fault *fault)
{
	return posted_read(body, strlen(body), &now, fault);
}

static void
what_is_said_is_read(void **state)
{
	struct posted_fault fault;
	json_t *c = read_body(
		"{\"url\": \"https://Blog.acme.com/2-0?utm_source=x\","
		" \"title\": \" We ship\\n2.0 \", \"summary\": \"a\\nb\","
		" \"image\": \"https://blog.acme.com/a.png\", \"why\": \"so\","
		" \"topic\": \"x\", \"campaign\": \"News\","
		" \"expires\": \"2026-12-24T18:00:00Z\", \"internal\": true,"
		" \"captions\": [{\"text\": \"one\"}, {\"network\": \"x\","
		" \"language\": \"de\", \"text\": \"zwei\"}]}",
		&fault);

	(void)state;
	assert_non_null(c);
	assert_string_equal(
		json_text(c, "canonical", ""), "https://blog.acme.com/2-0");
	assert_string_equal(json_text(c, "title", ""), "We ship 2.0");
	assert_string_equal(json_text(c, "summary", ""), "a\nb");
	assert_true(json_is_true(json_at(c, "internal")));
	assert_true(json_integer_value(json_at(c, "expires")) ==
		    INT64_C(1798135200000));
	assert_string_equal(json_text(c, "captions[0].text", ""), "one");
	assert_string_equal(json_text(c, "captions[0].network", "?"), "");
	assert_string_equal(json_text(c, "captions[1].language", ""), "de");
	json_decref(c);
}

static void
what_is_left_out_is_empty(void **state)
{
	struct posted_fault fault;
	json_t *c = read_body(
		"{\"url\": \"https://a.test/\", \"title\": null}", &fault);

	(void)state;
	assert_non_null(c);
	assert_string_equal(json_text(c, "title", "?"), "");
	assert_int_equal(json_integer_value(json_at(c, "expires")), 0);
	assert_true(json_is_false(json_at(c, "internal")));
	json_decref(c);
}

static void
a_day_lasts_until_its_end(void **state)
{
	struct posted_fault fault;
	json_t *c = read_body("{\"url\": \"https://a.test/\","
			      " \"expires\": \"2026-11-25\"}",
		&fault);

	(void)state;
	assert_non_null(c);
	/* midnight after it */
	assert_true(json_integer_value(json_at(c, "expires")) ==
		    INT64_C(1795651200000));
	json_decref(c);
}

/* A name of 30 letters, each of four bytes: the answer is cut between them. */
static void
a_long_name_of_a_field_can_be_answered(void **state)
{
	struct posted_fault fault;
	char body[160] = "{\"";
	json_t *answer;
	int i;

	(void)state;
	for (i = 0; i < 30; i++)
		memcpy(body + 2 + 4 * i, "\xf0\x9f\x8c\xb1", 4);
	memcpy(body + 2 + 4 * 30, "\": 1}", 6);
	assert_null(read_body(body, &fault));
	assert_string_equal(fault.error, "unknown_field");
	answer = posted_answer(&fault);
	assert_non_null(answer);
	assert_true(json_string_length(json_object_get(answer, "field")) > 50);
	json_decref(answer);
}

static void
what_is_wrong_is_named(void **state)
{
	static const struct {
		const char *body, *error, *field;
	} all[] = {
		{"", "not_json", ""},
		{"{", "not_json", ""},
		{"[]", "wrong_type", ""},
		{"{}", "missing", "url"},
		{"{\"url\": \"\"}", "missing", "url"},
		{"{\"url\": 7}", "wrong_type", "url"},
		{"{\"url\": \"ftp://a.test\"}", "not_an_address", "url"},
		{"{\"url\": \"https://u:p@a.test\"}", "not_an_address", "url"},
		{"{\"url\": \"https://a.test\", \"image\": \"a.png\"}",
			"not_an_address", "image"},
		{"{\"url\": \"https://a.test\", \"titel\": \"x\"}",
			"unknown_field", "titel"},
		{"{\"url\": \"https://a.test\", \"title\": [1]}", "wrong_type",
			"title"},
		{"{\"url\": \"https://a.test\", \"internal\": \"yes\"}",
			"wrong_type", "internal"},
		{"{\"url\": \"https://a.test\", \"expires\": \"soon\"}",
			"not_a_time", "expires"},
		{"{\"url\": \"https://a.test\", \"expires\": \"2026-13-77\"}",
			"not_a_time", "expires"},
		{"{\"url\": \"https://a.test\", \"expires\": \"2020-01-01\"}",
			"past", "expires"},
		{"{\"url\": \"https://a.test\", \"captions\": {}}",
			"wrong_type", "captions"},
		{"{\"url\": \"https://a.test\", \"captions\": [\"x\"]}",
			"wrong_type", "captions[0]."},
		{"{\"url\": \"https://a.test\","
		 " \"captions\": [{\"text\": \"a\"}, {\"network\": \"x\"}]}",
			"missing", "captions[1].text"},
		{"{\"url\": \"https://a.test\","
		 " \"captions\": [{\"text\": \"a\", \"lang\": \"x\"}]}",
			"unknown_field", "captions[0].lang"},
	};
	struct posted_fault fault;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (read_body(all[i].body, &fault) != NULL)
			fail_msg("taken: %s", all[i].body);
		assert_string_equal(fault.error, all[i].error);
		assert_string_equal(fault.field, all[i].field);
		assert_true(fault.message[0] != '\0');
	}
}

static void
a_near_name_is_offered(void **state)
{
	struct posted_fault fault;

	(void)state;
	assert_null(read_body("{\"titel\": \"x\"}", &fault));
	assert_non_null(strstr(fault.message, "did you mean title?"));
}

static char *
with_title(const char *letter, size_t times)
{
	struct text body = {NULL, 0, 0};
	size_t i;

	text_add(&body, "{\"url\": \"https://a.test\", \"title\": \"");
	for (i = 0; i < times; i++)
		text_add(&body, letter);
	text_add(&body, "\"}");
	return text_take(&body);
}

static void
sizes_and_numbers_have_limits(void **state)
{
	struct posted_fault fault;
	char *body = with_title("\xc3\xa4", 150), *many;
	json_t *c = read_body(body, &fault);
	size_t i, size;

	(void)state;
	assert_non_null(c);
	json_decref(c);
	free(body);
	body = with_title("a", 151);
	assert_null(read_body(body, &fault));
	assert_string_equal(fault.error, "too_long");
	free(body);
	many = xcalloc(1, 4096);
	size = (size_t)snprintf(
		many, 4096, "{\"url\": \"https://a.test\", \"captions\": [");
	for (i = 0; i <= POSTED_CAPTIONS; i++)
		size += (size_t)snprintf(many + size, 4096 - size,
			"%s{\"text\": \"a\"}", i == 0 ? "" : ",");
	snprintf(many + size, 4096 - size, "]}");
	assert_null(read_body(many, &fault));
	assert_string_equal(fault.error, "too_many");
	free(many);
	assert_null(posted_read("{}", POSTED_MAX_BYTES + 1, &now, &fault));
	assert_string_equal(fault.error, "too_large");
}

static void
hostile_text_is_cleaned(void **state)
{
	struct posted_fault fault;
	json_t *c = read_body("{\"url\": \"https://a.test\", \"title\":"
			      " \"a\\u202eb\\u0007c <!channel>\"}",
		&fault);

	(void)state;
	assert_non_null(c);
	assert_string_equal(json_text(c, "title", ""), "abc <!channel>");
	json_decref(c);
}

static void
keys_are_visible_and_short(void **state)
{
	char longest[POSTED_KEY_MAX + 2];

	(void)state;
	assert_int_equal(posted_check_key("post-17:2"), 0);
	assert_int_equal(posted_check_key(""), -1);
	assert_int_equal(posted_check_key("a b"), -1);
	assert_int_equal(posted_check_key("\xc3\xa4"), -1);
	memset(longest, 'a', sizeof(longest));
	longest[POSTED_KEY_MAX + 1] = '\0';
	assert_int_equal(posted_check_key(longest), -1);
	longest[POSTED_KEY_MAX] = '\0';
	assert_int_equal(posted_check_key(longest), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_said_is_read),
		cmocka_unit_test(what_is_left_out_is_empty),
		cmocka_unit_test(a_day_lasts_until_its_end),
		cmocka_unit_test(a_long_name_of_a_field_can_be_answered),
		cmocka_unit_test(what_is_wrong_is_named),
		cmocka_unit_test(a_near_name_is_offered),
		cmocka_unit_test(sizes_and_numbers_have_limits),
		cmocka_unit_test(hostile_text_is_cleaned),
		cmocka_unit_test(keys_are_visible_and_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
