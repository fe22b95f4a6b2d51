#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "text.h"

#include "card.h"
#include "mattermost_encode.h"
#include "mattermost_encode_block.h"
#include "mattermost_encode_text.h"

#define MAX_WORDS 12000
#define MIN_WORDS 400
#define MAX_FALLBACK 200
#define MAX_COMPLAINT 300
#define PROPS_MAX 8000
#define PROPS_SPARE 200 /* what the server adds */
#define ELLIPSIS "\xe2\x80\xa6"

/* A post's two parts. */
struct written {
	char *message;
	json_t *attachments;
};

/* A card of text alone is one paragraph. */
static json_t *
blocks_of(const json_t *card)
{
	json_t *blocks = json_object_get(card, "blocks");

	if (json_array_size(blocks) > 0)
		return json_incref(blocks);
	return json_pack("[{s:O}]", "text", json_object_get(card, "text"));
}

/* Nobody is called by what some clients show alone. Yours. */
static char *
without_mentions(const char *words)
{
	struct text out = {0};

	for (; *words != '\0'; words++) {
		text_add_char(&out, *words);
		if (*words == '@')
			text_add(&out, "\xe2\x81\xa0");
	}
	return text_take(&out);
}

/* What is shown where attachments are not: all of the card, in short. */
static void
add_fallback(json_t *attachments, const json_t *card,
	const struct mattermost_names *names)
{
	json_t *first = json_array_get(attachments, 0), *spans;
	char *words, *quiet;

	if (first == NULL)
		return;
	spans = card_text(card);
	words = mattermost_encode_plain(spans, MAX_FALLBACK, names);
	quiet = without_mentions(words);
	json_object_set_new(first, "fallback", json_string(quiet));
	free(quiet);
	free(words);
	json_decref(spans);
}

static void
write_card(struct written *out, const json_t *card,
	const struct mattermost_post *how)
{
	struct mattermost_post p = *how;
	json_t *blocks = blocks_of(card), *block;
	size_t i;

	p.color = json_text(card, "color", NULL);
	p.list = json_array();
	json_array_foreach(blocks, i, block)
	{
		mattermost_encode_block(&p, block);
	}
	mattermost_encode_close(&p);
	add_fallback(p.list, card, &p.with->names);
	json_decref(blocks);
	out->message = text_take(&p.message);
	out->attachments = p.list;
	if (*out->message == '\0' && json_array_size(p.list) == 0) {
		free(out->message);
		out->message = xstrdup(ELLIPSIS);
	}
}

static void
drop(struct written *w)
{
	free(w->message);
	json_decref(w->attachments);
}

/* Characters the server counts in them: as it writes JSON, where < > & take
 * six. */
static size_t
weight(const json_t *attachments)
{
	char *text = json_dumps(attachments, JSON_COMPACT);
	size_t length = mattermost_encode_length(text);
	const char *at = text;

	while ((at = strpbrk(at, "<>&")) != NULL) {
		length += strlen("\\u003c") - 1;
		at++;
	}
	free(text);
	return length;
}

/* The card within the server's limits: with fewer words first, then without
 * its end. */
static void
write_fitting(struct written *out, const json_t *card,
	const struct mattermost_encode *with, bool ephemeral)
{
	struct mattermost_post how = {
		.with = with, .ephemeral = ephemeral, .left = MAX_WORDS};
	size_t max = with->props_max == 0 ? PROPS_MAX : with->props_max;
	size_t count;

	max = max > PROPS_SPARE ? max - PROPS_SPARE : 0;
	write_card(out, card, &how);
	while (weight(out->attachments) > max && how.left > MIN_WORDS) {
		drop(out);
		how.left = how.left * 2 / 3;
		write_card(out, card, &how);
	}
	while ((count = json_array_size(out->attachments)) > 0 &&
		weight(out->attachments) > max)
		json_array_remove(out->attachments, count - 1);
}

json_t *
mattermost_encode_post(const json_t *card, const struct mattermost_encode *with)
{
	struct written w;
	json_t *post;

	write_fitting(&w, card, with, false);
	post = json_pack("{s:s, s:{s:{s:s}}}", "message", w.message, "props",
		"adv", "k", with->sign.key == NULL ? "" : with->sign.key);
	if (json_array_size(w.attachments) > 0)
		json_object_set(json_object_get(post, "props"), "attachments",
			w.attachments);
	drop(&w);
	return post;
}

json_t *
mattermost_encode_reply(
	const json_t *card, const struct mattermost_encode *with)
{
	struct written w;
	json_t *reply;

	write_fitting(&w, card, with, true);
	reply = json_pack("{s:s, s:s, s:b}", "response_type", "ephemeral",
		"text", w.message, "skip_slack_parsing", 1);
	if (json_array_size(w.attachments) > 0)
		json_object_set(reply, "attachments", w.attachments);
	drop(&w);
	return reply;
}

/* Whether text can carry the block: buttons that call us, menus and pictures
 * cannot be said. */
static bool
is_sayable(const json_t *block)
{
	json_t *button;
	size_t i;

	if (json_object_get(block, "menu") != NULL ||
		json_object_get(block, "picture") != NULL)
		return false;
	json_array_foreach(json_object_get(block, "buttons"), i, button)
	{
		if (json_object_get(button, "url") == NULL)
			return false;
	}
	return true;
}

json_t *
mattermost_encode_ephemeral(
	const json_t *card, const struct mattermost_encode *with)
{
	struct mattermost_post p = {.with = with, .left = MAX_WORDS};
	json_t *blocks = blocks_of(card), *block, *answer = NULL, *buttons;
	char *words;
	size_t i;

	json_array_foreach(blocks, i, block)
	{
		if (!is_sayable(block))
			goto out;
		if (json_object_get(block, "line") != NULL)
			p.line = true;
		buttons = json_object_get(block, "buttons");
		words = buttons != NULL
				? mattermost_encode_links(buttons)
				: mattermost_encode_worded(block, p.left, with);
		if (words != NULL)
			mattermost_encode_paragraph(&p, words);
	}
	words = text_take(&p.message);
	answer = json_pack("{s:s, s:b}", "ephemeral_text",
		*words == '\0' ? ELLIPSIS : words, "skip_slack_parsing", 1);
	free(words);
out:
	text_free(&p.message);
	json_decref(blocks);
	return answer;
}

/* Notes an id whose name is not known, once. */
static void
note(json_t *missing, const char *key, const char *id, const char *name)
{
	json_t *list = json_object_get(missing, key), *one;
	size_t i;

	if (id == NULL || *id == '\0' || name != NULL)
		return;
	json_array_foreach(list, i, one)
	{
		if (strcmp(json_string_value(one), id) == 0)
			return;
	}
	json_array_append_new(list, json_string(id));
}

static void
note_channel(
	json_t *missing, const json_t *id, const struct mattermost_names *names)
{
	const char *text = json_string_value(id);

	if (text != NULL)
		note(missing, "channels", text,
			names->channel(names->arg, text));
}

/* Looks through whatever a card is made of. */
static void
look(json_t *missing, const json_t *value, const struct mattermost_names *names)
{
	const char *key, *person;
	json_t *child;
	size_t i;

	json_array_foreach(value, i, child)
	{
		look(missing, child, names);
	}
	if (!json_is_object(value))
		return;
	person = json_text(value, "person", NULL);
	if (person != NULL)
		note(missing, "people", person,
			names->person(names->arg, person));
	note_channel(missing, json_object_get(value, "channel"), names);
	if (strcmp(json_text(value, "kind", ""), "channels") == 0)
		json_array_foreach(json_object_get(value, "value"), i, child)
		{
			note_channel(missing, child, names);
		}
	json_object_foreach((json_t *)value, key, child)
	{
		look(missing, child, names);
	}
}

json_t *
mattermost_encode_unknown(
	const json_t *card, const struct mattermost_names *names)
{
	json_t *missing = json_pack("{s:[], s:[]}", "people", "channels");

	look(missing, card, names);
	if (json_array_size(json_object_get(missing, "people")) > 0 ||
		json_array_size(json_object_get(missing, "channels")) > 0)
		return missing;
	json_decref(missing);
	return NULL;
}

/* One complaint where it belongs: choices are several boxes, and what is no
 * input of the form is said of the whole. */
static void
add_complaint(json_t *answer, const char *name, const char *words,
	const json_t *kinds)
{
	const json_t *kind = json_object_get(kinds, name);
	json_t *list = json_object_get(answer, "errors");
	char *box;

	if (kinds != NULL && kind == NULL) {
		json_object_set_new(answer, "error", json_string(words));
		return;
	}
	if (list == NULL) {
		list = json_object();
		json_object_set_new(answer, "errors", list);
	}
	box = json_is_array(kind) ? xasprintf("%s.0", name) : xstrdup(name);
	json_object_set_new(list, box, json_string(words));
	free(box);
}

json_t *
mattermost_encode_errors(const json_t *errors, const json_t *kinds)
{
	json_t *answer = json_object(), *spans;
	const char *name;
	char *words;

	json_object_foreach((json_t *)errors, name, spans)
	{
		words = mattermost_encode_plain(spans, MAX_COMPLAINT, NULL);
		add_complaint(answer, name, words, kinds);
		free(words);
	}
	return answer;
}
