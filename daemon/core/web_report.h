#ifndef ADVOCATED_WEB_REPORT_H
#define ADVOCATED_WEB_REPORT_H

struct err;
struct httpd_request;
struct web_parts;
struct web_report;

/*
 * The figures of a report to whoever has an address that a campaign admin was
 * given, until it is over (report_ref.h). The same one asked for again within
 * some seconds is not counted again, so that nobody can keep us busy with it.
 *
 * GET /api/report?of=...&until=...&sign=... : as JSON (figures.h).
 * GET /report?... : as a page in the company's language (report_page.h), in
 * the frame of <templates>/web/report.html; only so many are made a second.
 */
struct web_report *web_report_new(
	const struct web_parts *parts, struct err *e); /* lent */
void web_report_free(struct web_report *w);            /* NULL is fine */

void web_report_serve(struct web_report *w, struct httpd_request *r);

/* 0 when it was answered, else the status of the page to show instead. */
int web_report_serve_page(struct web_report *w, struct httpd_request *r);

#endif
