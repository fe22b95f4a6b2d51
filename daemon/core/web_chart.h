#ifndef ADVOCATED_WEB_CHART_H
#define ADVOCATED_WEB_CHART_H

struct httpd_request;
struct web_chart;
struct web_parts;

/*
 * GET /report.png?of=...&until=...&sign=... : the chart of a report as a
 * picture (figures_chart.h), drawn when it is asked for, for the platform that
 * shows the answer of /campaign report, until it is over (report_ref.h). A
 * picture takes some 20 ms: the same one asked for again within some seconds
 * is not drawn again, and only so many are drawn a second.
 */
struct web_chart *web_chart_new(const struct web_parts *parts); /* lent */
void web_chart_free(struct web_chart *w); /* NULL is fine */

/* 0 when it was answered, else the status of the page to show instead. */
int web_chart_serve(struct web_chart *w, struct httpd_request *r);

#endif
