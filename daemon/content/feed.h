#ifndef ADVOCATED_FEED_H
#define ADVOCATED_FEED_H

#include <stddef.h>
#include <stdint.h>

struct err;

/* Feeds read into entries: RSS 0.9x, 1.0 and 2.0, Atom 1.0, JSON Feed 1. A
 * pure parser: no network, no entities of the document's own, bounds on all. */

#define FEED_MAX_BYTES ((size_t)4 << 20)
#define FEED_MAX_ENTRIES 500 /* further ones are left out, counted */

struct feed_entry {
	char *id;       /* what the feed calls it, else the address */
	char *url;      /* absolute, taken by url_check() */
	char *title;    /* plain text; "" when the feed gives none */
	char *summary;  /* plain text; "" when the feed gives none */
	char *image;    /* absolute address, or NULL */
	char *language; /* "en", "de-AT", or NULL */
	int64_t at;     /* published, clock_now() milliseconds; 0: not said */
};

struct feed {
	char *title;                /* plain text, may be "" */
	char *site;                 /* the page this is the feed of, or NULL */
	char *language;             /* or NULL */
	struct feed_entry *entries; /* in the feed's order */
	size_t count;
	size_t left_out; /* entries without a usable address, or too many */
};

/*
 * Reads size bytes as fetched from url with that Content-Type (NULL or ""
 * when the server named none; the bytes decide what it is, the type only
 * tells the character set). Yours to feed_free(). NULL with e saying what is
 * wrong: a web page (and which feed it names), too large, not well formed
 * and where, entities of its own.
 */
struct feed *feed_parse(const char *bytes, size_t size, const char *type,
	const char *url, struct err *e);

void feed_free(struct feed *f);

#endif
