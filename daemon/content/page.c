#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "err.h"
#include "mem.h"
#include "text.h"

#include "charset.h"
#include "feed_build.h"
#include "markup.h"
#include "page.h"
#include "page_scan.h"
#include "url.h"

enum {
	TITLE_GRAPHEMES = 200,
	SUMMARY_GRAPHEMES = 400,
	SITE_GRAPHEMES = 80,
	WORDS_A_MINUTE = 220,
	IDEOGRAPHS_A_MINUTE = 500,
	WORDS_MIN = 50, /* fewer are a menu that we did not know for one */
	SNIFFED_AT = 1024,
	LOOKED_AT = 1 << 20 /* bytes; what a page says of itself comes first */
};

static bool
begins_like_html(const char *bytes, size_t size)
{
	char *head = xstrndup(bytes, size < SNIFFED_AT ? size : SNIFFED_AT);
	bool yes = strcasestr(head, "<!doctype html") != NULL ||
		   strcasestr(head, "<html") != NULL ||
		   strcasestr(head, "<head") != NULL;

	free(head);
	return yes;
}

static bool
is_html(const char *bytes, size_t size, const char *type)
{
	if (size == 0)
		return false;
	if (type != NULL && strcasestr(type, "html") != NULL)
		return true;
	if (type == NULL || *type == '\0' || text_starts(type, "text/") ||
		strcasestr(type, "xml") != NULL)
		return begins_like_html(bytes, size);
	return false;
}

/* Plain text of what a tag says. Some sites escape twice. */
static char *
plain(const char *s, size_t graphemes)
{
	if (s == NULL)
		return NULL;
	return strchr(s, '<') == NULL ? markup_text(s, graphemes)
				      : markup_line(s, graphemes);
}

/* The first of the fields (ends with PAGE_FIELDS) with something to read in
 * it. Yours, or NULL. */
static char *
first_text(const struct page_scan *s, const enum page_field *fields,
	size_t graphemes)
{
	for (; *fields != PAGE_FIELDS; fields++) {
		char *out = plain(s->fields[*fields], graphemes);

		if (out != NULL && *out != '\0')
			return out;
		free(out);
	}
	return NULL;
}

static char *
line_of(const struct text *t, size_t graphemes)
{
	char *out;

	if (t->size == 0)
		return NULL;
	out = markup_line(t->bytes, graphemes);
	if (*out != '\0')
		return out;
	free(out);
	return NULL;
}

/* The last segment of the address's path, percent-encoding undone. */
static char *
last_segment(const char *url)
{
	const char *path = strchr(strstr(url, "://") + 3, '/');
	struct text out = {0};
	size_t size = path != NULL ? strcspn(path, "?#") : 0;
	size_t from;

	while (size > 0 && path[size - 1] == '/')
		size--;
	for (from = size; from > 0 && path[from - 1] != '/';)
		from--;
	while (from < size) {
		char pair[3] = {path[from], '\0', '\0'};

		if (path[from] == '%' && from + 2 < size &&
			isxdigit((unsigned char)path[from + 1]) &&
			isxdigit((unsigned char)path[from + 2])) {
			pair[0] = path[from + 1];
			pair[1] = path[from + 2];
			pair[0] = (char)strtol(pair, NULL, 16);
			from += 2;
		}
		if (pair[0] != '\0')
			text_add_char(&out, pair[0]);
		from++;
	}
	return text_take(&out);
}

/* "https://acme.com/files/annual-report.pdf" gives "Annual report"; an
 * address without such words gives its host. */
static char *
title_from_url(const char *url)
{
	char *segment = last_segment(url);
	char *dot = strrchr(segment, '.');
	char *out;
	bool has_letter = false;

	if (dot != NULL && dot != segment && strlen(dot) <= 6)
		*dot = '\0';
	for (char *c = segment; *c != '\0'; c++) {
		if (strchr("-_+", *c) != NULL)
			*c = ' ';
		has_letter = has_letter || isalpha((unsigned char)*c) ||
			     (unsigned char)*c > 0x7f;
	}
	out = markup_line(segment, TITLE_GRAPHEMES);
	free(segment);
	if (has_letter && *out != '\0') {
		*out = (char)toupper((unsigned char)*out);
		return out;
	}
	free(out);
	return url_host_for_display(url);
}

static char *
choose_title(const struct page_scan *s, const char *url)
{
	static const enum page_field fields[] = {
		PAGE_OG_TITLE, PAGE_TWITTER_TITLE, PAGE_FIELDS};
	char *out = first_text(s, fields, TITLE_GRAPHEMES);

	if (out == NULL)
		out = line_of(&s->title, TITLE_GRAPHEMES);
	if (out == NULL)
		out = line_of(&s->heading, TITLE_GRAPHEMES);
	return out != NULL ? out : title_from_url(url);
}

static char *
choose_summary(const struct page_scan *s)
{
	static const enum page_field fields[] = {PAGE_OG_DESCRIPTION,
		PAGE_TWITTER_DESCRIPTION, PAGE_DESCRIPTION, PAGE_FIELDS};
	char *out = first_text(s, fields, SUMMARY_GRAPHEMES);

	if (out == NULL)
		out = line_of(&s->paragraph, SUMMARY_GRAPHEMES);
	return out != NULL ? out : xstrdup("");
}

static char *
choose_site(const struct page_scan *s, const char *url)
{
	static const enum page_field fields[] = {
		PAGE_OG_SITE_NAME, PAGE_APPLICATION_NAME, PAGE_FIELDS};
	char *out = first_text(s, fields, SITE_GRAPHEMES);

	return out != NULL ? out : url_host_for_display(url);
}

static char *
choose_image(const struct page_scan *s, const char *base)
{
	static const enum page_field fields[] = {PAGE_OG_IMAGE_SECURE,
		PAGE_OG_IMAGE, PAGE_OG_IMAGE_URL, PAGE_TWITTER_IMAGE,
		PAGE_TWITTER_IMAGE_SRC, PAGE_LINK_IMAGE};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		char *out = url_resolve(base, s->fields[fields[i]]);

		if (out != NULL)
			return out;
	}
	return NULL;
}

/* Whether the address is its site's front page. */
static bool
is_front(const char *url)
{
	const char *path = url + strcspn(url, ":") + 3;

	path += strcspn(path, "/?#");
	return path[0] == '\0' || strcmp(path, "/") == 0;
}

/*
 * What a page may say of its own address is limited: another site would let
 * anyone pass for anyone, and a front page named on every page is a mistake
 * in a template that would make one item of a whole site.
 */
static char *
choose_canonical(const struct page_scan *s, const char *base, const char *url)
{
	static const enum page_field fields[] = {
		PAGE_LINK_CANONICAL, PAGE_OG_URL};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		char *out = url_resolve(base, s->fields[fields[i]]);

		if (out != NULL && url_same_site(out, url) &&
			(!is_front(out) || is_front(url)))
			return out;
		free(out);
	}
	return xstrdup(url);
}

static char *
choose_language(const struct page_scan *s)
{
	char *out = feed_build_language(s->fields[PAGE_HTML_LANG]);

	return out != NULL ? out
			   : feed_build_language(s->fields[PAGE_OG_LOCALE]);
}

static int
minutes_to_read(const struct page_scan *s)
{
	const struct page_words *w =
		s->article.words + s->article.ideographs > 0 ? &s->article
							     : &s->all;
	size_t words =
		w->words + w->ideographs * WORDS_A_MINUTE / IDEOGRAPHS_A_MINUTE;

	if (words < WORDS_MIN)
		return 0;
	return (int)((words + WORDS_A_MINUTE - 1) / WORDS_A_MINUTE);
}

static void
read_html(struct page *p, const char *bytes, size_t size, const char *type)
{
	char *html = charset_decode(
		bytes, charset_bound(bytes, size, LOOKED_AT), type);
	struct page_scan s;
	char *base;

	page_scan_read(&s, html);
	free(html);
	base = url_resolve(p->url, s.fields[PAGE_BASE]);
	if (base == NULL)
		base = xstrdup(p->url);
	p->title = choose_title(&s, p->url);
	p->summary = choose_summary(&s);
	p->image = choose_image(&s, base);
	p->site = choose_site(&s, p->url);
	p->canonical = choose_canonical(&s, base, p->url);
	p->language = choose_language(&s);
	p->feed = url_resolve(base, s.fields[PAGE_LINK_FEED]);
	p->minutes = minutes_to_read(&s);
	free(base);
	page_scan_free(&s);
}

static void
read_other(struct page *p, const char *type)
{
	p->title = title_from_url(p->url);
	p->summary = xstrdup("");
	p->site = url_host_for_display(p->url);
	p->canonical = xstrdup(p->url);
	if (type != NULL && text_starts(type, "image/"))
		p->image = xstrdup(p->url);
}

struct page *
page_parse(const char *bytes, size_t size, const char *type, const char *url,
	struct err *e)
{
	struct page *p;
	char *tidy;

	if (url_check(url, e) < 0)
		return NULL;
	tidy = url_resolve(NULL, url);
	p = xcalloc(1, sizeof(*p));
	p->url = tidy != NULL ? tidy : xstrdup(url);
	if (is_html(bytes, size, type))
		read_html(p, bytes, size, type);
	else
		read_other(p, type);
	return p;
}

void
page_free(struct page *p)
{
	if (p == NULL)
		return;
	free(p->url);
	free(p->canonical);
	free(p->title);
	free(p->summary);
	free(p->image);
	free(p->site);
	free(p->language);
	free(p->feed);
	free(p);
}
