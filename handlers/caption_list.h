#ifndef ADVOCATED_CAPTION_LIST_H
#define ADVOCATED_CAPTION_LIST_H

struct err;
struct item;
struct turn;

/* The captions of an item as an admin writes them into one field: one a line,
 * or, where one has several lines, with a line "---" between two. */

/* Yours to free. */
int caption_list_write(
	struct turn *t, const struct item *i, char **out, struct err *e);

/* Puts what was written in place of the captions the item had. */
int caption_list_read(struct turn *t, const struct item *i, const char *written,
	struct err *e);

#endif
