#include <stdlib.h>

#include "clock.h"
#include "err.h"
#include "log.h"
#include "mem.h"

#include "httpd.h"

#include "report.h"

#include "chart.h"

#include "figures_chart.h"
#include "report_ref.h"
#include "web.h"
#include "web_chart.h"
#include "web_kept.h"

struct web_chart {
	const struct web_parts *parts;
	struct web_kept *kept;
};

struct web_chart *
web_chart_new(const struct web_parts *parts)
{
	struct web_chart *w = xcalloc(1, sizeof *w);

	w->parts = parts;
	w->kept = web_kept_new();
	return w;
}

void
web_chart_free(struct web_chart *w)
{
	if (w == NULL)
		return;
	web_kept_free(w->kept);
	free(w);
}

/* The bytes, yours; NULL: there is nothing to see, or with e set. */
static char *
draw(struct web_chart *w, const struct report_about *about, size_t *size,
	struct err *e)
{
	json_t *chart =
		figures_chart(w->parts->db, w->parts->programme, about, e);
	char *bytes = NULL;

	if (json_is_object(chart))
		bytes = chart_draw(chart, size);
	json_decref(chart);
	return bytes;
}

static void
reply(struct httpd_request *r, const struct httpd_answer *a)
{
	static const char *const picture[] = {
		"Cache-Control: private, max-age=600",
		"Referrer-Policy: no-referrer", "X-Robots-Tag: noindex",
		"X-Content-Type-Options: nosniff", NULL};
	static const char *const busy[] = {"Retry-After: 1", NULL};
	struct httpd_answer answer = *a;

	answer.headers = a->status == 200 ? picture : busy;
	httpd_reply(r, &answer);
}

/* Draws it and keeps it; 0, or the status of the page to show instead. */
static int
make(struct web_chart *w, const char *of, const struct report_about *about,
	struct httpd_answer *out)
{
	struct err e = {""};
	char *bytes = draw(w, about, &out->size, &e);

	if (bytes == NULL && e.text[0] == '\0')
		return 404;
	if (bytes == NULL) {
		log_error("chart_failed", "of=%s why=\"%s\"", of, e.text);
		return 503;
	}
	web_kept_put(w->kept, of, bytes, out->size);
	out->body = bytes;
	return 0;
}

int
web_chart_serve(struct web_chart *w, struct httpd_request *r)
{
	const char *const parts[3] = {httpd_query(r, "of"),
		httpd_query(r, "until"), httpd_query(r, "sign")};
	struct httpd_answer answer = {.status = 200, .type = "image/png"};
	struct report_about about;
	int status;

	switch (report_ref_check(
		w->parts->seal, REPORT_REF_CHART, parts, clock_now(), &about)) {
	case REPORT_REF_WRONG:
		return 403;
	case REPORT_REF_OVER:
		return 410;
	case REPORT_REF_FINE:
		break;
	}
	answer.body = web_kept_find(w->kept, parts[0], &answer.size);
	if (answer.body == NULL) {
		if (!web_kept_may_make(w->kept)) {
			reply(r, &(struct httpd_answer){.status = 429});
			return 0;
		}
		status = make(w, parts[0], &about, &answer);
		if (status != 0)
			return status;
	}
	reply(r, &answer);
	return 0;
}
