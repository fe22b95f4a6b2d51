#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "log.h"
#include "mem.h"
#include "when.h"

#include "httpd.h"
#include "limit.h"

#include "report.h"

#include "chart.h"

#include "figures_chart.h"
#include "report_ref.h"
#include "web.h"
#include "web_chart.h"

#define FRESH (10 * WHEN_SECOND)
#define BUCKET "chart"
#define A_MINUTE 120.0
#define BURST 10

struct web_chart {
	const struct web_parts *parts;
	struct limit *limit;
	char *of, *bytes; /* the last one, or NULL */
	size_t size;
	int64_t at;
};

struct web_chart *
web_chart_new(const struct web_parts *parts)
{
	struct web_chart *w = xcalloc(1, sizeof *w);

	w->parts = parts;
	w->limit = limit_new();
	return w;
}

static void
forget(struct web_chart *w)
{
	free(w->of);
	free(w->bytes);
	w->of = w->bytes = NULL;
}

void
web_chart_free(struct web_chart *w)
{
	if (w == NULL)
		return;
	forget(w);
	limit_free(w->limit);
	free(w);
}

static bool
is_fresh(const struct web_chart *w, const char *of)
{
	int64_t age = clock_now() - w->at;

	return w->of != NULL && strcmp(w->of, of) == 0 && age >= 0 &&
	       age < FRESH;
}

/* Draws it and remembers it; w->of is NULL when there is nothing to see. */
static int
draw(struct web_chart *w, const char *of, const struct report_about *about,
	struct err *e)
{
	json_t *chart =
		figures_chart(w->parts->db, w->parts->programme, about, e);

	forget(w);
	if (chart == NULL)
		return -1;
	if (json_is_object(chart))
		w->bytes = chart_draw(chart, &w->size);
	json_decref(chart);
	if (w->bytes == NULL)
		return 0;
	w->of = xstrdup(of);
	w->at = clock_now();
	return 0;
}

static bool
is_limited(struct web_chart *w)
{
	int64_t now = clock_steady();

	if (limit_wait(w->limit, BUCKET, A_MINUTE, BURST, now) != 0)
		return true;
	limit_take(w->limit, BUCKET, A_MINUTE, BURST, now);
	return false;
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

int
web_chart_serve(struct web_chart *w, struct httpd_request *r)
{
	const char *const parts[3] = {httpd_query(r, "of"),
		httpd_query(r, "until"), httpd_query(r, "sign")};
	struct report_about about;
	struct err e = {""};

	switch (report_ref_check(
		w->parts->seal, REPORT_REF_CHART, parts, clock_now(), &about)) {
	case REPORT_REF_WRONG:
		return 403;
	case REPORT_REF_OVER:
		return 410;
	case REPORT_REF_FINE:
		break;
	}
	if (!is_fresh(w, parts[0])) {
		if (is_limited(w)) {
			reply(r, &(struct httpd_answer){.status = 429});
			return 0;
		}
		if (draw(w, parts[0], &about, &e) == -1) {
			log_error("chart_failed", "of=%s why=\"%s\"", parts[0],
				e.text);
			return 503;
		}
	}
	if (w->of == NULL)
		return 404;
	reply(r, &(struct httpd_answer){.status = 200,
			 .type = "image/png",
			 .body = w->bytes,
			 .size = w->size});
	return 0;
}
