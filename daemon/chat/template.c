#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "text.h"

#include "card.h"
#include "template.h"
#include "template_node.h"

#define FALLBACK "en"

struct entry {
	char *name;
	struct node *node;
};

/* Cards or phrases of one language, in order of their names. */
struct entries {
	struct entry *list;
	size_t count;
};

struct language {
	char *name;
	struct entries cards;
	struct entries words;
	struct language *next;
};

struct templates {
	struct language *languages;
};

static int
compare(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->name,
		((const struct entry *)b)->name);
}

static void
entries_sort(struct entries *s)
{
	if (s->count > 1)
		qsort(s->list, s->count, sizeof *s->list, compare);
}

static const struct node *
entries_find(const struct entries *s, const char *name)
{
	struct entry wanted = {.name = (char *)name};
	const struct entry *found;

	if (s->count == 0)
		return NULL;
	found = bsearch(&wanted, s->list, s->count, sizeof *s->list, compare);
	return found == NULL ? NULL : found->node;
}

static void
entries_add(struct entries *s, const char *name, size_t size, struct node *node)
{
	s->list = xrealloc(s->list, (s->count + 1) * sizeof *s->list);
	s->list[s->count++] = (struct entry){xstrndup(name, size), node};
}

static void
entries_free(struct entries *s)
{
	size_t i;

	for (i = 0; i < s->count; i++) {
		free(s->list[i].name);
		template_node_free(s->list[i].node);
	}
	free(s->list);
}

void
templates_free(struct templates *t)
{
	struct language *l;

	if (t == NULL)
		return;
	while ((l = t->languages) != NULL) {
		t->languages = l->next;
		entries_free(&l->cards);
		entries_free(&l->words);
		free(l->name);
		free(l);
	}
	free(t);
}

static json_t *
read_file(const char *path, struct err *e)
{
	json_error_t why;
	json_t *file = json_load_file(path, JSON_REJECT_DUPLICATES, &why);

	if (file == NULL)
		return err_null(e, "line %d: %s", why.line, why.text);
	if (!json_is_object(file)) {
		json_decref(file);
		return err_null(e, "is not an object");
	}
	return file;
}

/* Everything the sample declares is used somewhere. */
static int
check_used(const struct node_source *source, struct err *e)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)source->sample, name,
		value) if (json_object_get(source->used, name) ==
			   NULL) return err_set(e, "sample.%s is not used",
		name);
	return 0;
}

/* The sample rendered must be a card. */
static int
check_sample(const struct node *node, const json_t *sample,
	const char *language, struct err *e)
{
	json_t *card = template_render_node(node, sample, language, e);
	int status;

	if (card == NULL)
		return err_add(e, "sample");
	status = card_check(card, e);
	json_decref(card);
	return status == -1 ? err_add(e, "card") : 0;
}

static int
check_keys(const json_t *file, struct err *e)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)file, key,
		value) if (strcmp(key, "sample") != 0 &&
			   strcmp(key, "card") != 0) return err_set(e,
		"%s is not known here", key);
	if (!json_is_object(json_object_get(file, "sample")))
		return err_set(e, "has no sample");
	if (!json_is_object(json_object_get(file, "card")))
		return err_set(e, "has no card");
	return 0;
}

static struct node *
compile_card(const json_t *file, const char *language, struct err *e)
{
	struct node_source source = {.e = e};
	struct node *node = NULL;
	bool fine = false;

	if (check_keys(file, e) == -1)
		return NULL;
	source.sample = json_object_get(file, "sample");
	source.used = json_object();
	node = template_node_card(json_object_get(file, "card"), &source);
	fine = node != NULL && check_used(&source, e) == 0 &&
	       check_sample(node, source.sample, language, e) == 0;
	json_decref(source.used);
	if (fine)
		return node;
	template_node_free(node);
	return NULL;
}

static int
load_card(struct language *l, const char *path, const char *file, struct err *e)
{
	json_t *json = read_file(path, e);
	struct node *node = NULL;

	if (json != NULL)
		node = compile_card(json, l->name, e);
	json_decref(json);
	if (node == NULL)
		return err_add(e, "%s", path);
	entries_add(&l->cards, file, strlen(file) - strlen(".json"), node);
	return 0;
}

static int
compile_words(struct language *l, const json_t *file, struct err *e)
{
	struct node_source source = {.e = e};
	const char *name;
	json_t *phrase;
	struct node *node;
	int status = 0;

	source.sample = json_object_get(file, "sample");
	source.used = json_object();
	json_object_foreach((json_t *)file, name, phrase)
	{
		if (strcmp(name, "sample") == 0)
			continue;
		node = template_node_phrase(name, phrase, &source);
		if (node == NULL) {
			status = -1;
			break;
		}
		entries_add(&l->words, name, strlen(name), node);
	}
	if (status == 0 && source.sample != NULL)
		status = check_used(&source, e);
	json_decref(source.used);
	return status;
}

static int
load_words(struct language *l, const char *path, struct err *e)
{
	json_t *json = read_file(path, e);
	int status = -1;

	if (json != NULL)
		status = compile_words(l, json, e);
	json_decref(json);
	return status == -1 ? err_add(e, "%s", path) : 0;
}

static int
load_file(struct language *l, const char *dir, const char *file, struct err *e)
{
	size_t size = strlen(file);
	char *path;
	int status;

	if (size <= 5 || file[0] == '.' ||
		strcmp(file + size - 5, ".json") != 0)
		return 0;
	path = xasprintf("%s/%s", dir, file);
	if (strcmp(file, "words.json") == 0)
		status = load_words(l, path, e);
	else
		status = load_card(l, path, file, e);
	free(path);
	return status;
}

/* Whether a name of a folder is that of a language: "en", "pt-BR". */
static bool
is_language(const char *name)
{
	size_t size = strspn(
		name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-");

	return name[size] == '\0' && strcspn(name, "-") >= 2 &&
	       strcspn(name, "-") <= 3;
}

static int
load_language(
	struct templates *t, const char *dir, const char *name, struct err *e)
{
	char *path = xasprintf("%s/%s", dir, name);
	DIR *folder = opendir(path);
	struct dirent *file;
	struct language *l;
	int status = 0;

	if (folder == NULL) {
		status = errno == ENOTDIR
				 ? 0
				 : err_set(e, "%s: %s", path, strerror(errno));
		goto out;
	}
	l = xcalloc(1, sizeof *l);
	l->name = xstrdup(name);
	l->next = t->languages;
	t->languages = l;
	while (status == 0 && (file = readdir(folder)) != NULL)
		status = load_file(l, path, file->d_name, e);
	entries_sort(&l->cards);
	entries_sort(&l->words);
	closedir(folder);
out:
	free(path);
	return status;
}

static const struct language *
find_language(const struct templates *t, const char *name)
{
	const struct language *l;

	for (l = t->languages; l != NULL && name != NULL; l = l->next)
		if (strcmp(l->name, name) == 0)
			return l;
	return NULL;
}

struct templates *
templates_load(const char *dir, struct err *e)
{
	struct templates *t = xcalloc(1, sizeof *t);
	DIR *folder = opendir(dir);
	struct dirent *entry;
	int status = 0;

	if (folder == NULL)
		status = err_set(e, "%s: %s", dir, strerror(errno));
	while (folder != NULL && status == 0 &&
		(entry = readdir(folder)) != NULL)
		if (is_language(entry->d_name))
			status = load_language(t, dir, entry->d_name, e);
	if (folder != NULL)
		closedir(folder);
	if (status == 0 && find_language(t, FALLBACK) == NULL)
		status = err_set(e, "%s: has no folder %s", dir, FALLBACK);
	if (status == 0)
		return t;
	templates_free(t);
	return NULL;
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

bool
templates_has_language(const struct templates *t, const char *language)
{
	return find_language(t, language) != NULL;
}

bool
templates_has(const struct templates *t, const char *name)
{
	return entries_find(&find_language(t, FALLBACK)->cards, name) != NULL;
}

static json_t *
add_text(json_t *card)
{
	json_t *text = json_object_get(card, "text");

	if (card != NULL && json_object_get(card, "form") == NULL &&
		(text == NULL || json_array_size(text) == 0)) {
		json_object_del(card, "text");
		json_object_set_new(card, "text", card_text(card));
	}
	return card;
}

json_t *
templates_render(const struct templates *t, const char *language,
	const char *name, const json_t *values, struct err *e)
{
	const struct language *l = find_language(t, language);
	const struct node *node = NULL;
	json_t *card;

	if (l != NULL)
		node = entries_find(&l->cards, name);
	if (node == NULL) {
		l = find_language(t, FALLBACK);
		node = entries_find(&l->cards, name);
	}
	if (node == NULL)
		return err_null(e, "no template %s", name);
	card = template_render_node(node, values, l->name, e);
	if (card == NULL)
		err_add(e, "template %s/%s", l->name, name);
	return add_text(card);
}

json_t *
templates_words(const struct templates *t, const char *language,
	const char *name, const json_t *values, struct err *e)
{
	const struct language *l = find_language(t, language);
	const struct node *node = NULL;
	json_t *words;

	if (l != NULL)
		node = entries_find(&l->words, name);
	if (node == NULL) {
		l = find_language(t, FALLBACK);
		node = entries_find(&l->words, name);
	}
	if (node == NULL)
		return err_null(e, "no words %s", name);
	words = template_render_node(node, values, l->name, e);
	if (words == NULL)
		err_add(e, "words %s/%s", l->name, name);
	return words;
}
