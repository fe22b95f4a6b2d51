#ifndef ADVOCATED_PAGE_H
#define ADVOCATED_PAGE_H

#include <stddef.h>

struct err;

/* What a web page says about itself: Open Graph, Twitter tags, HTML. Pure. */

#define PAGE_MAX_BYTES ((size_t)4 << 20) /* fetch no more than this */

struct page {
	char *url;       /* as given, tidied: the address after redirects */
	char *canonical; /* the page's own idea of its address where that lies
			    on the same site, else url; absolute */
	char *title;     /* plain text, never "": the address at the worst */
	char *summary;   /* plain text, may be "" */
	char *image;     /* absolute, or NULL */
	char *site;      /* "Acme Blog", else the host for display */
	char *language;  /* "en", "de-AT", or NULL */
	char *feed;      /* the first feed that the page names, or NULL */
	int minutes;     /* to read, at 220 words a minute; 0: not known */
};

/*
 * Reads size bytes as fetched from url with that Content-Type (NULL or "":
 * not named). What is no HTML (a PDF, a picture) gets a title from its
 * address, and so has a page of which nothing came (size 0). What lies beyond
 * the first MiB is not looked at. Yours to page_free(); NULL with e set when
 * url is no web address.
 */
struct page *page_parse(const char *bytes, size_t size, const char *type,
	const char *url, struct err *e);

void page_free(struct page *p);

#endif
