#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "items.h"
#include "mem.h"
#include "network.h"
#include "text.h"

#include "caption_choice.h"

#include "scene.h"

/* Which texts a kit chooses from, and what may be written. U9 is the admin. */

#define DISCLOSURE "I work at Acme. #employee"
#define LINK "https://go.acme.test/l/00000000"

static struct caption
caption(const char *network, const char *language, const char *text)
{
	struct caption c = {.item = 1};

	snprintf(c.network, sizeof c.network, "%s", network);
	snprintf(c.language, sizeof c.language, "%s", language);
	snprintf(c.text, sizeof c.text, "%s", text);
	return c;
}

static struct caption_wish
wish(const char *network, const char *language)
{
	return (struct caption_wish){.network = network_find(network),
		.language = language,
		.item_language = "en",
		.disclosure = DISCLOSURE,
		.link = LINK};
}

/* The texts that suit best, in their order, with blanks between. */
static const char *
chosen(struct caption *all, size_t count, const struct caption_wish *w)
{
	static char out[400];
	const struct caption_list list = {all, count};
	int i, most = caption_choice_count(&list, w);
	size_t at = 0;

	*out = '\0';
	for (i = 0; i < most; i++)
		at += (size_t)snprintf(out + at, sizeof out - at, "%s%s",
			i == 0 ? "" : " ",
			caption_choice_at(&list, w, i)->text);
	assert_null(caption_choice_at(&list, w, most));
	return out;
}

static void
the_reader_s_language_comes_first(void **state)
{
	struct caption all[] = {caption("", "de", "Deutsch"),
		caption("", "en", "English"), caption("", "fi", "Suomeksi"),
		caption("", "fi", "Toinen")};
	struct caption_wish w = wish("linkedin", "fi");

	(void)state;
	assert_string_equal(chosen(all, 4, &w), "Suomeksi Toinen");
	w.language = "de-AT";
	assert_string_equal(chosen(all, 4, &w), "Deutsch");
	/* then the item's, then any */
	w.language = "sv";
	assert_string_equal(chosen(all, 4, &w), "English");
	w.item_language = "fr";
	assert_string_equal(
		chosen(all, 4, &w), "Deutsch English Suomeksi Toinen");
	/* a language is a whole word */
	w.language = "fin";
	assert_string_equal(chosen(all, 1, &w), "Deutsch");
}

static void
one_for_all_languages_is_everybody_s(void **state)
{
	struct caption all[] = {
		caption("", "", "2.0"), caption("", "fi", "Suomeksi")};
	struct caption_wish w = wish("linkedin", "fi");

	(void)state;
	assert_string_equal(chosen(all, 2, &w), "2.0 Suomeksi");
	w.language = "de";
	assert_string_equal(chosen(all, 2, &w), "2.0");
}

static void
a_network_s_own_come_before_those_for_all(void **state)
{
	struct caption all[] = {caption("", "", "All"),
		caption("x", "", "Short"), caption("x", "fi", "Lyhyt"),
		caption("linkedin", "de", "Lang")};
	struct caption_wish w = wish("x", "en");

	(void)state;
	assert_string_equal(chosen(all, 4, &w), "Short");
	w = wish("bluesky", "en");
	assert_string_equal(chosen(all, 4, &w), "All");
	/* but a language that is read goes before a network */
	w = wish("linkedin", "fi");
	assert_string_equal(chosen(all, 4, &w), "All");
}

static void
what_does_not_fit_is_not_offered(void **state)
{
	char long_text[301];
	struct caption all[2];
	struct caption_wish w = wish("x", "en");

	(void)state;
	memset(long_text, 'a', 300);
	long_text[300] = '\0';
	all[0] = caption("", "", long_text);
	all[1] = caption("", "", "Short");
	assert_string_equal(chosen(all, 2, &w), "Short");
	assert_string_equal(chosen(all, 1, &w), "");
	w = wish("linkedin", "en");
	assert_int_equal(
		caption_choice_count(&(struct caption_list){all, 2}, &w), 2);
}

/* text as often as that, yours */
static char *
repeat(const char *text, size_t times)
{
	struct text out = {NULL, 0, 0};

	while (times-- > 0)
		text_add(&out, text);
	return text_take(&out);
}

/* Whether network takes exactly that many of text, and not one more. */
static void
takes(const char *network, const char *text, size_t times)
{
	struct caption_wish w = wish(network, "en");
	char *most = repeat(text, times), *more = repeat(text, times + 1);

	if (!caption_choice_fits(most, &w))
		fail_msg("%s does not take %zu", network, times);
	if (caption_choice_fits(more, &w))
		fail_msg("%s takes %zu", network, times + 1);
	free(most);
	free(more);
}

/* Around each text: 25 of disclosure, two empty lines of 2 each, and the link,
 * which is 31 characters and 23 where every address counts as that. */
static void
each_network_counts_in_its_own_way(void **state)
{
	(void)state;
	takes("x", "a", 280 - 25 - 4 - 23);
	takes("x", "\xe6\x97\xa5", (280 - 25 - 4 - 23) / 2);
	takes("x", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
		(280 - 25 - 4 - 23) / 2);
	takes("bluesky", "a", 300 - 25 - 4 - 31);
	takes("bluesky", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
		300 - 25 - 4 - 31);
	takes("mastodon", "\xe6\x97\xa5", 500 - 25 - 4 - 23);
	takes("threads", "a", 500 - 25 - 4 - 31);
	takes("linkedin", "a", 3000 - 25 - 4 - 31);
}

static void
an_address_in_it_counts_too(void **state)
{
	struct caption_wish w = wish("x", "en");
	char *words = repeat("a", 280 - 25 - 4 - 23 - 24);
	char *text = xasprintf("%s https://a-long-name.example/%s", words,
		"and-a-long-path/that-would-never-fit-otherwise");

	(void)state;
	assert_true(caption_choice_fits(text, &w));
	w.disclosure = "I work at Acme. #employee!";
	assert_false(caption_choice_fits(text, &w));
	free(text);
	free(words);
}

static void
a_text_is_added_for_a_network_and_language(void **state)
{
	struct scene *s = *state;

	scene_command(s, "U9", "/campaign",
		"captions 1 add linkedin de: Backups, die sich testen: "
		"endlich.");
	scene_said(s, "U9", "Added to We ship 2.0, for LinkedIn (de)");
	scene_command(s, "U9", "/campaign", "captions 1 add: For all.");
	scene_said(s, "U9", "For all.");
	scene_command(s, "U9", "/campaign", "captions 1");
	scene_said(s, "U9", "1. For all.");
	scene_said(s, "U9", "2. (de) Backups, die sich testen: endlich.");
	scene_said(s, "U9", "For all networks");
	scene_command(s, "U9", "/campaign", "captions 1 remove 2");
	scene_said(s, "U9", "Taken out of We ship 2.0");
	scene_command(s, "U9", "/campaign", "captions 1 remove 2");
	scene_said(s, "U9", "There is only one text");
}

static void
what_is_too_long_is_refused_with_the_count(void **state)
{
	struct scene *s = *state;
	char *words = repeat("a", 260);
	char *line = xasprintf("captions 1 add x: %s", words);

	scene_command(s, "U9", "/campaign", line);
	scene_said(s, "U9", "Too long for X: 312 of 280, 32 too many.");
	free(line);
	/* For all networks it is taken, and X gets another text. */
	line = xasprintf("captions 1 add: %s", words);
	scene_command(s, "U9", "/campaign", line);
	scene_said(
		s, "U9", "X (312 of 280, 32 too many): there colleagues get");
	free(line);
	free(words);
}

static void
what_is_no_text_is_refused(void **state)
{
	struct scene *s = *state;
	char *words = repeat("\xe6\x97\xa5", 1100);
	char *line = xasprintf("captions 1 add copy: %s", words);

	scene_command(s, "U9", "/campaign", "captions 1 add linkdin: Hello");
	scene_said(s, "U9", "linkdin is no network, no language");
	scene_command(s, "U9", "/campaign", "captions 1 add x:");
	scene_said(s, "U9", "It needs some words.");
	scene_command(s, "U9", "/campaign", "captions 1 add Hello");
	scene_said(s, "U9", "then a colon and the text");
	scene_command(s, "U9", "/campaign", line);
	scene_said(s, "U9", "That is too long to be kept");
	scene_command(s, "U9", "/campaign", "captions 1 add: Once.");
	scene_command(s, "U9", "/campaign", "captions 1 add: Once.");
	scene_said(s, "U9", "There is such a text already.");
	free(line);
	free(words);
}

static void
an_item_has_twenty_texts_at_most(void **state)
{
	struct scene *s = *state;
	char line[64];
	int i;

	for (i = 0; i <= CAPTIONS_MOST; i++) {
		snprintf(line, sizeof line, "captions 1 add: Text %d.", i);
		scene_command(s, "U9", "/campaign", line);
	}
	scene_said(s, "U9", "An item has 20 texts at most.");
}

static void
a_kit_shows_the_network_s_own(void **state)
{
	struct scene *s = *state;

	scene_command(
		s, "U9", "/campaign", "captions 1 add linkedin: Long one.");
	scene_command(s, "U9", "/campaign", "captions 1 add: For the others.");
	scene_join(s, "U1", "Ana");
	scene_press_in_channel(s, "U1", "share", "1");
	scene_said(s, "U1", "Long one.");
	scene_not_said(s, "For the others.");
}

static int
begin(void **state)
{
	struct scene *s = scene_new();

	*state = s;
	scene_item(s, "We ship 2.0", "");
	return 0;
}

static int
end(void **state)
{
	scene_free(*state);
	return 0;
}

#define test(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_reader_s_language_comes_first),
		cmocka_unit_test(one_for_all_languages_is_everybody_s),
		cmocka_unit_test(a_network_s_own_come_before_those_for_all),
		cmocka_unit_test(what_does_not_fit_is_not_offered),
		cmocka_unit_test(each_network_counts_in_its_own_way),
		cmocka_unit_test(an_address_in_it_counts_too),
		test(a_text_is_added_for_a_network_and_language),
		test(what_is_too_long_is_refused_with_the_count),
		test(what_is_no_text_is_refused),
		test(an_item_has_twenty_texts_at_most),
		test(a_kit_shows_the_network_s_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
