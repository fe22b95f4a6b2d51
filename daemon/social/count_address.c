#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <unicode/uloc.h>

#include "text.h"

#include "count.h"

/* Top-level names, besides those of countries, that are met in posts. What is
 * missing counts letter by letter, as X does with names that are no
 * address. */
static const char *const generic_names[] = {"academy", "agency", "aero", "app",
	"art", "asia", "band", "biz", "blog", "business", "cafe", "careers",
	"cat", "center", "chat", "cloud", "club", "codes", "com", "community",
	"company", "consulting", "coop", "dev", "design", "digital", "earth",
	"edu", "education", "email", "energy", "events", "expert", "finance",
	"foundation", "fund", "games", "global", "gov", "green", "group",
	"guide", "health", "host", "info", "ink", "int", "international",
	"jobs", "land", "legal", "life", "link", "live", "marketing", "media",
	"mil", "mobi", "museum", "name", "net", "network", "news", "ngo",
	"online", "org", "page", "partners", "photos", "press", "pro", "rocks",
	"run", "school", "science", "services", "shop", "site", "social",
	"software", "solutions", "space", "store", "studio", "support",
	"systems", "team", "tech", "tips", "today", "tools", "top", "training",
	"travel", "video", "watch", "web", "website", "wiki", "work", "works",
	"world", "xyz", "zone"};

static bool
is_host_byte(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '.' || c == '_';
}

/* Whether an address may not begin after c: it would be part of a word, a
 * mail address, a mention or a tag. */
static bool
joins(char c)
{
	return isalnum((unsigned char)c) || strchr("@#$_-./", c) != NULL;
}

/* A name without a scheme may not follow a letter of any kind. */
static bool
joins_name(char c)
{
	return joins(c) || (unsigned char)c > 0x7f;
}

static bool
is_country(const char *name, size_t size)
{
	const char *const *codes = uloc_getISOCountries();

	if (size != 2)
		return false;
	if (strncasecmp(name, "eu", 2) == 0 || strncasecmp(name, "uk", 2) == 0)
		return true;
	for (; *codes != NULL; codes++)
		if (strncasecmp(*codes, name, 2) == 0)
			return true;
	return false;
}

static bool
is_generic(const char *name, size_t size)
{
	size_t count = sizeof(generic_names) / sizeof(generic_names[0]);

	for (size_t i = 0; i < count; i++)
		if (strlen(generic_names[i]) == size &&
			strncasecmp(generic_names[i], name, size) == 0)
			return true;
	return false;
}

/* Bytes of the host name at s: labels with dots between, none at the ends. */
static size_t
host_at(const char *s)
{
	size_t size = 0;

	while (is_host_byte(s[size]))
		size++;
	while (size > 0 && (s[size - 1] == '.' || s[size - 1] == '-'))
		size--;
	if (s[0] == '.' || s[0] == '-' || memchr(s, '.', size) == NULL)
		return 0;
	return size;
}

/* A name that X links although nobody wrote https://. A country's name with
 * one label before it ("node.js", "acme.fi") needs a path, but for .co and
 * .tv. */
static bool
is_linked_name(const char *s, size_t size)
{
	const char *dot = memrchr(s, '.', size);
	size_t top_size = size - (size_t)(dot + 1 - s);

	if (is_generic(dot + 1, top_size))
		return true;
	if (!is_country(dot + 1, top_size))
		return false;
	if (strncasecmp(dot + 1, "co", 2) == 0 ||
		strncasecmp(dot + 1, "tv", 2) == 0)
		return true;
	return s[size] == '/' || memchr(s, '.', (size_t)(dot - s)) != NULL;
}

static size_t
port_at(const char *s)
{
	size_t size = 1;

	if (s[0] != ':')
		return 0;
	while (isdigit((unsigned char)s[size]))
		size++;
	return size > 1 ? size : 0;
}

/* Bytes of the path, query and fragment at s, without the punctuation of the
 * sentence around. A closing bracket counts when it was opened inside. */
static size_t
path_at(const char *s)
{
	size_t end = 0;
	int open = 0;

	if (s[0] != '/' && s[0] != '?' && s[0] != '#')
		return 0;
	for (size_t i = 0; s[i] != '\0'; i++) {
		char c = s[i];

		if (isalnum((unsigned char)c) ||
			strchr("=_#/+-&@%$~", c) != NULL)
			end = i + 1;
		else if (c == '(')
			open++;
		else if (c == ')' && open-- > 0)
			end = i + 1;
		else if (c == ')' || strchr("!*';:,.?|[]", c) == NULL)
			break;
	}
	return end;
}

size_t
count_address(const char *s, size_t at, bool bare)
{
	const char *from = s + at;
	size_t scheme = 0;
	size_t host;
	size_t size;

	if (at > 0 && joins(s[at - 1]))
		return 0;
	if (strncasecmp(from, "https://", 8) == 0)
		scheme = 8;
	else if (strncasecmp(from, "http://", 7) == 0)
		scheme = 7;
	else if (!bare || (at > 0 && joins_name(s[at - 1])))
		return 0;
	host = host_at(from + scheme);
	if (host == 0 || (scheme == 0 && !is_linked_name(from, host)))
		return 0;
	size = scheme + host;
	if (from[size] == '@') /* a mail address or a password */
		return 0;
	size += port_at(from + size);
	return size + path_at(from + size);
}
