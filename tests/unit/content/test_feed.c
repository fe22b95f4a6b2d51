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
#include "when.h"

#include "feed.h"

#define URL "https://blog.acme.com/feeds/all.xml"
#define MONDAY INT64_C(1795424400000) /* 2026-11-23T09:00:00Z */

static struct feed *
parse_as(const char *type, const char *s)
{
	struct err e = {""};
	struct feed *f = feed_parse(s, strlen(s), type, URL, &e);

	if (f == NULL)
		fail_msg("%s", e.text);
	return f;
}

static struct feed *
parse(const char *s)
{
	return parse_as("application/xml", s);
}

static void
assert_refused(const char *s, const char *why)
{
	struct err e = {""};
	struct feed *f = feed_parse(s, strlen(s), NULL, URL, &e);

	assert_null(f);
	if (strstr(e.text, why) == NULL)
		fail_msg("\"%s\" is not in: %s", why, e.text);
}

static void
assert_same(const char *got, const char *want)
{
	if (want == NULL)
		assert_null(got);
	else
		assert_string_equal(got, want);
}

static void
test_rss(void **state)
{
	struct feed *f = parse(
		"<?xml version='1.0' encoding='UTF-8'?>\n"
		"<rss version='2.0' "
		"xmlns:content='http://purl.org/rss/1.0/modules/content/' "
		"xmlns:media='http://search.yahoo.com/mrss/' "
		"xmlns:atom='http://www.w3.org/2005/Atom'><channel>"
		"<title>Acme &amp; friends</title>"
		"<atom:link href='https://blog.acme.com/feed' rel='self'/>"
		"<link>https://blog.acme.com/</link><language>en_us</language>"
		"<item><title>We ship 2.0 &amp;amp; more</title>"
		"<link> /2-0 </link><guid isPermaLink='false'>42</guid>"
		"<description>&lt;p&gt;Restores are "
		"&lt;b&gt;rehearsed&lt;/b&gt;"
		"&amp;nbsp;now.&lt;/p&gt;&lt;img src='/p.png'&gt;</description>"
		"<pubDate>Mon, 23 Nov 2026 09:00:00 GMT</pubDate></item>"
		"<item><title><![CDATA[Five < six]]></title>"
		"<guid>https://blog.acme.com/five</guid>"
		"<content:encoded><![CDATA[<p>Whole &eacute; text</p>"
		"<img width='1' height='1' src='https://x/pixel'>"
		"<img src='//cdn.acme.com/i.jpg'>]]></content:encoded>"
		"<media:content url='https://cdn.acme.com/v.mp4' "
		"type='video/mp4'/></item>"
		"<item><title>No address</title></item>"
		"</channel></rss>");

	(void)state;
	assert_string_equal(f->title, "Acme & friends");
	assert_string_equal(f->site, "https://blog.acme.com/");
	assert_string_equal(f->language, "en-us");
	assert_int_equal(f->count, 2);
	assert_int_equal(f->left_out, 1);
	assert_string_equal(f->entries[0].id, "42");
	assert_string_equal(f->entries[0].url, "https://blog.acme.com/2-0");
	assert_string_equal(f->entries[0].title, "We ship 2.0 & more");
	assert_string_equal(
		f->entries[0].summary, "Restores are rehearsed now.");
	assert_string_equal(f->entries[0].image, "https://blog.acme.com/p.png");
	assert_string_equal(f->entries[0].language, "en-us");
	assert_int_equal(f->entries[0].at, MONDAY);
	assert_string_equal(f->entries[1].id, "https://blog.acme.com/five");
	assert_string_equal(f->entries[1].url, "https://blog.acme.com/five");
	assert_string_equal(f->entries[1].title, "Five < six");
	assert_string_equal(f->entries[1].summary, "Whole \xc3\xa9 text");
	assert_string_equal(f->entries[1].image, "https://cdn.acme.com/i.jpg");
	assert_int_equal(f->entries[1].at, 0);
	feed_free(f);
}

static void
test_pictures_of_rss(void **state)
{
	static const char *const table[][2] = {
		{"<enclosure url='/a.jpg' type='image/jpeg'/>",
			"https://blog.acme.com/a.jpg"},
		{"<enclosure url='/a.mp3' type='audio/mpeg'/>", NULL},
		{"<media:thumbnail url='/t.png'/>",
			"https://blog.acme.com/t.png"},
		{"<media:content medium='image' url='https://c.acme.com/m'/>"
		 "<media:thumbnail url='/t.png'/>",
			"https://c.acme.com/m"},
		{"<media:group><media:content type='image/webp' url='/g.webp'/>"
		 "</media:group>",
			"https://blog.acme.com/g.webp"},
		{"<itunes:image href='/cover.jpg'/>",
			"https://blog.acme.com/cover.jpg"},
		{"<media:thumbnail url='javascript:alert(1)'/>", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		char *s = xasprintf(
			"<rss xmlns:media='http://search.yahoo.com/mrss/' "
			"xmlns:itunes='http://www.itunes.com/dtds/"
			"podcast-1.0.dtd'><channel><item><link>/x</link>%s"
			"</item></channel></rss>",
			table[i][0]);
		struct feed *f = parse(s);

		assert_int_equal(f->count, 1);
		assert_same(f->entries[0].image, table[i][1]);
		feed_free(f);
		free(s);
	}
}

static void
test_rdf(void **state)
{
	struct feed *f = parse(
		"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-"
		"ns#' xmlns='http://purl.org/rss/1.0/' "
		"xmlns:dc='http://purl.org/dc/elements/1.1/'>"
		"<channel rdf:about='https://acme.com/'><title>Old</title>"
		"<link>https://acme.com/</link><dc:language>de</dc:language>"
		"</channel><item rdf:about='urn:1'><title>One</title>"
		"<link>https://acme.com/1</link>"
		"<dc:date>2026-11-23T10:00:00+01:00</dc:date></item>"
		"</rdf:RDF>");

	(void)state;
	assert_int_equal(f->count, 1);
	assert_string_equal(f->entries[0].id, "urn:1");
	assert_string_equal(f->entries[0].url, "https://acme.com/1");
	assert_string_equal(f->entries[0].language, "de");
	assert_int_equal(f->entries[0].at, MONDAY);
	feed_free(f);
}

static void
test_atom(void **state)
{
	struct feed *f = parse(
		"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en' "
		"xml:base='https://acme.com/news/'>"
		"<title type='html'>Acme &amp;mdash; news</title>"
		"<link rel='self' href='feed.atom'/><link href='./'/>"
		"<entry xml:base='2026/' "
		"xml:lang='fi'><id>tag:acme.com,2026:1</id>"
		"<title type='text'>a &lt;b&gt; c</title>"
		"<link rel='alternate' type='application/pdf' href='one.pdf'/>"
		"<link rel='alternate' type='text/html' href='one'/>"
		"<link rel='enclosure' type='image/png' href='one.png'/>"
		"<published>2026-11-23T09:00:00Z</published>"
		"<updated>2026-12-01T09:00:00Z</updated>"
		"<summary type='xhtml'><div xmlns='http://www.w3.org/1999/"
		"xhtml'>Plain <b>and</b> bold</div></summary></entry>"
		"<entry><id>https://acme.com/two</id><title type='html'>"
		"Two &lt;i&gt;words&lt;/i&gt;</title>"
		"<updated>2026-11-23T09:00:00Z</updated>"
		"<content type='html' xml:base='https://cdn.acme.com/'>"
		"&lt;p&gt;Body&lt;/p&gt;&lt;img src='b.png'&gt;</content>"
		"</entry></feed>");

	(void)state;
	assert_string_equal(f->title, "Acme \xe2\x80\x94 news");
	assert_string_equal(f->site, "https://acme.com/news/");
	assert_int_equal(f->count, 2);
	assert_string_equal(
		f->entries[0].url, "https://acme.com/news/2026/one");
	assert_string_equal(
		f->entries[0].image, "https://acme.com/news/2026/one.png");
	assert_string_equal(f->entries[0].title, "a <b> c");
	assert_string_equal(f->entries[0].summary, "Plain and bold");
	assert_string_equal(f->entries[0].language, "fi");
	assert_int_equal(f->entries[0].at, MONDAY);
	assert_string_equal(f->entries[1].url, "https://acme.com/two");
	assert_string_equal(f->entries[1].title, "Two words");
	assert_string_equal(f->entries[1].summary, "Body");
	assert_string_equal(f->entries[1].image, "https://cdn.acme.com/b.png");
	assert_string_equal(f->entries[1].language, "en");
	feed_free(f);
}

static void
test_json_feed(void **state)
{
	struct feed *f = parse_as("application/feed+json",
		"\xef\xbb\xbf{\"version\":\"https://jsonfeed.org/version/1.1\","
		"\"title\":\"Acme\",\"home_page_url\":\"https://acme.com\","
		"\"language\":\"en\",\"items\":["
		"{\"id\":7,\"url\":\"../one\",\"title\":\"a <b> &amp; c\","
		"\"content_html\":\"<p>Hi</p><img src='/i.png'>\","
		"\"date_published\":\"2026-11-23T09:00:00Z\"},"
		"{\"id\":\"https://acme.com/two\",\"content_text\":\"5 < 6\","
		"\"image\":\"https://acme.com/two.png\",\"language\":\"de\"},"
		"{\"id\":\"three\"},{},7,null]}");

	(void)state;
	assert_string_equal(f->title, "Acme");
	assert_string_equal(f->site, "https://acme.com/");
	assert_int_equal(f->count, 2);
	assert_int_equal(f->left_out, 4);
	assert_string_equal(f->entries[0].id, "7");
	assert_string_equal(f->entries[0].url, "https://blog.acme.com/one");
	assert_string_equal(f->entries[0].title, "a <b> &amp; c");
	assert_string_equal(f->entries[0].summary, "Hi");
	assert_string_equal(f->entries[0].image, "https://blog.acme.com/i.png");
	assert_int_equal(f->entries[0].at, MONDAY);
	assert_string_equal(f->entries[1].url, "https://acme.com/two");
	assert_string_equal(f->entries[1].summary, "5 < 6");
	assert_string_equal(f->entries[1].language, "de");
	feed_free(f);
}

static void
test_names_of_html_stand_for_characters(void **state)
{
	struct feed *f =
		parse("<rss><channel><title>Caf&eacute;&nbsp;&mdash;</title>"
		      "<item><link a='&eacute;'>https://acme.com/</link></item>"
		      "</channel></rss>");

	(void)state;
	assert_string_equal(f->title, "Caf\xc3\xa9 \xe2\x80\x94");
	feed_free(f);
}

static void
test_character_sets(void **state)
{
	static const char body[] = "<rss><channel><title>caf\xe9 \x93x\x94"
				   "</title></channel></rss>";
	static const char *const types[] = {"text/xml; charset=ISO-8859-1",
		"text/xml; charset=\"windows-1252\"", "text/xml", NULL,
		"text/xml; charset=utf-8", "text/xml; charset=nonsense"};
	struct feed *f;

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		f = parse_as(types[i], body);
		assert_string_equal(
			f->title, "caf\xc3\xa9 \xe2\x80\x9cx\xe2\x80\x9d");
		feed_free(f);
	}
	f = parse("<?xml version='1.0' encoding='Shift_JIS'?><rss><channel>"
		  "<title>\x93\xfa\x96\x7b</title></channel></rss>");
	assert_string_equal(f->title, "\xe6\x97\xa5\xe6\x9c\xac");
	feed_free(f);
}

static void
test_utf16(void **state)
{
	static const char ascii[] = "<?xml version='1.0' encoding='UTF-16'?>"
				    "<rss><channel><title>x</title></channel>"
				    "</rss>";
	char wide[2 * sizeof(ascii)] = {'\xff', '\xfe'};
	struct feed *f;

	(void)state;
	for (size_t i = 0; i < sizeof(ascii) - 1; i++)
		wide[2 + 2 * i] = ascii[i];
	f = feed_parse(wide, sizeof(wide), NULL, URL, NULL);
	assert_non_null(f);
	assert_string_equal(f->title, "x");
	feed_free(f);
}

static void
test_space_before_the_declaration(void **state)
{
	struct feed *f = parse("\n \n<?xml version='1.0'?>\n<rss><channel>"
			       "<title>x</title></channel></rss>\n\n");

	(void)state;
	assert_string_equal(f->title, "x");
	assert_int_equal(f->count, 0);
	feed_free(f);
}

static void
test_a_billion_laughs_are_refused(void **state)
{
	(void)state;
	assert_refused(
		"<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY lol 'lol'>"
		"<!ENTITY lol2 '&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;'>"
		"<!ENTITY lol3 '&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;'>]>"
		"<rss><channel><title>&lol3;</title></channel></rss>",
		"declares entities of its own");
	assert_refused(
		"<!DOCTYPE rss [<!ENTITY % p SYSTEM 'file:///etc/passwd'>"
		" %p;]><rss><channel/></rss>",
		"declares entities of its own");
	assert_refused(
		"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
		"<rss><channel><title>&x;</title></channel></rss>",
		"declares entities of its own");
}

static void
test_a_document_type_alone_is_harmless(void **state)
{
	struct feed *f = parse(
		"<!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS "
		"0.91//EN' 'http://my.netscape.com/publish/formats/"
		"rss-0.91.dtd'><rss version='0.91'><channel><title>x</title>"
		"<item><title>y</title><link>http://acme.com/y</link></item>"
		"</channel></rss>");

	(void)state;
	assert_int_equal(f->count, 1);
	feed_free(f);
}

static void
test_pages_are_told_from_feeds(void **state)
{
	(void)state;
	assert_refused("<!DOCTYPE html><html><head><title>x</title>"
		       "<link rel='alternate' type='application/rss+xml' "
		       "href='/feed.xml'></head><body>x</body></html>",
		"this is a web page, not a feed; it names a feed at "
		"https://blog.acme.com/feed.xml");
	assert_refused("<?xml version='1.0'?><html xmlns='http://www.w3.org/"
		       "1999/xhtml'><head><link rel='alternate' "
		       "type='application/atom+xml' href='a.atom'/></head>"
		       "<body/></html>",
		"https://blog.acme.com/feeds/a.atom");
	assert_refused("<HTML><body>nothing</body></HTML>", "it names none");
}

static void
test_what_is_no_feed_says_why(void **state)
{
	(void)state;
	assert_refused("", "the feed is empty");
	assert_refused(" \n", "the feed is empty");
	assert_refused("hello", "neither a feed nor a web page");
	assert_refused("<rss><channel><title>x</channel></rss>",
		"not well-formed XML: line 1");
	assert_refused("<rss>\n<channel>\n<title>x", "line 3");
	assert_refused("<rss><channel><title>&bogus;</title></channel></rss>",
		"bogus");
	assert_refused("<opml><body/></opml>", "begins with <opml>");
	assert_refused("<rss/>", "begins with <rss>");
	assert_refused("{\"a\":", "not well-formed JSON");
	assert_refused("{\"a\":1}", "not a JSON Feed");
	assert_refused("{\"version\":\"https://jsonfeed.org/version/1\"}",
		"\"items\"");
	assert_null(feed_parse("<rss/>", 6, NULL, "nonsense", NULL));
}

static void
test_limits(void **state)
{
	struct text s = {0};
	struct err e = {""};
	struct feed *f;
	char *large = xcalloc(1, FEED_MAX_BYTES + 1);

	(void)state;
	assert_null(feed_parse(large, FEED_MAX_BYTES + 1, NULL, URL, &e));
	assert_non_null(strstr(e.text, "larger than 4 MiB"));
	free(large);
	text_add(&s, "<rss><channel>");
	for (int i = 0; i < FEED_MAX_ENTRIES + 3; i++)
		text_addf(&s, "<item><link>/%d</link></item>", i);
	text_add(&s, "<item><link>/long</link><title>");
	for (int i = 0; i < 10000; i++)
		text_add(&s, "word ");
	text_add(&s, "</title></item></channel></rss>");
	f = parse(s.bytes);
	assert_int_equal(f->count, FEED_MAX_ENTRIES);
	assert_int_equal(f->left_out, 4);
	feed_free(f);
	text_free(&s);
}

static void
test_long_fields_are_cut(void **state)
{
	struct text s = {0};
	struct feed *f;

	(void)state;
	text_add(&s, "<rss><channel><item><link>/x</link><guid>");
	for (int i = 0; i < 500; i++)
		text_add(&s, "guid ");
	text_add(&s, "</guid><title>");
	for (int i = 0; i < 200000; i++)
		text_add(&s, "\xc3\xa4 ");
	text_add(&s, "</title><description>&lt;p&gt;");
	for (int i = 0; i < 200000; i++)
		text_add(&s, "\xc3\xa4 ");
	text_add(&s, "</description></item></channel></rss>");
	f = parse(s.bytes);
	assert_int_equal(f->count, 1);
	assert_string_equal(f->entries[0].id, "https://blog.acme.com/x");
	assert_true(text_graphemes(f->entries[0].title) <= 200);
	assert_true(text_graphemes(f->entries[0].summary) <= 400);
	assert_true(text_graphemes(f->entries[0].summary) > 350);
	assert_null(strstr(f->entries[0].title, "\xef\xbf\xbd"));
	feed_free(f);
	text_free(&s);
}

static void
test_hostile_tags_take_no_time(void **state)
{
	struct text s = {0};

	(void)state;
	text_add(&s, "<rss ");
	for (int i = 0; i < 400000; i++)
		text_addf(&s, "a%x='' ", i);
	text_add(&s, "/>");
	assert_null(feed_parse(s.bytes, s.size, NULL, URL, NULL));
	text_free(&s);
	for (int i = 0; i < 400000; i++)
		text_add(&s, "<rss>");
	assert_null(feed_parse(s.bytes, s.size, NULL, URL, NULL));
	text_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rss),
		cmocka_unit_test(test_pictures_of_rss),
		cmocka_unit_test(test_rdf),
		cmocka_unit_test(test_atom),
		cmocka_unit_test(test_json_feed),
		cmocka_unit_test(test_names_of_html_stand_for_characters),
		cmocka_unit_test(test_character_sets),
		cmocka_unit_test(test_utf16),
		cmocka_unit_test(test_space_before_the_declaration),
		cmocka_unit_test(test_a_billion_laughs_are_refused),
		cmocka_unit_test(test_a_document_type_alone_is_harmless),
		cmocka_unit_test(test_pages_are_told_from_feeds),
		cmocka_unit_test(test_what_is_no_feed_says_why),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_long_fields_are_cut),
		cmocka_unit_test(test_hostile_tags_take_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
