#ifndef ADVOCATED_MAKING_PAGE_H
#define ADVOCATED_MAKING_PAGE_H

struct err;
struct export_part;
struct making_export;

/* An export as a page to be read (making_export.c's own): the card "papers" is
 * written once for its beginning and once for some rows of each part, with
 * times and words as its member reads them. */
int making_page_begin(struct making_export *m, struct err *e);
int making_page_step(
	struct making_export *m, const struct export_part *part, struct err *e);

#endif
