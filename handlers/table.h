#ifndef ADVOCATED_TABLE_H
#define ADVOCATED_TABLE_H

#include <stdint.h>

struct err;
struct turn;

/* A file for who acted, and nobody else: a direct message that brings it. */
struct table {
	const char *of;       /* what it is made of (making.h) */
	const char *kind;     /* "report", "items": its name begins with it */
	const char *title;    /* of what it is about; "": everything */
	const char *template; /* of the message; NULL: report_file */
	int64_t rows;         /* of items; 0: it is a report */
};
int table_send(struct turn *t, const struct table *table, struct err *e);

#endif
