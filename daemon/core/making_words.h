#ifndef ADVOCATED_MAKING_WORDS_H
#define ADVOCATED_MAKING_WORDS_H

#include <stddef.h>

struct csv;
struct err;
struct figures_parts;

/* Words of tables, in the language of who gets them. */

/* A cell with a phrase of words.json, its name in two parts. */
int making_words_cell(const struct figures_parts *p, struct csv *c,
	const char *before, const char *name, struct err *e);

/* The first row: how the columns are called, phrases of words.json. */
int making_words_headings(const struct figures_parts *p, struct csv *c,
	const char *const *columns, size_t count, struct err *e);

#endif
