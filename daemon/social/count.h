#ifndef ADVOCATED_COUNT_H
#define ADVOCATED_COUNT_H

#include <stdbool.h>
#include <stddef.h>

/* How networks count the length of a text. */

/* One character as people see it (a grapheme cluster). */
struct count_cluster {
	size_t points; /* code points */
	size_t narrow; /* of these: what X counts as one, the rest as two */
	size_t units;  /* UTF-16 code units */
	size_t bytes;  /* of UTF-8 */
	bool emoji;
};

/* Sums weigh() over the clusters of size bytes at s; composed: after NFC. */
size_t count_clusters(const char *s, size_t size, bool composed,
	size_t (*weigh)(const struct count_cluster *c));

/* UTF-16 code units, as browsers count. */
size_t count_units(const char *s);

/*
 * Bytes of the web address that begins at s + at, 0 when none does there.
 * bare: names without a scheme count too where X makes links of them.
 */
size_t count_address(const char *s, size_t at, bool bare);

/* The length where every address counts as each, and what lies between by
 * rest(). */
size_t count_around_addresses(const char *s, bool bare, size_t each,
	size_t (*rest)(const char *s, size_t size));

#endif
