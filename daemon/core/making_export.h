#ifndef ADVOCATED_MAKING_EXPORT_H
#define ADVOCATED_MAKING_EXPORT_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "text.h"

#include "people.h"

#include "export.h"

struct err;
struct figures_parts;
struct making_parts;
struct page_html;
struct page_writing;

/* Everything that is stored of one member being made: as JSON for programs, or
 * as a page to be read. */
struct making_export {
	const struct making_parts *all;
	const struct figures_parts *parts;
	struct member member;
	bool page;
	struct page_html *frame;      /* of a page */
	struct page_writing *writing; /* it */
	unsigned char (*hashes)[16];
	size_t accounts;
	size_t part; /* export_at() */
	size_t rows; /* of it, so far */
	struct export_place at;
	struct text out; /* JSON */
};

/* "17 page": which member's, and as what. -1 when they are none any more. */
int making_export_begin(
	struct making_export *m, const char *text, struct err *e);
/* Its next rows; done when there are no more. */
int making_export_step(struct making_export *m, bool *done, struct err *e);
/* The bytes of what is done; yours. */
char *making_export_take(struct making_export *m, size_t *size);
void making_export_end(struct making_export *m);

/* The address that a code of a link is in, or a gift card's code in the clear:
 * both are theirs. Yours. */
json_t *making_export_open(const struct making_export *m, enum export_kind kind,
	const json_t *value);

#endif
