#ifndef ADVOCATED_WHICH_H
#define ADVOCATED_WHICH_H

struct err;
struct item;
struct turn;

/* The item that a word names by its number ("12", "#12"; NULL: none was
 * written). out->id is 0 when there is none, and who acts was told so with
 * the way out; example is the command that they meant ("show"). */
int which_item(struct turn *t, const char *word, const char *example,
	struct item *out, struct err *e);

/* The same for the first word of the command: t->text. */
int which_item_written(
	struct turn *t, const char *example, struct item *out, struct err *e);

#endif
