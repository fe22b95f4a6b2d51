#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "text.h"

#include "card.h"
#include "chat.h"
#include "slack_encode.h"
#include "slack_encode_block.h"
#include "slack_encode_text.h"

#define MAX_MESSAGE_BLOCKS 50
#define MAX_VIEW_BLOCKS 100
/* Slack refuses messages somewhat above 13,000 characters in all. */
#define MAX_MESSAGE_UNITS 12000
#define MAX_VIEW_UNITS 40000
#define MAX_TEXT 4000
#define MAX_VIEW_WORDS 24
#define MAX_COMPLAINT 1000

static json_t *
write_blocks(const json_t *blocks, struct slack_blocks *b)
{
	json_t *block;
	size_t i;

	b->list = json_array();
	b->actions = json_object();
	json_array_foreach(blocks, i, block)
	{
		slack_encode_block(b, block);
	}
	json_decref(b->actions);
	return b->list;
}

/* A card of text alone is one paragraph. */
static json_t *
message_blocks(const json_t *card, enum slack_detail detail, const char *chart)
{
	struct slack_blocks b = {.max = MAX_MESSAGE_BLOCKS,
		.left = MAX_MESSAGE_UNITS,
		.pictures = detail == SLACK_WHOLE,
		.chart = chart};
	const json_t *blocks = json_object_get(card, "blocks");
	json_t *made, *list;

	if (json_array_size(blocks) > 0)
		return write_blocks(blocks, &b);
	made = json_pack("[{s:O}]", "text", json_object_get(card, "text"));
	list = write_blocks(made, &b);
	json_decref(made);
	return list;
}

json_t *
slack_encode_drawn(
	const json_t *card, enum slack_detail detail, const char *chart)
{
	json_t *spans = card_text(card);
	char *text = slack_encode_mrkdwn(spans, MAX_TEXT, false);
	json_t *message = json_pack("{s:s, s:o}", "text",
		*text == '\0' ? "\xe2\x80\xa6" : text, "blocks",
		message_blocks(card, detail, chart));

	free(text);
	json_decref(spans);
	return message;
}

json_t *
slack_encode_message(const json_t *card, enum slack_detail detail)
{
	return slack_encode_drawn(card, detail, NULL);
}

static json_t *
words(const json_t *form, const char *key, const char *otherwise)
{
	const char *given = json_string_value(json_object_get(form, key));
	json_t *text = slack_encode_plain(given, MAX_VIEW_WORDS, true);

	if (text == NULL && otherwise != NULL)
		text = slack_encode_plain(otherwise, MAX_VIEW_WORDS, true);
	return text;
}

/* The modal's heading: the form's, else its first title block, which is then
 * not shown twice. */
static json_t *
modal_title(const json_t *form, json_t *blocks)
{
	const json_t *block = json_array_get(blocks, 0);
	const json_t *title = json_object_get(block, "title");
	char *plain;
	json_t *text;

	if (json_object_get(form, "title") != NULL || title == NULL)
		return words(form, "title", "\xe2\x80\xa6");
	plain = card_plain_spans(title);
	text = slack_encode_plain(plain, MAX_VIEW_WORDS, true);
	free(plain);
	if (text == NULL)
		return words(form, "title", "\xe2\x80\xa6");
	json_array_remove(blocks, 0);
	return text;
}

static bool
has_input(const json_t *blocks)
{
	json_t *block;
	size_t i;

	json_array_foreach(blocks, i, block)
	{
		if (json_object_get(block, "input") != NULL)
			return true;
	}
	return false;
}

json_t *
slack_encode_modal(const json_t *form)
{
	struct slack_blocks b = {.max = MAX_VIEW_BLOCKS,
		.left = MAX_VIEW_UNITS,
		.pictures = true};
	json_t *blocks = json_copy(json_object_get(form, "blocks"));
	json_t *title = modal_title(form, blocks), *close, *submit;
	json_t *view;

	submit = words(form, "submit", has_input(blocks) ? "OK" : NULL);
	close = words(form, "close", NULL);
	view = json_pack("{s:s, s:o, s:s, s:s, s:o}", "type", "modal", "title",
		title, "callback_id", json_text(form, "form", "form"),
		"private_metadata", json_text(form, "state", ""), "blocks",
		write_blocks(blocks, &b));
	if (submit != NULL)
		json_object_set_new(view, "submit", submit);
	if (close != NULL)
		json_object_set_new(view, "close", close);
	json_decref(blocks);
	return view;
}

json_t *
slack_encode_home(const json_t *card)
{
	struct slack_blocks b = {.max = MAX_VIEW_BLOCKS,
		.left = MAX_VIEW_UNITS,
		.pictures = true};

	return json_pack("{s:s, s:o}", "type", "home", "blocks",
		write_blocks(json_object_get(card, "blocks"), &b));
}

static json_t *
complaints(const json_t *errors)
{
	json_t *list = json_object(), *value;
	const char *name;
	char *said;

	json_object_foreach((json_t *)errors, name, value)
	{
		char *plain = card_plain_spans(value);

		said = slack_encode_cut(plain, MAX_COMPLAINT, false);
		json_object_set_new(list, name, json_string(said));
		free(said);
		free(plain);
	}
	return json_pack(
		"{s:s, s:o}", "response_action", "errors", "errors", list);
}

json_t *
slack_encode_answer(const struct chat_answer *answer, bool is_form)
{
	if (answer == NULL)
		return NULL;
	if (!is_form)
		return answer->card == NULL ? NULL
					    : slack_encode_message(answer->card,
						      SLACK_WHOLE);
	if (json_object_size(answer->errors) > 0)
		return complaints(answer->errors);
	if (answer->form != NULL)
		return json_pack("{s:s, s:o}", "response_action", "update",
			"view", slack_encode_modal(answer->form));
	return NULL;
}

char *
slack_encode_ack(const char *envelope, const char *payload)
{
	struct text out = {0};
	json_t *id = json_string(envelope);
	char *quoted = json_dumps(id, JSON_ENCODE_ANY);

	text_add(&out, "{\"envelope_id\":");
	text_add(&out, quoted);
	if (payload != NULL) {
		text_add(&out, ",\"payload\":");
		text_add(&out, payload);
	}
	text_add_char(&out, '}');
	free(quoted);
	json_decref(id);
	return text_take(&out);
}
