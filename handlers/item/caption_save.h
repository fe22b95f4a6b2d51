#ifndef ADVOCATED_CAPTION_SAVE_H
#define ADVOCATED_CAPTION_SAVE_H

#include <jansson.h>

#include "captions.h"

struct err;
struct item;
struct network;
struct turn;

/* A text to post, on its way into the store. */
struct caption_draft {
	const struct item *item;
	const struct network *network; /* NULL: all */
	struct caption caption;        /* language and text; id 0: new */
	struct caption before;         /* what it was, once it is saved */
	/* why it was not taken: a phrase of words.json with its values, which
	 * are yours; NULL: it was */
	const char *phrase;
	json_t *values;
};

/* How long the whole would be on each network that it is for and that has a
 * limit, with disclosure and link: [{"network", "length", "most", "over"}],
 * yours; NULL with e set. */
json_t *caption_save_measure(struct turn *t, const struct item *i,
	const struct network *n, const char *text, struct err *e);

/* Of these the ones where it is too long. Yours. */
json_t *caption_save_over(const json_t *sizes);

/* Takes a text, new or changed, that fits at least one network it is for
 * (those that it does not fit get others). */
int caption_save(struct turn *t, struct caption_draft *d, struct err *e);

/* Takes a text out again. Both are noted in the audit. */
int caption_save_drop(struct turn *t, const struct caption *c, struct err *e);

/* The languages that a text can be in: [{"language", "name"}], the item's own
 * among them. Yours; NULL with e set. */
json_t *caption_save_languages(
	struct turn *t, const struct item *i, struct err *e);

#endif
