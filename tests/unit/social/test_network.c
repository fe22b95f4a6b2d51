#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "mem.h"
#include "text.h"

#include "network.h"

#define LINK "https://go.acme.com/l/7hq2"
#define WORK "I work at Acme. #employee"

static const char *const awkward[] = {
	"plain",
	"quotes \" ' ` and <tags> & ampersands; 100 % # hash + plus = x?y/z\\",
	"line one\nline two\n\nline four",
	"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91"
	"\xa7"
	"\xe2\x80\x8d\xf0\x9f\x91\xa6 \xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd "
	"\xf0\x9f\x87\xab\xf0\x9f\x87\xae 1\xef\xb8\x8f\xe2\x83\xa3",
	"\xd8\xa7\xd9\x84\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85 "
	"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d abc",
	"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae\xe6\x96\x87\xe7\xab"
	"\xa0",
	"e\xcc\x81 a\xcc\x8a\xcc\xa3 z\xcd\xa7\xcc\x91\xcc\x93\xcd\xa4\xcd\x94",
	"\xe0\xb8\xa0\xe0\xb8\xb2\xe0\xb8\xa9\xe0\xb8\xb2\xe0\xb9\x84\xe0\xb8"
	"\x97",
	"%41 %zz %% %0d%0a {curly} [square] ~ ^ |",
	"&text=evil&url=https://evil.com#x",
};

enum { AWKWARD = sizeof(awkward) / sizeof(awkward[0]) };

/* The value of a parameter as a browser reads it, '+' being a plus. */
static char *
parameter(const char *url, const char *name)
{
	char *key = xasprintf("%s=", name);
	const char *at = strchr(url, '?');
	struct text out = {0};

	while (at != NULL && !text_starts(at + 1, key))
		at = strchr(at + 1, '&');
	if (at == NULL) {
		free(key);
		return NULL;
	}
	for (at += 1 + strlen(key); *at != '\0' && *at != '&'; at++) {
		if (*at == '%') {
			char pair[3] = {at[1], at[2], '\0'};

			assert_true(isxdigit((unsigned char)at[1]));
			assert_true(isxdigit((unsigned char)at[2]));
			text_add_char(&out, (char)strtol(pair, NULL, 16));
			at += 2;
			continue;
		}
		assert_true(isalnum((unsigned char)*at) ||
			    strchr("-._~", *at) != NULL);
		text_add_char(&out, *at);
	}
	free(key);
	return text_take(&out);
}

static char *
compose(const char *name, const char *text, const char *server)
{
	const struct network_post post = {.text = text,
		.link = LINK,
		.title = "We ship 2.0",
		.server = server};
	struct err e = {""};
	char *url = network_compose_url(network_find(name), &post, &e);

	if (url == NULL)
		fail_msg("%s: %s", name, e.text);
	return url;
}

/* LF as the body of a mail has it. */
static char *
with_crlf(const char *s)
{
	struct text out = {0};

	for (; *s != '\0'; s++) {
		if (*s == '\n')
			text_add_char(&out, '\r');
		text_add_char(&out, *s);
	}
	return text_take(&out);
}

static void
check_round_trip(const struct network *n, const char *text)
{
	char *whole = xasprintf("%s\n\n" LINK, text);
	char *url = compose(n->name, whole, "mastodon.social");
	const char *name = strcmp(n->name, "email") == 0 ? "body" : "text";
	char *got = parameter(url, name);
	char *link = parameter(url, "url");

	if (strcmp(n->name, "facebook") == 0) {
		free(got);
		got = parameter(url, "u");
		assert_string_equal(got, LINK);
	} else if (strcmp(n->name, "telegram") == 0) {
		assert_string_equal(got, text);
		assert_string_equal(link, LINK);
	} else if (strcmp(n->name, "email") == 0) {
		char *mail = with_crlf(whole);

		assert_string_equal(got, mail);
		free(mail);
	} else {
		assert_string_equal(got, whole);
	}
	free(link);
	free(got);
	free(url);
	free(whole);
}

static void
test_every_awkward_character_survives(void **state)
{
	(void)state;
	for (size_t i = 0; network_at(i) != NULL; i++) {
		if (!network_at(i)->has_composer)
			continue;
		for (size_t j = 0; j < AWKWARD; j++)
			check_round_trip(network_at(i), awkward[j]);
	}
}

static void
test_long_texts_survive_but_in_mail(void **state)
{
	struct text words = {0};

	(void)state;
	while (words.size < 10000)
		text_add(&words, awkward[words.size % AWKWARD]);
	for (size_t i = 0; network_at(i) != NULL; i++)
		if (network_at(i)->has_composer &&
			strcmp(network_at(i)->name, "email") != 0)
			check_round_trip(network_at(i), words.bytes);
	text_free(&words);
}

static void
test_mail_stays_below_two_thousand(void **state)
{
	struct text words = {0};
	char *whole;
	char *url;
	char *body;

	(void)state;
	text_add(&words, WORK);
	while (words.size < 10000)
		text_addf(&words, " %s", awkward[words.size % AWKWARD]);
	whole = xasprintf("%s\n\n" LINK, words.bytes);
	url = compose("email", whole, NULL);
	assert_true(strlen(url) < 2000);
	body = parameter(url, "body");
	assert_true(text_starts(body, WORK));
	assert_non_null(strstr(body, "\xe2\x80\xa6\r\n\r\n" LINK));
	assert_true(text_is_utf8(body, strlen(body)));
	free(body);
	free(url);
	free(whole);
	text_free(&words);
}

static void
test_mail_has_a_subject_of_one_line(void **state)
{
	struct text title = {0};
	struct network_post post = {
		.text = LINK, .link = LINK, .title = " We ship\r\n2.0 & more "};
	char *url = network_compose_url(network_find("email"), &post, NULL);
	char *subject = parameter(url, "subject");

	(void)state;
	assert_true(text_starts(url, "mailto:?subject=We%20ship"));
	assert_null(strchr(subject, '\r'));
	assert_non_null(strstr(subject, "2.0 & more"));
	free(subject);
	free(url);
	while (title.size < 5000)
		text_add(&title, awkward[5]);
	post.title = title.bytes;
	url = network_compose_url(network_find("email"), &post, NULL);
	assert_true(strlen(url) < 2000);
	free(url);
	text_free(&title);
}

static void
test_composer_addresses(void **state)
{
	static const char *const table[][2] = {
		{"linkedin", "https://www.linkedin.com/feed/?shareActive=true&"
			     "text=Hi%20"
			     "https%3A%2F%2Fgo.acme.com%2Fl%2F7hq2"},
		{"x", "https://x.com/intent/tweet?text=Hi%20"
		      "https%3A%2F%2Fgo.acme.com%2Fl%2F7hq2"},
		{"facebook", "https://www.facebook.com/sharer/sharer.php?u="
			     "https%3A%2F%2Fgo.acme.com%2Fl%2F7hq2"},
		{"bluesky", "https://bsky.app/intent/compose?text=Hi%20"
			    "https%3A%2F%2Fgo.acme.com%2Fl%2F7hq2"},
		{"mastodon", "https://mastodon.social/share?text=Hi%20"
			     "https%3A%2F%2Fgo.acme.com%2Fl%2F7hq2"},
		{"threads", "https://www.threads.com/intent/post?text=Hi%20"
			    "https%3A%2F%2Fgo.acme.com%2Fl%2F7hq2"},
		{"whatsapp", "https://wa.me/?text=Hi%20"
			     "https%3A%2F%2Fgo.acme.com%2Fl%2F7hq2"},
		{"telegram", "https://t.me/share/url?url="
			     "https%3A%2F%2Fgo.acme.com%2Fl%2F7hq2&text=Hi"},
		{"email", "mailto:?subject=We%20ship%202.0&body=Hi%20"
			  "https%3A%2F%2Fgo.acme.com%2Fl%2F7hq2"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		char *url = compose(table[i][0], "Hi " LINK,
			"https://Mastodon.social/@ana");

		assert_string_equal(url, table[i][1]);
		free(url);
	}
}

static void
test_refused_posts(void **state)
{
	struct network_post post = {.text = "Hi", .link = LINK};
	struct err e;

	(void)state;
	assert_null(network_compose_url(network_find("copy"), &post, &e));
	assert_null(network_compose_url(network_find("mastodon"), &post, &e));
	assert_non_null(strstr(e.text, "mastodon.social"));
	post.link = NULL;
	assert_null(network_compose_url(network_find("x"), &post, &e));
}

static void
test_servers_as_people_type_them(void **state)
{
	static const char *const good[][2] = {
		{"mastodon.social", "mastodon.social"},
		{" Mastodon.Social ", "mastodon.social"},
		{"https://fosstodon.org/", "fosstodon.org"},
		{"https://hachyderm.io/@ana?x#y", "hachyderm.io"},
		{"@ana@chaos.social", "chaos.social"},
		{"ana@xn--bcher-kva.example", "xn--bcher-kva.example"}};
	static const char *const bad[] = {NULL, "", "ana", "@ana", "localhost",
		"127.0.0.1", "a.b:3000", "[::1]", "evil.com\\x", "a b.com",
		"a..b", "-a.com", "a-.com", "a.com%2f", "javascript:alert(1)",
		"b\xc3\xbc"
		"cher.example",
		"a.1", "."};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		char *host = network_read_server(good[i][0], NULL);

		assert_non_null(host);
		assert_string_equal(host, good[i][1]);
		free(host);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_null(network_read_server(bad[i], NULL));
}

static void
test_lengths_as_each_network_counts(void **state)
{
	static const struct {
		const char *name, *text;
		size_t length;
	} table[] = {
		{"x", "hello", 5},
		{"x", "", 0},
		{"x", "\xe6\x97\xa5\xe6\x9c\xac", 4},
		{"x", "e\xcc\x81", 1}, /* composed first */
		{"x", "\xf0\x9f\x91\x8d", 2},
		{"x", "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd", 2}, /* with a skin */
		{"x",
			"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80"
			"\x8d\xf0\x9f\x91\xa7",
			2},                                   /* a family */
		{"x", "\xf0\x9f\x87\xab\xf0\x9f\x87\xae", 2}, /* a flag */
		{"x", "1\xef\xb8\x8f\xe2\x83\xa3", 2},        /* a keycap */
		{"x", "\xe2\x80\x99\xe2\x80\x9c\xe2\x80\xa6", 4},
		{"x", "\xc2\xa9", 1},
		{"x", "\xc2\xa9\xef\xb8\x8f", 2},
		{"x", LINK, 23},
		{"x", "see " LINK ".", 28},
		{"x", "(" LINK ")", 25},
		{"x", "https://en.wikipedia.org/wiki/Rust_(fungus) x", 25},
		{"x", "acme.com", 23},
		{"x", "visit acme.com/a?b#c today", 35},
		{"x", "acme.fi", 7},
		{"x", "acme.fi/x", 23},
		{"x", "blog.acme.fi", 23},
		{"x", "t.co", 23},
		{"x", "ana@acme.com", 12},
		{"x", "node.js", 7},
		{"x", "e.g. this", 9},
		{"x", "http://localhost", 16},
		{"x", "\xe6\x97\xa5" LINK, 25},
		{"x",
			"\xc3\xa9"
			"acme.com",
			9},
		{"mastodon", LINK, 23},
		{"mastodon", "acme.com", 8},
		{"mastodon", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9", 1},
		{"mastodon", "e\xcc\x81", 1},
		{"bluesky", "e\xcc\x81", 1},
		{"bluesky", LINK, 26},
		{"bluesky",
			"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2"
			"\x80\x8d\xf0\x9f\x91\xa7",
			2}, /* 18 bytes */
		{"threads", "hello", 5},
		{"threads", "\xe6\x97\xa5", 1},
		{"threads", "\xf0\x9f\x91\x8d", 4},
		{"threads", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9", 11},
		{"linkedin", "a\xf0\x9f\x91\x8d", 3},
		{"linkedin", "\xe6\x97\xa5", 1},
		{"email", "a b\n", 11},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		size_t got = network_length(
			network_find(table[i].name), table[i].text);

		if (got != table[i].length)
			fail_msg("%s: %s is %zu, not %zu", table[i].name,
				table[i].text, got, table[i].length);
	}
}

static void
assert_caption(const char *name, const char *disclosure, const char *caption,
	const char *want)
{
	char *got =
		network_caption(network_find(name), disclosure, caption, LINK);

	assert_string_equal(got, want);
	free(got);
}

static void
test_captions_put_the_disclosure_first(void **state)
{
	(void)state;
	assert_caption(
		"linkedin", WORK, "We ship.", WORK "\n\nWe ship.\n\n" LINK);
	assert_caption("linkedin", WORK, " " WORK " We ship.\n",
		WORK "\n\nWe ship.\n\n" LINK);
	assert_caption("linkedin", WORK, NULL, WORK "\n\n" LINK);
	assert_caption("linkedin", "", "We ship.", "We ship.\n\n" LINK);
	assert_caption("copy", NULL, "", LINK);
}

static void
check_cut(const struct network *n, const char *words)
{
	struct text caption = {0};
	char *got;

	while (caption.size < 9000)
		text_addf(&caption, "%s ", words);
	got = network_caption(n, WORK, caption.bytes, LINK);
	assert_true(text_starts(got, WORK "\n\n"));
	assert_true(strlen(got) > strlen(LINK));
	assert_string_equal(got + strlen(got) - strlen(LINK), LINK);
	assert_true(text_is_utf8(got, strlen(got)));
	if (n->max_length > 0 && n->max_length < 9000 / 9) {
		assert_true(network_length(n, got) <= n->max_length);
		assert_true(network_length(n, got) + 60 > n->max_length);
		assert_non_null(strstr(got, "\xe2\x80\xa6\n\n" LINK));
	}
	free(got);
	text_free(&caption);
}

static void
test_captions_are_cut_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; network_at(i) != NULL; i++)
		for (size_t j = 0; j < AWKWARD; j++)
			if (j != 9) /* of addresses: whole ones go */
				check_cut(network_at(i), awkward[j]);
}

static void
test_no_half_address_is_left(void **state)
{
	struct text caption = {0};
	char *got;

	(void)state;
	while (caption.size < 230)
		text_add(&caption, "word ");
	text_add(&caption, "https://blog.acme.com/a-very-long-path-that-goes-"
			   "on-and-on-and-on-until-it-is-cut-somewhere-in-the-"
			   "middle-of-it and more words than fit");
	got = network_caption(
		network_find("bluesky"), NULL, caption.bytes, LINK);
	assert_null(strstr(got, "blog.acme.com"));
	assert_non_null(strstr(got, "word\xe2\x80\xa6\n\n" LINK));
	free(got);
	text_free(&caption);
}

static void
test_what_may_not_be_cut_stands_even_when_too_long(void **state)
{
	struct text disclosure = {0};
	char *got;

	(void)state;
	while (disclosure.size < 400)
		text_add(&disclosure, "Advertisement ");
	got = network_caption(
		network_find("x"), disclosure.bytes, "We ship.", LINK);
	assert_true(text_starts(got, disclosure.bytes));
	assert_non_null(strstr(got, LINK));
	assert_null(strstr(got, "We ship."));
	free(got);
	text_free(&disclosure);
}

static void
test_the_table(void **state)
{
	(void)state;
	assert_ptr_equal(network_find("LinkedIn"), network_at(0));
	assert_null(network_find("myspace"));
	assert_null(network_find(NULL));
	assert_null(network_at(10));
	for (size_t i = 0; i < 10; i++)
		assert_ptr_equal(
			network_find(network_at(i)->name), network_at(i));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_table),
		cmocka_unit_test(test_composer_addresses),
		cmocka_unit_test(test_every_awkward_character_survives),
		cmocka_unit_test(test_long_texts_survive_but_in_mail),
		cmocka_unit_test(test_mail_stays_below_two_thousand),
		cmocka_unit_test(test_mail_has_a_subject_of_one_line),
		cmocka_unit_test(test_refused_posts),
		cmocka_unit_test(test_servers_as_people_type_them),
		cmocka_unit_test(test_lengths_as_each_network_counts),
		cmocka_unit_test(test_captions_put_the_disclosure_first),
		cmocka_unit_test(test_captions_are_cut_and_nothing_else),
		cmocka_unit_test(test_no_half_address_is_left),
		cmocka_unit_test(
			test_what_may_not_be_cut_stands_even_when_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
