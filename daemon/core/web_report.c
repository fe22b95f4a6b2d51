#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "when.h"

#include "httpd.h"

#include "report.h"

#include "figures.h"
#include "programme.h"
#include "report_ref.h"
#include "web.h"
#include "web_report.h"

#define FRESH (10 * WHEN_SECOND)

struct web_report {
	const struct web_parts *parts;
	char *of, *body; /* the last one, or NULL */
	int64_t at;
};

struct web_report *
web_report_new(const struct web_parts *parts)
{
	struct web_report *w = xcalloc(1, sizeof *w);

	w->parts = parts;
	return w;
}

void
web_report_free(struct web_report *w)
{
	if (w == NULL)
		return;
	free(w->of);
	free(w->body);
	free(w);
}

static void
reply(struct httpd_request *r, int status, const char *body)
{
	static const char *const headers[] = {"Cache-Control: no-store",
		"Referrer-Policy: no-referrer", "X-Robots-Tag: noindex",
		"X-Content-Type-Options: nosniff", NULL};
	const struct httpd_answer answer = {.status = status,
		.type = "application/json; charset=utf-8",
		.body = body,
		.size = strlen(body),
		.headers = headers};

	httpd_reply(r, &answer);
}

static bool
is_fresh(const struct web_report *w, const char *of)
{
	int64_t age = clock_now() - w->at;

	return w->of != NULL && strcmp(w->of, of) == 0 && age >= 0 &&
	       age < FRESH;
}

/* Counts it and remembers the answer; -1 when there is none. */
static int
make(struct web_report *w, const char *of, const struct report_about *about)
{
	const struct programme *p = w->parts->programme;
	const struct figures_parts parts = {.db = w->parts->db,
		.programme = p,
		.templates = w->parts->templates,
		.language = p->language};
	int64_t now = clock_now();
	struct err e = {""};
	json_t *report = figures_report(&parts, about, now, &e);

	if (report == NULL) {
		log_info("report_refused", "of=%s why=\"%s\"", of, e.text);
		return -1;
	}
	free(w->of);
	free(w->body);
	w->of = xstrdup(of);
	w->body = json_dump(report);
	w->at = now;
	json_decref(report);
	return 0;
}

void
web_report_serve(struct web_report *w, struct httpd_request *r)
{
	const char *const parts[3] = {httpd_query(r, "of"),
		httpd_query(r, "until"), httpd_query(r, "sign")};
	struct report_about about;

	if (report_ref_check(w->parts->seal, REPORT_REF_FIGURES, parts,
		    clock_now(), &about) != REPORT_REF_FINE) {
		reply(r, 403,
			"{\"error\": \"This address is not right, or it is "
			"over. Ask for a new one with /campaign report.\"}");
	} else if (is_fresh(w, parts[0]) || make(w, parts[0], &about) == 0) {
		reply(r, 200, w->body);
	} else {
		reply(r, 404,
			"{\"error\": \"What this report was about is gone, or "
			"too few people are in it by now.\"}");
	}
}
