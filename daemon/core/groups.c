#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "groups.h"

struct group {
	struct group *next;
	char *chat, *id;
	char **persons; /* in order */
	size_t count;
	bool open;
};

struct groups {
	struct group *first;
	groups_changed_fn *on_changed;
	void *arg;
};

struct groups *
groups_new(void)
{
	return xcalloc(1, sizeof(struct groups));
}

static void
clear(struct group *one)
{
	size_t i;

	for (i = 0; i < one->count; i++)
		free(one->persons[i]);
	free(one->persons);
	one->persons = NULL;
	one->count = 0;
}

static void
group_free(struct group *one)
{
	clear(one);
	free(one->chat);
	free(one->id);
	free(one);
}

void
groups_free(struct groups *g)
{
	struct group *next;

	if (g == NULL)
		return;
	for (; g->first != NULL; g->first = next) {
		next = g->first->next;
		group_free(g->first);
	}
	free(g);
}

static struct group *
find(const struct groups *g, const char *chat, const char *id)
{
	struct group *one;

	if (g == NULL) /* nothing is known */
		return NULL;
	for (one = g->first; one != NULL; one = one->next)
		if (strcmp(one->id, id) == 0 && strcmp(one->chat, chat) == 0)
			return one;
	return NULL;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The ids of the list, in order; yours. */
static char **
read_persons(const json_t *persons, size_t *count)
{
	char **out = xcalloc(json_array_size(persons) + 1, sizeof *out);
	json_t *person;
	size_t i;

	*count = 0;
	json_array_foreach(persons, i, person)
	{
		if (json_is_string(person))
			out[(*count)++] = xstrdup(json_string_value(person));
	}
	qsort(out, *count, sizeof *out, compare);
	return out;
}

static bool
is_same(const struct group *one, char *const *persons, size_t count)
{
	size_t i;

	if (one->count != count)
		return false;
	for (i = 0; i < count; i++)
		if (strcmp(one->persons[i], persons[i]) != 0)
			return false;
	return true;
}

bool
groups_put(struct groups *g, const char *chat, const char *id,
	const json_t *persons, bool open)
{
	struct group *one = find(g, chat, id);
	size_t count;
	char **fresh = read_persons(persons, &count);
	bool changed =
		one == NULL || one->open != open || !is_same(one, fresh, count);

	if (one == NULL) {
		one = xcalloc(1, sizeof *one);
		one->chat = xstrdup(chat);
		one->id = xstrdup(id);
		one->next = g->first;
		g->first = one;
	}
	clear(one);
	one->persons = fresh;
	one->count = count;
	one->open = open;
	return changed;
}

void
groups_drop(struct groups *g, const char *chat, const char *id)
{
	struct group *one = find(g, chat, id), **at = &g->first;

	if (one == NULL)
		return;
	while (*at != one)
		at = &(*at)->next;
	*at = one->next;
	group_free(one);
}

const char *const *
groups_find(
	const struct groups *g, const char *chat, const char *id, size_t *count)
{
	const struct group *one = find(g, chat, id);

	*count = one == NULL ? 0 : one->count;
	return one == NULL ? NULL : (const char *const *)one->persons;
}

bool
groups_has(const struct groups *g, const char *chat, const char *id,
	const char *person)
{
	const struct group *one = find(g, chat, id);

	return one != NULL && one->count > 0 &&
	       bsearch(&person, one->persons, one->count, sizeof *one->persons,
		       compare) != NULL;
}

bool
groups_is_open(const struct groups *g, const char *chat, const char *id)
{
	const struct group *one = find(g, chat, id);

	return one != NULL && one->open;
}

void
groups_on_changed(struct groups *g, groups_changed_fn *fn, void *arg)
{
	g->on_changed = fn;
	g->arg = arg;
}

void
groups_changed(struct groups *g)
{
	if (g != NULL && g->on_changed != NULL)
		g->on_changed(g->arg);
}
