#ifndef ADVOCATED_PAGE_SCAN_H
#define ADVOCATED_PAGE_SCAN_H

#include <stddef.h>

#include "text.h"

/* What stands in a page, collected in one pass; page.c chooses from it. */

enum page_field {
	PAGE_OG_TITLE,
	PAGE_TWITTER_TITLE,
	PAGE_OG_DESCRIPTION,
	PAGE_TWITTER_DESCRIPTION,
	PAGE_DESCRIPTION,
	PAGE_OG_IMAGE_SECURE,
	PAGE_OG_IMAGE,
	PAGE_OG_IMAGE_URL,
	PAGE_TWITTER_IMAGE,
	PAGE_TWITTER_IMAGE_SRC,
	PAGE_LINK_IMAGE,
	PAGE_OG_SITE_NAME,
	PAGE_APPLICATION_NAME,
	PAGE_OG_URL,
	PAGE_OG_LOCALE,
	PAGE_LINK_CANONICAL,
	PAGE_LINK_FEED,
	PAGE_HTML_LANG,
	PAGE_BASE,
	PAGE_FIELDS
};

/* Words as a reader has them before them, CJK characters counted apart. */
struct page_words {
	size_t words;
	size_t ideographs;
};

struct page_scan {
	char *fields[PAGE_FIELDS]; /* as written, the first of each; or NULL */
	struct text title;         /* <title> */
	struct text heading;       /* the first <h1> */
	struct text paragraph;     /* the first one that says something */
	struct page_words all;     /* in the page without its menus */
	struct page_words article; /* in <article> and <main> */
};

/* Fills out from html (UTF-8, NUL at its end); then page_scan_free(). */
void page_scan_read(struct page_scan *out, const char *html);
void page_scan_free(struct page_scan *s);

#endif
