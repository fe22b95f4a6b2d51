#ifndef ADVOCATED_REPORT_PAGE_H
#define ADVOCATED_REPORT_PAGE_H

#include <stdint.h>

#include <jansson.h>

struct err;
struct figures_parts;
struct report_about;

/* The card page_report: a report as a page for who has no account here, with
 * the figures that the table and the address have (figures.h), readers by day
 * and the items most read. It says that it is shown until then. Yours; NULL
 * with e set, also when what it is about is gone or too small. */
json_t *report_page_card(const struct figures_parts *p,
	const struct report_about *about, int64_t now, int64_t until,
	struct err *e);

#endif
