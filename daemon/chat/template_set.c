#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "json.h"
#include "mem.h"

#include "template_set.h"

static int
compare(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->name,
		((const struct entry *)b)->name);
}

void
template_set_sort(struct entries *s)
{
	if (s->count > 1)
		qsort(s->list, s->count, sizeof *s->list, compare);
}

struct entry *
template_set_find(const struct entries *s, const char *name)
{
	struct entry wanted = {.name = (char *)name};

	if (s->count == 0)
		return NULL;
	return bsearch(&wanted, s->list, s->count, sizeof *s->list, compare);
}

struct entry *
template_set_add(
	struct entries *s, char *name, const json_t *shape, json_t *file)
{
	s->list = xrealloc(s->list, (s->count + 1) * sizeof *s->list);
	s->list[s->count++] = (struct entry){
		.name = name, .text = json_dump(shape), .file = file};
	return &s->list[s->count - 1];
}

void
template_set_drop_files(struct entries *s)
{
	size_t i;

	for (i = 0; i < s->count; i++) {
		json_decref(s->list[i].file);
		s->list[i].file = NULL;
	}
}

struct language *
template_set_language(const struct templates *t, const char *name)
{
	struct language *l;

	for (l = t->languages; l != NULL && name != NULL; l = l->next)
		if (strcasecmp(l->name, name) == 0)
			return l;
	return NULL;
}
