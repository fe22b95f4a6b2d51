#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "text.h"

#include "feed_build.h"
#include "feed_json.h"
#include "url.h"

/* The member's text, NULL when it is missing, empty or no string; lent. */
static const char *
text_at(const json_t *object, const char *name)
{
	const char *s = json_string_value(json_object_get(object, name));

	return s != NULL && *s != '\0' ? s : NULL;
}

static const char *
first_of(const char *a, const char *b)
{
	return a != NULL ? a : b;
}

/* The id should be a string; numbers are met. Yours. */
static char *
id_of(const json_t *item)
{
	const json_t *id = json_object_get(item, "id");

	if (json_is_string(id))
		return xstrdup(json_string_value(id));
	return json_is_number(id) ? json_dump(id) : NULL;
}

/* A picture among the attachments; lent. */
static const char *
attached_image(const json_t *item)
{
	const json_t *list = json_object_get(item, "attachments");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *a = json_array_get(list, i);
		const char *type = text_at(a, "mime_type");

		if (type != NULL && text_starts(type, "image/"))
			return text_at(a, "url");
	}
	return NULL;
}

static void
add_item(struct feed *f, const json_t *item, const char *url)
{
	const char *html = text_at(item, "content_html");
	const char *plain = text_at(item, "content_text");
	char *id = id_of(item);
	struct feed_draft draft = {
		.base = url,
		.id = id,
		.url = first_of(
			text_at(item, "url"), text_at(item, "external_url")),
		.image = first_of(
			text_at(item, "image"), text_at(item, "banner_image")),
		.language = first_of(text_at(item, "language"), f->language),
		.published = first_of(text_at(item, "date_published"),
			text_at(item, "date_modified")),
		.title = {text_at(item, "title"), false},
		.summary = {text_at(item, "summary"), false},
		.content = {first_of(html, plain), html != NULL},
	};

	if (draft.image == NULL)
		draft.image = attached_image(item);
	if (draft.url == NULL && url_check(id, NULL) == 0)
		draft.url = id;
	feed_build_add(f, &draft);
	free(id);
}

int
feed_json_read(struct feed *f, const char *text, const char *url, struct err *e)
{
	json_t *root = json_parse(text, strlen(text), e);
	const char *version = text_at(root, "version");
	const json_t *items = json_object_get(root, "items");
	int result = -1;

	if (root == NULL) {
		err_add(e, "the feed is not well-formed JSON");
		goto out;
	}
	if (version == NULL ||
		strstr(version, "jsonfeed.org/version/1") == NULL) {
		err_set(e, "this is JSON, but not a JSON Feed: \"version\" is "
			   "not https://jsonfeed.org/version/1.1");
		goto out;
	}
	if (!json_is_array(items)) {
		err_set(e, "this JSON Feed has no list of \"items\"");
		goto out;
	}
	f->title = feed_build_title(
		(struct feed_text){text_at(root, "title"), false});
	f->site = url_resolve(url, text_at(root, "home_page_url"));
	f->language = feed_build_language(text_at(root, "language"));
	for (size_t i = 0; i < json_array_size(items); i++)
		add_item(f, json_array_get(items, i), url);
	result = 0;
out:
	json_decref(root);
	return result;
}
