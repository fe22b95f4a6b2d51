#ifndef ADVOCATED_TEMPLATE_SET_H
#define ADVOCATED_TEMPLATE_SET_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "template_node.h"

struct template_said;

/* The templates of all languages, between template.c, which finds and renders
 * them, and template_load.c, which reads them. */

#define TEMPLATE_FALLBACK "en"

struct entry {
	char *name;
	char *text;        /* what is rendered, as JSON: a card, a phrase */
	struct node *node; /* of that, from its first use on */
	bool for_all;      /* it says the same to everybody */
	struct template_said *said; /* then, from its first use on */
	json_t *file; /* English while loading: what others are held against */
};

/* Cards or phrases of one language, in order of their names. */
struct entries {
	struct entry *list;
	size_t count;
	char *block; /* of all names and texts; NULL: each is its own */
};

struct language {
	char *name;
	struct node_language tongue;
	struct plural *plural;
	struct entries cards;
	struct entries words;
	struct language *next;
};

struct templates {
	struct language *languages;
};

/* The entry of that name, or NULL; the list is sorted. */
struct entry *template_set_find(const struct entries *s, const char *name);
/* Takes name and file; shape is what is rendered. It is kept as text, which
 * takes a tenth of the room: of three languages most is never said. The entry
 * is lent until the next is added. */
struct entry *template_set_add(
	struct entries *s, char *name, const json_t *shape, json_t *file);
void template_set_sort(struct entries *s);
/* Brings names and texts together: what was read between them would leave
 * holes in as many pages. Nothing is added after that. */
void template_set_pack(struct entries *s);
void template_set_free(struct entries *s);
void template_set_drop_files(struct entries *s);

/* The language of that name, whatever its letters' case, or NULL. */
struct language *template_set_language(
	const struct templates *t, const char *name);

#endif
