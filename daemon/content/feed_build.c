#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"
#include "when.h"

#include "feed_build.h"
#include "markup.h"
#include "url.h"

enum {
	TITLE_GRAPHEMES = 200,
	SUMMARY_GRAPHEMES = 400,
	ID_MAX = 1000,
	LANGUAGE_MAX = 35
};

static char *
tidy(struct feed_text text, size_t graphemes)
{
	if (text.s == NULL)
		return xstrdup("");
	return text.is_html ? markup_text(text.s, graphemes)
			    : markup_line(text.s, graphemes);
}

char *
feed_build_title(struct feed_text text)
{
	return tidy(text, TITLE_GRAPHEMES);
}

char *
feed_build_language(const char *s)
{
	char *out;
	size_t size;

	if (s == NULL)
		return NULL;
	out = text_trim(xstrndup(s, 2 * LANGUAGE_MAX));
	for (size = 0; out[size] != '\0'; size++) {
		if (out[size] == '_')
			out[size] = '-';
		if (!isalnum((unsigned char)out[size]) && out[size] != '-')
			break;
	}
	if (out[size] == '\0' && size >= 2 && size <= LANGUAGE_MAX &&
		isalpha((unsigned char)out[0]) &&
		isalpha((unsigned char)out[1]))
		return out;
	free(out);
	return NULL;
}

/* Summary and picture of the entry: the content stands in for either. */
static void
fill_summary(struct feed_entry *entry, const struct feed_draft *d)
{
	struct markup piece = {NULL, NULL};
	struct markup whole = {NULL, NULL};

	if (d->summary.s != NULL && d->summary.is_html)
		markup_read(d->summary.s, SUMMARY_GRAPHEMES, &piece);
	else
		piece.text = tidy(d->summary, SUMMARY_GRAPHEMES);
	if (d->content.s != NULL && d->content.is_html &&
		(*piece.text == '\0' ||
			(piece.image == NULL && d->image == NULL)))
		markup_read(d->content.s, SUMMARY_GRAPHEMES, &whole);
	else if (*piece.text == '\0')
		whole.text = tidy(d->content, SUMMARY_GRAPHEMES);
	if (*piece.text == '\0' && whole.text != NULL) {
		free(piece.text);
		piece.text = whole.text;
		whole.text = NULL;
	}
	entry->summary = piece.text;
	entry->image = url_resolve(d->base, d->image);
	if (entry->image == NULL)
		entry->image = url_resolve(d->base, piece.image);
	if (entry->image == NULL)
		entry->image = url_resolve(d->base, whole.image);
	free(piece.image);
	free(whole.image);
	free(whole.text);
}

static char *
make_id(const char *given, const char *url)
{
	char *id = markup_line(given != NULL ? given : "", ID_MAX);

	if (*id != '\0' && strlen(id) <= ID_MAX)
		return id;
	free(id);
	return xstrdup(url);
}

void
feed_build_add(struct feed *f, const struct feed_draft *draft)
{
	struct feed_entry entry = {0};

	if (f->count < FEED_MAX_ENTRIES)
		entry.url = url_resolve(draft->base, draft->url);
	if (entry.url == NULL) {
		f->left_out++;
		return;
	}
	entry.id = make_id(draft->id, entry.url);
	entry.title = tidy(draft->title, TITLE_GRAPHEMES);
	entry.language = feed_build_language(draft->language);
	if (draft->published != NULL)
		entry.at = when_parse_stamp(draft->published);
	fill_summary(&entry, draft);
	if (f->entries == NULL)
		f->entries = xcalloc(FEED_MAX_ENTRIES, sizeof(*f->entries));
	f->entries[f->count++] = entry;
}
