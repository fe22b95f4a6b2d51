#ifndef ADVOCATED_CAPTION_CHOICE_H
#define ADVOCATED_CAPTION_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

#include "captions.h"

struct err;
struct item;
struct network;
struct turn;

/*
 * Which captions a reader gets on a network: of those that the network takes
 * as they are, the ones in the reader's language ("de" serves "de-AT", and ""
 * everybody), else those in the item's own, else any. What was written for
 * the network alone comes before what is for all.
 */
#define CAPTIONS_MOST 20 /* of an item */

struct caption_wish {
	const struct network *network;
	const char *language, *item_language;
	const char *disclosure, *link; /* that stand around it */
};

/* Whether the network takes the whole post with that caption. */
bool caption_choice_fits(const char *text, const struct caption_wish *w);

/* Captions of an item, read at once. */
struct caption_list {
	struct caption *all;
	size_t count;
};
int caption_list_get(struct turn *t, const struct item *i,
	struct caption_list *out, struct err *e);
void caption_list_free(struct caption_list *l); /* "{NULL, 0}" is fine */

/* How many of them suit best, and the one at index of these, lent. NULL when
 * there is none. */
int caption_choice_count(
	const struct caption_list *l, const struct caption_wish *w);
const struct caption *caption_choice_at(
	const struct caption_list *l, const struct caption_wish *w, int index);

#endif
