#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "items.h"
#include "json.h"
#include "mem.h"
#include "network.h"
#include "text.h"

#include "about.h"
#include "answer.h"
#include "behaviour.h"
#include "caption_choice.h"
#include "caption_form.h"
#include "caption_save.h"
#include "kit_open.h"
#include "number.h"
#include "which.h"
#include "wording.h"

#define SHOWN 600 /* characters of a text in the list */

/* The disclosure and the link that stand around each text. */
static json_t *
frame_of(struct turn *t, const struct item *i, struct err *e)
{
	const struct wording w = {.item = i, .network = network_find("copy")};
	char *before = wording_post(t, &w, "", "", e), *link, *host;
	json_t *frame;

	if (before == NULL)
		return NULL;
	link = xasprintf("%s/l/\xe2\x80\xa6", t->programme->links_url);
	host = strstr(link, "://");
	frame = json_pack("{s:s, s:s}", "disclosure", before, "link",
		host == NULL ? link : host + strlen("://"));
	free(link);
	free(before);
	return frame;
}

/* One text of the list; head is its network where another group begins. */
static json_t *
row_of(struct turn *t, const struct item *i, const struct caption *c,
	struct err *e)
{
	const struct network *n = network_find(c->network);
	json_t *sizes = caption_save_measure(t, i, n, c->text, e), *words;
	char *text;
	json_t *row;

	if (sizes == NULL)
		return NULL;
	words = turn_words(
		t, "caption_sizes", json_pack("{s:o}", "sizes", sizes), e);
	if (words == NULL)
		return NULL;
	text = text_cut(c->text, SHOWN);
	row = json_pack("{s:s, s:s, s:o}", "language", c->language, "text",
		text, "sizes", words);
	free(text);
	return row;
}

static json_t *
rows_of(struct turn *t, const struct item *i, const struct caption_list *l,
	struct err *e)
{
	json_t *rows = json_array(), *row;
	const struct network *network;
	bool new_group;
	size_t n;

	for (n = 0; n < l->count; n++) {
		row = row_of(t, i, &l->all[n], e);
		if (row == NULL) {
			json_decref(rows);
			return NULL;
		}
		network = network_find(l->all[n].network);
		new_group = n == 0 || strcmp(l->all[n].network,
					      l->all[n - 1].network) != 0;
		json_object_set_new(
			row, "number", json_integer((json_int_t)n + 1));
		json_object_set_new(
			row, "all", json_boolean(new_group && network == NULL));
		json_object_set_new(row, "network",
			json_string(new_group && network != NULL
					    ? network->label
					    : ""));
		json_array_append_new(rows, row);
	}
	return rows;
}

static int
show(struct turn *t, const struct item *i, struct err *e)
{
	struct caption_list list = {NULL, 0};
	json_t *rows = NULL, *values = NULL;

	if (caption_list_get(t, i, &list, e) == 0)
		rows = rows_of(t, i, &list, e);
	caption_list_free(&list);
	if (rows != NULL)
		values = frame_of(t, i, e);
	if (values == NULL) {
		json_decref(rows);
		return -1;
	}
	json_object_set_new(values, "item", json_integer(i->id));
	json_object_set_new(values, "title", json_string(about_title(i)));
	json_object_set_new(values, "texts", rows);
	return answer_here(t, "captions", values, e);
}

/* How it is written; wrong is what was not understood, or "". */
static int
refuse(struct turn *t, const struct item *i, const char *wrong, struct err *e)
{
	char *shown = text_cut(wrong, 60);
	int result = turn_reply(t, "captions_how",
		json_pack("{s:I, s:s}", "item", (json_int_t)i->id, "wrong",
			shown),
		e);

	free(shown);
	return result;
}

/* "linkedin de" before the colon: each a network or a language. *wrong is
 * the word that is neither, or NULL. */
static int
read_head(struct turn *t, struct caption_draft *d, char *head,
	const char **wrong, struct err *e)
{
	json_t *languages = caption_save_languages(t, d->item, e), *one;
	const struct network *n;
	const char *word;
	size_t i;

	*wrong = NULL;
	if (languages == NULL)
		return -1;
	while (*wrong == NULL && (word = text_word(&head)) != NULL) {
		n = network_find(word);
		*wrong = n == NULL ? word : NULL;
		d->network = n == NULL ? d->network : n;
		json_array_foreach(languages, i, one)
		{
			if (n != NULL ||
				(!text_same(json_text(one, "language", ""),
					 word) &&
					!text_same(json_text(one, "name", ""),
						word)))
				continue;
			text_copy(d->caption.language,
				sizeof d->caption.language,
				json_text(one, "language", ""));
			*wrong = NULL;
		}
	}
	json_decref(languages);
	return 0;
}

/* It was not taken: the words that say why, and the text, so that nobody has
 * to write it again. */
static int
refuse_text(struct turn *t, struct caption_draft *d, struct err *e)
{
	json_t *why = turn_words(t, d->phrase, d->values, e);

	d->values = NULL;
	if (why == NULL)
		return -1;
	return turn_reply(t, "caption_refused",
		json_pack("{s:I, s:o, s:s}", "item", (json_int_t)d->item->id,
			"why", why, "text", d->caption.text),
		e);
}

/* "x de: text" for a draft that has its item; *rest is written over. */
static int
take_line(struct turn *t, struct caption_draft *d, char *rest, struct err *e)
{
	char *colon = strchr(rest, ':'), *text;
	const char *wrong;
	int result;

	if (colon == NULL)
		return refuse(t, d->item, "", e);
	*colon = '\0';
	text = text_clean(colon + 1);
	text_trim(text);
	result = read_head(t, d, rest, &wrong, e);
	if (result == 0 && wrong != NULL)
		result = refuse(t, d->item, wrong, e);
	else if (result == 0)
		result = caption_form_take(t, d, text, e);
	if (result == 0 && wrong == NULL && d->phrase != NULL)
		result = refuse_text(t, d, e);
	free(text);
	return result;
}

static int
add(struct turn *t, const struct item *i, char *rest, struct err *e)
{
	struct caption_draft *d = xcalloc(1, sizeof *d);
	int result;

	d->item = i;
	result = *rest == '\0' ? caption_form_open(t, d, e)
			       : take_line(t, d, rest, e);
	free(d);
	return result;
}

/* The text of that number in the list; out->id 0: there is none, and who asked
 * was told how many there are. */
static int
find_text(struct turn *t, const struct item *i, const char *word,
	struct caption *out, struct err *e)
{
	int64_t number = word == NULL ? 0 : number_read(word);
	struct caption_list list = {NULL, 0};
	int result = caption_list_get(t, i, &list, e);

	out->id = 0;
	if (result == 0 && number >= 1 && (size_t)number <= list.count)
		*out = list.all[number - 1];
	else if (result == 0)
		result = turn_reply(t, "caption_unknown",
			json_pack("{s:I, s:I}", "item", (json_int_t)i->id,
				"count", (json_int_t)list.count),
			e);
	caption_list_free(&list);
	return result;
}

/* "2: text", "2 x de: text", or "2" alone, which opens the form. */
static int
change(struct turn *t, const struct item *i, char *rest, struct err *e)
{
	struct caption_draft *d = xcalloc(1, sizeof *d);
	size_t digits = strspn(rest, "0123456789");
	char *word = xstrndup(rest, digits);
	int result = find_text(t, i, word, &d->caption, e);

	rest = text_trim(rest + digits);
	d->item = i;
	d->network = network_find(d->caption.network);
	if (result == 0 && d->caption.id != 0)
		result = *rest == '\0' ? caption_form_open(t, d, e)
				       : take_line(t, d, rest, e);
	free(word);
	free(d);
	return result;
}

static int
drop(struct turn *t, const struct item *i, const char *word, struct err *e)
{
	struct caption *c = xcalloc(1, sizeof *c);
	int result = find_text(t, i, word, c, e);

	if (result == 0 && c->id != 0) {
		result = caption_save_drop(t, c, e);
		if (result == 0)
			result = kit_open_refresh(t, i, e);
		if (result == 0)
			result = turn_reply(t, "caption_removed",
				json_pack("{s:I, s:s, s:s}", "item",
					(json_int_t)i->id, "title",
					about_title(i), "text", c->text),
				e);
	}
	free(c);
	return result;
}

static bool
is_add(const char *rest)
{
	return strncasecmp(rest, "add", 3) == 0 &&
	       (rest[3] == '\0' || strchr(" :\n", rest[3]) != NULL);
}

/* /campaign captions 12 [add [network] [language]: text | change 2: text |
 * remove 2]: who only looks may look. */
int
captions_run(struct turn *t, struct err *e)
{
	char *copy = xstrdup(t->text), *rest = copy;
	const char *word;
	struct item item;
	int result;

	result = which_item(t, text_word(&rest), "captions", &item, e);
	if (result == -1 || item.id == 0)
		goto out;
	rest = text_trim(rest);
	if (*rest != '\0' && t->role < ROLE_CURATOR) {
		result = refuse_role(t, ROLE_CURATOR, e);
		goto out;
	}
	if (is_add(rest)) {
		result = add(t, &item, text_trim(rest + 3), e);
		goto out;
	}
	word = text_word(&rest);
	if (word == NULL)
		result = show(t, &item, e);
	else if (text_same(word, "change"))
		result = change(t, &item, text_trim(rest), e);
	else if (text_same(word, "remove"))
		result = drop(t, &item, text_word(&rest), e);
	else
		result = refuse(t, &item, word, e);
out:
	free(copy);
	return result;
}
