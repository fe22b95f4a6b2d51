#ifndef ADVOCATED_CAPTION_FORM_H
#define ADVOCATED_CAPTION_FORM_H

struct caption_draft;
struct err;
struct turn;

/* Opens the form for a text to post an item with: another, or what the draft
 * has to be changed. */
int caption_form_open(
	struct turn *t, const struct caption_draft *d, struct err *e);

/* Saves a text, cleaned and trimmed, brings open kits to what there is now and
 * says so to who acts; d->phrase says why it was not taken, which they have
 * not been told. */
int caption_form_take(struct turn *t, struct caption_draft *d, const char *text,
	struct err *e);

#endif
