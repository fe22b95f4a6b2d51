#ifndef ADVOCATED_FEED_XML_H
#define ADVOCATED_FEED_XML_H

#include <stdbool.h>

#include <libxml/tree.h>

struct err;
struct feed;
struct feed_draft;

/* XML of feeds: read with everything off that reaches outside the document
 * or makes it larger than it is. */

/* The document of text (UTF-8), whose address is url. Free with
 * xmlFreeDoc(). NULL with e set: not well formed, or entities of its own. */
xmlDoc *feed_xml_read(const char *text, const char *url, struct err *e);

/* The vocabularies that feeds mix. */
enum feed_xml_space {
	FEED_XML_PLAIN, /* of no namespace, RSS 1.0's or Atom's */
	FEED_XML_MEDIA,
	FEED_XML_CONTENT,
	FEED_XML_DUBLIN,
	FEED_XML_ITUNES,
	FEED_XML_FEEDBURNER,
	FEED_XML_OTHER
};

bool feed_xml_is(
	const xmlNode *node, enum feed_xml_space space, const char *name);
bool feed_xml_is_atom(const xmlNode *node);

/* The first element of that name below parent, NULL when there is none. */
const xmlNode *feed_xml_find(
	const xmlNode *parent, enum feed_xml_space space, const char *name);

/* The text in node, trimmed, NULL when there is none (or no node). Yours. */
char *feed_xml_text(const xmlNode *node);

/* An attribute of node (of no namespace), NULL when missing. Yours. */
char *feed_xml_attribute(const xmlNode *node, const char *name);

/* The picture that Media RSS, an enclosure or iTunes name for an entry, as
 * written; NULL when there is none. Yours. */
char *feed_xml_image(const xmlNode *entry);

/* Both formats: true when root is one of theirs, and then f is filled. */
bool feed_rss_read(struct feed *f, const xmlNode *root, const char *url);
bool feed_atom_read(struct feed *f, const xmlNode *root, const char *url);

#endif
