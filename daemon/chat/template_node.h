#ifndef ADVOCATED_TEMPLATE_NODE_H
#define ADVOCATED_TEMPLATE_NODE_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "template_markup.h"

struct err;

/* A template as a tree that renders without parsing anything again. */
enum node_kind {
	NODE_CONSTANT, /* value as it is */
	NODE_OBJECT,   /* keys[i]: children[i] */
	NODE_LIST,     /* children, $if and $each put in place */
	NODE_SPANS,    /* a string of text: becomes spans */
	NODE_PLAIN,    /* a string that stays one */
	NODE_VALUE,    /* a whole value as it is: paths[0] */
	NODE_IF,       /* children: then, else (may be NULL) */
	NODE_EACH,     /* children: do */
	NODE_COUNT     /* children by keys[i]: one, other ... */
};

/* {one.text}: which $each it belongs to, or -1 for the values, and the keys
 * to follow from there. */
struct node_path {
	int scope;
	char **keys;
	size_t count;
};

struct node {
	enum node_kind kind;
	bool human;  /* numbers are written for people */
	bool spans;  /* what comes out is a list of spans, run together */
	bool splice; /* NODE_LIST under $if or $each: its entries, not itself */
	bool number; /* NODE_VALUE that may stay a number */
	json_t *value;
	char **keys;
	struct node **children;
	size_t count;
	struct markup markup;
	struct node_path *paths; /* one per name, in the order of the markup */
	size_t path_count;
	char *between; /* NODE_EACH: what stands between two, or NULL */
};

#define NODE_MAX_SCOPES 8

/* What compiling knows. sample may be NULL: names are then not checked. */
struct node_source {
	const json_t *sample;
	json_t *used; /* object: names that were used; may be NULL */
	const char *scope_names[NODE_MAX_SCOPES];
	const json_t *scope_samples[NODE_MAX_SCOPES];
	int scopes;
	char place[256]; /* "card.blocks[2].text" */
	bool placed;     /* the error names the place already */
	struct err *e;
};

/* A card (or form). NULL with source->e set, which names the place:
 * "card.blocks[2].text: no such variable: why". */
struct node *template_node_card(const json_t *card, struct node_source *source);

/* A phrase: spans. */
struct node *template_node_phrase(
	const char *name, const json_t *phrase, struct node_source *source);

void template_node_free(struct node *n);

struct plural;

/* The language of what is rendered. */
struct node_language {
	const char *name;
	const struct plural *plural;
};

/* Rendering; values and language are lent, what comes back is yours. */
json_t *template_render_node(const struct node *n, const json_t *values,
	const struct node_language *language, struct err *e);

#endif
