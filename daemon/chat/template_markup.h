#ifndef ADVOCATED_TEMPLATE_MARKUP_H
#define ADVOCATED_TEMPLATE_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

struct err;

/* The strings of a template taken apart, once at load. */

enum markup_style {
	MARKUP_NONE,
	MARKUP_BOLD,
	MARKUP_ITALIC,
	MARKUP_CODE,
	MARKUP_LINK,
	MARKUP_EMOJI
};

/* Literal text, or the name of a variable. */
struct markup_piece {
	char *text;
	bool is_name;
};

struct markup_pieces {
	struct markup_piece *list;
	size_t count;
};

/* Pieces of one style. address is that of a link. */
struct markup_run {
	enum markup_style style;
	struct markup_pieces text;
	struct markup_pieces address;
};

struct markup {
	struct markup_run *runs;
	size_t count;
};

/* Takes a string apart; -1 when a mark or a brace is left open. Without
 * styled only placeholders are looked for, and there is at most one run. */
int template_markup_parse(
	struct markup *m, const char *string, bool styled, struct err *e);

void template_markup_free(struct markup *m);

#endif
