#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "feed_build.h"
#include "feed_xml.h"
#include "url.h"

/* Atom 1.0; 0.3 by the way, as far as its names are the same. */

struct construct {
	char *s; /* ours */
	bool is_html;
};

/* A text construct: "text" and nothing are text, "html" is markup that was
 * escaped, "xhtml" is markup. Content of other types is nothing to read. */
static struct construct
read_construct(const xmlNode *node)
{
	struct construct out = {NULL, false};
	char *type;

	if (node == NULL)
		return out;
	type = feed_xml_attribute(node, "type");
	out.is_html = text_same(type, "html") || text_same(type, "text/html");
	if (type == NULL || out.is_html || text_same(type, "text") ||
		text_same(type, "xhtml") || text_starts(type, "text/") ||
		text_same(type, "application/xhtml+xml"))
		out.s = feed_xml_text(node);
	free(type);
	return out;
}

static struct feed_text
lend(struct construct c)
{
	return (struct feed_text){c.s, c.is_html};
}

/* How well a link serves as the address of what it stands in: 0 not at all. */
static int
rank_link(const xmlNode *link)
{
	char *rel = feed_xml_attribute(link, "rel");
	char *type = feed_xml_attribute(link, "type");
	bool is_alternate = rel == NULL || text_same(rel, "alternate");
	int rank = 0;

	if (is_alternate)
		rank = type == NULL || strstr(type, "html") != NULL ? 2 : 1;
	free(rel);
	free(type);
	return rank;
}

static const xmlNode *
best_link(const xmlNode *parent)
{
	const xmlNode *best = NULL;
	const xmlNode *node = parent->children;
	int best_rank = 0;

	for (; node != NULL; node = node->next) {
		int rank;

		if (!feed_xml_is(node, FEED_XML_PLAIN, "link"))
			continue;
		rank = rank_link(node);
		if (rank > best_rank) {
			best_rank = rank;
			best = node;
		}
	}
	return best;
}

/* The address in an attribute of node by the base at that place. */
static char *
address_in(const xmlNode *node, const char *name, const char *url)
{
	xmlChar *base;
	char *written;
	char *out;

	if (node == NULL)
		return NULL;
	base = xmlNodeGetBase(node->doc, (xmlNode *)node);
	written = feed_xml_attribute(node, name);
	out = url_resolve(base != NULL ? (const char *)base : url, written);
	xmlFree(base);
	free(written);
	return out;
}

/* A picture that the entry links as an enclosure. */
static char *
enclosed_image(const xmlNode *entry, const char *url)
{
	const xmlNode *node = entry->children;
	char *out = NULL;

	for (; node != NULL && out == NULL; node = node->next) {
		char *rel;
		char *type;

		if (!feed_xml_is(node, FEED_XML_PLAIN, "link"))
			continue;
		rel = feed_xml_attribute(node, "rel");
		type = feed_xml_attribute(node, "type");
		if (text_same(rel, "enclosure") && type != NULL &&
			text_starts(type, "image/"))
			out = address_in(node, "href", url);
		free(rel);
		free(type);
	}
	return out;
}

static char *
language_of(const xmlNode *node)
{
	xmlChar *value = xmlNodeGetLang(node);
	char *out;

	if (value == NULL)
		return NULL;
	out = feed_build_language((const char *)value);
	xmlFree(value);
	return out;
}

static char *
date_of(const xmlNode *entry)
{
	static const char *const names[] = {
		"published", "issued", "updated", "modified", "created"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const xmlNode *node =
			feed_xml_find(entry, FEED_XML_PLAIN, names[i]);
		char *out = feed_xml_text(node);

		if (out != NULL)
			return out;
	}
	return NULL;
}

static struct construct
summary_of(const xmlNode *entry)
{
	const xmlNode *group = feed_xml_find(entry, FEED_XML_MEDIA, "group");
	struct construct out =
		read_construct(feed_xml_find(entry, FEED_XML_PLAIN, "summary"));

	if (out.s == NULL)
		out.s = feed_xml_text(
			feed_xml_find(group, FEED_XML_MEDIA, "description"));
	return out;
}

static void
add_entry(struct feed *f, const xmlNode *entry, const char *url)
{
	const xmlNode *body = feed_xml_find(entry, FEED_XML_PLAIN, "content");
	xmlChar *base = xmlNodeGetBase(
		entry->doc, (xmlNode *)(body != NULL ? body : entry));
	char *id = feed_xml_text(feed_xml_find(entry, FEED_XML_PLAIN, "id"));
	char *link = address_in(best_link(entry), "href", url);
	char *image = feed_xml_image(entry);
	char *published = date_of(entry);
	char *language = language_of(entry);
	struct construct title =
		read_construct(feed_xml_find(entry, FEED_XML_PLAIN, "title"));
	struct construct summary = summary_of(entry);
	struct construct content = read_construct(body);
	struct feed_draft draft = {
		.base = base != NULL ? (const char *)base : url,
		.id = id,
		.url = link,
		.language = language != NULL ? language : f->language,
		.published = published,
		.title = lend(title),
		.summary = lend(summary),
		.content = lend(content),
	};

	if (image == NULL)
		image = enclosed_image(entry, url);
	draft.image = image;
	if (draft.url == NULL && id != NULL && url_check(id, NULL) == 0)
		draft.url = id;
	feed_build_add(f, &draft);
	xmlFree(base);
	free(id);
	free(link);
	free(image);
	free(published);
	free(language);
	free(title.s);
	free(summary.s);
	free(content.s);
}

bool
feed_atom_read(struct feed *f, const xmlNode *root, const char *url)
{
	struct construct title;

	if (!feed_xml_is(root, FEED_XML_PLAIN, "feed"))
		return false;
	title = read_construct(feed_xml_find(root, FEED_XML_PLAIN, "title"));
	f->title = feed_build_title(lend(title));
	f->site = address_in(best_link(root), "href", url);
	f->language = language_of(root);
	for (const xmlNode *node = root->children; node; node = node->next)
		if (feed_xml_is(node, FEED_XML_PLAIN, "entry"))
			add_entry(f, node, url);
	free(title.s);
	return true;
}
