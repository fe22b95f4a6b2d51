#ifndef ADVOCATED_WEB_REPORT_H
#define ADVOCATED_WEB_REPORT_H

struct httpd_request;
struct web_parts;
struct web_report;

/*
 * GET /api/report?of=...&until=...&sign=... : the figures of a report as JSON
 * (figures.h), to whoever has the address that a campaign admin was given,
 * until it is over (report_ref.h). The same one asked for again within some
 * seconds is not counted again, so that nobody can keep us busy with it.
 */
struct web_report *web_report_new(const struct web_parts *parts); /* lent */
void web_report_free(struct web_report *w); /* NULL is fine */

void web_report_serve(struct web_report *w, struct httpd_request *r);

#endif
