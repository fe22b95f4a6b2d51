#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "when.h"

#include "httpd.h"
#include "limit.h"

#include "report.h"

#include "template.h"

#include "figures.h"
#include "page_html.h"
#include "programme.h"
#include "report_page.h"
#include "report_ref.h"
#include "web.h"
#include "web_report.h"

#define FRESH (10 * WHEN_SECOND)
#define BUCKET "page"
#define A_MINUTE 120.0
#define BURST 10

/* An answer that was made, and what for; NULL: none. */
struct made {
	char *key, *body;
	int64_t at;
};

struct web_report {
	const struct web_parts *parts;
	struct page_html *frame;
	struct limit *limit;
	struct made json, page; /* the last ones */
};

struct web_report *
web_report_new(const struct web_parts *parts, struct err *e)
{
	struct web_report *w = xcalloc(1, sizeof *w);

	w->parts = parts;
	w->limit = limit_new();
	w->frame = page_html_load(parts->template_dir, "report", e);
	if (w->frame != NULL)
		return w;
	web_report_free(w);
	return NULL;
}

static void
forget(struct made *m)
{
	free(m->key);
	free(m->body);
	*m = (struct made){.key = NULL};
}

void
web_report_free(struct web_report *w)
{
	if (w == NULL)
		return;
	forget(&w->json);
	forget(&w->page);
	limit_free(w->limit);
	page_html_free(w->frame);
	free(w);
}

static bool
is_fresh(const struct made *m, const char *key)
{
	int64_t age = clock_now() - m->at;

	return m->key != NULL && strcmp(m->key, key) == 0 && age >= 0 &&
	       age < FRESH;
}

/* Takes body. */
static void
keep(struct made *m, const char *key, char *body, int64_t now)
{
	forget(m);
	m->key = xstrdup(key);
	m->body = body;
	m->at = now;
}

static void
ask(struct httpd_request *r, const char *parts[3])
{
	parts[0] = httpd_query(r, "of");
	parts[1] = httpd_query(r, "until");
	parts[2] = httpd_query(r, "sign");
}

static struct figures_parts
figures_parts(const struct web_report *w)
{
	const struct programme *p = w->parts->programme;

	return (struct figures_parts){.db = w->parts->db,
		.programme = p,
		.templates = w->parts->templates,
		.language = p->language};
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

/* Counts it and remembers the answer; -1 when there is none. */
static int
make(struct web_report *w, const char *of, const struct report_about *about)
{
	const struct figures_parts parts = figures_parts(w);
	int64_t now = clock_now();
	struct err e = {""};
	json_t *report = figures_report(&parts, about, now, &e);

	if (report == NULL) {
		log_info("report_refused", "of=%s why=\"%s\"", of, e.text);
		return -1;
	}
	keep(&w->json, of, json_dump(report), now);
	json_decref(report);
	return 0;
}

void
web_report_serve(struct web_report *w, struct httpd_request *r)
{
	struct report_about about;
	const char *parts[3];

	ask(r, parts);
	if (report_ref_check(w->parts->seal, REPORT_REF_FIGURES, parts,
		    clock_now(), &about) != REPORT_REF_FINE) {
		reply(r, 403,
			"{\"error\": \"This address is not right, or it is "
			"over. Ask for a new one with /campaign report.\"}");
	} else if (is_fresh(&w->json, parts[0]) ||
		   make(w, parts[0], &about) == 0) {
		reply(r, 200, w->json.body);
	} else {
		reply(r, 404,
			"{\"error\": \"What this report was about is gone, or "
			"too few people are in it by now.\"}");
	}
}

static void
reply_page(struct httpd_request *r, const char *body)
{
	static const char *const headers[] = {"Cache-Control: no-store",
		"Content-Security-Policy: default-src 'none'; "
		"style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
		"form-action 'none'; frame-ancestors 'none'",
		"Referrer-Policy: no-referrer", "X-Robots-Tag: noindex",
		"X-Content-Type-Options: nosniff", NULL};
	const struct httpd_answer answer = {.status = 200,
		.type = "text/html; charset=utf-8",
		.body = body,
		.size = strlen(body),
		.headers = headers};

	httpd_reply(r, &answer);
}

static bool
is_limited(struct web_report *w)
{
	int64_t now = clock_steady();

	if (limit_wait(w->limit, BUCKET, A_MINUTE, BURST, now) != 0)
		return true;
	limit_take(w->limit, BUCKET, A_MINUTE, BURST, now);
	return false;
}

/* What stands in it depends on the whole address, which its signature stands
 * for. */
static int
make_page(struct web_report *w, const char *const parts[3],
	const struct report_about *about)
{
	struct figures_parts figures = figures_parts(w);
	int64_t now = clock_now(), until = strtoll(parts[1], NULL, 10);
	const char *known =
		templates_language(figures.templates, figures.language);
	struct err e = {""};
	json_t *card;

	if (known != NULL)
		figures.language = known;
	card = report_page_card(&figures, about, now, until, &e);
	if (card == NULL) {
		log_info(
			"report_refused", "of=%s why=\"%s\"", parts[0], e.text);
		return -1;
	}
	keep(&w->page, parts[2],
		page_html_write(w->frame, card,
			json_text(card, "language", figures.language),
			figures.programme->company),
		now);
	json_decref(card);
	return 0;
}

int
web_report_serve_page(struct web_report *w, struct httpd_request *r)
{
	struct report_about about;
	const char *parts[3];

	ask(r, parts);
	switch (report_ref_check(
		w->parts->seal, REPORT_REF_PAGE, parts, clock_now(), &about)) {
	case REPORT_REF_WRONG:
		return 403;
	case REPORT_REF_OVER:
		return 410;
	case REPORT_REF_FINE:
		break;
	}
	if (!is_fresh(&w->page, parts[2])) {
		if (is_limited(w))
			return 429;
		if (make_page(w, parts, &about) == -1)
			return 404;
	}
	reply_page(r, w->page.body);
	return 0;
}
