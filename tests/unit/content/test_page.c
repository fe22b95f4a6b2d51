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

#include "page.h"

#define URL "https://blog.acme.com/2026/2-0?utm_source=x"

static struct page *
parse_at(const char *url, const char *type, const char *s)
{
	struct page *p = page_parse(s, strlen(s), type, url, NULL);

	assert_non_null(p);
	return p;
}

static struct page *
parse(const char *s)
{
	return parse_at(URL, "text/html", s);
}

static void
test_open_graph(void **state)
{
	struct page *p = parse(
		"<!doctype html><html lang='en'><head><meta charset=utf-8>"
		"<title>We ship 2.0 | Acme</title>"
		"<meta property='og:title' content='We ship 2.0 &amp; more'>"
		"<meta name='twitter:title' content='not this'>"
		"<meta property='og:description' content='Backups that\n test "
		"themselves'>"
		"<meta property='og:image' content='/img/ship.png'>"
		"<meta property='og:site_name' content='Acme Blog'>"
		"<link rel='canonical' href='https://blog.acme.com/2026/2-0'>"
		"<link rel='alternate' type='application/rss+xml' href='/rss'>"
		"</head><body><p>Hi</p></body></html>");

	(void)state;
	assert_string_equal(p->title, "We ship 2.0 & more");
	assert_string_equal(p->summary, "Backups that test themselves");
	assert_string_equal(p->image, "https://blog.acme.com/img/ship.png");
	assert_string_equal(p->site, "Acme Blog");
	assert_string_equal(p->canonical, "https://blog.acme.com/2026/2-0");
	assert_string_equal(p->language, "en");
	assert_string_equal(p->feed, "https://blog.acme.com/rss");
	assert_string_equal(p->url, URL);
	assert_int_equal(p->minutes, 0);
	page_free(p);
}

static void
test_what_stands_in_for_open_graph(void **state)
{
	struct page *p = parse(
		"<html><head><title> We\n ship </title>"
		"<meta name='twitter:image:src' content='//cdn.acme.com/t.png'>"
		"<meta property='og:locale' content='de_AT'></head><body>"
		"<svg><title>icon</title></svg><nav><p>A menu that is long "
		"enough to be taken for a paragraph of the page, but is none."
		"</p></nav><p>Short.</p><p>A paragraph of the page that says "
		"enough to be shown as <b>its</b> summary.</p><p>Another one "
		"of that kind, which comes too late to be the summary.</p>"
		"</body></html>");

	(void)state;
	assert_string_equal(p->title, "We ship");
	assert_string_equal(p->summary, "A paragraph of the page that says "
					"enough to be shown as its summary.");
	assert_string_equal(p->image, "https://cdn.acme.com/t.png");
	assert_string_equal(p->site, "blog.acme.com");
	assert_string_equal(p->language, "de-AT");
	assert_null(p->feed);
	page_free(p);
	p = parse("<body><header><h1>The <em>heading</em></h1></header>");
	assert_string_equal(p->title, "The heading");
	page_free(p);
	p = parse("<body>nothing");
	assert_string_equal(p->title, "blog.acme.com");
	page_free(p);
}

static void
test_canonical_addresses_that_are_not_believed(void **state)
{
	static const char *const table[][2] = {
		{"<link rel=canonical href='https://evil.com/x'>", NULL},
		{"<link rel=canonical href='https://evil.com/x'>"
		 "<meta property=og:url content='https://acme.com/2-0'>",
			"https://acme.com/2-0"},
		{"<link rel=canonical href='https://blog.acme.com/'>", NULL},
		{"<link rel=canonical href='javascript:x'>", NULL},
		{"<link rel='shortlink canonical' href='/b'>",
			"https://blog.acme.com/b"},
		{"<base href='https://www.acme.com/c/'>"
		 "<link rel=canonical href='d'>",
			"https://www.acme.com/c/d"},
		{"<base href='https://blog.acme.com/c/'>"
		 "<link rel=CANONICAL href='d'>",
			"https://blog.acme.com/c/d"},
		{"<link rel=notcanonical href='/b'>", NULL},
		{"", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		char *s = xasprintf("<html><head>%s</head>", table[i][0]);
		struct page *p = parse(s);

		assert_string_equal(
			p->canonical, table[i][1] ? table[i][1] : URL);
		page_free(p);
		free(s);
	}
}

static void
add_words(struct text *s, const char *word, int count)
{
	for (int i = 0; i < count; i++)
		text_add(s, word);
}

static void
test_minutes_to_read(void **state)
{
	struct text s = {0};
	struct page *p;

	(void)state;
	text_add(&s, "<body><nav>");
	add_words(&s, "menu ", 500);
	text_add(&s, "</nav><script>");
	add_words(&s, "code ", 500);
	text_add(&s, "</script><p>");
	add_words(&s, "wor<b>d</b> ", 230);
	p = parse(s.bytes);
	assert_int_equal(p->minutes, 2);
	page_free(p);
	text_add(&s, "</p><article><p>");
	add_words(&s, "word<br>", 200);
	p = parse(s.bytes);
	assert_int_equal(p->minutes, 1);
	page_free(p);
	text_free(&s);
	text_add(&s, "<body><p>");
	add_words(&s, "\xe6\x97\xa5\xe6\x9c\xac", 1000);
	p = parse(s.bytes);
	assert_int_equal(p->minutes, 4);
	page_free(p);
	text_free(&s);
}

static void
test_what_is_no_page(void **state)
{
	struct page *p =
		parse_at("https://acme.com/files/annual-report_2026.pdf?x",
			"application/pdf", "%PDF-1.7 <html><title>no</title>");

	(void)state;
	assert_string_equal(p->title, "Annual report 2026");
	assert_string_equal(p->site, "acme.com");
	assert_string_equal(p->summary, "");
	assert_null(p->image);
	assert_int_equal(p->minutes, 0);
	page_free(p);
	p = parse_at("https://acme.com/team%20photo.jpeg", "image/jpeg", "x");
	assert_string_equal(p->title, "Team photo");
	assert_string_equal(p->image, "https://acme.com/team%20photo.jpeg");
	page_free(p);
	p = parse_at("https://www.acme.com/2026/", "", "");
	assert_string_equal(p->title, "acme.com");
	page_free(p);
	p = parse_at("https://acme.com", NULL, "plain words");
	assert_string_equal(p->title, "acme.com");
	page_free(p);
	assert_null(page_parse("x", 1, NULL, "nonsense", NULL));
	page_free(NULL);
}

static void
test_types_that_lie(void **state)
{
	struct page *p = parse_at(URL, NULL, "<!DOCTYPE HTML><title>a</title>");

	(void)state;
	assert_string_equal(p->title, "a");
	page_free(p);
	p = parse_at(URL, "text/plain", "\n<html><title>b</title>");
	assert_string_equal(p->title, "b");
	page_free(p);
	p = parse_at(URL, "application/xhtml+xml",
		"<?xml version='1.0' encoding='UTF-8'?><html "
		"xmlns='http://www.w3.org/1999/xhtml'><head><title>c\xc3\xa9"
		"</title></head></html>");
	assert_string_equal(p->title, "c\xc3\xa9");
	page_free(p);
}

static void
test_character_sets(void **state)
{
	static const char *const table[][2] = {
		{"text/html", "<title>caf\xc3\xa9</title>"},
		{"text/html", "<title>caf\xe9</title>"},
		{"text/html; charset=iso-8859-1", "<title>caf\xe9</title>"},
		{"text/html; charset=utf-8", "<title>caf\xe9</title>"},
		{"text/html", "<title>caf\xe9</title><meta charset='latin1'>"},
		{"text/html",
			"<title>caf\xc3\xa9</title><meta http-equiv="
			"content-type content='text/html; charset=utf-8'>"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct page *p = parse_at(URL, table[i][0], table[i][1]);

		assert_string_equal(p->title, "caf\xc3\xa9");
		page_free(p);
	}
}

static void
test_broken_and_hostile_pages(void **state)
{
	struct text s = {0};
	struct page *p;

	(void)state;
	p = parse("<title>a<meta property=og:image content=data:image/png,x>"
		  "<meta property='og:image:secure_url' content=''");
	assert_null(p->image);
	page_free(p);
	text_add(&s, "<title>first</title><a ");
	for (int i = 0; i < 300000; i++)
		text_addf(&s, "a%x ", i);
	p = parse(s.bytes);
	assert_string_equal(p->title, "first");
	page_free(p);
	text_free(&s);
	add_words(&s, "<div>", 300000);
	p = parse(s.bytes);
	page_free(p);
	text_free(&s);
	add_words(&s, "\xc3\xa9", 700000); /* cut at no half character */
	p = parse(s.bytes);
	assert_null(strstr(p->summary, "\xef\xbf\xbd"));
	page_free(p);
	text_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open_graph),
		cmocka_unit_test(test_what_stands_in_for_open_graph),
		cmocka_unit_test(
			test_canonical_addresses_that_are_not_believed),
		cmocka_unit_test(test_minutes_to_read),
		cmocka_unit_test(test_what_is_no_page),
		cmocka_unit_test(test_types_that_lie),
		cmocka_unit_test(test_character_sets),
		cmocka_unit_test(test_broken_and_hostile_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
