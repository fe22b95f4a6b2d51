#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "file.h"
#include "json.h"
#include "mem.h"
#include "text.h"

#include "card.h"

#include "page_bars.h"
#include "page_html.h"

struct page_html {
	char *frame;
};

struct page_html *
page_html_load(const char *dir, const char *name, struct err *e)
{
	struct page_html *p;
	char *path = xasprintf("%s/web/%s.html", dir, name);
	size_t size;
	char *frame = file_read(path, &size, e);

	if (frame == NULL)
		err_add(e, "%s", path);
	free(path);
	if (frame == NULL)
		return NULL;
	p = xcalloc(1, sizeof(*p));
	p->frame = frame;
	return p;
}

void
page_html_free(struct page_html *p)
{
	if (p == NULL)
		return;
	free(p->frame);
	free(p);
}

static void
add_tagged(struct text *out, const char *tag, const char *words)
{
	text_addf(out, "<%s>", tag);
	text_add_html(out, words);
	text_addf(out, "</%s>", tag);
}

static void
add_span(struct text *out, const json_t *span)
{
	const char *bold = json_text(span, "b", NULL);
	const char *italic = json_text(span, "i", NULL);
	const char *code = json_text(span, "code", NULL);
	const char *link = json_text(span, "link", NULL);

	if (json_is_string(span)) {
		text_add_html(out, json_string_value(span));
	} else if (bold != NULL) {
		add_tagged(out, "b", bold);
	} else if (italic != NULL) {
		add_tagged(out, "i", italic);
	} else if (code != NULL) {
		add_tagged(out, "code", code);
	} else if (link != NULL) {
		text_add(out, "<a href=\"");
		text_add_html(out, link);
		text_add(out, "\" rel=\"noreferrer\">");
		text_add_html(out, json_text(span, "text", link));
		text_add(out, "</a>");
	} else {
		text_add_html(out, json_text(span, "text", ""));
	}
}

static void
add_spans(struct text *out, const json_t *spans)
{
	json_t *span;
	size_t i;

	if (json_is_string(spans))
		add_span(out, spans);
	json_array_foreach(spans, i, span) add_span(out, span);
}

static void
add_block(struct text *out, const char *tag, const json_t *spans)
{
	text_addf(out, "<%s>", tag);
	add_spans(out, spans);
	text_addf(out, "</%s>\n", tag);
}

static void
add_fields(struct text *out, const json_t *fields)
{
	json_t *pair;
	size_t i;

	text_add(out, "<dl>\n");
	json_array_foreach(fields, i, pair)
	{
		text_add(out, "<div>");
		add_block(out, "dt", json_array_get(pair, 0));
		add_block(out, "dd", json_array_get(pair, 1));
		text_add(out, "</div>\n");
	}
	text_add(out, "</dl>\n");
}

static void
add_button(struct text *out, const json_t *button)
{
	const char *url = json_text(button, "url", NULL);
	const char *action = json_text(button, "action", "");
	const char *style = json_text(button, "style", "");

	if (url != NULL) {
		text_addf(out, "<a class=\"button %s\" href=\"", style);
		text_add_html(out, url);
		text_add(out, "\">");
		text_add_html(out, json_text(button, "text", ""));
		text_add(out, "</a>\n");
	} else if (strcmp(action, "again") == 0) {
		text_add(out, "<form method=\"post\" action=\"/s/");
		text_add_percent(out, json_text(button, "value", ""));
		text_addf(out, "/new\"><button class=\"%s\">", style);
		text_add_html(out, json_text(button, "text", ""));
		text_add(out, "</button></form>\n");
	}
}

static void
add_buttons(struct text *out, const json_t *buttons)
{
	json_t *button;
	size_t i;

	text_add(out, "<div class=\"buttons\">\n");
	json_array_foreach(buttons, i, button) add_button(out, button);
	text_add(out, "</div>\n");
}

static void
add_picture(struct text *out, const json_t *block)
{
	text_add(out, "<p><img src=\"");
	text_add_html(out, json_text(block, "picture", ""));
	text_add(out, "\" alt=\"");
	text_add_html(out, json_text(block, "alt", ""));
	text_add(out, "\"></p>\n");
}

/* A page being written. */
struct page_writing {
	struct text out;
	char *language, *company;
	const char *title;
	const char *rest; /* of the frame, after the body */
	bool headed;      /* has its heading; further ones begin sections */
	bool in_section;  /* one is open */
};

static void
end_section(struct page_writing *w)
{
	if (w->in_section)
		text_add(&w->out, "</section>\n");
	w->in_section = false;
}

static void
add_title(struct page_writing *w, const json_t *spans)
{
	end_section(w);
	if (w->headed) {
		text_add(&w->out, "<section>\n");
		w->in_section = true;
	}
	add_block(&w->out, w->headed ? "h2" : "h1", spans);
	w->headed = true;
}

static void
add_line(struct page_writing *w)
{
	end_section(w);
	text_add(&w->out, "<hr>\n");
}

static void
write_block(struct page_writing *w, const json_t *block)
{
	static const struct {
		const char *name, *tag;
	} texts[] = {{"text", "p"}, {"quote", "blockquote"},
		{"verbatim", "pre"}, {"note", "small"}};
	struct text *out = &w->out;
	size_t i;

	if (json_object_get(block, "title") != NULL)
		add_title(w, json_object_get(block, "title"));
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (json_object_get(block, texts[i].name) != NULL)
			add_block(out, texts[i].tag,
				json_object_get(block, texts[i].name));
	if (json_object_get(block, "fields") != NULL)
		add_fields(out, json_object_get(block, "fields"));
	if (json_object_get(block, "picture") != NULL)
		add_picture(out, block);
	if (json_object_get(block, "chart") != NULL)
		page_bars_stand(
			out, json_object_get(block, "chart"), w->language);
	if (json_object_get(block, "bars") != NULL)
		page_bars_lie(out, json_object_get(block, "bars"), w->language);
	if (json_object_get(block, "line") != NULL)
		add_line(w);
	if (json_object_get(block, "buttons") != NULL)
		add_buttons(out, json_object_get(block, "buttons"));
}

static char *
title_of(const json_t *card)
{
	const json_t *blocks = json_object_get(card, "blocks");
	json_t *block;
	size_t i;

	json_array_foreach(blocks, i,
		block) if (json_object_get(block, "title") !=
			   NULL) return card_plain_spans(json_object_get(block,
		"title"));
	return xstrdup("");
}

#define BODY "{body}"

/* What stands in the frame's places; NULL: it is none of them. */
static const char *
value_at(const struct page_writing *w, const char *frame, size_t *size)
{
	const struct {
		const char *name, *value;
	} places[] = {{"{language}", w->language}, {"{title}", w->title},
		{"{company}", w->company}};
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		*size = strlen(places[i].name);
		if (text_starts(frame, places[i].name))
			return places[i].value;
	}
	return NULL;
}

/* Up to the body, or the end; what is after it. The frame is our own file: a
 * brace that opens no known name is CSS. */
static const char *
fill_frame(struct page_writing *w, const char *frame)
{
	const char *value;
	size_t size;

	while (*frame != '\0' && !text_starts(frame, BODY)) {
		value = value_at(w, frame, &size);
		if (value == NULL) {
			text_add_char(&w->out, *frame++);
			continue;
		}
		text_add_html(&w->out, value);
		frame += size;
	}
	return *frame == '\0' ? frame : frame + strlen(BODY);
}

void
page_html_add(struct page_writing *w, const json_t *card)
{
	const json_t *blocks = json_object_get(card, "blocks");
	json_t *block;
	size_t i;

	json_array_foreach(blocks, i, block) write_block(w, block);
}

struct page_writing *
page_html_begin(const struct page_html *p, const json_t *card,
	const char *language, const char *company)
{
	struct page_writing *w = xcalloc(1, sizeof(*w));
	char *title = title_of(card);

	w->language = xstrdup(language);
	w->company = xstrdup(company);
	w->title = title;
	w->rest = fill_frame(w, p->frame);
	w->title = "";
	free(title);
	page_html_add(w, card);
	return w;
}

size_t
page_html_size(const struct page_writing *w)
{
	return w->out.size;
}

char *
page_html_end(struct page_writing *w, size_t *size)
{
	char *page;

	end_section(w);
	(void)fill_frame(w, w->rest);
	*size = w->out.size;
	page = text_take(&w->out);
	page_html_drop(w);
	return page;
}

void
page_html_drop(struct page_writing *w)
{
	if (w == NULL)
		return;
	text_free(&w->out);
	free(w->language);
	free(w->company);
	free(w);
}

char *
page_html_write(const struct page_html *p, const json_t *card,
	const char *language, const char *company)
{
	size_t size;

	return page_html_end(
		page_html_begin(p, card, language, company), &size);
}
