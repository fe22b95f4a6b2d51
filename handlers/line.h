#ifndef ADVOCATED_LINE_H
#define ADVOCATED_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct campaign;
struct err;
struct feed_row;
struct item;
struct line_change;
struct reward;
struct turn;

/*
 * Edits in one line: "/campaign edit <12 | campaign name> <field>: <value>".
 * What can be edited is a table of fields. To add one: a row {"name", setter}
 * and its phrase "field_name" in words.json of each language. A name of
 * several words is written with blanks ("share points") and its phrase with
 * underscores ("field_share_points"). People may write a field's name in
 * English or in their own language, and _ or - for a blank.
 */

/* Puts c->value into what is edited, or refuses it with line_refuse(); does
 * not save. An empty value empties the field, where that makes sense. */
typedef int line_set_fn(struct turn *t, struct line_change *c, struct err *e);

struct line_field {
	const char *name; /* NULL ends the table */
	line_set_fn *set;
};

#define LINE_SHOWN 512 /* of a value, in the audit */

struct line_change {
	/* what the caller says: one of these, and how commands name it */
	struct item *item;
	struct campaign *campaign;
	struct feed_row *feed;
	struct reward *reward;
	const char *name;    /* "12", "Company news" */
	const char *command; /* "feeds edit"; NULL: "edit" */
	/* what was written; value may have several lines, and is cleaned */
	const struct line_field *field;
	char *value;
	/* what the setter says */
	char before[LINE_SHOWN], after[LINE_SHOWN]; /* after: else the value */
	int64_t dropped; /* announcements that it made pointless */
	json_t *refused; /* why it was not taken */
};

/*
 * Reads "<field>: <value>" and calls the field's setter. *done is false when
 * nothing was changed, and who acts was told why and what to write instead
 * (an unknown field: the nearest as a button, and the list). After it, done or
 * not, c wants line_end().
 */
int line_run(struct turn *t, const struct line_field *fields, const char *text,
	struct line_change *c, bool *done, struct err *e);
void line_end(struct line_change *c);

/* For setters. The value is not taken: phrase of words.json says why and what
 * would be; takes values. */
int line_refuse(struct turn *t, struct line_change *c, const char *phrase,
	json_t *values, struct err *e);

/* A text of at most `most` characters into out; more is refused. */
struct line_room {
	char *out;
	size_t room; /* bytes of out */
	size_t most;
	bool needed; /* "" is refused */
	bool lines;  /* it may have several lines, else they become one */
};
int line_text(struct turn *t, struct line_change *c, const struct line_room *r,
	struct err *e);

/* The end of the day that is written; "" is 0: no end. What is over is
 * refused. */
int line_until(
	struct turn *t, struct line_change *c, int64_t *out, struct err *e);

/* A whole number from least to most; "" is `empty`. */
struct line_numbers {
	int64_t least, most, empty;
};
int line_number(struct turn *t, struct line_change *c,
	const struct line_numbers *n, int64_t *out, struct err *e);

/* The field's name as who acts reads it, yours. NULL with e set. */
char *line_field_name(
	struct turn *t, const struct line_field *field, struct err *e);

#endif
