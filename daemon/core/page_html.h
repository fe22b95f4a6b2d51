#ifndef ADVOCATED_PAGE_HTML_H
#define ADVOCATED_PAGE_HTML_H

#include <stddef.h>

#include <jansson.h>

struct err;
struct page_html;

/* Cards as web pages, in the frame of <dir>/web/<name>.html with its
 * placeholders {language} {title} {company} {body}. */
struct page_html *page_html_load(
	const char *dir, const char *name, struct err *e);
void page_html_free(struct page_html *p);

/* The page, yours to free. The first title is its heading, each further one
 * begins a section, which ends with the next or with a line. A button with an
 * address is a link; the action "again" posts to /s/<value>/new; others have no
 * place on a page. */
char *page_html_write(const struct page_html *p, const json_t *card,
	const char *language, const char *company);

/* A page of many cards, one after the other; its title is the first one's. p
 * is lent until its end. */
struct page_writing;
struct page_writing *page_html_begin(const struct page_html *p,
	const json_t *card, const char *language, const char *company);
void page_html_add(struct page_writing *w, const json_t *card);
size_t page_html_size(const struct page_writing *w); /* bytes so far */
/* The page, yours to free; w is gone. */
char *page_html_end(struct page_writing *w, size_t *size);
void page_html_drop(struct page_writing *w); /* NULL is fine */

#endif
