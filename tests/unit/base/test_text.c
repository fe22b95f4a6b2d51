#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "mem.h"
#include "text.h"

static void
assert_text(char *got, const char *wanted)
{
	assert_string_equal(got, wanted);
	free(got);
}

static void
a_text_grows(void **state)
{
	struct text t = {0};

	(void)state;
	assert_text(text_take(&t), "");
	text_add(&t, NULL);
	text_add(&t, "points ");
	for (int i = 0; i < 100; i++)
		text_addf(&t, "%d,", i);
	text_add_char(&t, '.');
	assert_int_equal(t.size, 7 + 10 * 2 + 90 * 3 + 1);
	assert_int_equal(strlen(t.bytes), t.size);
	text_free(&t);
	assert_null(t.bytes);
	text_free(&t);
}

static void
long_formats_fit(void **state)
{
	struct text t = {0};
	char word[301];

	(void)state;
	memset(word, 'a', 300);
	word[300] = '\0';
	text_addf(&t, "<%s>", word);
	assert_int_equal(t.size, 302);
	assert_int_equal(t.bytes[301], '>');
	text_free(&t);
}

static void
addresses_and_pages_are_escaped(void **state)
{
	struct text t = {0};

	(void)state;
	text_add_percent(&t, "a b&c=d/\xc3\xa9~-._%");
	assert_text(text_take(&t), "a%20b%26c%3Dd%2F%C3%A9~-._%25");
	text_add_html(&t, "<a href=\"x\">'&'");
	assert_text(
		text_take(&t), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;");
}

static void
only_real_utf8_counts(void **state)
{
	(void)state;
	assert_true(text_is_utf8("", 0));
	assert_true(text_is_utf8("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 9));
	assert_false(text_is_utf8("a\0b", 3));
	assert_false(text_is_utf8("\xc0\xaf", 2));         /* overlong */
	assert_false(text_is_utf8("\xe0\x80\xaf", 3));     /* overlong */
	assert_false(text_is_utf8("\xed\xa0\x80", 3));     /* surrogate */
	assert_false(text_is_utf8("\xf4\x90\x80\x80", 4)); /* too high */
	assert_false(text_is_utf8("\xe2\x82", 2));         /* cut off */
	assert_false(text_is_utf8("\x80", 1));
}

static void
cleaned_text_is_fit_to_show(void **state)
{
	(void)state;
	assert_text(text_clean("a\tb\r\nc\x01\x7f\xc2\x85"
			       "d"),
		"a b\ncd");
	assert_text(text_clean("x\xe2\x80\xaey\xe2\x81\xa6z"), "xyz");
	assert_text(text_clean("\xff(\xe2\x82"),
		"\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd");
	assert_text(text_clean("\xf0\x9f\x98\x80"), "\xf0\x9f\x98\x80");
}

/* A family of four joined, a flag, an accent of its own: one grapheme each. */
#define FAMILY                                                                 \
	"\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d"             \
	"\xf0\x9f\x91\xa7\xe2\x80\x8d\xf0\x9f\x91\xa6"
#define FLAG "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa"
#define ACCENT "e\xcc\x81"

static void
graphemes_are_what_people_count(void **state)
{
	(void)state;
	assert_int_equal(text_graphemes(""), 0);
	assert_int_equal(text_graphemes("abc"), 3);
	assert_int_equal(text_graphemes(FAMILY FLAG ACCENT), 3);
	assert_int_equal(text_graphemes("\r\n"), 1);
}

static void
a_cut_text_ends_at_a_word(void **state)
{
	(void)state;
	assert_text(text_cut("We ship 2.0", 11), "We ship 2.0");
	assert_text(text_cut("We ship 2.0", 10), "We ship\xe2\x80\xa6");
	assert_text(text_cut("We ship 2.0", 8), "We ship\xe2\x80\xa6");
	assert_text(text_cut("We ship 2.0", 1), "\xe2\x80\xa6");
	assert_text(text_cut("We ship", 0), "");
	assert_text(text_cut("abcdefghijklmnopqrstuvwxyzabcdefghijkl", 30),
		"abcdefghijklmnopqrstuvwxyzabc\xe2\x80\xa6");
	assert_text(text_cut(FAMILY FAMILY FAMILY, 2), FAMILY "\xe2\x80\xa6");
}

static void
spaces_of_all_kinds_are_trimmed(void **state)
{
	char a[] = " \t\xc2\xa0hello there\xe3\x80\x80\n";
	char b[] = "  ";
	char c[] = "x";

	(void)state;
	assert_string_equal(text_trim(a), "hello there");
	assert_string_equal(text_trim(b), "");
	assert_string_equal(text_trim(c), "x");
}

static void
a_command_line_is_split(void **state)
{
	char line[] = "  top\xc2\xa0week  all ";
	char *rest = line;

	(void)state;
	assert_string_equal(text_word(&rest), "top");
	assert_string_equal(text_word(&rest), "week");
	assert_string_equal(text_word(&rest), "all");
	assert_null(text_word(&rest));
	assert_null(text_word(&rest));
}

static void
mistyped_words_are_guessed(void **state)
{
	static const char *const words[] = {
		"join", "leave", "pause", "resume", NULL};

	(void)state;
	assert_int_equal(text_nearest("leave", words), 1);
	assert_int_equal(text_nearest("LAEVE", words), 1);
	assert_int_equal(text_nearest("jon", words), 0);
	assert_int_equal(text_nearest("jion", words), 0);
	assert_int_equal(text_nearest("resumee", words), 3);
	assert_int_equal(text_nearest("digest", words), -1);
	assert_int_equal(text_nearest("", words), -1);
}

static void
words_are_compared(void **state)
{
	(void)state;
	assert_true(text_starts("https://x", "https://"));
	assert_false(text_starts("http", "https"));
	assert_true(text_same("Content-Type", "content-type"));
	assert_false(text_same("a", "ab"));
	assert_false(text_same("a", NULL));
	assert_true(text_same(NULL, NULL));
}

static void
test_point_reads_one_character(void **state)
{
	uint32_t point;

	(void)state;
	assert_int_equal(text_point("a", &point), 1);
	assert_int_equal(point, 'a');
	assert_int_equal(text_point("\xf0\x9f\x93\xa3x", &point), 4);
	assert_int_equal(point, 0x1f4e3);
	assert_int_equal(text_point("\xff", &point), 1);
	assert_int_equal(point, 0xfffd);
	assert_int_equal(text_point("", &point), 0);
}

static void
a_copy_is_cut_between_characters(void **state)
{
	char out[6];

	(void)state;
	text_copy(out, sizeof(out), "hi");
	assert_string_equal(out, "hi");
	text_copy(out, sizeof(out), "12345");
	assert_string_equal(out, "12345");
	text_copy(out, sizeof(out), "123\xc3\xa4\xc3\xa4");
	assert_string_equal(out, "123\xc3\xa4");
	text_copy(out, sizeof(out), "1234\xf0\x9f\x93\xa3");
	assert_string_equal(out, "1234");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_point_reads_one_character),
		cmocka_unit_test(a_copy_is_cut_between_characters),
		cmocka_unit_test(a_text_grows),
		cmocka_unit_test(long_formats_fit),
		cmocka_unit_test(addresses_and_pages_are_escaped),
		cmocka_unit_test(only_real_utf8_counts),
		cmocka_unit_test(cleaned_text_is_fit_to_show),
		cmocka_unit_test(graphemes_are_what_people_count),
		cmocka_unit_test(a_cut_text_ends_at_a_word),
		cmocka_unit_test(spaces_of_all_kinds_are_trimmed),
		cmocka_unit_test(a_command_line_is_split),
		cmocka_unit_test(mistyped_words_are_guessed),
		cmocka_unit_test(words_are_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
