#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "card.h"
#include "mattermost_encode.h"
#include "mattermost_encode_block.h"
#include "mattermost_encode_text.h"

#define ROW_MAX 5
#define NOTE_MAX 300
#define SHORT_MAX 40
#define FIELD_NAME_MAX 100
#define ADDRESS_MAX 3000

static void
set_text(json_t *object, const char *key, const char *text)
{
	if (text != NULL && *text != '\0')
		json_object_set_new(object, key, json_string(text));
}

/* The attachment being written, a new one when there is none. */
static json_t *
open_one(struct mattermost_post *p)
{
	p->attached = true;
	if (p->open == NULL)
		p->open = json_object();
	return p->open;
}

void
mattermost_encode_close(struct mattermost_post *p)
{
	char *words = text_take(&p->words);

	p->line = false;
	if (p->open != NULL) {
		set_text(p->open, "text", words);
		set_text(p->open, "color", p->color);
		if (json_object_size(p->open) > (p->color == NULL ? 0 : 1))
			json_array_append(p->list, p->open);
		json_decref(p->open);
		p->open = NULL;
	}
	free(words);
}

static bool
has(const struct mattermost_post *p, const char *key)
{
	return p->open != NULL && json_object_get(p->open, key) != NULL;
}

/* Closes the attachment when words cannot be its end any more. */
static void
make_room_for_words(struct mattermost_post *p)
{
	if (has(p, "actions") || has(p, "fields") || has(p, "footer"))
		mattermost_encode_close(p);
}

void
mattermost_encode_paragraph(struct mattermost_post *p, char *words)
{
	struct text *into = &p->message;
	size_t length = mattermost_encode_length(words);

	if (length == 0)
		goto out;
	if (p->attached) {
		make_room_for_words(p);
		open_one(p);
		into = &p->words;
	}
	if (p->line && into->size > 0)
		text_add(into, "\n\n---");
	if (into->size > 0)
		text_add(into, "\n\n");
	p->line = false;
	text_add(into, words);
	p->left -= length < p->left ? length : p->left;
out:
	free(words);
}

/* "> " before each line. Takes words. */
static char *
quoted(char *words)
{
	struct text out = {0};
	char *at;

	if (*words == '\0')
		return words;
	text_add(&out, "> ");
	for (at = words; *at != '\0'; at++) {
		text_add_char(&out, *at);
		if (*at == '\n')
			text_add(&out, "> ");
	}
	free(words);
	return text_take(&out);
}

static char *
write_quote(const json_t *spans, size_t max, const struct mattermost_names *n)
{
	return quoted(mattermost_encode_spans(spans, max, n));
}

static char *
write_verbatim(
	const json_t *spans, size_t max, const struct mattermost_names *n)
{
	char *plain = mattermost_encode_plain(spans, max, n);
	char *fence = mattermost_encode_fence(plain, max);

	free(plain);
	return fence;
}

/* Name in bold, then the value, each pair a line. */
static char *
write_pairs(const json_t *pairs, size_t max, const struct mattermost_names *n)
{
	struct text out = {0};
	size_t i, left;
	json_t *pair;
	char *name, *value;

	json_array_foreach(pairs, i, pair)
	{
		left = out.size < max ? max - out.size : 0;
		name = mattermost_encode_bold(json_array_get(pair, 0),
			left < FIELD_NAME_MAX ? left : FIELD_NAME_MAX, n);
		value = mattermost_encode_spans(
			json_array_get(pair, 1), left, n);
		if (left > 0)
			text_addf(&out, "%s%s%s%s", out.size > 0 ? "\n" : "",
				name, *name == '\0' ? "" : ": ", value);
		free(name);
		free(value);
	}
	return text_take(&out);
}

/* Blocks that are words, by their key. */
static const struct {
	const char *key;
	char *(*write)(const json_t *value, size_t max,
		const struct mattermost_names *n);
} kinds[] = {
	{"title", mattermost_encode_bold},
	{"text", mattermost_encode_spans},
	{"quote", write_quote},
	{"verbatim", write_verbatim},
	{"note", mattermost_encode_spans},
	{"fields", write_pairs},
};

char *
mattermost_encode_worded(
	const json_t *block, size_t max, const struct mattermost_encode *with)
{
	const json_t *value;
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		value = json_object_get(block, kinds[i].key);
		if (value != NULL)
			return kinds[i].write(value, max, &with->names);
	}
	return NULL;
}

/* Whether words show the same with and without reading Markdown in them: where
 * clients differ only such may stand. */
static bool
is_simple(const char *words)
{
	return strpbrk(words, "\\`*_[]<>~&|") == NULL;
}

static bool
has_emoji(const json_t *spans)
{
	json_t *span;
	size_t i;

	json_array_foreach(spans, i, span)
	{
		if (json_object_get(span, "emoji") != NULL)
			return true;
	}
	return false;
}

/* Small print stands under an attachment; in a message it is a paragraph. */
static void
add_note(struct mattermost_post *p, const json_t *spans)
{
	char *words = mattermost_encode_spans(spans, p->left, &p->with->names);

	if (!p->attached || !is_simple(words) || has_emoji(spans) ||
		mattermost_encode_length(words) > NOTE_MAX) {
		mattermost_encode_paragraph(p, words);
		return;
	}
	if (has(p, "footer"))
		mattermost_encode_close(p);
	set_text(open_one(p), "footer", words);
	free(words);
}

static void
add_picture(struct mattermost_post *p, const json_t *block)
{
	const char *given =
		json_string_value(json_object_get(block, "picture"));
	char *address = mattermost_encode_address(given);

	if (address != NULL && strlen(address) <= ADDRESS_MAX) {
		make_room_for_words(p);
		if (has(p, "image_url"))
			mattermost_encode_close(p);
		set_text(open_one(p), "image_url", address);
	}
	free(address);
}

static bool
are_simple(const json_t *pairs, const struct mattermost_names *n)
{
	bool simple = true;
	json_t *pair;
	size_t i;
	char *name;

	json_array_foreach(pairs, i, pair)
	{
		name = mattermost_encode_spans(
			json_array_get(pair, 0), FIELD_NAME_MAX, n);
		simple = simple && *name != '\0' && is_simple(name);
		free(name);
	}
	return simple;
}

static void
add_columns(struct mattermost_post *p, const json_t *pairs)
{
	json_t *fields = json_array(), *pair;
	char *name, *value;
	size_t i, length;

	json_array_foreach(pairs, i, pair)
	{
		name = mattermost_encode_spans(json_array_get(pair, 0),
			FIELD_NAME_MAX, &p->with->names);
		value = mattermost_encode_spans(
			json_array_get(pair, 1), p->left, &p->with->names);
		length = mattermost_encode_length(value);
		p->left -= length < p->left ? length : p->left;
		json_array_append_new(fields,
			json_pack("{s:s, s:s, s:b}", "title", name, "value",
				value, "short", length <= SHORT_MAX));
		free(name);
		free(value);
	}
	make_room_for_words(p);
	json_object_set_new(open_one(p), "fields", fields);
}

static void
add_fields(struct mattermost_post *p, const json_t *pairs)
{
	if (json_array_size(pairs) == 0)
		return;
	if (are_simple(pairs, &p->with->names))
		add_columns(p, pairs);
	else
		mattermost_encode_paragraph(
			p, write_pairs(pairs, p->left, &p->with->names));
}

/* Adds what calls us; takes action. */
static void
push_action(struct mattermost_post *p, json_t *action)
{
	json_t *row;

	if (action == NULL)
		return;
	if (json_array_size(json_object_get(p->open, "actions")) == ROW_MAX ||
		has(p, "footer"))
		mattermost_encode_close(p);
	row = json_object_get(open_one(p), "actions");
	if (row == NULL) {
		row = json_array();
		json_object_set_new(p->open, "actions", row);
	}
	json_array_append_new(row, action);
	p->actions++;
}

/* A row that does not fit behind the one before it begins its own. */
static void
make_room_for_row(struct mattermost_post *p, size_t count)
{
	size_t there = json_array_size(json_object_get(p->open, "actions"));

	if (there > 0 && there + count > ROW_MAX)
		mattermost_encode_close(p);
}

static void
add_buttons(struct mattermost_post *p, const json_t *buttons)
{
	size_t i, count = 0;
	json_t *button;

	json_array_foreach(buttons, i, button)
	{
		if (json_object_get(button, "url") == NULL)
			count++;
	}
	mattermost_encode_paragraph(p, mattermost_encode_links(buttons));
	make_room_for_row(p, count);
	json_array_foreach(buttons, i, button)
	{
		if (json_object_get(button, "url") == NULL)
			push_action(p, mattermost_encode_button(
					       p, button, p->actions));
	}
}

void
mattermost_encode_block(struct mattermost_post *p, const json_t *block)
{
	const json_t *value;
	char *words;

	if ((value = json_object_get(block, "buttons")) != NULL) {
		add_buttons(p, value);
	} else if ((value = json_object_get(block, "menu")) != NULL) {
		make_room_for_row(p, 1);
		push_action(p, mattermost_encode_menu(p, value, p->actions));
	} else if ((value = json_object_get(block, "note")) != NULL) {
		add_note(p, value);
	} else if ((value = json_object_get(block, "fields")) != NULL) {
		add_fields(p, value);
	} else if (json_object_get(block, "picture") != NULL) {
		add_picture(p, block);
	} else if ((value = json_object_get(block, "chart")) != NULL) {
		/* files have no words for who cannot see them */
		add_note(p, json_object_get(value, "alt"));
	} else if (json_object_get(block, "line") != NULL) {
		p->line = true;
	} else if (json_object_get(block, "file") == NULL) {
		words = mattermost_encode_worded(block, p->left, p->with);
		if (words != NULL)
			mattermost_encode_paragraph(p, words);
		/* with a colour the message is the heading alone */
		p->attached = p->attached ||
			      (p->color != NULL && p->message.size > 0);
	}
}
