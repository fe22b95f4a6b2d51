#ifndef ADVOCATED_EXPORT_H
#define ADVOCATED_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct db;
struct err;

/*
 * Everything that is stored of one member, for themselves: what is theirs of
 * each table, and nothing of others. A test holds the tables named here
 * against what "/advocate privacy" tells of.
 */

enum export_kind {
	EXPORT_TEXT,
	EXPORT_WORD,   /* = one of few: "pending" */
	EXPORT_NUMBER, /* # */
	EXPORT_FLAG,   /* ? 0 or 1 */
	EXPORT_TIME,   /* @ ms */
	EXPORT_DAY,    /* ^ days since 1970 */
	EXPORT_CODE,   /* ~ of a link, as it is in its address */
	EXPORT_SEALED  /* * a gift card's code, encrypted */
};

/* A list of rows. */
struct export_part {
	const char *name;   /* "shares": how the list is called */
	const char *tables; /* it is read from, with a space after each */
	const char *fields; /* of a row: names, each with the mark of its kind
			       and a space after it */
	const char *sql;    /* export_parts.c's own, as are types and span: */
	const char *types;  /* of its parameters */
	int64_t span;       /* ms that are looked through at once, or 0 */
};
const struct export_part *export_at(size_t i); /* NULL past the last */

struct export_field {
	char name[40];
	enum export_kind kind;
};
/* The field that *fields begins with, and moves to the next; false: none. */
bool export_field_next(const char **fields, struct export_field *out);

/* Whose, and how far: begin with after "" and done false. */
struct export_place {
	int64_t member, now;
	const unsigned char (*hashes)[16]; /* of their accounts, keyed */
	size_t accounts;
	char after[1024];
	bool done;
};

/* The next rows of the part. Each is a list of its fields' values: texts,
 * integers or null; taken by fn. */
typedef int export_fn(void *arg, json_t *row, struct err *e);
int export_read(struct db *db, const struct export_part *part,
	struct export_place *at, export_fn *fn, void *arg, struct err *e);

#endif
