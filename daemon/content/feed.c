#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "err.h"
#include "mem.h"
#include "text.h"

#include "charset.h"
#include "feed.h"
#include "feed_json.h"
#include "feed_xml.h"
#include "page.h"
#include "url.h"

/* What the text turns out to be, whatever its type was said to be: servers
 * name feeds text/plain, text/html and worse. */
enum kind { KIND_XML, KIND_JSON, KIND_PAGE, KIND_OTHER };

static enum kind
kind_of(const char *text)
{
	if (*text == '{')
		return KIND_JSON;
	if (strncasecmp(text, "<!doctype html", 14) == 0 ||
		strncasecmp(text, "<html", 5) == 0)
		return KIND_PAGE;
	return *text == '<' ? KIND_XML : KIND_OTHER;
}

static int
refuse_page(const char *text, const char *url, struct err *e)
{
	struct page *p = page_parse(
		text, strlen(text), "text/html;charset=utf-8", url, e);

	if (p == NULL)
		return -1;
	if (p->feed != NULL)
		err_set(e,
			"this is a web page, not a feed; it names a feed at "
			"%.300s",
			p->feed);
	else
		err_set(e, "this is a web page, not a feed, and it names none");
	page_free(p);
	return -1;
}

static int
read_xml(struct feed *f, const char *text, const char *url, struct err *e)
{
	xmlDoc *doc = feed_xml_read(text, url, e);
	const xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
	int result = 0;

	if (root == NULL)
		result = -1;
	else if (text_same((const char *)root->name, "html"))
		result = refuse_page(text, url, e);
	else if (!feed_rss_read(f, root, url) && !feed_atom_read(f, root, url))
		result = err_set(e,
			"this is XML, but no feed that is known: it begins "
			"with <%.40s>, not <rss>, <rdf:RDF> or <feed>",
			(const char *)root->name);
	xmlFreeDoc(doc);
	return result;
}

static int
read_any(struct feed *f, const char *text, const char *url, struct err *e)
{
	switch (kind_of(text)) {
	case KIND_XML:
		return read_xml(f, text, url, e);
	case KIND_JSON:
		return feed_json_read(f, text, url, e);
	case KIND_PAGE:
		return refuse_page(text, url, e);
	case KIND_OTHER:
		break;
	}
	return err_set(e, "%s",
		*text == '\0' ? "the feed is empty"
			      : "this is neither a feed nor a web page");
}

struct feed *
feed_parse(const char *bytes, size_t size, const char *type, const char *url,
	struct err *e)
{
	struct feed *f;
	char *text;
	int result;

	if (size > FEED_MAX_BYTES)
		return err_null(e, "the feed is larger than %zu MiB",
			FEED_MAX_BYTES >> 20);
	if (url_check(url, e) < 0)
		return NULL;
	f = xcalloc(1, sizeof(*f));
	text = charset_decode(bytes, size, type);
	result = read_any(f, text + strspn(text, " \t\r\n"), url, e);
	free(text);
	if (result == 0)
		return f;
	feed_free(f);
	return NULL;
}

static void
free_entry(struct feed_entry *entry)
{
	free(entry->id);
	free(entry->url);
	free(entry->title);
	free(entry->summary);
	free(entry->image);
	free(entry->language);
}

void
feed_free(struct feed *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < f->count; i++)
		free_entry(&f->entries[i]);
	free(f->entries);
	free(f->title);
	free(f->site);
	free(f->language);
	free(f);
}
