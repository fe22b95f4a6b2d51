#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "json.h"
#include "mem.h"

#include "template_said.h"
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

/* Moves a text to the place, frees where it was, and says where the next is
 * to go. */
static char *
move(char **text, char *to)
{
	size_t size = strlen(*text) + 1;

	memcpy(to, *text, size);
	free(*text);
	*text = to;
	return to + size;
}

void
template_set_pack(struct entries *s)
{
	size_t size = 1, i;
	char *at;

	for (i = 0; i < s->count; i++)
		size += strlen(s->list[i].name) + strlen(s->list[i].text) + 2;
	at = s->block = xcalloc(1, size);
	for (i = 0; i < s->count; i++)
		at = move(&s->list[i].text, move(&s->list[i].name, at));
}

void
template_set_free(struct entries *s)
{
	size_t i;

	template_set_drop_files(s);
	for (i = 0; i < s->count; i++) {
		template_node_free(s->list[i].node);
		template_said_free(s->list[i].said);
		if (s->block != NULL)
			continue;
		free(s->list[i].name);
		free(s->list[i].text);
	}
	free(s->block);
	free(s->list);
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
