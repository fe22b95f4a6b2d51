#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"

#include "markup.h"
#include "page_scan.h"

enum { TEXT_MAX = 4096, PARAGRAPH_MIN = 60, FIELD_MAX = 4096 };

/* Where the pass is. */
struct place {
	struct page_scan *out;
	int skipped; /* elements around us that are no text of the page */
	int article; /* <article> and <main> around us */
	bool in_body;
	bool in_title;
	bool in_heading;
	bool in_paragraph;
	bool in_word;
};

static const struct {
	const char *name;
	enum page_field field;
} metas[] = {
	{"og:title", PAGE_OG_TITLE},
	{"twitter:title", PAGE_TWITTER_TITLE},
	{"og:description", PAGE_OG_DESCRIPTION},
	{"twitter:description", PAGE_TWITTER_DESCRIPTION},
	{"description", PAGE_DESCRIPTION},
	{"og:image:secure_url", PAGE_OG_IMAGE_SECURE},
	{"og:image", PAGE_OG_IMAGE},
	{"og:image:url", PAGE_OG_IMAGE_URL},
	{"twitter:image", PAGE_TWITTER_IMAGE},
	{"twitter:image:src", PAGE_TWITTER_IMAGE_SRC},
	{"og:site_name", PAGE_OG_SITE_NAME},
	{"application-name", PAGE_APPLICATION_NAME},
	{"og:url", PAGE_OG_URL},
	{"og:locale", PAGE_OG_LOCALE},
};

static bool
is_one_of(const char *name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

/* Menus, code and what is shown when nothing else can be. */
static bool
is_skipped(const char *name)
{
	static const char *const names[] = {"aside", "button", "dialog",
		"footer", "form", "header", "iframe", "nav", "noscript",
		"object", "option", "script", "select", "style", "svg",
		"template", "textarea", NULL};

	return is_one_of(name, names);
}

static bool
is_article(const char *name)
{
	return strcmp(name, "article") == 0 || strcmp(name, "main") == 0;
}

static bool
parts_no_words(const char *name)
{
	static const char *const names[] = {"a", "b", "code", "em", "font", "i",
		"mark", "s", "small", "span", "strong", "sub", "sup", "u",
		"wbr", NULL};

	return is_one_of(name, names);
}

static void
keep(struct page_scan *s, enum page_field field, const char *value)
{
	if (s->fields[field] == NULL && value != NULL && *value != '\0' &&
		strlen(value) <= FIELD_MAX)
		s->fields[field] = xstrdup(value);
}

static void
on_meta(struct page_scan *s, const char *const *attributes)
{
	const char *name = markup_attribute(attributes, "property");
	const char *content = markup_attribute(attributes, "content");

	if (name == NULL)
		name = markup_attribute(attributes, "name");
	if (name == NULL || content == NULL)
		return;
	for (size_t i = 0; i < sizeof(metas) / sizeof(metas[0]); i++)
		if (text_same(metas[i].name, name))
			keep(s, metas[i].field, content);
}

/* Whether the word stands in a list that is parted by spaces. */
static bool
has_token(const char *list, const char *word)
{
	size_t size = strlen(word);

	for (const char *at = list; (at = strcasestr(at, word)) != NULL; at++) {
		bool begins = at == list || at[-1] == ' ';

		if (begins && (at[size] == '\0' || at[size] == ' '))
			return true;
	}
	return false;
}

static bool
is_feed_type(const char *type)
{
	return type != NULL && (strcasestr(type, "rss+xml") != NULL ||
				       strcasestr(type, "atom+xml") != NULL ||
				       strcasestr(type, "feed+json") != NULL);
}

static void
on_link(struct page_scan *s, const char *const *attributes)
{
	const char *rel = markup_attribute(attributes, "rel");
	const char *href = markup_attribute(attributes, "href");

	if (rel == NULL || href == NULL)
		return;
	if (has_token(rel, "canonical"))
		keep(s, PAGE_LINK_CANONICAL, href);
	if (has_token(rel, "image_src"))
		keep(s, PAGE_LINK_IMAGE, href);
	if (has_token(rel, "alternate") &&
		is_feed_type(markup_attribute(attributes, "type")))
		keep(s, PAGE_LINK_FEED, href);
}

/* What is in the head, wherever it stands. */
static void
on_head_element(
	struct page_scan *s, const char *name, const char *const *attributes)
{
	if (strcmp(name, "meta") == 0)
		on_meta(s, attributes);
	else if (strcmp(name, "link") == 0)
		on_link(s, attributes);
	else if (strcmp(name, "html") == 0)
		keep(s, PAGE_HTML_LANG, markup_attribute(attributes, "lang"));
	else if (strcmp(name, "base") == 0)
		keep(s, PAGE_BASE, markup_attribute(attributes, "href"));
}

static void
on_start(void *arg, const char *name, const char *const *attributes)
{
	struct place *p = arg;

	on_head_element(p->out, name, attributes);
	if (!parts_no_words(name))
		p->in_word = false;
	if (is_skipped(name))
		p->skipped++;
	else if (is_article(name))
		p->article++;
	else if (strcmp(name, "body") == 0)
		p->in_body = true;
	else if (strcmp(name, "title") == 0)
		p->in_title = p->skipped == 0 && p->out->title.size == 0;
	else if (strcmp(name, "h1") == 0)
		p->in_heading = p->out->heading.size == 0;
	else if (strcmp(name, "p") == 0)
		p->in_paragraph = p->skipped == 0 &&
				  p->out->paragraph.size < PARAGRAPH_MIN;
	if (p->in_paragraph && strcmp(name, "p") == 0)
		text_free(&p->out->paragraph); /* the one before was short */
}

static void
on_end(void *arg, const char *name)
{
	struct place *p = arg;

	if (!parts_no_words(name))
		p->in_word = false;
	if (is_skipped(name) && p->skipped > 0)
		p->skipped--;
	else if (is_article(name) && p->article > 0)
		p->article--;
	else if (strcmp(name, "title") == 0)
		p->in_title = false;
	else if (strcmp(name, "h1") == 0)
		p->in_heading = false;
	else if (strcmp(name, "p") == 0)
		p->in_paragraph = false;
}

static void
add_bounded(struct text *t, const char *s, size_t size)
{
	if (t->size + size <= TEXT_MAX)
		text_add_bytes(t, s, size);
}

/* Ideographs begin with these bytes in UTF-8 (U+3000 to U+9FFF); nobody puts
 * spaces between them. */
static bool
begins_ideograph(unsigned char c)
{
	return c >= 0xe3 && c <= 0xe9;
}

static void
count(struct place *p, struct page_words *w, const char *s, size_t size)
{
	bool in_word = p->in_word;

	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c <= ' ') {
			in_word = false;
		} else if (begins_ideograph(c)) {
			w->ideographs++;
			in_word = false;
		} else if ((c < 0x80 || c >= 0xc0) && !in_word) {
			w->words++;
			in_word = true;
		}
	}
	p->in_word = in_word;
}

static void
on_text(void *arg, const char *s, size_t size)
{
	struct place *p = arg;
	bool was_in_word = p->in_word;

	if (p->in_title)
		add_bounded(&p->out->title, s, size);
	if (p->in_heading)
		add_bounded(&p->out->heading, s, size);
	if (p->skipped > 0 || !p->in_body)
		return;
	if (p->in_paragraph)
		add_bounded(&p->out->paragraph, s, size);
	count(p, &p->out->all, s, size);
	if (p->article > 0) {
		p->in_word = was_in_word;
		count(p, &p->out->article, s, size);
	}
}

void
page_scan_read(struct page_scan *out, const char *html)
{
	static const struct markup_handler handler = {
		on_start, on_end, on_text, NULL};
	struct place p = {.out = out};

	*out = (struct page_scan){0};
	markup_walk(html, &handler, &p);
}

void
page_scan_free(struct page_scan *s)
{
	for (size_t i = 0; i < PAGE_FIELDS; i++)
		free(s->fields[i]);
	text_free(&s->title);
	text_free(&s->heading);
	text_free(&s->paragraph);
}
