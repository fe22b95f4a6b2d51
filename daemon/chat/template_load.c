#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "json.h"
#include "mem.h"
#include "plural.h"

#include "card.h"
#include "template.h"
#include "template_said.h"
#include "template_same.h"
#include "template_set.h"

#define PAGES "web" /* beside the languages: frames of web pages */

/* A language being loaded, and English, that it is held against: NULL when it
 * is English itself. */
struct loading {
	struct language *language;
	const struct language *english;
};

static json_t *
read_file(const char *path, struct err *e)
{
	size_t size;
	char *text = file_read(path, &size, e);
	json_t *file = text == NULL ? NULL : json_parse_once(text, size, e);

	free(text);
	if (file == NULL)
		return NULL;
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
	const struct language *l, struct err *e)
{
	json_t *card = template_render_node(node, sample, &l->tongue, e);
	int status;

	if (card == NULL)
		return err_add(e, "sample");
	status = card_check(card, e);
	json_decref(card);
	return status == -1 ? err_add(e, "card") : 0;
}

static int
check_keys(const json_t *file, const json_t *english, struct err *e)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)file, key,
		value) if (strcmp(key, "sample") != 0 &&
			   strcmp(key, "card") != 0) return err_set(e,
		"%s is not known here", key);
	if (!json_is_object(json_object_get(file, "sample")) && english == NULL)
		return err_set(e, "has no sample");
	if (!json_is_object(json_object_get(file, "card")))
		return err_set(e, "has no card");
	return 0;
}

/* Only what English declares will have a value. */
static int
check_known(const json_t *sample, const json_t *english, struct err *e)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)sample, name, value)
	{
		if (json_object_get(english, name) == NULL)
			return err_set(e, "sample.%s: English has none", name);
	}
	return 0;
}

/* english is the file that it is held against, or NULL. Without a sample of
 * its own it has English's, and uses all of that. */
static int
check_card(const json_t *file, const json_t *english, const struct language *l,
	struct err *e)
{
	struct node_source source = {.e = e};
	const json_t *card = json_object_get(file, "card");
	const json_t *sample = json_object_get(english, "sample");
	struct node *node = NULL;
	bool fine = false;

	if (check_keys(file, english, e) == -1)
		return -1;
	source.sample = json_object_get(file, "sample");
	if (source.sample == NULL)
		source.sample = sample;
	source.used = json_object();
	node = template_node_card(card, &source);
	fine = node != NULL && check_used(&source, e) == 0 &&
	       check_sample(node, source.sample, l, e) == 0;
	if (fine && english != NULL)
		fine = check_known(source.sample, sample, e) == 0 &&
		       template_same_check(
			       card, json_object_get(english, "card"), e) == 0;
	json_decref(source.used);
	template_node_free(node);
	return fine ? 0 : -1;
}

/* What English has under that name; NULL with e set when it has nothing. */
static const json_t *
find_english(const struct entries *english, const char *name, struct err *e)
{
	const struct entry *found = template_set_find(english, name);

	if (found != NULL)
		return found->file;
	return err_null(
		e, "%s is not known: " TEMPLATE_FALLBACK " has none", name);
}

static int
load_card(const struct loading *at, const char *path, const char *file,
	struct err *e)
{
	char *name = xstrndup(file, strlen(file) - strlen(".json"));
	json_t *json = read_file(path, e);
	const json_t *english = NULL, *sample, *card;
	int status = -1;

	if (json != NULL && at->english != NULL)
		english = find_english(&at->english->cards, name, e);
	if (json != NULL && (english != NULL || at->english == NULL))
		status = check_card(json, english, at->language, e);
	if (status == -1) {
		json_decref(json);
		free(name);
		return err_add(e, "%s", path);
	}
	sample = json_object_get(json, "sample");
	card = json_object_get(json, "card");
	if (sample == NULL)
		sample = json_object_get(english, "sample");
	template_set_add(&at->language->cards, name, card, json)->for_all =
		template_said_is_for_all(card, sample);
	return 0;
}

/* source->used gets the names in the phrase. */
static int
check_phrase(const struct loading *at, const char *name, const json_t *phrase,
	struct node_source *source)
{
	const json_t *english = NULL;
	struct node *node;

	if (at->english != NULL)
		english = find_english(&at->english->words, name, source->e);
	if (at->english != NULL && english == NULL)
		return -1;
	node = template_node_phrase(name, phrase, source);
	if (node == NULL)
		return -1;
	template_node_free(node);
	if (english != NULL &&
		check_known(source->used, english, source->e) == -1)
		return err_add(source->e, "%s", name);
	return 0;
}

/* Adds what was used in a phrase to what was used in all. */
static void
note_used(json_t *all, const json_t *used)
{
	json_object_update(all, (json_t *)used);
}

static int
compile_words(const struct loading *at, const json_t *file, struct err *e)
{
	struct node_source source = {.e = e};
	json_t *all = json_object();
	const char *name;
	json_t *phrase;
	int status = 0;

	source.sample = json_object_get(file, "sample");
	json_object_foreach((json_t *)file, name, phrase)
	{
		if (strcmp(name, "sample") == 0)
			continue;
		source.used = json_object();
		status = check_phrase(at, name, phrase, &source);
		note_used(all, source.used);
		if (status == -1) {
			json_decref(source.used);
			break;
		}
		template_set_add(&at->language->words, xstrdup(name), phrase,
			source.used);
	}
	source.used = all;
	if (status == 0 && source.sample != NULL)
		status = check_used(&source, e);
	json_decref(all);
	return status;
}

static int
load_words(const struct loading *at, const char *path, struct err *e)
{
	json_t *json = read_file(path, e);
	int status = -1;

	if (json != NULL)
		status = compile_words(at, json, e);
	json_decref(json);
	return status == -1 ? err_add(e, "%s", path) : 0;
}

static int
load_file(const struct loading *at, const char *dir, const char *file,
	struct err *e)
{
	size_t size = strlen(file);
	char *path;
	int status;

	if (size <= 5 || file[0] == '.' ||
		strcmp(file + size - 5, ".json") != 0)
		return 0;
	path = xasprintf("%s/%s", dir, file);
	if (strcmp(file, "words.json") == 0)
		status = load_words(at, path, e);
	else
		status = load_card(at, path, file, e);
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
	       strcspn(name, "-") <= 3 && strcmp(name, PAGES) != 0;
}

static struct language *
add_language(struct templates *t, const char *name)
{
	struct language *l = xcalloc(1, sizeof *l);

	l->name = xstrdup(name);
	l->plural = plural_new(name);
	l->tongue = (struct node_language){l->name, l->plural};
	l->next = t->languages;
	t->languages = l;
	return l;
}

static int
load_language(
	struct templates *t, const char *dir, const char *name, struct err *e)
{
	char *path = xasprintf("%s/%s", dir, name);
	DIR *folder = opendir(path);
	struct loading at = {
		.english = template_set_language(t, TEMPLATE_FALLBACK)};
	struct dirent *file;
	int status = 0;

	if (folder == NULL) {
		status = errno == ENOTDIR
				 ? 0
				 : err_set(e, "%s: %s", path, strerror(errno));
		goto out;
	}
	at.language = add_language(t, name);
	while (status == 0 && (file = readdir(folder)) != NULL)
		status = load_file(&at, path, file->d_name, e);
	template_set_sort(&at.language->cards);
	template_set_sort(&at.language->words);
	closedir(folder);
out:
	free(path);
	return status;
}

/* All languages but the fallback, which is there. */
static int
load_others(struct templates *t, const char *dir, DIR *folder, struct err *e)
{
	struct dirent *entry;
	struct language *l;
	int status = 0;

	while (status == 0 && (entry = readdir(folder)) != NULL)
		if (is_language(entry->d_name) &&
			strcmp(entry->d_name, TEMPLATE_FALLBACK) != 0)
			status = load_language(t, dir, entry->d_name, e);
	for (l = t->languages; l != NULL; l = l->next) {
		template_set_drop_files(&l->cards);
		template_set_drop_files(&l->words);
		if (status == 0) {
			template_set_pack(&l->cards);
			template_set_pack(&l->words);
		}
	}
	return status;
}

struct templates *
templates_load(const char *dir, struct err *e)
{
	struct templates *t = xcalloc(1, sizeof *t);
	DIR *folder = opendir(dir);
	char *english = xasprintf("%s/" TEMPLATE_FALLBACK, dir);
	int status = -1;

	if (folder == NULL)
		err_set(e, "%s: %s", dir, strerror(errno));
	else if (access(english, F_OK) == -1)
		err_set(e, "%s: has no folder " TEMPLATE_FALLBACK, dir);
	else
		status = load_language(t, dir, TEMPLATE_FALLBACK, e);
	if (status == 0)
		status = load_others(t, dir, folder, e);
	if (folder != NULL)
		closedir(folder);
	free(english);
	if (status == 0)
		return t;
	templates_free(t);
	return NULL;
}
