#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "plural.h"
#include "text.h"

#include "card.h"
#include "template.h"
#include "template_said.h"
#include "template_set.h"

/* It was checked when it was loaded, so that nothing can be wrong with it. */
static void
make(struct entry *entry, bool is_card)
{
	struct node_source source = {.e = NULL, .used = json_object()};
	json_t *shape = json_loads(entry->text, JSON_DECODE_ANY, NULL);

	entry->node =
		is_card ? template_node_card(shape, &source)
			: template_node_phrase(entry->name, shape, &source);
	assert(entry->node != NULL);
	if (entry->for_all)
		entry->said = template_said_new(source.used);
	else
		json_decref(source.used);
	json_decref(shape);
}

static struct entry *
find(const struct entries *s, const char *name, bool is_card)
{
	struct entry *found = template_set_find(s, name);

	if (found != NULL && found->node == NULL)
		make(found, is_card);
	return found;
}

void
templates_free(struct templates *t)
{
	struct language *l;

	if (t == NULL)
		return;
	while ((l = t->languages) != NULL) {
		t->languages = l->next;
		template_set_free(&l->cards);
		template_set_free(&l->words);
		plural_free(l->plural);
		free(l->name);
		free(l);
	}
	free(t);
}

int
templates_each_language(const struct templates *t, templates_language_fn *fn,
	void *arg, struct err *e)
{
	const struct language *l;

	for (l = t->languages; l != NULL; l = l->next)
		if (fn(arg, l->name, e) == -1)
			return -1;
	return 0;
}

static int
each_missing(const struct language *l, const struct language *english,
	templates_missing_fn *fn, void *arg)
{
	int count = 0;
	size_t i;

	for (i = 0; i < english->cards.count; i++)
		if (template_set_find(&l->cards, english->cards.list[i].name) ==
			NULL) {
			fn(arg, l->name, english->cards.list[i].name, false);
			count++;
		}
	for (i = 0; i < english->words.count; i++)
		if (template_set_find(&l->words, english->words.list[i].name) ==
			NULL) {
			fn(arg, l->name, english->words.list[i].name, true);
			count++;
		}
	return count;
}

int
templates_each_missing(
	const struct templates *t, templates_missing_fn *fn, void *arg)
{
	const struct language *english = template_set_language(
				      t, TEMPLATE_FALLBACK),
			      *l;
	int count = 0;

	for (l = t->languages; l != NULL; l = l->next)
		count += each_missing(l, english, fn, arg);
	return count;
}

int
templates_reload(struct templates *t, const char *dir, struct err *e)
{
	struct templates *fresh = templates_load(dir, e);
	struct language *old = t->languages;

	if (fresh == NULL)
		return -1;
	t->languages = fresh->languages;
	fresh->languages = old;
	templates_free(fresh);
	return 0;
}

const char *
templates_language(const struct templates *t, const char *tag)
{
	const struct language *l = template_set_language(t, tag);
	char own[16];

	if (l != NULL || tag == NULL)
		return l == NULL ? NULL : l->name;
	text_copy(own, sizeof own, tag);
	own[strcspn(own, "-_")] = '\0';
	l = template_set_language(t, own);
	return l == NULL ? NULL : l->name;
}

bool
templates_has(const struct templates *t, const char *name)
{
	return template_set_find(
		       &template_set_language(t, TEMPLATE_FALLBACK)->cards,
		       name) != NULL;
}

/* The language it is in, and its text where the template gives none. */
static void
complete(json_t *card, const struct language *l)
{
	json_t *text = json_object_get(card, "text");

	json_object_set_new_nocheck(
		card, "language", json_string_nocheck(l->name));
	if (json_object_get(card, "form") == NULL &&
		(text == NULL || json_array_size(text) == 0)) {
		json_object_del(card, "text");
		json_object_set_new(card, "text", card_text(card));
	}
}

json_t *
templates_render(const struct templates *t, const char *language,
	const char *name, const json_t *values, struct err *e)
{
	const struct language *l = template_set_language(t, language);
	struct entry *found = NULL;
	json_t *card;

	if (l != NULL)
		found = find(&l->cards, name, true);
	if (found == NULL) {
		l = template_set_language(t, TEMPLATE_FALLBACK);
		found = find(&l->cards, name, true);
	}
	if (found == NULL)
		return err_null(e, "no template %s", name);
	card = template_said_again(found->said, values);
	if (card != NULL)
		return card;
	card = template_render_node(found->node, values, &l->tongue, e);
	if (card == NULL) {
		err_add(e, "template %s/%s", l->name, name);
		return NULL;
	}
	complete(card, l);
	if (found->said != NULL)
		template_said_keep(found->said, values, card);
	return card;
}

bool
templates_has_words(const struct templates *t, const char *name)
{
	return find(&template_set_language(t, TEMPLATE_FALLBACK)->words, name,
		       false) != NULL;
}

json_t *
templates_words(const struct templates *t, const char *language,
	const char *name, const json_t *values, struct err *e)
{
	const struct language *l = template_set_language(t, language);
	const struct entry *found = NULL;
	json_t *words;

	if (l != NULL)
		found = find(&l->words, name, false);
	if (found == NULL) {
		l = template_set_language(t, TEMPLATE_FALLBACK);
		found = find(&l->words, name, false);
	}
	if (found == NULL)
		return err_null(e, "no words %s", name);
	words = template_render_node(found->node, values, &l->tongue, e);
	if (words == NULL)
		err_add(e, "words %s/%s", l->name, name);
	return words;
}
