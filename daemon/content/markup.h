#ifndef ADVOCATED_MARKUP_H
#define ADVOCATED_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

/* HTML read without building a tree. libxml2 does the reading; depth and the
 * number of different names are bounded, so that no document takes long. */

struct markup_handler {
	/* attributes: name, value (or NULL), ..., NULL; itself NULL when there
	 * are none. Names are in lower case. */
	void (*start)(
		void *arg, const char *name, const char *const *attributes);
	void (*end)(void *arg, const char *name);
	void (*text)(void *arg, const char *s, size_t size);
	bool (*done)(const void *arg); /* asked at each start; or NULL */
};

/* Calls h for what is in html (valid UTF-8, NUL at its end); scripts and
 * styles are left out. */
void markup_walk(const char *html, const struct markup_handler *h, void *arg);

/* The value of an attribute, NULL when it is missing or empty; lent. */
const char *markup_attribute(const char *const *attributes, const char *name);

/* What a reader sees of a piece of HTML, and its first picture. */
struct markup {
	char *text;  /* one line of plain text, may be "" */
	char *image; /* address as written, or NULL */
};

/* Fills out (both yours to free) from html; the text is cut to graphemes. */
void markup_read(const char *html, size_t graphemes, struct markup *out);

/* The text alone. Yours to free. */
char *markup_text(const char *html, size_t graphemes);

/* Text that is no HTML as one tidy line: white space runs become one space,
 * what is not seen goes. Yours to free. */
char *markup_line(const char *s, size_t graphemes);

#endif
