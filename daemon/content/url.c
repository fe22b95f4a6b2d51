#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>
#include <unicode/uchar.h>

#include "err.h"
#include "mem.h"
#include "text.h"

#include "url_host.h"
#include "url_query.h"
#include "url.h"

/* curl's parser is used because curl fetches what we have checked: two parsers
 * that differ about where the host ends are how filters are got round. */

struct parts {
	char *scheme;   /* "https" */
	char *host;     /* ASCII, lower case */
	char *port;     /* NULL when it is the scheme's own */
	char *path;     /* begins with '/', without dot segments */
	char *query;    /* or NULL */
	char *fragment; /* or NULL */
};

static void
parts_free(struct parts *p)
{
	free(p->scheme);
	free(p->host);
	free(p->port);
	free(p->path);
	free(p->query);
	free(p->fragment);
}

/* One part as our own string, NULL when the address has none. */
static char *
part_get(CURLU *u, CURLUPart which, unsigned flags)
{
	char *lent = NULL;
	char *out = NULL;

	if (curl_url_get(u, which, &lent, flags) == CURLUE_OK)
		out = xstrdup(lent);
	curl_free(lent);
	return out;
}

static int
parts_from(struct parts *p, CURLU *u)
{
	char *user = part_get(u, CURLUPART_USER, 0);
	char *host = part_get(u, CURLUPART_HOST, 0);

	p->scheme = part_get(u, CURLUPART_SCHEME, 0);
	p->port = part_get(u, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
	p->path = part_get(u, CURLUPART_PATH, 0);
	p->query = part_get(u, CURLUPART_QUERY, 0);
	p->fragment = part_get(u, CURLUPART_FRAGMENT, 0);
	if (host != NULL && user == NULL)
		p->host = url_host_ascii(host);
	free(user);
	free(host);
	if (p->host == NULL || p->scheme == NULL || p->path == NULL)
		return -1;
	if (!text_same(p->scheme, "http") && !text_same(p->scheme, "https"))
		return -1;
	return p->port != NULL && strcmp(p->port, "0") == 0 ? -1 : 0;
}

/* Reads ref, relative to base unless that is NULL. parts_free() in any case. */
static int
parts_read(struct parts *p, const char *base, const char *ref)
{
	unsigned flags = CURLU_DISALLOW_USER | CURLU_ALLOW_SPACE;
	CURLU *u = curl_url();
	int result = -1;

	*p = (struct parts){0};
	if (u == NULL)
		abort();
	if (base != NULL &&
		curl_url_set(u, CURLUPART_URL, base, flags) != CURLUE_OK)
		goto out;
	if (curl_url_set(u, CURLUPART_URL, ref, flags) != CURLUE_OK)
		goto out;
	result = parts_from(p, u);
out:
	curl_url_cleanup(u);
	return result;
}

static bool
is_hex_pair(const char *s)
{
	return isxdigit((unsigned char)s[0]) && isxdigit((unsigned char)s[1]);
}

static unsigned
hex_value(const char *s)
{
	char pair[3] = {s[0], s[1], '\0'};

	return (unsigned)strtoul(pair, NULL, 16);
}

static bool
is_unreserved(unsigned char c)
{
	return c < 0x80 && (isalnum(c) || strchr("-._~", c) != NULL) && c != 0;
}

/* Adds s with what RFC 3986 does not allow in a path or query encoded. What
 * is encoded already stays so, in upper case. */
static void
add_encoded(struct text *out, const char *s)
{
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '%' && is_hex_pair(s + 1)) {
			text_addf(out, "%%%02X", hex_value(s + 1));
			s += 2;
		} else if (is_unreserved(c) ||
			   strchr("!$&'()*+,;=:@/?%", c) != NULL)
			text_add_char(out, *s);
		else
			text_addf(out, "%%%02X", c);
	}
}

/* Like add_encoded(), and equal for equal meanings: %7e is '~', a '%' that
 * encodes nothing is %25. Encoded dots stay, or they could make dot segments.
 */
static void
add_normal(struct text *out, const char *s)
{
	struct text encoded = {0};

	add_encoded(&encoded, s);
	for (s = encoded.bytes; s != NULL && *s != '\0'; s++) {
		bool is_pair = *s == '%' && is_hex_pair(s + 1);
		unsigned value = is_pair ? hex_value(s + 1) : 0;

		if (*s == '%' && !is_pair) {
			text_add(out, "%25");
		} else if (value != '.' &&
			   is_unreserved((unsigned char)value)) {
			text_add_char(out, (char)value);
			s += 2;
		} else {
			text_add_char(out, *s);
		}
	}
	text_free(&encoded);
}

static void
add_origin(struct text *out, const struct parts *p)
{
	text_addf(out, "%s://%s", p->scheme, p->host);
	if (p->port != NULL)
		text_addf(out, ":%s", p->port);
}

/* The parts as an address of ASCII alone, fit to be stored and sent. */
static char *
parts_write(const struct parts *p)
{
	struct text out = {0};

	add_origin(&out, p);
	add_encoded(&out, p->path);
	if (p->query != NULL) {
		text_add_char(&out, '?');
		add_encoded(&out, p->query);
	}
	if (p->fragment != NULL) {
		text_add_char(&out, '#');
		add_encoded(&out, p->fragment);
	}
	return text_take(&out);
}

/* Whether something is in s that nobody sees or types into an address. */
static bool
has_unseen(const char *s)
{
	uint32_t point;

	for (size_t step; (step = text_point(s, &point)) > 0; s += step) {
		UChar32 c = (UChar32)point;

		if (c == 0x200c || c == 0x200d) /* part of Indic spelling */
			continue;
		if (c == 0xfffd || u_isUWhiteSpace(c) ||
			u_charType(c) == U_CONTROL_CHAR ||
			u_charType(c) == U_FORMAT_CHAR)
			return true;
	}
	return false;
}

enum url_fault
url_find_fault(const char *s)
{
	struct parts p = {0};
	enum url_fault fault = URL_FINE;
	const char *authority;

	if (s == NULL || *s == '\0')
		return URL_MISSING;
	if (strlen(s) > URL_MAX)
		return URL_LONG;
	if (has_unseen(s))
		return URL_UNSEEN;
	if (strncasecmp(s, "http://", 7) != 0 &&
		strncasecmp(s, "https://", 8) != 0)
		return URL_SCHEME;
	authority = strchr(s, '/') + 2;
	if (strpbrk(s, "\\<>\"") != NULL || *authority == '/')
		fault = URL_BROKEN;
	else if (memchr(authority, '@', strcspn(authority, "/?#")) != NULL)
		fault = URL_LOGIN;
	else if (parts_read(&p, NULL, s) < 0)
		fault = URL_HOST;
	parts_free(&p);
	return fault;
}

char *
url_guess(const char *s)
{
	char *guess = xasprintf("https://%.200s", s);

	if (strchr(s, ':') == NULL && strchr(s, '.') != NULL &&
		strlen(s) < 200 && url_find_fault(guess) == URL_FINE)
		return guess;
	free(guess);
	return xstrdup("https://blog.example.com/2-0");
}

int
url_check(const char *s, struct err *e)
{
	static const char *const words[] = {
		[URL_MISSING] = "There is no web address. Write it with "
				"https://, for example "
				"https://blog.example.com/2-0.",
		[URL_LONG] = "That address is longer than 2000 characters. "
			     "Use a shorter one of the same page.",
		[URL_UNSEEN] = "There is a space or an invisible character in "
			       "that address. Copy it again from the browser.",
		[URL_BROKEN] = "That address is not well formed. Copy it again "
			       "from the browser.",
		[URL_LOGIN] = "There is a user name or password in that "
			      "address. Write it without.",
		[URL_HOST] = "There is no host name in that address that could "
			     "exist. Copy it again from the browser.",
	};
	enum url_fault fault = url_find_fault(s);
	char *guess;

	if (fault == URL_FINE)
		return 0;
	if (fault != URL_SCHEME)
		return err_set(e, "%s", words[fault]);
	guess = url_guess(s);
	err_set(e,
		"That does not look like a web address. Write it with "
		"https://, for example %s.",
		guess);
	free(guess);
	return -1;
}

/* A fragment that chooses the page shown, as old script-made sites do. */
static bool
is_route(const char *fragment)
{
	return fragment != NULL && (fragment[0] == '!' || fragment[0] == '/');
}

char *
url_canonical(const char *s)
{
	struct parts p;
	struct text out = {0};
	struct text query = {0};
	size_t size;

	if (url_check(s, NULL) < 0 || parts_read(&p, NULL, s) < 0)
		return NULL;
	add_origin(&out, &p);
	for (size = strlen(p.path); size > 1 && p.path[size - 1] == '/';)
		p.path[--size] = '\0';
	add_normal(&out, p.path);
	if (p.query != NULL)
		url_query_copy(&query, p.query, strlen(p.query),
			url_query_is_campaign);
	if (query.size > 0) {
		text_add_char(&out, '?');
		add_normal(&out, query.bytes);
	}
	if (is_route(p.fragment)) {
		text_add_char(&out, '#');
		add_normal(&out, p.fragment);
	}
	text_free(&query);
	parts_free(&p);
	return text_take(&out);
}

/* ref without line ends, tabs and other control characters, which browsers
 * drop too, and without space around it. */
static char *
tidy_reference(const char *ref)
{
	struct text out = {0};
	char *copy;

	for (; *ref != '\0'; ref++)
		if ((unsigned char)*ref >= 0x20 && *ref != 0x7f)
			text_add_char(&out, *ref);
	copy = text_take(&out);
	text_trim(copy);
	return copy;
}

/* RFC 3986 5.2.2 for "" and "#...", which curl takes for a path: base's own
 * fragment gives way. */
static char *
replace_fragment(const char *base, const char *ref)
{
	return xasprintf("%.*s%s", (int)strcspn(base, "#"), base, ref);
}

char *
url_resolve(const char *base, const char *ref)
{
	struct parts p = {0};
	char *tidy = NULL;
	char *out = NULL;

	if (ref == NULL || strlen(ref) > 2 * URL_MAX ||
		(base != NULL && strlen(base) > URL_MAX) ||
		!text_is_utf8(ref, strlen(ref)))
		return NULL;
	tidy = tidy_reference(ref);
	if (base != NULL && (tidy[0] == '\0' || tidy[0] == '#')) {
		char *whole = replace_fragment(base, tidy);

		free(tidy);
		tidy = whole;
	}
	if (parts_read(&p, base, tidy) == 0)
		out = parts_write(&p);
	if (out != NULL && url_check(out, NULL) < 0) {
		free(out);
		out = NULL;
	}
	parts_free(&p);
	free(tidy);
	return out;
}

char *
url_host_for_display(const char *s)
{
	struct parts p = {0};
	char *out;

	if (url_check(s, NULL) == 0 && parts_read(&p, NULL, s) == 0)
		out = url_host_shown(p.host);
	else
		out = xstrdup("");
	parts_free(&p);
	return out;
}

/* Whether sub is host or a name below it. */
static bool
lies_below(const char *sub, const char *host)
{
	size_t sub_size = strlen(sub);
	size_t size = strlen(host);

	if (sub_size < size || strcmp(sub + sub_size - size, host) != 0)
		return false;
	return sub_size == size ||
	       (sub[sub_size - size - 1] == '.' && strchr(host, '.') != NULL);
}

bool
url_same_site(const char *a, const char *b)
{
	struct parts p = {0};
	struct parts q = {0};
	bool same = false;

	if (url_check(a, NULL) == 0 && url_check(b, NULL) == 0 &&
		parts_read(&p, NULL, a) == 0 && parts_read(&q, NULL, b) == 0) {
		const char *x = p.host + (text_starts(p.host, "www.") ? 4 : 0);
		const char *y = q.host + (text_starts(q.host, "www.") ? 4 : 0);

		same = lies_below(x, y) || lies_below(y, x);
	}
	parts_free(&p);
	parts_free(&q);
	return same;
}
