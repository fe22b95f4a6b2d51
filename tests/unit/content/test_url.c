#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "mem.h"

#include "url.h"

static void
assert_text(char *got, const char *want)
{
	if (want == NULL) {
		assert_null(got);
		return;
	}
	assert_non_null(got);
	assert_string_equal(got, want);
	free(got);
}

static void
test_addresses_that_are_taken(void **state)
{
	static const char *const good[] = {"https://blog.acme.com/2-0",
		"http://acme.com", "HTTPS://ACME.com/",
		"https://a.b.c:8443/?q#f",
		"https://b\xc3\xbc"
		"cher.example/\xc3\xbc",
		"http://127.0.0.1:8080/x", "http://127.0.0.1./",
		"https://3com.com/", "http://[2001:db8::1]/x",
		"http://localhost:3000/a", "https://xn--bcher-kva.example/",
		"https://acme.com./", "https://acme.com/a%20b?x=%C3%BC&y=[1]",
		"https://a_b.acme.com/", "https://acme.com/(a)/it's!",
		"https://acme.com/a@b?c@d", NULL};

	(void)state;
	for (size_t i = 0; good[i] != NULL; i++) {
		struct err e = {""};

		if (url_check(good[i], &e) < 0)
			fail_msg("%s: %s", good[i], e.text);
	}
}

static void
test_addresses_that_are_refused(void **state)
{
	static const char *const bad[] = {"", "htp://blog", "blog",
		"ftp://a.b/c", "javascript:alert(1)", "data:text/html,x",
		"file:///etc/passwd", "//acme.com/x", "/x", "https://",
		"https:///acme.com/", "https:acme.com", "https:/acme.com",
		"https://?x", "https://#x", "https://user@acme.com/",
		"https://user:pass@acme.com/", "https://:@acme.com/",
		"https://acme.com\\@evil.com/", "https://acme.com\\.evil.com/",
		"https://a b.com/", "https://acme.com/a b",
		"https://acme.com/\n", " https://acme.com/",
		"https://acme.com/\xe2\x80\x8b", "https://acme.com/\xc2\xa0",
		"https://acme.com/\xe2\x80\xae"
		"gpj.exe",
		"https://acme..com/", "https://-acme.com/",
		"https://acme.com:0/", "https://acme.com:99999/",
		"https://acme.com:x/", "https://a%2fb.com/", "https://[::1/",
		"https://acme.com/\xff", "https://acme.com/\x7f",
		"https://<acme>.com/", "https://a,b.com/", "https://7./",
		"https://1.2.3.4.5/", "https://a.0x7f/", NULL};

	(void)state;
	for (size_t i = 0; bad[i] != NULL; i++) {
		struct err e = {""};

		if (url_check(bad[i], &e) == 0)
			fail_msg("taken: %s", bad[i]);
		assert_true(strlen(e.text) > 20);
	}
	assert_int_equal(url_check(NULL, NULL), -1);
}

static void
test_refusals_say_the_way_out(void **state)
{
	struct err e;
	char longest[URL_MAX + 2];

	(void)state;
	url_check("htp://blog", &e);
	assert_string_equal(e.text,
		"That does not look like a web address. Write it with "
		"https://, "
		"for example https://blog.example.com/2-0.");
	url_check("blog.acme.com/2-0", &e);
	assert_non_null(strstr(e.text, "https://blog.acme.com/2-0."));
	url_check("https://ana:secret@acme.com/", &e);
	assert_non_null(strstr(e.text, "password"));
	assert_null(strstr(e.text, "secret"));
	memset(longest, 'a', sizeof(longest));
	memcpy(longest, "https://acme.com/", 17);
	longest[URL_MAX + 1] = '\0';
	assert_int_equal(url_check(longest, &e), -1);
	assert_non_null(strstr(e.text, "longer"));
	longest[URL_MAX] = '\0';
	assert_int_equal(url_check(longest, &e), 0);
}

static void
test_one_page_has_one_canonical_address(void **state)
{
	static const char *const same[][2] = {
		{"https://Acme.COM", "https://acme.com/"},
		{"HTTPS://acme.com:443/a", "https://acme.com/a"},
		{"http://acme.com:80/a", "http://acme.com/a"},
		{"https://acme.com:8443/a", "https://acme.com:8443/a"},
		{"https://acme.com./a", "https://acme.com/a"},
		{"https://acme.com/a/", "https://acme.com/a"},
		{"https://acme.com//", "https://acme.com/"},
		{"https://acme.com/a#top", "https://acme.com/a"},
		{"https://acme.com/#!/post/1", "https://acme.com/#!/post/1"},
		{"https://acme.com/#/post/1", "https://acme.com/#/post/1"},
		{"https://acme.com/a/./b/../c", "https://acme.com/a/c"},
		{"https://acme.com/%7eana/%c3%bc",
			"https://acme.com/~ana/%C3%BC"},
		{"https://acme.com/\xc3\xbc", "https://acme.com/%C3%BC"},
		{"https://b\xc3\xbc"
		 "cher.example/",
			"https://xn--bcher-kva.example/"},
		{"https://acme.com/?utm_source=x&id=7&fbclid=1&gclid=2",
			"https://acme.com/?id=7"},
		{"https://acme.com/?UTM_Campaign=x&mc_cid=1&mc_eid=2",
			"https://acme.com/"},
		{"https://acme.com/?", "https://acme.com/"},
		{"https://acme.com/?a&&b=", "https://acme.com/?a&b="},
		{"https://acme.com/?b=2&a=1", "https://acme.com/?b=2&a=1"},
		{"https://acme.com/?q=a+b%20c", "https://acme.com/?q=a+b%20c"},
		{"https://acme.com/?utm=1&xutm_source=2",
			"https://acme.com/?utm=1&xutm_source=2"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		char *again = url_canonical(same[i][1]);

		assert_text(url_canonical(same[i][0]), same[i][1]);
		assert_text(again, same[i][1]);
	}
	assert_null(url_canonical("nonsense"));
}

static void
test_references_become_absolute(void **state)
{
	static const char *const table[][2] = {{"x", "https://acme.com/a/x"},
		{"../x", "https://acme.com/x"}, {"/x", "https://acme.com/x"},
		{"//cdn.acme.com/x", "https://cdn.acme.com/x"},
		{"?y", "https://acme.com/a/b?y"},
		{"#z", "https://acme.com/a/b?q=1#z"},
		{"", "https://acme.com/a/b?q=1"},
		{"http://other.com", "http://other.com/"},
		{" x y\n", "https://acme.com/a/x%20y"},
		{"\tx\r\ny", "https://acme.com/a/xy"},
		{"\xc3\xbc?\xc3\xb6#\xc3\xa4",
			"https://acme.com/a/%C3%BC?%C3%B6#%C3%A4"},
		{"https://b\xc3\xbc"
		 "cher.example/",
			"https://xn--bcher-kva.example/"},
		{"x\"y<z>", "https://acme.com/a/x%22y%3Cz%3E"},
		{"mailto:ana@acme.com", NULL}, {"javascript:alert(1)", NULL},
		{"data:image/png;base64,AAAA", NULL},
		{"https://u:p@acme.com/", NULL}, {"//", NULL}, {"x\xff", NULL}};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_text(
			url_resolve("https://acme.com/a/b?q=1#f", table[i][0]),
			table[i][1]);
	assert_text(url_resolve(NULL, "https://acme.com/\xc3\xbc"),
		"https://acme.com/%C3%BC");
	assert_null(url_resolve(NULL, "x"));
	assert_null(url_resolve(NULL, "#x"));
	assert_null(url_resolve("https://acme.com/", NULL));
	assert_null(url_resolve("mailto:x@y", "z"));
}

static void
test_hosts_are_shown_as_people_know_them(void **state)
{
	(void)state;
	assert_text(url_host_for_display("https://www.blog.acme.com:8443/a"),
		"blog.acme.com");
	assert_text(url_host_for_display("https://ACME.com"), "acme.com");
	assert_text(url_host_for_display("https://www.com/"), "www.com");
	assert_text(url_host_for_display("https://xn--bcher-kva.example/"),
		"b\xc3\xbc"
		"cher.example");
	/* "apple" in Cyrillic is not shown as if it were apple. */
	assert_text(url_host_for_display("https://xn--80ak6aa92e.com/"),
		"xn--80ak6aa92e.com");
	assert_text(url_host_for_display("nonsense"), "");
}

static void
test_sites(void **state)
{
	(void)state;
	assert_true(
		url_same_site("https://acme.com/a", "http://www.acme.com/"));
	assert_true(
		url_same_site("https://acme.com/", "https://blog.acme.com/"));
	assert_false(url_same_site("https://acme.com/", "https://acme.org/"));
	assert_false(
		url_same_site("https://acme.com/", "https://badacme.com/"));
	assert_false(
		url_same_site("https://a.acme.com/", "https://b.acme.com/"));
	assert_false(url_same_site("https://com/", "https://acme.com/"));
	assert_false(url_same_site("x", "x"));
}

static void
test_campaign_marks(void **state)
{
	(void)state;
	assert_text(url_with_utm("https://acme.com/a", "linkedin", "employee",
			    "2.0"),
		"https://acme.com/a?utm_source=linkedin&utm_medium=employee&"
		"utm_campaign=2.0");
	assert_text(
		url_with_utm("https://acme.com/a?id=7#top", "x", "y", "a b&c"),
		"https://acme.com/a?id=7&utm_source=x&utm_medium=y&"
		"utm_campaign=a%20b%26c#top");
	assert_text(url_with_utm("https://acme.com/?utm_source=rss&utm_term=t&"
				 "utm_medium=feed",
			    "x", "y", NULL),
		"https://acme.com/?utm_term=t&utm_source=x&utm_medium=y");
	assert_text(url_with_utm("https://acme.com/#a?b", "x", "", NULL),
		"https://acme.com/?utm_source=x#a?b");
	assert_text(url_with_utm("https://acme.com/a?", NULL, NULL, NULL),
		"https://acme.com/a");
	assert_text(url_with_utm("https://acme.com/a?utm_source=rss", NULL, "y",
			    NULL),
		"https://acme.com/a?utm_medium=y");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses_that_are_taken),
		cmocka_unit_test(test_addresses_that_are_refused),
		cmocka_unit_test(test_refusals_say_the_way_out),
		cmocka_unit_test(test_one_page_has_one_canonical_address),
		cmocka_unit_test(test_references_become_absolute),
		cmocka_unit_test(test_hosts_are_shown_as_people_know_them),
		cmocka_unit_test(test_sites),
		cmocka_unit_test(test_campaign_marks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
