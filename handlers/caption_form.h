#ifndef ADVOCATED_CAPTION_FORM_H
#define ADVOCATED_CAPTION_FORM_H

struct caption_draft;
struct err;
struct item;
struct turn;

/* Opens the form for another text to post an item with. */
int caption_form_open(struct turn *t, const struct item *i, struct err *e);

/* Saves a text, cleaned and trimmed, and says so to who acts; d->phrase says
 * why it was not taken, which they have not been told. */
int caption_form_take(struct turn *t, struct caption_draft *d, const char *text,
	struct err *e);

#endif
