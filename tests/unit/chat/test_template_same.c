#include <setjmp.h>
#include <stdarg.h>
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
#include "text.h"

#include "card.h"
#include "template.h"

#define ENGLISH                                                                \
	"{\"sample\":{\"n\":2,\"item\":17},\"card\":{\"blocks\":["             \
	"{\"text\":{\"$count\":\"n\",\"one\":\"1 text\","                      \
	"\"other\":\"{n} texts\"}},"                                           \
	"{\"buttons\":[{\"text\":\"Share\",\"action\":\"share\","              \
	"\"value\":\"{item}\"}]}]}}"
#define ENGLISH_WORDS "{\"hello\":\"Hello {name}.\",\"bye\":\"Bye.\"}"

/* A folder of templates: files by path, loaded and taken away again. */
struct folder {
	char dir[32];
};

static char *
path_in(const struct folder *f, const char *name)
{
	return xasprintf("%s/%s", f->dir, name);
}

static void
make_folder(const struct folder *f, const char *name)
{
	char *path = path_in(f, name);

	mkdir(path, 0700);
	free(path);
}

static void
put_file(const struct folder *f, const char *name, const char *text)
{
	char *path = path_in(f, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	free(path);
}

static void
remove_all(const struct folder *f)
{
	static const char *const names[] = {"en/kit.json", "en/words.json",
		"pl/kit.json", "pl/words.json", "pl/kot.json", "en", "pl", "",
		NULL};
	size_t i;
	char *path;

	for (i = 0; names[i] != NULL; i++) {
		path = path_in(f, names[i]);
		(void)remove(path);
		free(path);
	}
}

/* English and one file of a second language; NULL when refused. */
static struct templates *
load(const char *name, const char *text, struct err *e)
{
	struct folder f = {.dir = "/tmp/template.XXXXXX"};
	struct templates *t;

	*e = (struct err){""};
	assert_non_null(mkdtemp(f.dir));
	make_folder(&f, "en");
	make_folder(&f, "pl");
	put_file(&f, "en/kit.json", ENGLISH);
	put_file(&f, "en/words.json", ENGLISH_WORDS);
	put_file(&f, name, text);
	t = templates_load(f.dir, e);
	remove_all(&f);
	return t;
}

static void
a_translation_does_what_english_does(void **state)
{
	static const struct {
		const char *file, *text, *words;
	} cases[] = {
		{"pl/kit.json",
			"{\"card\":{\"blocks\":[{\"text\":\"{n}\"},"
			"{\"buttons\":[{\"text\":\"x\",\"action\":\"shared\","
			"\"value\":\"{item}\"}]}]}}",
			"has no action \"share\", as English has"},
		{"pl/kit.json",
			"{\"card\":{\"blocks\":[{\"text\":\"{n}\"},"
			"{\"buttons\":[{\"text\":\"x\",\"action\":\"share\","
			"\"value\":\"{item}\",\"style\":\"danger\"}]}]}}",
			"has style \"danger\", English has not"},
		{"pl/kit.json", "{\"card\":{\"text\":\"{n} {itm}\"}}",
			"card.text: no such variable: itm"},
		{"pl/kit.json", "{\"card\":{\"text\":\"{item}\"}}",
			"sample.n is not used"},
		{"pl/kit.json",
			"{\"sample\":{\"x\":1},\"card\":{\"text\":\"{x}\"}}",
			"sample.x: English has none"},
		{"pl/kot.json", "{\"card\":{\"text\":\"x\"}}",
			"kot is not known: en has none"},
		{"pl/words.json", "{\"helo\":\"x\"}",
			"helo is not known: en has none"},
		{"pl/words.json", "{\"hello\":\"{nam}\"}",
			"hello: sample.nam: English has none"},
	};
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_null(load(cases[i].file, cases[i].text, &e));
		if (strstr(e.text, cases[i].file) == NULL ||
			strstr(e.text, cases[i].words) == NULL)
			fail_msg("%s: %s", cases[i].words, e.text);
	}
}

static void
assert_counted(struct templates *t, int n, const char *words)
{
	json_t *values = json_pack("{s:i, s:i}", "n", n, "item", 17);
	struct err e = {""};
	json_t *card = templates_render(t, "pl", "kit", values, &e);
	char *plain = card_plain(card);

	assert_true(text_starts(plain, words));
	assert_string_equal(json_text(card, "language", ""), "pl");
	free(plain);
	json_decref(card);
	json_decref(values);
}

static void
each_language_counts_in_its_own_forms(void **state)
{
	struct err e;
	struct templates *t = load("pl/kit.json",
		"{\"card\":{\"blocks\":[{\"text\":{\"$count\":\"n\","
		"\"one\":\"1 tekst\",\"few\":\"{n} teksty\","
		"\"many\":\"{n} tekst\xc3\xb3w\",\"other\":\"{n} tekstu\"}},"
		"{\"buttons\":[{\"text\":\"x\",\"action\":\"share\","
		"\"value\":\"{item}\"}]}]}}",
		&e);

	(void)state;
	assert_string_equal(e.text, "");
	assert_counted(t, 1, "1 tekst\n");
	assert_counted(t, 3, "3 teksty\n");
	assert_counted(t, 5, "5 tekst\xc3\xb3w\n");
	assert_counted(t, 22, "22 teksty\n");
	templates_free(t);
}

static void
add_missing(void *arg, const char *language, const char *name, bool is_phrase)
{
	struct text *all = arg;

	text_addf(all, "%s/%s%s ", language, is_phrase ? "words:" : "", name);
}

/* A company may translate what it likes: English stands in for the rest. */
static void
what_is_missing_is_english_and_told(void **state)
{
	struct err e;
	struct templates *t =
		load("pl/words.json", "{\"hello\":\"{name}.\"}", &e);
	json_t *values = json_pack("{s:i, s:i}", "n", 1, "item", 17);
	struct text missing = {0};
	json_t *card;

	(void)state;
	assert_string_equal(e.text, "");
	card = templates_render(t, "pl", "kit", values, &e);
	assert_string_equal(json_text(card, "language", ""), "en");
	assert_int_equal(templates_each_missing(t, add_missing, &missing), 2);
	assert_string_equal(missing.bytes, "pl/kit pl/words:bye ");
	text_free(&missing);
	json_decref(card);
	json_decref(values);
	templates_free(t);
}

static void
readers_are_matched_to_languages(void **state)
{
	struct err e;
	struct templates *t = load("pl/words.json", "{\"bye\":\"x\"}", &e);

	(void)state;
	assert_string_equal(templates_language(t, "pl-PL"), "pl");
	assert_string_equal(templates_language(t, "PL_pl"), "pl");
	assert_string_equal(templates_language(t, "en-US"), "en");
	assert_null(templates_language(t, "sv-SE"));
	assert_null(templates_language(t, ""));
	assert_null(templates_language(t, NULL));
	templates_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_translation_does_what_english_does),
		cmocka_unit_test(each_language_counts_in_its_own_forms),
		cmocka_unit_test(what_is_missing_is_english_and_told),
		cmocka_unit_test(readers_are_matched_to_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
