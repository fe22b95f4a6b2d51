#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "feed_build.h"
#include "feed_xml.h"
#include "url.h"

/* RSS 2.0 and 0.9x (items in the channel), 1.0 and 0.90 (items beside it). */

static char *
plain_text(const xmlNode *parent, const char *name)
{
	return feed_xml_text(feed_xml_find(parent, FEED_XML_PLAIN, name));
}

static char *
text_in(const xmlNode *parent, enum feed_xml_space space, const char *name)
{
	return feed_xml_text(feed_xml_find(parent, space, name));
}

/* The base that the feed itself sets for the node, else the feed's address. */
static char *
base_of(const xmlNode *node, const char *url)
{
	xmlChar *base = xmlNodeGetBase(node->doc, (xmlNode *)node);
	char *out = xstrdup(base != NULL ? (const char *)base : url);

	xmlFree(base);
	return out;
}

/* The link of an Atom element in RSS, where no <link> of RSS's own is. */
static char *
atom_link(const xmlNode *item)
{
	const xmlNode *node = item->children;

	for (; node != NULL; node = node->next) {
		char *href;

		if (!feed_xml_is(node, FEED_XML_PLAIN, "link") ||
			!feed_xml_is_atom(node))
			continue;
		href = feed_xml_attribute(node, "href");
		if (href != NULL)
			return href;
	}
	return NULL;
}

/* <link>, of RSS and with text; an Atom link of the same name has none. */
static char *
rss_link(const xmlNode *item)
{
	const xmlNode *node = item->children;

	for (; node != NULL; node = node->next)
		if (feed_xml_is(node, FEED_XML_PLAIN, "link") &&
			!feed_xml_is_atom(node))
			return feed_xml_text(node);
	return NULL;
}

/* A guid is an address unless it says that it is not. */
static char *
guid_link(const xmlNode *item)
{
	const xmlNode *guid = feed_xml_find(item, FEED_XML_PLAIN, "guid");
	char *permanent;
	char *out = NULL;

	if (guid == NULL)
		return NULL;
	permanent = feed_xml_attribute(guid, "isPermaLink");
	if (!text_same(permanent, "false"))
		out = feed_xml_text(guid);
	if (out != NULL && url_check(out, NULL) < 0) {
		free(out);
		out = NULL;
	}
	free(permanent);
	return out;
}

/* Where the entry is to be read: before the counting redirect of FeedBurner,
 * where that is named. */
static char *
item_link(const xmlNode *item)
{
	char *out = text_in(item, FEED_XML_FEEDBURNER, "origLink");

	if (out == NULL)
		out = rss_link(item);
	if (out == NULL)
		out = guid_link(item);
	return out != NULL ? out : atom_link(item);
}

static char *
item_id(const xmlNode *item)
{
	char *out = plain_text(item, "guid");
	xmlChar *about;

	if (out != NULL)
		return out;
	about = xmlGetProp(item, (const xmlChar *)"about");
	if (about == NULL)
		return NULL;
	out = xstrdup((const char *)about);
	xmlFree(about);
	return out;
}

static char *
item_date(const xmlNode *item)
{
	char *out = plain_text(item, "pubDate");

	return out != NULL ? out : text_in(item, FEED_XML_DUBLIN, "date");
}

static char *
item_summary(const xmlNode *item)
{
	char *out = plain_text(item, "description");

	if (out == NULL)
		out = text_in(item, FEED_XML_MEDIA, "description");
	return out != NULL ? out : text_in(item, FEED_XML_ITUNES, "summary");
}

static char *
item_title(const xmlNode *item)
{
	char *out = plain_text(item, "title");

	return out != NULL ? out : text_in(item, FEED_XML_MEDIA, "title");
}

static void
add_item(struct feed *f, const xmlNode *item, const char *url)
{
	char *base = base_of(item, url);
	char *id = item_id(item);
	char *link = item_link(item);
	char *title = item_title(item);
	char *summary = item_summary(item);
	char *content = text_in(item, FEED_XML_CONTENT, "encoded");
	char *image = feed_xml_image(item);
	char *published = item_date(item);
	char *language = text_in(item, FEED_XML_DUBLIN, "language");
	const struct feed_draft draft = {
		.base = base,
		.id = id,
		.url = link,
		.image = image,
		.language = language != NULL ? language : f->language,
		.published = published,
		.title = {title, true},
		.summary = {summary, true},
		.content = {content, true},
	};

	feed_build_add(f, &draft);
	free(base);
	free(id);
	free(link);
	free(title);
	free(summary);
	free(content);
	free(image);
	free(published);
	free(language);
}

static void
read_channel(struct feed *f, const xmlNode *channel, const char *url)
{
	char *base = base_of(channel, url);
	char *title = plain_text(channel, "title");
	char *link = rss_link(channel);
	char *language = plain_text(channel, "language");

	if (language == NULL)
		language = text_in(channel, FEED_XML_DUBLIN, "language");
	f->title = feed_build_title((struct feed_text){title, true});
	f->site = url_resolve(base, link);
	f->language = feed_build_language(language);
	free(base);
	free(title);
	free(link);
	free(language);
}

bool
feed_rss_read(struct feed *f, const xmlNode *root, const char *url)
{
	const xmlNode *channel = feed_xml_find(root, FEED_XML_PLAIN, "channel");
	bool is_rss = text_same((const char *)root->name, "rss");
	const xmlNode *node;

	if (!is_rss && !text_same((const char *)root->name, "rdf"))
		return false;
	if (channel == NULL)
		return false;
	read_channel(f, channel, url);
	node = is_rss ? channel->children : root->children;
	for (; node != NULL; node = node->next)
		if (feed_xml_is(node, FEED_XML_PLAIN, "item"))
			add_item(f, node, url);
	return true;
}
