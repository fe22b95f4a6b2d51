#ifndef ADVOCATED_CSV_H
#define ADVOCATED_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "text.h"

/*
 * A table for spreadsheets: RFC 4180, UTF-8 with its mark at the start. What
 * one would take for a formula (= + - @ and the like at the start of a text)
 * gets an apostrophe in front, control characters and breaks are left out.
 */
struct csv {
	struct text out;
	bool begun; /* the row has a cell */
};

void csv_text(struct csv *c, const char *s); /* NULL: an empty cell */
void csv_number(struct csv *c, int64_t number);
void csv_real(struct csv *c, double number); /* one digit after the point */
void csv_time(struct csv *c, int64_t at);    /* ISO 8601, UTC; 0: empty */
void csv_end(struct csv *c);                 /* of the row */

/* The whole table, yours to free; size gets its bytes. c is empty again. */
char *csv_take(struct csv *c, size_t *size);

#endif
