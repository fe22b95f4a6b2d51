#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "text.h"

#include "card.h"
#include "mattermost_encode.h"
#include "mattermost_encode_block.h"
#include "mattermost_encode_input.h"
#include "mattermost_encode_text.h"
#include "mattermost_seal.h"

#define TITLE_MAX 24
#define INTRODUCTION_MAX 3000
#define OPEN_MS                                                                \
	INT64_C(43200000) /* somebody may well think for a day's work          \
			   */
#define ASK_MS INT64_C(3600000)
#define CONFIRM "confirm"
#define ELLIPSIS "\xe2\x80\xa6"

/* The heading: the form's, else its first title block, which is then not
 * shown twice. Yours. */
static char *
title_of(const json_t *form, json_t *blocks)
{
	const json_t *first =
		json_object_get(json_array_get(blocks, 0), "title");
	const char *given = json_text(form, "title", NULL);
	char *words, *title;

	if (given != NULL || first == NULL)
		return mattermost_encode_label(
			given == NULL ? ELLIPSIS : given, TITLE_MAX);
	words = card_plain_spans(first);
	title = mattermost_encode_label(words, TITLE_MAX);
	free(words);
	json_array_remove(blocks, 0);
	return title;
}

/* What stands above the inputs: all words of the form, and hints that are too
 * long to stand below their input. Yours. */
static char *
introduction_of(const json_t *blocks, const struct mattermost_encode *with)
{
	struct mattermost_post p = {.with = with, .left = INTRODUCTION_MAX};
	json_t *block;
	char *words;
	size_t i;

	json_array_foreach(blocks, i, block)
	{
		if (json_object_get(block, "input") != NULL)
			words = mattermost_encode_hint(block, p.left);
		else if (json_object_get(block, "buttons") != NULL)
			words = mattermost_encode_links(
				json_object_get(block, "buttons"));
		else
			words = mattermost_encode_worded(block, p.left, with);
		if (words != NULL)
			mattermost_encode_paragraph(&p, words);
	}
	return text_take(&p.message);
}

/* {"url", "dialog"}; takes elements and state. */
static json_t *
dialog_of(const char *title, const char *introduction, json_t *elements,
	char *state, const struct mattermost_encode *with)
{
	char *url = xasprintf("%s/dialog", with->sign.url);
	json_t *made = json_pack("{s:s, s:{s:s, s:s, s:o, s:s}}", "url", url,
		"dialog", "title", *title == '\0' ? ELLIPSIS : title,
		"introduction_text", introduction, "elements", elements,
		"state", state);

	free(state);
	free(url);
	return made;
}

static char *
sealed(const json_t *form, const char *answer, const json_t *kinds,
	const struct mattermost_encode *with)
{
	struct mattermost_form f = {.chat = with->sign.chat,
		.name = json_text(form, "form", "form"),
		.person = with->sign.person,
		.state = json_text(form, "state", ""),
		.answer = answer,
		.kinds = kinds,
		.until = with->sign.now + OPEN_MS};

	return mattermost_seal_state(with->sign.seal, &f);
}

json_t *
mattermost_encode_dialog(const json_t *form, const char *answer,
	const struct mattermost_encode *with)
{
	json_t *blocks = json_copy(json_object_get(form, "blocks"));
	json_t *elements = json_array(), *kinds = json_object(), *made, *dialog;
	json_t *block;
	char *title = title_of(form, blocks);
	char *introduction = introduction_of(blocks, with);
	char *submit = mattermost_encode_label(
		json_text(form, "submit", "OK"), TITLE_MAX);
	size_t i;

	json_array_foreach(blocks, i, block)
	{
		mattermost_encode_input(elements, kinds, block, &with->names);
	}
	made = dialog_of(title, introduction, elements,
		sealed(form, answer, kinds, with), with);
	dialog = json_object_get(made, "dialog");
	json_object_set_new(dialog, "callback_id",
		json_string(json_text(form, "form", "form")));
	json_object_set_new(dialog, "submit_label", json_string(submit));
	json_object_set_new(dialog, "notify_on_cancel",
		json_boolean(json_object_get(form, "close") != NULL));
	free(submit);
	free(introduction);
	free(title);
	json_decref(kinds);
	json_decref(blocks);
	return made;
}

/* Words of a confirmation as Markdown; with its heading when that had to be
 * cut. Yours. */
static char *
question_of(const json_t *confirm)
{
	const char *title = json_text(confirm, "title", "");
	json_t *heading = json_string(title);
	char *bold = NULL, *words, *all;

	if (strlen(title) > TITLE_MAX)
		bold = mattermost_encode_bold(heading, INTRODUCTION_MAX, NULL);
	words = mattermost_encode_spans(
		json_object_get(confirm, "text"), INTRODUCTION_MAX, NULL);
	all = xasprintf("%s%s%s", bold == NULL ? "" : bold,
		bold == NULL ? "" : "\n\n", words);
	free(words);
	free(bold);
	json_decref(heading);
	return all;
}

json_t *
mattermost_encode_confirm(const json_t *confirm, const json_t *press,
	const struct mattermost_encode *with)
{
	struct mattermost_form f = {.chat = with->sign.chat,
		.name = CONFIRM,
		.person = with->sign.person,
		.state = "",
		.press = press,
		.until = with->sign.now + ASK_MS};
	char *title = mattermost_encode_label(
		json_text(confirm, "title", ""), TITLE_MAX);
	char *yes = mattermost_encode_label(
		json_text(confirm, "yes", "OK"), TITLE_MAX);
	char *question = question_of(confirm);
	json_t *made = dialog_of(title, question, json_array(),
		mattermost_seal_state(with->sign.seal, &f), with);
	json_t *dialog = json_object_get(made, "dialog");

	json_object_set_new(dialog, "callback_id", json_string(CONFIRM));
	json_object_set_new(dialog, "submit_label", json_string(yes));
	json_object_set_new(dialog, "notify_on_cancel", json_false());
	free(question);
	free(yes);
	free(title);
	return made;
}
