#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <unicode/uchar.h>

#include "mem.h"
#include "text.h"

#include "charset.h"
#include "markup.h"

enum {
	DEPTH_MAX = 256,
	NAMES_MAX = 20000,    /* bytes of different names; see new_parser() */
	FIELD_MAX = 64 << 10, /* bytes of a piece of HTML that are looked at */
	GRAPHEME_BYTES = 16   /* white space around it counted in */
};

struct walk {
	const struct markup_handler *handler;
	void *arg;
	htmlParserCtxt *parser;
	int depth;
};

static void
on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
	struct walk *w = context;

	if (++w->depth > DEPTH_MAX ||
		(w->handler->done != NULL && w->handler->done(w->arg))) {
		xmlStopParser(w->parser);
		return;
	}
	if (w->handler->start != NULL)
		w->handler->start(w->arg, (const char *)name,
			(const char *const *)attributes);
}

static void
on_end(void *context, const xmlChar *name)
{
	struct walk *w = context;

	w->depth--;
	if (w->handler->end != NULL)
		w->handler->end(w->arg, (const char *)name);
}

static void
on_text(void *context, const xmlChar *s, int size)
{
	struct walk *w = context;

	if (w->handler->text != NULL && size > 0)
		w->handler->text(w->arg, (const char *)s, (size_t)size);
}

/* What scripts and styles hold is nothing to read. */
static void
on_code(void *context, const xmlChar *s, int size)
{
	(void)context;
	(void)s;
	(void)size;
}

/*
 * The parser compares each attribute of a tag with all before it: a tag with
 * a million of them would take minutes. Their names are kept in a dictionary,
 * and that can be told to be small.
 */
static htmlParserCtxt *
new_parser(const char *html, struct walk *w)
{
	static const htmlSAXHandler handler = {
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_code,
	};
	htmlParserCtxt *parser =
		htmlCreateMemoryParserCtxt(html, (int)strlen(html));

	if (parser == NULL)
		return NULL;
	*parser->sax = handler;
	parser->userData = w;
	parser->charset = XML_CHAR_ENCODING_UTF8;
	htmlCtxtUseOptions(parser,
		HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
			HTML_PARSE_IGNORE_ENC | HTML_PARSE_NODEFDTD);
	xmlDictSetLimit(parser->dict, NAMES_MAX);
	return parser;
}

void
markup_walk(const char *html, const struct markup_handler *h, void *arg)
{
	struct walk w = {h, arg, NULL, 0};

	if (*html == '\0')
		return;
	w.parser = new_parser(html, &w);
	if (w.parser == NULL)
		return;
	htmlParseDocument(w.parser);
	xmlFreeDoc(w.parser->myDoc);
	htmlFreeParserCtxt(w.parser);
}

const char *
markup_attribute(const char *const *attributes, const char *name)
{
	for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
		if (text_same(attributes[0], name) && attributes[1] != NULL &&
			attributes[1][0] != '\0')
			return attributes[1];
	return NULL;
}

/* Soft hyphens, zero-width spaces and their like: nothing to see. */
static bool
is_unseen(uint32_t point)
{
	return point == 0xad || point == 0x200b || point == 0x2060 ||
	       point == 0xfeff;
}

static char *
squeeze(const char *s)
{
	struct text out = {0};
	uint32_t point;
	bool space = false;

	for (size_t step; (step = text_point(s, &point)) > 0; s += step) {
		if (is_unseen(point))
			continue;
		if (u_isUWhiteSpace((UChar32)point)) {
			space = out.size > 0;
			continue;
		}
		if (space)
			text_add_char(&out, ' ');
		space = false;
		text_add_bytes(&out, s, step);
	}
	return text_take(&out);
}

char *
markup_line(const char *s, size_t graphemes)
{
	char *bounded = xstrndup(s, charset_bound(s, strlen(s), FIELD_MAX));
	char *clean = text_clean(bounded);
	char *line = squeeze(clean);
	char *out = text_cut(line, graphemes);

	free(bounded);
	free(clean);
	free(line);
	return out;
}

struct reading {
	struct text text;
	size_t enough; /* bytes of text after which no more is wanted */
	char *image;
};

/* Elements that stand within a line; all others part words. */
static bool
is_inline(const char *name)
{
	static const char *const names[] = {"a", "abbr", "acronym", "b", "bdi",
		"bdo", "big", "cite", "code", "data", "del", "dfn", "em",
		"font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small",
		"span", "strong", "sub", "sup", "time", "tt", "u", "var",
		"wbr"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* Counting pixels are no pictures. */
static bool
is_pixel(const char *const *attributes)
{
	const char *width = markup_attribute(attributes, "width");
	const char *height = markup_attribute(attributes, "height");

	return (width != NULL && strtol(width, NULL, 10) <= 2) ||
	       (height != NULL && strtol(height, NULL, 10) <= 2);
}

static void
on_piece_start(void *arg, const char *name, const char *const *attributes)
{
	struct reading *r = arg;
	const char *source;

	if (!is_inline(name))
		text_add_char(&r->text, ' ');
	if (strcmp(name, "img") != 0 || r->image != NULL)
		return;
	source = markup_attribute(attributes, "src");
	if (source != NULL && !is_pixel(attributes))
		r->image = xstrdup(source);
}

static void
on_piece_end(void *arg, const char *name)
{
	struct reading *r = arg;

	if (!is_inline(name))
		text_add_char(&r->text, ' ');
}

static void
on_piece_text(void *arg, const char *s, size_t size)
{
	struct reading *r = arg;

	if (r->text.size < r->enough)
		text_add_bytes(&r->text, s, size);
}

static bool
is_read(const void *arg)
{
	const struct reading *r = arg;

	return r->text.size >= r->enough && r->image != NULL;
}

void
markup_read(const char *html, size_t graphemes, struct markup *out)
{
	static const struct markup_handler handler = {
		on_piece_start, on_piece_end, on_piece_text, is_read};
	struct reading r = {.enough = graphemes * GRAPHEME_BYTES};
	char *bounded;

	if (strpbrk(html, "<&") == NULL) {
		*out = (struct markup){markup_line(html, graphemes), NULL};
		return;
	}
	bounded = xstrndup(html, charset_bound(html, strlen(html), FIELD_MAX));
	markup_walk(bounded, &handler, &r);
	out->text = markup_line(
		r.text.bytes != NULL ? r.text.bytes : "", graphemes);
	out->image = r.image;
	text_free(&r.text);
	free(bounded);
}

char *
markup_text(const char *html, size_t graphemes)
{
	struct markup m;

	markup_read(html, graphemes, &m);
	free(m.image);
	return m.text;
}
