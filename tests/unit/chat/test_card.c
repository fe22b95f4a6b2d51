#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "json.h"

#include "card.h"

static json_t *
parse(const char *text)
{
	json_t *value = json_parse(text, strlen(text), NULL);

	assert_non_null(value);
	return value;
}

static void
assert_plain(const char *card, const char *expected)
{
	json_t *parsed = parse(card);
	struct err e = {{0}};
	char *plain;

	card_check(parsed, &e);
	assert_string_equal(e.text, "");
	plain = card_plain(parsed);
	assert_string_equal(plain, expected);
	free(plain);
	json_decref(parsed);
}

static void
test_plain_carries_everything(void **state)
{
	(void)state;
	assert_plain("{\"blocks\":[{\"title\":\"T\"},{\"line\":true},"
		     "{\"text\":[\"a \",{\"b\":\"b\"},{\"i\":\"i\"},"
		     "{\"code\":\"c\"}]},{\"quote\":\"q\"},"
		     "{\"fields\":[[\"n\",\"v\"],[\"m\",[\"w\"]]]},"
		     "{\"picture\":\"https://x/y.png\",\"alt\":\"A cat\"},"
		     "{\"chart\":{\"bars\":[{\"label\":\"Mon\",\"value\":3}],"
		     "\"alt\":\"Mon 3\"}},"
		     "{\"bars\":[{\"label\":\"Tue\",\"value\":4},"
		     "{\"label\":\"Wed\",\"value\":5,\"note\":\"m\"}]},"
		     "{\"buttons\":[{\"text\":\"Go\",\"action\":\"go\"},"
		     "{\"text\":\"No\",\"action\":\"no\"}]},"
		     "{\"menu\":{\"action\":\"m\",\"hint\":\"Pick\","
		     "\"options\":[{\"text\":\"A\",\"value\":\"a\"},"
		     "{\"text\":\"B\",\"value\":\"b\"}]}},{\"note\":\"n\"}]}",
		"T\na bic\nq\nn: v\nm: w\nA cat\nMon 3\nTue: 4\nWed: 5 - m\n"
		"[Go] [No]\nPick: A, B\nn");
}

static void
test_spans_in_words(void **state)
{
	(void)state;
	assert_plain("{\"text\":[{\"person\":\"U1\"},\" \","
		     "{\"channel\":\"C1\"},\" \",{\"emoji\":\"mega\"},\" \","
		     "{\"link\":\"https://a\"},\" \","
		     "{\"link\":\"https://a\",\"text\":\"b\"},\" \","
		     "{\"time\":1790000000,\"text\":\"soon\"}]}",
		"@U1 #C1 :mega: https://a b (https://a) soon");
	assert_plain("{\"text\":[{\"time\":0,\"style\":\"date\"}]}",
		"1 January 1970");
}

static void
test_own_text_is_kept(void **state)
{
	(void)state;
	assert_plain(
		"{\"text\":\"mine\",\"blocks\":[{\"text\":\"x\"}]}", "mine");
}

static void
test_check_refuses(void **state)
{
	static const char *const cases[][2] = {
		{"[]", "is not an object"},
		{"{}", "has neither text nor blocks"},
		{"{\"text\":[{\"time\":253402300800}]}",
			"text[0]: time: is no number of seconds"},
		{"{\"text\":1}", "text: is not a list"},
		{"{\"text\":[{\"x\":\"y\"}]}",
			"text[0]: is no text and no span"},
		{"{\"text\":[{\"b\":\"y\",\"i\":\"z\"}]}",
			"text[0]: i is not known here"},
		{"{\"blocks\":[{\"text\":\"x\",\"note\":\"y\"}]}",
			"blocks[0]: note is not known here"},
		{"{\"blocks\":[{\"picture\":\"ftp://x\",\"alt\":\"\"}]}",
			"blocks[0]: picture: is no http(s) address"},
		{"{\"blocks\":[{\"chart\":{\"bars\":[],\"alt\":\"\"}}]}",
			"blocks[0]: chart: bars: must have 1 to 31 entries"},
		{"{\"blocks\":[{\"chart\":{\"bars\":[{\"label\":\"a\","
		 "\"value\":-1}],\"alt\":\"\"}}]}",
			"blocks[0]: chart: bars[0]: value: is no number from "
			"0 to 1000000000"},
		{"{\"blocks\":[{\"chart\":{\"bars\":[{\"label\":\"a\","
		 "\"value\":1}]}}]}",
			"blocks[0]: chart: has no alt"},
		{"{\"blocks\":[{\"bars\":[{\"label\":\"a\"}]}]}",
			"blocks[0]: bars[0]: has no value"},
		{"{\"blocks\":[{\"picture\":\"https://x\"}]}",
			"blocks[0]: has no alt"},
		{"{\"blocks\":[{\"buttons\":[{\"text\":\"x\","
		 "\"action\":\"a#b\"}]}]}",
			"blocks[0]: buttons[0]: action: may only have "
			"a-z 0-9 _ . : -"},
		{"{\"blocks\":[{\"input\":\"x\",\"label\":\"X\","
		 "\"kind\":\"text\"}]}",
			"blocks[0]: an input outside a form"},
		{"{\"form\":\"f\",\"blocks\":[{\"input\":\"x\",\"label\":"
		 "\"X\",\"kind\":\"text\"},{\"input\":\"x\",\"label\":"
		 "\"X\",\"kind\":\"text\"}]}",
			"blocks[1]: a second input x"},
		{"{\"form\":\"f\",\"blocks\":[{\"input\":\"x\",\"label\":"
		 "\"X\",\"kind\":\"choice\"}]}",
			"blocks[0]: has no options"},
		{"{\"blocks\":[{\"buttons\":[{\"text\":\"x\",\"action\":"
		 "\"a\",\"style\":\"big\"}]}]}",
			"blocks[0]: buttons[0]: style: is not a word known "
			"here: big"},
		{"{\"text\":\"x\",\"color\":\"red\"}",
			"color: is not a colour like #1d3557"},
	};
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		json_t *card = parse(cases[i][0]);

		assert_int_equal(card_check(card, &e), -1);
		assert_string_equal(e.text, cases[i][1]);
		json_decref(card);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_carries_everything),
		cmocka_unit_test(test_spans_in_words),
		cmocka_unit_test(test_own_text_is_kept),
		cmocka_unit_test(test_check_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
