#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "text.h"

#include "template_node.h"

/* Where in a card we are decides what a string there is. */
enum place {
	PLACE_CARD,   /* the card itself */
	PLACE_BLOCKS, /* its list of blocks */
	PLACE_BLOCK,
	PLACE_FIELDS, /* list of pairs */
	PLACE_PAIR,   /* list of two times spans */
	PLACE_CHART,  /* the chart, its bars, and each of them */
	PLACE_SPANS,  /* text with markup */
	PLACE_SPAN,   /* an object among spans, written out */
	PLACE_WORDS,  /* plain text that people read */
	PLACE_PLAIN,  /* plain text for machines, and objects around such */
};

#define FORMS 6 /* of a word by number: zero one two few many other */

/* A key that leads from one place to another. */
static const struct {
	enum place from;
	const char *key;
	enum place to;
} steps[] = {
	{PLACE_CARD, "text", PLACE_SPANS},
	{PLACE_CARD, "blocks", PLACE_BLOCKS},
	{PLACE_CARD, "title", PLACE_WORDS},
	{PLACE_CARD, "submit", PLACE_WORDS},
	{PLACE_CARD, "close", PLACE_WORDS},
	{PLACE_BLOCK, "title", PLACE_SPANS},
	{PLACE_BLOCK, "text", PLACE_SPANS},
	{PLACE_BLOCK, "quote", PLACE_SPANS},
	{PLACE_BLOCK, "verbatim", PLACE_SPANS},
	{PLACE_BLOCK, "note", PLACE_SPANS},
	{PLACE_BLOCK, "fields", PLACE_FIELDS},
	{PLACE_BLOCK, "alt", PLACE_WORDS},
	{PLACE_BLOCK, "instead", PLACE_WORDS},
	{PLACE_BLOCK, "chart", PLACE_CHART},
	{PLACE_BLOCK, "bars", PLACE_CHART},
	{PLACE_CHART, "alt", PLACE_WORDS},
	{PLACE_CHART, "bars", PLACE_CHART},
	{PLACE_CHART, "label", PLACE_WORDS},
	{PLACE_CHART, "note", PLACE_WORDS},
	{PLACE_BLOCK, "label", PLACE_WORDS},
	{PLACE_BLOCK, "hint", PLACE_WORDS},
	{PLACE_SPAN, "b", PLACE_WORDS},
	{PLACE_SPAN, "i", PLACE_WORDS},
	{PLACE_SPAN, "text", PLACE_WORDS},
	{PLACE_PLAIN, "text", PLACE_WORDS},
	{PLACE_PLAIN, "label", PLACE_WORDS},
	{PLACE_PLAIN, "hint", PLACE_WORDS},
	{PLACE_PLAIN, "title", PLACE_WORDS},
	{PLACE_PLAIN, "yes", PLACE_WORDS},
	{PLACE_PLAIN, "no", PLACE_WORDS},
};

static enum place
step_key(enum place from, const char *key)
{
	size_t i;

	for (i = 0; i < sizeof steps / sizeof *steps; i++)
		if (steps[i].from == from && strcmp(steps[i].key, key) == 0)
			return steps[i].to;
	return PLACE_PLAIN;
}

/* The place of the entries of a list. */
static enum place
step_list(enum place from)
{
	switch (from) {
	case PLACE_BLOCKS:
		return PLACE_BLOCK;
	case PLACE_FIELDS:
		return PLACE_PAIR;
	case PLACE_PAIR:
		return PLACE_SPANS;
	default:
		return from;
	}
}

static void
free_path(struct node_path *p)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		free(p->keys[i]);
	free(p->keys);
}

void
template_node_free(struct node *n)
{
	size_t i;

	if (n == NULL)
		return;
	for (i = 0; i < n->count; i++) {
		template_node_free(n->children[i]);
		if (n->keys != NULL)
			free(n->keys[i]);
	}
	for (i = 0; i < n->path_count; i++)
		free_path(&n->paths[i]);
	free(n->paths);
	free(n->children);
	free(n->keys);
	free(n->between);
	template_markup_free(&n->markup);
	json_decref(n->value);
	free(n);
}

static struct node *
new_node(enum node_kind kind, size_t children)
{
	struct node *n = xcalloc(1, sizeof *n);

	n->kind = kind;
	n->children = xcalloc(children + 1, sizeof(struct node *));
	return n;
}

static struct node *
new_constant(const json_t *value)
{
	struct node *n = new_node(NODE_CONSTANT, 0);

	n->value = json_deep_copy(value);
	return n;
}

/* The sample's value of a name's first part, and where it will be found. */
static const json_t *
find_start(struct node_source *source, const char *name, int *scope)
{
	int i;

	for (i = source->scopes - 1; i >= 0; i--) {
		if (strcmp(source->scope_names[i], name) == 0) {
			*scope = i;
			return source->scope_samples[i];
		}
	}
	*scope = -1;
	if (source->used != NULL)
		json_object_set_new(source->used, name, json_true());
	return json_object_get(source->sample, name);
}

/* Finds the name in the sample; sample gets its value there (or NULL when
 * there is no sample). */
static int
resolve(struct node_path *path, const char *name, struct node_source *source,
	const json_t **sample)
{
	char *copy = xstrdup(name), *rest = copy, *part = strsep(&rest, ".");
	const json_t *at = find_start(source, part, &path->scope);

	path->keys = xcalloc(strlen(name) + 1, sizeof *path->keys);
	path->count = 0;
	if (path->scope == -1)
		path->keys[path->count++] = xstrdup(part);
	while ((part = strsep(&rest, ".")) != NULL) {
		path->keys[path->count++] = xstrdup(part);
		at = json_object_get(at, part);
	}
	free(copy);
	*sample = at;
	if (at == NULL && source->sample != NULL)
		return err_set(source->e, "no such variable: %s", name);
	return 0;
}

static int
add_path(struct node *n, const char *name, struct node_source *source,
	const json_t **sample)
{
	n->paths = xrealloc(n->paths, (n->path_count + 1) * sizeof *n->paths);
	return resolve(&n->paths[n->path_count++], name, source, sample);
}

static int
add_pieces(struct node *n, const struct markup_pieces *p,
	struct node_source *source)
{
	const json_t *sample;
	size_t i;

	for (i = 0; i < p->count; i++)
		if (p->list[i].is_name &&
			add_path(n, p->list[i].text, source, &sample) == -1)
			return -1;
	return 0;
}

/* "{name}" alone, where no text for people is: the value as it is. */
static bool
is_whole(const struct markup *m)
{
	return m->count == 1 && m->runs[0].text.count == 1 &&
	       m->runs[0].text.list[0].is_name;
}

static struct node *
compile_string(const json_t *json, enum place place, struct node_source *source)
{
	struct node *n =
		new_node(place == PLACE_SPANS ? NODE_SPANS : NODE_PLAIN, 0);
	size_t i;

	n->human = place == PLACE_SPANS || place == PLACE_WORDS;
	if (template_markup_parse(&n->markup, json_string_value(json),
		    place == PLACE_SPANS, source->e) == -1)
		goto fail;
	if (n->kind == NODE_PLAIN && !n->human && is_whole(&n->markup))
		n->kind = NODE_VALUE;
	for (i = 0; i < n->markup.count; i++)
		if (add_pieces(n, &n->markup.runs[i].text, source) == -1 ||
			add_pieces(n, &n->markup.runs[i].address, source) == -1)
			goto fail;
	return n;
fail:
	template_node_free(n);
	return NULL;
}

static struct node *compile_at(struct node_source *source, const char *step,
	const json_t *json, enum place place);

static struct node *
compile_list(const json_t *json, enum place place, struct node_source *source)
{
	struct node *n = new_node(NODE_LIST, json_array_size(json));
	char step[32];
	json_t *entry;
	size_t i;

	json_array_foreach(json, i, entry)
	{
		snprintf(step, sizeof step, "[%zu]", i);
		n->children[i] =
			compile_at(source, step, entry, step_list(place));
		n->count = i + 1;
		if (n->children[i] == NULL) {
			template_node_free(n);
			return NULL;
		}
	}
	return n;
}

static struct node *
compile_object(const json_t *json, enum place place, struct node_source *source)
{
	struct node *n = new_node(NODE_OBJECT, json_object_size(json));
	const char *key;
	json_t *value;

	n->keys = xcalloc(json_object_size(json) + 1, sizeof *n->keys);
	if (place == PLACE_SPANS)
		place = PLACE_SPAN;
	json_object_foreach((json_t *)json, key, value)
	{
		struct node *child =
			compile_at(source, key, value, step_key(place, key));

		if (child == NULL) {
			template_node_free(n);
			return NULL;
		}
		child->number =
			strcmp(key, "time") == 0 || strcmp(key, "max") == 0 ||
			(place == PLACE_CHART && strcmp(key, "value") == 0);
		n->keys[n->count] = xstrdup(key);
		n->children[n->count++] = child;
	}
	return n;
}

/* The child under a key of an object with logic. */
static int
add_child(struct node *n, const json_t *json, const char *key, enum place place,
	struct node_source *source)
{
	const json_t *value = json_object_get(json, key);
	struct node *child;

	if (value == NULL)
		return err_set(source->e, "has no %s", key);
	child = compile_at(source, key, value, place);
	if (child == NULL)
		return -1;
	child->splice = child->kind == NODE_LIST && place != PLACE_PAIR;
	n->children[n->count++] = child;
	return 0;
}

static int
compile_if(struct node *n, const json_t *json, enum place place,
	struct node_source *source)
{
	n->kind = NODE_IF;
	if (add_child(n, json, "then", place, source) == -1)
		return -1;
	if (json_object_get(json, "else") == NULL)
		return 0;
	return add_child(n, json, "else", place, source);
}

static int
compile_count(struct node *n, const json_t *json, enum place place,
	struct node_source *source)
{
	const char *form;
	json_t *value;

	n->kind = NODE_COUNT;
	n->keys = xcalloc(FORMS, sizeof *n->keys);
	if (json_object_get(json, "other") == NULL)
		return err_set(source->e, "has no other");
	json_object_foreach((json_t *)json, form, value)
	{
		if (*form == '$')
			continue;
		n->keys[n->count] = xstrdup(form);
		if (add_child(n, json, form, place, source) == -1) {
			free(n->keys[n->count]);
			return -1;
		}
	}
	return 0;
}

static int
compile_each(struct node *n, const json_t *json, enum place place,
	struct node_source *source)
{
	const char *as = json_string_value(json_object_get(json, "as"));
	const char *between =
		json_string_value(json_object_get(json, "between"));
	const json_t *sample = n->value;
	int status;

	n->kind = NODE_EACH;
	n->between = xstrdup(between);
	if (as == NULL)
		return err_set(source->e, "has no as");
	if (source->scopes == NODE_MAX_SCOPES)
		return err_set(source->e, "$each is nested too deep");
	if (source->sample != NULL && json_array_size(sample) == 0)
		return err_set(source->e, "the sample has nothing to repeat");
	if (place == PLACE_BLOCKS || place == PLACE_FIELDS)
		place = step_list(place);
	source->scope_names[source->scopes] = as;
	source->scope_samples[source->scopes++] = json_array_get(sample, 0);
	status = add_child(n, json, "do", place, source);
	source->scopes--;
	return status;
}

typedef int logic_fn(struct node *n, const json_t *json, enum place place,
	struct node_source *source);

static const struct logic {
	const char *key;
	logic_fn *fn;
	const char *const others[FORMS + 1];
} logics[] = {
	{"$if", compile_if, {"then", "else"}},
	{"$each", compile_each, {"as", "do", "between"}},
	{"$count", compile_count,
		{"zero", "one", "two", "few", "many", "other"}},
};

static int
check_others(const json_t *json, const struct logic *logic, struct err *e)
{
	const char *key;
	json_t *value;
	size_t i;

	json_object_foreach((json_t *)json, key, value)
	{
		for (i = 0; logic->others[i] != NULL; i++)
			if (strcmp(key, logic->others[i]) == 0)
				break;
		if (logic->others[i] == NULL && strcmp(key, logic->key) != 0)
			return err_set(e, "%s is not known beside %s", key,
				logic->key);
	}
	return 0;
}

static struct node *
compile_logic(const struct logic *logic, const json_t *json, enum place place,
	struct node_source *source)
{
	const char *name = json_string_value(json_object_get(json, logic->key));
	struct node *n = new_node(NODE_IF, FORMS);
	const json_t *sample = NULL;

	if (name == NULL) {
		err_set(source->e, "%s names no variable", logic->key);
		goto fail;
	}
	if (check_others(json, logic, source->e) == -1 ||
		add_path(n, name, source, &sample) == -1)
		goto fail;
	n->value = json_incref((json_t *)sample);
	if (logic->fn(n, json, place, source) == -1)
		goto fail;
	json_decref(n->value);
	n->value = NULL;
	return n;
fail:
	template_node_free(n);
	return NULL;
}

static struct node *
compile(const json_t *json, enum place place, struct node_source *source)
{
	size_t i;

	if (json_is_string(json))
		return compile_string(json, place, source);
	if (json_is_array(json))
		return compile_list(json, place, source);
	if (!json_is_object(json))
		return new_constant(json);
	for (i = 0; i < sizeof logics / sizeof *logics; i++)
		if (json_object_get(json, logics[i].key) != NULL)
			return compile_logic(&logics[i], json, place, source);
	return compile_object(json, place, source);
}

/* One step down; what fails first says where. */
static struct node *
compile_at(struct node_source *source, const char *step, const json_t *json,
	enum place place)
{
	size_t before = strlen(source->place);
	struct node *n;

	snprintf(source->place + before, sizeof source->place - before, "%s%s",
		before > 0 && *step != '[' ? "." : "", step);
	n = compile(json, place, source);
	if (n == NULL && !source->placed) {
		err_add(source->e, "%s", source->place);
		source->placed = true;
	}
	if (n != NULL)
		n->spans = place == PLACE_SPANS;
	source->place[before] = '\0';
	return n;
}

struct node *
template_node_card(const json_t *card, struct node_source *source)
{
	return compile_at(source, "card", card, PLACE_CARD);
}

struct node *
template_node_phrase(
	const char *name, const json_t *phrase, struct node_source *source)
{
	return compile_at(source, name, phrase, PLACE_SPANS);
}
