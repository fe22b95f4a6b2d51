#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "err.h"
#include "json.h"
#include "mem.h"

#include "card.h"
#include "template.h"

#define DATA SOURCE_DIR "/tests/unit/chat/data"

static json_t *
parse(const char *text)
{
	struct err e;
	json_t *value = json_parse(text, strlen(text), &e);

	assert_non_null(value);
	return value;
}

static void
assert_json(const json_t *value, const char *expected)
{
	json_t *wanted = parse(expected);
	char *text = json_dump(value), *wanted_text = json_dump(wanted);

	assert_string_equal(text, wanted_text);
	free(text);
	free(wanted_text);
	json_decref(wanted);
}

static json_t *
item_values(void)
{
	return parse(
		"{\"title\":\"We ship 2.0\",\"why\":\"Ask *us* <!here>\","
		"\"id\":1717,\"readers\":1204,\"points\":1,"
		"\"picture\":\"\",\"until\":{\"time\":1,\"text\":\"Friday\"},"
		"\"top\":[{\"who\":{\"person\":\"U1\"},\"n\":3},"
		"{\"who\":\"Bo\",\"n\":1}],\"open\":true}");
}

static void
test_render_whole_card(void **state)
{
	struct err e = {{0}};
	struct templates *t = templates_load(DATA, &e);
	json_t *values = item_values(), *card;

	(void)state;
	assert_string_equal(e.text, "");
	card = templates_render(t, "en", "item", values, &e);
	assert_non_null(card);
	assert_int_equal(card_check(card, &e), 0);
	assert_json(json_object_get(card, "blocks"),
		"[{\"title\":[{\"b\":\"We ship 2.0\"}]},"
		"{\"text\":[{\"b\":\"Why share\"},"
		"\" - Ask *us* <!here> Until "
		"\",{\"time\":1,\"text\":\"Friday\"},"
		"\". 1 point for \",{\"code\":\"you\"},\", read the \","
		"{\"link\":\"https://acme.com/r?id=1717\",\"text\":\"rules\"},"
		"\" \",{\"emoji\":\"mega\"}]},"
		"{\"fields\":[[[{\"person\":\"U1\"}],[\"3 readers\"]],"
		"[[\"Bo\"],[\"1 readers\"]]]},"
		"{\"note\":[\"1,204 readers: \",{\"person\":\"U1\"},"
		"\" (3) \\u00b7 Bo (1)\"]},"
		"{\"line\":true},{\"buttons\":[{\"text\":\"Share\","
		"\"action\":\"share\",\"value\":\"1717\","
		"\"style\":\"primary\"},{\"text\":\"1,204 readers\","
		"\"action\":\"read\",\"value\":\"1204\"}]}]");
	json_decref(card);
	json_decref(values);
	templates_free(t);
}

static void
test_text_is_derived_for_screen_readers(void **state)
{
	struct templates *t = templates_load(DATA, NULL);
	json_t *values = item_values();
	json_t *card = templates_render(t, "en", "item", values, NULL);
	char *plain = card_plain(card);

	(void)state;
	assert_non_null(json_object_get(card, "text"));
	assert_string_equal(plain,
		"We ship 2.0\n"
		"Why share - Ask *us* <!here> Until Friday. 1 point for you, "
		"read the rules (https://acme.com/r?id=1717) :mega:\n"
		"@U1: 3 readers\nBo: 1 readers\n"
		"1,204 readers: @U1 (3) \xc2\xb7 Bo (1)\n"
		"[Share] [1,204 readers]");
	free(plain);
	json_decref(card);
	json_decref(values);
	templates_free(t);
}

static void
test_words_fall_back_to_english(void **state)
{
	struct templates *t = templates_load(DATA, NULL);
	json_t *values = parse("{\"name\":\"Ana\",\"n\":1}");
	json_t *words = templates_words(t, "de", "greeting", values, NULL);

	(void)state;
	assert_json(words, "[\"Hallo Ana.\"]");
	json_decref(words);
	words = templates_words(t, "de", "readers", values, NULL);
	assert_json(words, "[\"1 reader\"]");
	json_decref(words);
	words = templates_words(t, "xx", "greeting", values, NULL);
	assert_json(words, "[\"Hello Ana, this is \",{\"i\":\"fine\"},\".\"]");
	json_decref(words);
	assert_true(templates_language(t, "de") != NULL);
	assert_null(templates_language(t, "xx"));
	assert_true(templates_has(t, "item"));
	assert_false(templates_has(t, "itm"));
	json_decref(values);
	templates_free(t);
}

static void
test_missing_value_and_template_are_errors(void **state)
{
	struct templates *t = templates_load(DATA, NULL);
	json_t *values = item_values();
	struct err e;

	(void)state;
	json_object_del(values, "why");
	assert_null(templates_render(t, "en", "item", values, &e));
	assert_string_equal(e.text, "template en/item: no value for why");
	assert_null(templates_render(t, "en", "nothing", values, &e));
	assert_string_equal(e.text, "no template nothing");
	json_decref(values);
	templates_free(t);
}

static void
write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* Loads a folder whose only card is this one; NULL when refused. */
static struct templates *
load_one(const char *text, struct err *e)
{
	char dir[] = "/tmp/template.XXXXXX", *sub, *file;
	struct templates *t;

	assert_non_null(mkdtemp(dir));
	sub = xasprintf("%s/en", dir);
	file = xasprintf("%s/kit.json", sub);
	assert_int_equal(mkdir(sub, 0700), 0);
	write_file(file, text);
	t = templates_load(dir, e);
	unlink(file);
	rmdir(sub);
	rmdir(dir);
	free(file);
	free(sub);
	return t;
}

static void
test_bad_templates_are_refused_with_their_place(void **state)
{
	static const char *const cases[][2] = {
		{"{\"sample\":{},\"card\":{\"blocks\":[{\"line\":true},"
		 "{\"line\":true},{\"text\":\"so {why}\"}]}}",
			"card.blocks[2].text: no such variable: why"},
		{"{\"sample\":{\"a\":1,\"b\":2},\"card\":{\"text\":\"{a}\"}}",
			"sample.b is not used"},
		{"{\"sample\":{},\"card\":{\"text\":\"**so\"}}",
			"card.text: ** is not closed; \\* is a plain one"},
		{"{\"sample\":{},\"card\":{\"text\":\"{so\"}}",
			"card.text: a { that starts no {name}; {{ is a brace"},
		{"{\"sample\":{},\"card\":{\"text\":\"so}\"}}",
			"card.text: a } without its {; }} is a brace"},
		{"{\"sample\":{\"l\":[]},\"card\":{\"text\":{\"$each\":\"l\","
		 "\"as\":\"x\",\"do\":\"{x}\"}}}",
			"card.text: the sample has nothing to repeat"},
		{"{\"sample\":{\"l\":[{\"a\":1}]},\"card\":{\"text\":"
		 "{\"$each\":\"l\",\"as\":\"x\",\"do\":\"{x.b}\"}}}",
			"card.text.do: no such variable: x.b"},
		{"{\"sample\":{\"a\":1},\"card\":{\"text\":{\"$if\":\"a\","
		 "\"than\":\"x\"}}}",
			"card.text: than is not known beside $if"},
		{"{\"sample\":{},\"card\":{\"blocks\":[{\"txt\":\"x\"}]}}",
			"card: blocks[0]: is no block"},
		{"{\"sample\":{},\"card\":{\"blocks\":[{\"buttons\":[{"
		 "\"text\":\"x\"}]}]}}",
			"card: blocks[0]: buttons[0]: has no action"},
		{"{\"sample\":{}}", "has no card"},
		{"{\"card\":{\"text\":\"x\"}}", "has no sample"},
		{"{\"sample\":{},\n\"card\":}",
			"not JSON: line 2 column 8: no value"},
		{"{\"sample\":{\"a\":1},\"card\":{},\"card\":{}}",
			"not JSON: line 1 column 37: a name is there twice"},
		{"[]", "is not an object"},
	};
	struct err e;
	size_t i;
	char *words;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_null(load_one(cases[i][0], &e));
		words = strstr(e.text, "/en/kit.json: ");
		assert_non_null(words);
		assert_string_equal(
			words + strlen("/en/kit.json: "), cases[i][1]);
	}
}

/* Renders a card that is only {"text": string} with a few values. */
static void
assert_text(const char *string, const char *values, const char *expected)
{
	char *file = xasprintf(
		"{\"sample\":%s,\"card\":{\"text\":%s}}", values, string);
	struct err e = {{0}};
	struct templates *t = load_one(file, &e);
	json_t *parsed = parse(values), *card;

	assert_string_equal(e.text, "");
	card = templates_render(t, "en", "kit", parsed, &e);
	assert_json(json_object_get(card, "text"), expected);
	json_decref(card);
	json_decref(parsed);
	templates_free(t);
	free(file);
}

static void
test_values_are_never_markup(void **state)
{
	(void)state;
	assert_text("\"{v}\"",
		"{\"v\":\"**b** {v} [a](b) :mega: \\\"<!channel> `\\\\\"}",
		"[\"**b** {v} [a](b) :mega: \\\"<!channel> `\\\\\"]");
	assert_text(
		"\"**{v}**\"", "{\"v\":\"** x **\"}", "[{\"b\":\"** x **\"}]");
	assert_text("\"[{v}](https://a/{v})\"", "{\"v\":\"](x)\"}",
		"[{\"link\":\"https://a/](x)\",\"text\":\"](x)\"}]");
}

static void
test_markup(void **state)
{
	(void)state;
	assert_text("\"2 * 3 \\\\*x\\\\* {{ }} 10:30:15 a:b: [ x ]\"", "{}",
		"[\"2 * 3 *x* { } 10:30:15 a:b: [ x ]\"]");
	assert_text("\"*{v}* and **{p} {v}**\"",
		"{\"v\":1234,\"p\":{\"person\":\"U1\"}}",
		"[{\"i\":\"1,234\"},\" and \",{\"person\":\"U1\"},"
		"{\"b\":\" 1,234\"}]");
	assert_text("[\"a\",\"b {v} \",{\"link\":\"https://x/{v}\","
		    "\"text\":\"{v}\"}]",
		"{\"v\":5000}",
		"[\"ab 5,000 \",{\"link\":\"https://x/5000\","
		"\"text\":\"5,000\"}]");
	assert_text("\"{v} {w}\"", "{\"v\":9.44,\"w\":null}", "[\"9.4 \"]");
	assert_text("{\"$if\":\"v\",\"then\":\"x\"}", "{\"v\":0}", "[]");
}

static void
test_options_are_taken_whole(void **state)
{
	static const char file[] =
		"{\"sample\":{\"o\":[{\"text\":\"A\",\"value\":\"1\"}],"
		"\"max\":300,\"opt\":false},\"card\":{\"form\":\"edit\","
		"\"title\":\"Edit\",\"blocks\":[{\"menu\":{\"action\":\"pick\","
		"\"options\":\"{o}\"}},{\"input\":\"t\",\"label\":\"T\","
		"\"kind\":\"text\",\"max\":\"{max}\",\"optional\":\"{opt}\"}]}"
		"}";
	struct err e = {{0}};
	struct templates *t = load_one(file, &e);
	json_t *values = parse("{\"o\":[{\"text\":\"B\",\"value\":\"2\"}],"
			       "\"max\":5000,\"opt\":true}");
	json_t *card;

	(void)state;
	assert_string_equal(e.text, "");
	card = templates_render(t, "en", "kit", values, &e);
	assert_json(json_at(card, "blocks[0].menu.options"),
		"[{\"text\":\"B\",\"value\":\"2\"}]");
	assert_int_equal(
		json_integer_value(json_at(card, "blocks[1].max")), 5000);
	assert_true(json_is_true(json_at(card, "blocks[1].optional")));
	assert_null(json_object_get(card, "text"));
	json_decref(card);
	json_decref(values);
	templates_free(t);
}

/* Whether these values bring the card that was made before. */
static bool
is_said_again(struct templates *t, const char *values, const json_t *before)
{
	struct err e = {{0}};
	json_t *given = parse(values);
	json_t *card = templates_render(t, "en", "kit", given, &e);
	bool again = card == before;

	assert_string_equal(e.text, "");
	json_decref(given);
	json_decref(card);
	return again;
}

static void
test_what_says_the_same_to_everybody_is_made_once(void **state)
{
	struct err e = {{0}};
	struct templates *t = load_one(
		"{\"sample\":{\"in\":true,\"company\":\"Acme\"},\"card\":"
		"{\"text\":[\"{company}\",{\"$if\":\"in\",\"then\":\"!\"}]}}",
		&e);
	json_t *ana =
		parse("{\"in\":true,\"company\":\"Acme\",\"name\":\"Ana\"}");
	json_t *card = templates_render(t, "en", "kit", ana, &e);

	(void)state;
	assert_json(json_object_get(card, "text"), "[\"Acme!\"]");
	assert_true(card_is_shared(card));
	assert_true(is_said_again(
		t, "{\"in\":true,\"company\":\"Acme\",\"name\":\"Bo\"}", card));
	assert_false(
		is_said_again(t, "{\"in\":false,\"company\":\"Acme\"}", card));
	assert_false(
		is_said_again(t, "{\"in\":true,\"company\":\"Bolt\"}", card));
	/* It is still whole: whoever holds it was not answered falsely. */
	assert_json(json_object_get(card, "text"), "[\"Acme!\"]");
	json_decref(card);
	json_decref(ana);
	templates_free(t);
}

static void
test_what_says_something_of_a_person_is_not_kept(void **state)
{
	static const char *const samples[] = {
		"{\"name\":\"Ana\"}", "{\"name\":3}", "{\"name\":[\"Ana\"]}"};
	struct err e = {{0}};
	json_t *card, *values;
	struct templates *t;
	char *file;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		file = xasprintf("{\"sample\":%s,\"card\":{\"text\":"
				 "[\"Hi {name}\"]}}",
			samples[i]);
		t = load_one(file, &e);
		values = parse(samples[i]);
		card = templates_render(t, "en", "kit", values, &e);
		assert_non_null(card);
		assert_false(card_is_shared(card));
		json_decref(card);
		json_decref(values);
		templates_free(t);
		free(file);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_render_whole_card),
		cmocka_unit_test(test_text_is_derived_for_screen_readers),
		cmocka_unit_test(test_words_fall_back_to_english),
		cmocka_unit_test(test_missing_value_and_template_are_errors),
		cmocka_unit_test(
			test_bad_templates_are_refused_with_their_place),
		cmocka_unit_test(test_values_are_never_markup),
		cmocka_unit_test(test_markup),
		cmocka_unit_test(test_options_are_taken_whole),
		cmocka_unit_test(
			test_what_says_the_same_to_everybody_is_made_once),
		cmocka_unit_test(
			test_what_says_something_of_a_person_is_not_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
