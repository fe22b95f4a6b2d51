#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

#include "err.h"
#include "mem.h"
#include "text.h"

#include "feed_xml.h"

enum { NAMES_MAX = 64 << 10 };

struct reading {
	bool has_entities;
	xmlEntity entity; /* the one asked for last, see on_entity_used() */
	xmlChar content[8];
};

/* A feed has no need of entities of its own, and a billion laughs are made
 * of them: the document ends here. */
static void
on_entity_declared(void *context, const xmlChar *name, int type,
	const xmlChar *public, const xmlChar *system, xmlChar *content)
{
	xmlParserCtxt *parser = context;
	struct reading *r = parser->_private;

	(void)name;
	(void)type;
	(void)public;
	(void)system;
	(void)content;
	r->has_entities = true;
	xmlStopParser(parser);
}

static void
on_unparsed_entity(void *context, const xmlChar *name, const xmlChar *public,
	const xmlChar *system, const xmlChar *notation)
{
	(void)notation;
	on_entity_declared(context, name, 0, public, system, NULL);
}

/* UTF-8 of a code point below U+10000, as HTML's named ones are. */
static void
put_point(xmlChar out[8], unsigned point)
{
	size_t at = 0;

	if (point < 0x80) {
		out[at++] = (xmlChar)point;
	} else if (point < 0x800) {
		out[at++] = (xmlChar)(0xc0 | point >> 6);
		out[at++] = (xmlChar)(0x80 | (point & 0x3f));
	} else {
		out[at++] = (xmlChar)(0xe0 | point >> 12);
		out[at++] = (xmlChar)(0x80 | (point >> 6 & 0x3f));
		out[at++] = (xmlChar)(0x80 | (point & 0x3f));
	}
	out[at] = '\0';
}

/*
 * Many feeds write &nbsp; and &eacute; as if they were HTML. These names mean
 * one character each and are taken; in an attribute, where libxml2 would copy
 * one byte of it, a space stands for it.
 */
static xmlEntity *
on_entity_used(void *context, const xmlChar *name)
{
	xmlParserCtxt *parser = context;
	struct reading *r = parser->_private;
	const htmlEntityDesc *known = htmlEntityLookup(name);

	if (known == NULL)
		return NULL;
	put_point(r->content, parser->instate == XML_PARSER_ATTRIBUTE_VALUE
				      ? ' '
				      : known->value);
	r->entity = (xmlEntity){
		.type = XML_ENTITY_DECL,
		.name = name,
		.orig = r->content,
		.content = r->content,
		.length = (int)strlen((const char *)r->content),
		.etype = XML_INTERNAL_PREDEFINED_ENTITY,
	};
	return &r->entity;
}

static void
explain(xmlParserCtxt *parser, const struct reading *r, struct err *e)
{
	const xmlError *last = xmlCtxtGetLastError(parser);
	char *words;

	if (r->has_entities) {
		err_set(e, "the feed declares entities of its own (<!ENTITY>), "
			   "which are not read");
		return;
	}
	words = text_clean(last != NULL && last->message != NULL
				   ? last->message
				   : "it ends too early");
	text_trim(words);
	for (char *c = words; *c != '\0'; c++)
		if (*c == '\n')
			*c = ' ';
	err_set(e, "the feed is not well-formed XML: line %d: %.200s",
		last != NULL ? last->line : 1, words);
	free(words);
}

xmlDoc *
feed_xml_read(const char *text, const char *url, struct err *e)
{
	struct reading r = {0};
	xmlParserCtxt *parser = xmlNewParserCtxt();
	xmlDoc *doc;

	if (parser == NULL)
		abort();
	parser->_private = &r;
	parser->sax->entityDecl = on_entity_declared;
	parser->sax->unparsedEntityDecl = on_unparsed_entity;
	parser->sax->getEntity = on_entity_used;
	parser->sax->comment = NULL;
	parser->sax->processingInstruction = NULL;
	/* Attributes of one tag are compared each with each: see markup.c. */
	xmlDictSetLimit(parser->dict, NAMES_MAX);
	doc = xmlCtxtReadMemory(parser, text, (int)strlen(text), url, "UTF-8",
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
			XML_PARSE_COMPACT | XML_PARSE_NOCDATA |
			XML_PARSE_IGNORE_ENC);
	if (doc == NULL || r.has_entities) {
		explain(parser, &r, e);
		xmlFreeDoc(doc);
		doc = NULL;
	}
	xmlFreeParserCtxt(parser);
	return doc;
}

static enum feed_xml_space
space_of(const xmlNode *node)
{
	static const struct {
		const char *part;
		enum feed_xml_space space;
	} known[] = {
		{"www.w3.org/2005/Atom", FEED_XML_PLAIN},
		{"purl.org/atom/ns#", FEED_XML_PLAIN},
		{"purl.org/rss/1.0/modules/content", FEED_XML_CONTENT},
		{"purl.org/rss/1.0/", FEED_XML_PLAIN},
		{"my.netscape.com/rdf", FEED_XML_PLAIN},
		{"backend.userland.com/rss", FEED_XML_PLAIN},
		{"search.yahoo.com/mrss", FEED_XML_MEDIA},
		{"purl.org/dc/", FEED_XML_DUBLIN},
		{"www.itunes.com/dtds", FEED_XML_ITUNES},
		{"feedburner", FEED_XML_FEEDBURNER},
	};
	const char *href;

	if (node->ns == NULL || node->ns->href == NULL)
		return FEED_XML_PLAIN;
	href = (const char *)node->ns->href;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strstr(href, known[i].part) != NULL)
			return known[i].space;
	return FEED_XML_OTHER;
}

bool
feed_xml_is(const xmlNode *node, enum feed_xml_space space, const char *name)
{
	return node->type == XML_ELEMENT_NODE &&
	       text_same((const char *)node->name, name) &&
	       space_of(node) == space;
}

bool
feed_xml_is_atom(const xmlNode *node)
{
	return node->ns != NULL && node->ns->href != NULL &&
	       strstr((const char *)node->ns->href, "Atom") != NULL;
}

const xmlNode *
feed_xml_find(
	const xmlNode *parent, enum feed_xml_space space, const char *name)
{
	const xmlNode *node = parent != NULL ? parent->children : NULL;

	while (node != NULL && !feed_xml_is(node, space, name))
		node = node->next;
	return node;
}

char *
feed_xml_text(const xmlNode *node)
{
	xmlChar *content;
	char *out;

	if (node == NULL)
		return NULL;
	content = xmlNodeGetContent(node);
	if (content == NULL)
		return NULL;
	out = text_trim(xstrdup((const char *)content));
	xmlFree(content);
	if (*out != '\0')
		return out;
	free(out);
	return NULL;
}

char *
feed_xml_attribute(const xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
	char *out;

	if (value == NULL)
		return NULL;
	out = xstrdup((const char *)value);
	xmlFree(value);
	return out;
}

/* Whether the media element or enclosure is a picture, by what it says of
 * itself; one that says nothing is taken for one when it stands in Media RSS
 * as a thumbnail. */
static bool
is_picture(const xmlNode *node)
{
	char *type = feed_xml_attribute(node, "type");
	char *medium = feed_xml_attribute(node, "medium");
	bool yes = (type != NULL && text_starts(type, "image/")) ||
		   (medium != NULL && strcmp(medium, "image") == 0) ||
		   feed_xml_is(node, FEED_XML_MEDIA, "thumbnail");

	free(type);
	free(medium);
	return yes;
}

/* The address of a picture among the elements below parent. */
static char *
find_picture(const xmlNode *parent, enum feed_xml_space space, const char *name)
{
	const xmlNode *node = parent != NULL ? parent->children : NULL;

	for (; node != NULL; node = node->next)
		if (feed_xml_is(node, space, name) && is_picture(node))
			return feed_xml_attribute(node, "url");
	return NULL;
}

char *
feed_xml_image(const xmlNode *entry)
{
	const xmlNode *group = feed_xml_find(entry, FEED_XML_MEDIA, "group");
	const xmlNode *content =
		feed_xml_find(entry, FEED_XML_MEDIA, "content");
	const xmlNode *itunes = feed_xml_find(entry, FEED_XML_ITUNES, "image");
	const struct {
		const xmlNode *parent;
		enum feed_xml_space space;
		const char *name;
	} places[] = {
		{entry, FEED_XML_MEDIA, "content"},
		{group, FEED_XML_MEDIA, "content"},
		{entry, FEED_XML_PLAIN, "enclosure"},
		{entry, FEED_XML_MEDIA, "thumbnail"},
		{group, FEED_XML_MEDIA, "thumbnail"},
		{content, FEED_XML_MEDIA, "thumbnail"},
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		char *found = find_picture(
			places[i].parent, places[i].space, places[i].name);

		if (found != NULL)
			return found;
	}
	return itunes != NULL ? feed_xml_attribute(itunes, "href") : NULL;
}
