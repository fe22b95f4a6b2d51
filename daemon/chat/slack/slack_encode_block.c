#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "card.h"
#include "slack_encode_block.h"
#include "slack_encode_text.h"

#define MAX_HEADER 150
#define MAX_FIELDS 10
#define MAX_FIELD 2000
#define MAX_BUTTON 75
#define MAX_ADDRESS 3000
#define MAX_ALT 2000
#define MAX_HINT 150

static const char *
get(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Sets a key unless there is nothing to set; takes value. */
static void
set(json_t *object, const char *key, json_t *value)
{
	if (value != NULL)
		json_object_set_new(object, key, value);
}

void
slack_encode_push(struct slack_blocks *b, json_t *block)
{
	if (block == NULL)
		return;
	if (b->full) {
		json_decref(block);
		return;
	}
	if (json_array_size(b->list) + 1 == b->max) {
		b->full = true;
		json_decref(block);
		block = json_pack("{s:s, s:[{s:s, s:s}]}", "type", "context",
			"elements", "type", "plain_text", "text",
			"\xe2\x80\xa6");
	}
	json_array_append_new(b->list, block);
}

/* Counts words against what a message may carry in all. */
static void
spend(struct slack_blocks *b, const json_t *spans)
{
	size_t units = slack_encode_weight(spans);

	b->left -= smaller(smaller(units, SLACK_TEXT_MAX), b->left);
}

/* {"type": type, key: value}, or NULL when there is no value. Takes it. */
static json_t *
wrap(const char *type, const char *key, json_t *value)
{
	json_t *object;

	if (value == NULL)
		return NULL;
	object = slack_encode_typed(type);
	slack_encode_set(object, key, value);
	return object;
}

/* The same with a list of that one value. */
static json_t *
wrap_one(const char *type, const char *key, json_t *value)
{
	json_t *list;

	if (value == NULL)
		return NULL;
	list = json_array();
	json_array_append_new(list, value);
	return wrap(type, key, list);
}

static json_t *
rich_block(struct slack_blocks *b, const json_t *spans, const char *type,
	bool bold)
{
	json_t *elements = slack_encode_rich(
		spans, smaller(SLACK_TEXT_MAX, b->left), bold);

	return wrap_one(
		"rich_text", "elements", wrap(type, "elements", elements));
}

static json_t *
plain_block(const json_t *spans, size_t max)
{
	char *words = card_plain_spans(spans), *at;
	json_t *object;
	bool emoji = false;
	json_t *span;
	size_t i;

	json_array_foreach(spans, i, span)
	{
		emoji = emoji || json_object_get(span, "emoji") != NULL;
	}
	for (at = words; max == MAX_HEADER && *at != '\0'; at++)
		if (*at == '\n')
			*at = ' ';
	object = slack_encode_plain(words, max, emoji);
	free(words);
	return object;
}

/* A heading is bold anyway, so bold in it is plain. */
static void
add_title(struct slack_blocks *b, const json_t *spans)
{
	bool fits = slack_encode_weight(spans) <= smaller(MAX_HEADER, b->left);

	if (fits && slack_encode_is_plain(spans, true))
		slack_encode_push(b,
			wrap("header", "text", plain_block(spans, MAX_HEADER)));
	else
		slack_encode_push(
			b, rich_block(b, spans, "rich_text_section", true));
}

static void
add_text(struct slack_blocks *b, const json_t *spans)
{
	slack_encode_push(b, rich_block(b, spans, "rich_text_section", false));
}

static void
add_quote(struct slack_blocks *b, const json_t *spans)
{
	slack_encode_push(b, rich_block(b, spans, "rich_text_quote", false));
}

static void
add_verbatim(struct slack_blocks *b, const json_t *spans)
{
	slack_encode_push(
		b, rich_block(b, spans, "rich_text_preformatted", false));
}

/* {"type":"mrkdwn"} of spans, NULL when empty. */
static json_t *
mrkdwn(const json_t *spans, size_t max)
{
	char *words = slack_encode_mrkdwn(spans, max, true);
	json_t *object = NULL;

	if (*words != '\0') {
		object = slack_encode_typed("mrkdwn");
		slack_encode_set_text(object, "text", words);
		slack_encode_set(object, "verbatim", json_true());
	}
	free(words);
	return object;
}

static void
add_note(struct slack_blocks *b, const json_t *spans)
{
	size_t max = smaller(MAX_FIELD, b->left);
	json_t *text;

	if (slack_encode_is_plain(spans, false))
		text = plain_block(spans, max);
	else if (slack_encode_is_safe(spans))
		text = mrkdwn(spans, max);
	else {
		add_text(b, spans);
		return;
	}
	slack_encode_push(b, wrap_one("context", "elements", text));
}

static void
append(json_t *list, const json_t *spans)
{
	json_t *span;
	size_t i;

	if (json_is_string(spans))
		json_array_append(list, (json_t *)spans);
	json_array_foreach(spans, i, span)
	{
		json_array_append(list, span);
	}
}

static json_t *
bold_span(const char *words)
{
	json_t *span = json_object();

	slack_encode_set_text(span, "b", words);
	return span;
}

/* Name in bold, then the value. */
static json_t *
pair_spans(const json_t *pair, const char *between)
{
	json_t *list = json_array();
	char *name = card_plain_spans(json_array_get(pair, 0));

	if (*name != '\0')
		json_array_append_new(list, bold_span(name));
	json_array_append_new(list, json_string_nocheck(between));
	append(list, json_array_get(pair, 1));
	free(name);
	return list;
}

static bool
are_safe(const json_t *pairs)
{
	json_t *pair;
	size_t i;

	json_array_foreach(pairs, i, pair)
	{
		if (!slack_encode_is_safe(json_array_get(pair, 0)) ||
			!slack_encode_is_safe(json_array_get(pair, 1)))
			return false;
	}
	return true;
}

static void
add_columns(struct slack_blocks *b, const json_t *pairs)
{
	json_t *fields = json_array(), *pair, *spans, *text;
	size_t i;

	json_array_foreach(pairs, i, pair)
	{
		spans = pair_spans(pair, "\n");
		text = mrkdwn(spans, smaller(MAX_FIELD, b->left));
		spend(b, spans);
		json_decref(spans);
		if (text != NULL)
			json_array_append_new(fields, text);
		if (json_array_size(fields) == MAX_FIELDS) {
			slack_encode_push(b, wrap("section", "fields", fields));
			fields = json_array();
		}
	}
	if (json_array_size(fields) > 0)
		slack_encode_push(b, wrap("section", "fields", fields));
	else
		json_decref(fields);
}

static void
add_fields(struct slack_blocks *b, const json_t *pairs)
{
	json_t *list, *pair, *spans;
	size_t i;

	if (are_safe(pairs)) {
		add_columns(b, pairs);
		return;
	}
	list = json_array();
	json_array_foreach(pairs, i, pair)
	{
		if (i > 0)
			json_array_append_new(list, json_string("\n"));
		spans = pair_spans(pair, ": ");
		append(list, spans);
		json_decref(spans);
	}
	add_text(b, list);
	json_decref(list);
}

static void
add_picture(struct slack_blocks *b, const json_t *block)
{
	const char *alt = get(block, "alt");
	char *words, *address = slack_encode_address(get(block, "picture"));

	if (b->pictures && address != NULL && strlen(address) <= MAX_ADDRESS) {
		words = slack_encode_cut(
			alt == NULL || *alt == '\0' ? "Picture" : alt, MAX_ALT,
			true);
		slack_encode_push(
			b, json_pack("{s:s, s:s, s:s}", "type", "image",
				   "image_url", address, "alt_text", words));
		free(words);
	}
	free(address);
}

/* The first chart's picture, where it was uploaded; else what it shows, in
 * words. */
static void
add_chart(struct slack_blocks *b, const json_t *chart)
{
	const json_t *alt = json_object_get(chart, "alt");
	char *words;

	if (b->chart == NULL) {
		add_note(b, alt);
		spend(b, alt);
		return;
	}
	words = slack_encode_cut(json_string_value(alt), MAX_ALT, true);
	slack_encode_push(b, json_pack("{s:s, s:{s:s}, s:s}", "type", "image",
				     "slack_file", "id", b->chart, "alt_text",
				     *words == '\0' ? "Chart" : words));
	free(words);
	b->chart = NULL;
}

static json_t *
confirm(const json_t *c)
{
	static const struct {
		const char *theirs, *ours;
		size_t max;
	} parts[] = {{"title", "title", 100}, {"text", "text", 300},
		{"confirm", "yes", 30}, {"deny", "no", 30}};
	json_t *object;
	size_t i;

	if (c == NULL)
		return NULL;
	object = json_object();
	for (i = 0; i < sizeof parts / sizeof *parts; i++)
		set(object, parts[i].theirs,
			slack_encode_plain(
				get(c, parts[i].ours), parts[i].max, true));
	if (json_object_size(object) == sizeof parts / sizeof *parts)
		return object;
	json_decref(object);
	return NULL;
}

/* Action ids must differ within a message: "share", "share#2" ... */
static json_t *
action_id(struct slack_blocks *b, const char *action)
{
	json_int_t count =
		json_integer_value(json_object_get(b->actions, action)) + 1;
	char *id;
	json_t *text;

	json_object_set_new(b->actions, action, json_integer(count));
	if (count == 1)
		return json_string(action);
	id = xasprintf("%s#%" JSON_INTEGER_FORMAT, action, count);
	text = json_string(id);
	free(id);
	return text;
}

static json_t *
copy_text(const json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	return json_string_length(value) > 0 ? json_incref(value) : NULL;
}

static json_t *
button(struct slack_blocks *b, const json_t *button)
{
	json_t *text =
		slack_encode_plain(get(button, "text"), MAX_BUTTON, true);
	const char *label = get(button, "label");
	json_t *object;
	char *cut;

	if (text == NULL)
		return NULL;
	object = wrap("button", "text", text);
	set(object, "action_id", action_id(b, get(button, "action")));
	set(object, "value", copy_text(button, "value"));
	set(object, "style", copy_text(button, "style"));
	set(object, "url", copy_text(button, "url"));
	set(object, "confirm", confirm(json_object_get(button, "confirm")));
	if (label != NULL && *label != '\0') {
		cut = slack_encode_cut(label, MAX_BUTTON, true);
		set(object, "accessibility_label", json_string(cut));
		free(cut);
	}
	return object;
}

static void
add_buttons(struct slack_blocks *b, const json_t *buttons)
{
	json_t *elements = json_array(), *entry, *element;
	size_t i;

	json_array_foreach(buttons, i, entry)
	{
		if ((element = button(b, entry)) != NULL)
			json_array_append_new(elements, element);
	}
	if (json_array_size(elements) > 0)
		slack_encode_push(b, json_pack("{s:s, s:O}", "type", "actions",
					     "elements", elements));
	json_decref(elements);
}

static void
add_menu(struct slack_blocks *b, const json_t *menu)
{
	json_t *options =
		slack_encode_options(json_object_get(menu, "options"));
	json_t *select;

	if (options == NULL)
		return;
	select = json_pack("{s:s, s:o}", "type", "static_select", "action_id",
		action_id(b, get(menu, "action")));
	set(select, "placeholder",
		slack_encode_plain(get(menu, "hint"), MAX_HINT, true));
	set(select, "initial_option",
		slack_encode_chosen(options, get(menu, "chosen")));
	json_object_set_new(select, "options", options);
	slack_encode_push(b, json_pack("{s:s, s:[o]}", "type", "actions",
				     "elements", select));
}

/* Blocks that are words, by their key. */
static const struct {
	const char *key;
	void (*add)(struct slack_blocks *b, const json_t *value);
	bool words;
} kinds[] = {
	{"title", add_title, true},
	{"text", add_text, true},
	{"quote", add_quote, true},
	{"verbatim", add_verbatim, true},
	{"note", add_note, true},
	{"fields", add_fields, false},
	{"buttons", add_buttons, false},
	{"menu", add_menu, false},
	{"chart", add_chart, false},
};

void
slack_encode_block(struct slack_blocks *b, const json_t *block)
{
	const json_t *value;
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		value = json_object_get(block, kinds[i].key);
		if (value == NULL)
			continue;
		kinds[i].add(b, value);
		if (kinds[i].words)
			spend(b, value);
		return;
	}
	if (json_object_get(block, "picture") != NULL)
		add_picture(b, block);
	else if (json_object_get(block, "input") != NULL)
		slack_encode_push(b, slack_encode_input(block));
	else if (json_is_true(json_object_get(block, "line")))
		slack_encode_push(b, json_pack("{s:s}", "type", "divider"));
}
