#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"
#include "when.h"

#include "card.h"

static void
add_time(struct text *out, const json_t *span)
{
	const char *words = json_string_value(json_object_get(span, "text"));
	const char *style = json_string_value(json_object_get(span, "style"));
	int64_t at = json_integer_value(json_object_get(span, "time"));
	enum when_style how = WHEN_DATE;
	char *written;

	if (words != NULL && *words != '\0') {
		text_add(out, words);
		return;
	}
	if (style != NULL && strcmp(style, "date_time") == 0)
		how = WHEN_DATE_TIME;
	else if (style != NULL && strcmp(style, "day") == 0)
		how = WHEN_DAY_NAME;
	written = when_write(at * WHEN_SECOND, "UTC", "en", how);
	text_add(out, written);
	free(written);
}

static void
add_link(struct text *out, const json_t *span, const char *address)
{
	const char *words = json_string_value(json_object_get(span, "text"));

	if (words == NULL || *words == '\0' || strcmp(words, address) == 0)
		text_add(out, address);
	else
		text_addf(out, "%s (%s)", words, address);
}

static void
add_span(struct text *out, const json_t *span)
{
	/* key, what stands before it, what after */
	static const char *const kinds[][3] = {{"b", "", ""}, {"i", "", ""},
		{"code", "", ""}, {"person", "@", ""}, {"channel", "#", ""},
		{"emoji", ":", ":"}};
	const char *value = json_string_value(json_object_get(span, "link"));
	size_t i;

	if (json_is_string(span)) {
		text_add(out, json_string_value(span));
		return;
	}
	if (value != NULL) {
		add_link(out, span, value);
		return;
	}
	if (json_object_get(span, "time") != NULL) {
		add_time(out, span);
		return;
	}
	for (i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		value = json_string_value(json_object_get(span, kinds[i][0]));
		if (value != NULL)
			text_addf(
				out, "%s%s%s", kinds[i][1], value, kinds[i][2]);
	}
}

char *
card_plain_spans(const json_t *spans)
{
	struct text out = {0};
	json_t *span;
	size_t i;

	if (!json_is_array(spans))
		add_span(&out, spans);
	json_array_foreach(spans, i, span)
	{
		add_span(&out, span);
	}
	return text_take(&out);
}

static void
append(json_t *list, const char *words)
{
	json_array_append_new(list, json_string(words));
}

static void
append_spans(json_t *list, const json_t *spans)
{
	json_t *span;
	size_t i;

	if (json_is_array(spans)) {
		json_array_foreach(spans, i, span)
		{
			json_array_append(list, span);
		}
	} else if (json_is_string(spans)) {
		json_array_append(list, (json_t *)spans);
	}
}

static void
append_pairs(json_t *list, const json_t *pairs)
{
	json_t *pair;
	size_t i;

	json_array_foreach(pairs, i, pair)
	{
		if (i > 0)
			append(list, "\n");
		append_spans(list, json_array_get(pair, 0));
		append(list, ": ");
		append_spans(list, json_array_get(pair, 1));
	}
}

static void
append_buttons(json_t *list, const json_t *buttons)
{
	struct text words = {0};
	json_t *button;
	size_t i;
	char *taken;

	json_array_foreach(buttons, i, button)
	{
		text_addf(&words, "%s[%s]", i > 0 ? " " : "",
			json_string_value(json_object_get(button, "text")));
	}
	taken = text_take(&words);
	append(list, taken);
	free(taken);
}

static void
append_bars(json_t *list, const json_t *bars)
{
	struct text words = {0};
	const char *note;
	json_t *bar;
	size_t i;
	char *taken;

	json_array_foreach(bars, i, bar)
	{
		note = json_string_value(json_object_get(bar, "note"));
		text_addf(&words, "%s%s: %" JSON_INTEGER_FORMAT "%s%s",
			i > 0 ? "\n" : "",
			json_string_value(json_object_get(bar, "label")),
			json_integer_value(json_object_get(bar, "value")),
			note == NULL ? "" : " - ", note == NULL ? "" : note);
	}
	taken = text_take(&words);
	append(list, taken);
	free(taken);
}

static void
append_menu(json_t *list, const json_t *menu)
{
	struct text words = {0};
	const char *hint = json_string_value(json_object_get(menu, "hint"));
	json_t *option;
	size_t i;
	char *taken;

	if (hint != NULL)
		text_addf(&words, "%s: ", hint);
	json_array_foreach(json_object_get(menu, "options"), i, option)
	{
		text_addf(&words, "%s%s", i > 0 ? ", " : "",
			json_string_value(json_object_get(option, "text")));
	}
	taken = text_take(&words);
	append(list, taken);
	free(taken);
}

/* What one block says. */
static void
append_block(json_t *list, const json_t *block)
{
	static const char *const worded[] = {
		"title", "text", "quote", "verbatim", "note", "label", "alt"};
	const json_t *value;
	size_t i;

	for (i = 0; i < sizeof worded / sizeof *worded; i++) {
		value = json_object_get(block, worded[i]);
		if (json_string_length(value) > 0 ||
			json_array_size(value) > 0) {
			append_spans(list, value);
			return;
		}
	}
	if ((value = json_object_get(block, "fields")) != NULL)
		append_pairs(list, value);
	else if ((value = json_object_get(block, "buttons")) != NULL)
		append_buttons(list, value);
	else if ((value = json_object_get(block, "menu")) != NULL)
		append_menu(list, value);
	else if ((value = json_object_get(block, "bars")) != NULL)
		append_bars(list, value);
	else if ((value = json_object_get(block, "chart")) != NULL)
		append_spans(list, json_object_get(value, "alt"));
	else if (json_object_get(block, "file") != NULL)
		append_spans(list, json_object_get(block, "name"));
}

/* Whether nothing can be seen of the spans from there on. */
static bool
is_blank(const json_t *list, size_t from)
{
	const char *s;

	for (; from < json_array_size(list); from++) {
		s = json_string_value(json_array_get(list, from));
		if (s == NULL || s[strspn(s, " \t\n")] != '\0')
			return false;
	}
	return true;
}

static void
append_line(json_t *list, const json_t *block)
{
	size_t before = json_array_size(list);

	if (before > 0)
		append(list, "\n");
	append_block(list, block);
	if (!is_blank(list, before))
		return;
	while (json_array_size(list) > before)
		json_array_remove(list, json_array_size(list) - 1);
}

json_t *
card_text(const json_t *card)
{
	json_t *list = json_array(), *block;
	size_t i;

	append_spans(list, json_object_get(card, "text"));
	if (json_array_size(list) > 0)
		return list;
	json_array_foreach(json_object_get(card, "blocks"), i, block)
	{
		append_line(list, block);
	}
	return list;
}

char *
card_plain(const json_t *card)
{
	json_t *spans = card_text(card);
	char *plain = card_plain_spans(spans);

	json_decref(spans);
	return plain;
}

bool
card_is_shared(const json_t *card)
{
	return card->refcount > 1;
}

const json_t *
card_find(const json_t *card, const char *kind)
{
	const json_t *blocks = json_object_get(card, "blocks"), *block;
	size_t i;

	json_array_foreach(blocks, i, block)
	{
		if (json_object_get(block, kind) != NULL)
			return block;
	}
	return NULL;
}

json_t *
card_without_file(const json_t *card)
{
	json_t *copy = json_copy((json_t *)card), *blocks = json_array();
	json_t *block, *instead;
	size_t i;

	json_array_foreach(json_object_get(card, "blocks"), i, block)
	{
		instead = json_object_get(block, "instead");
		if (json_object_get(block, "file") == NULL)
			json_array_append(blocks, block);
		else
			json_array_append_new(
				blocks, json_pack("{s:O}", "text", instead));
	}
	json_object_set_new(copy, "blocks", blocks);
	json_object_del(copy, "text");
	json_object_set_new(copy, "text", card_text(copy));
	return copy;
}
