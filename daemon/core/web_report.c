#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "log.h"
#include "mem.h"

#include "httpd.h"

#include "report.h"

#include "template.h"

#include "figures.h"
#include "page_html.h"
#include "programme.h"
#include "report_page.h"
#include "report_ref.h"
#include "web.h"
#include "web_kept.h"
#include "web_report.h"

struct web_report {
	const struct web_parts *parts;
	struct page_html *frame;
	struct web_kept *json, *page;
};

struct web_report *
web_report_new(const struct web_parts *parts, struct err *e)
{
	struct web_report *w = xcalloc(1, sizeof *w);

	w->parts = parts;
	w->json = web_kept_new();
	w->page = web_kept_new();
	w->frame = page_html_load(parts->template_dir, "report", e);
	if (w->frame != NULL)
		return w;
	web_report_free(w);
	return NULL;
}

void
web_report_free(struct web_report *w)
{
	if (w == NULL)
		return;
	web_kept_free(w->json);
	web_kept_free(w->page);
	page_html_free(w->frame);
	free(w);
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

/* Counts it and keeps the answer, which is lent; NULL: there is none. */
static const char *
make(struct web_report *w, const char *of, const struct report_about *about)
{
	const struct figures_parts parts = figures_parts(w);
	struct err e = {""};
	json_t *report = figures_report(&parts, about, clock_now(), &e);
	char *body;

	if (report == NULL) {
		log_info("report_refused", "of=%s why=\"%s\"", of, e.text);
		return NULL;
	}
	body = json_dump(report);
	json_decref(report);
	web_kept_put(w->json, of, body, strlen(body));
	return body;
}

void
web_report_serve(struct web_report *w, struct httpd_request *r)
{
	struct report_about about;
	const char *parts[3], *body;
	size_t size;

	ask(r, parts);
	if (report_ref_check(w->parts->seal, REPORT_REF_FIGURES, parts,
		    clock_now(), &about) != REPORT_REF_FINE) {
		reply(r, 403,
			"{\"error\": \"This address is not right, or it is "
			"over. Ask for a new one with /campaign report.\"}");
		return;
	}
	body = web_kept_find(w->json, parts[0], &size);
	if (body == NULL)
		body = make(w, parts[0], &about);
	if (body != NULL)
		reply(r, 200, body);
	else
		reply(r, 404,
			"{\"error\": \"What this report was about is gone, or "
			"too few people are in it by now.\"}");
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

/* The page, which is kept and lent; NULL: there is none. What stands in it
 * depends on the whole address, which its signature stands for. */
static const char *
make_page(struct web_report *w, const char *const parts[3],
	const struct report_about *about)
{
	struct figures_parts figures = figures_parts(w);
	const char *known =
		templates_language(figures.templates, figures.language);
	struct err e = {""};
	json_t *card;
	char *page;

	if (known != NULL)
		figures.language = known;
	card = report_page_card(
		&figures, about, clock_now(), strtoll(parts[1], NULL, 10), &e);
	if (card == NULL) {
		log_info(
			"report_refused", "of=%s why=\"%s\"", parts[0], e.text);
		return NULL;
	}
	page = page_html_write(w->frame, card,
		json_text(card, "language", figures.language),
		figures.programme->company);
	json_decref(card);
	web_kept_put(w->page, parts[2], page, strlen(page));
	return page;
}

int
web_report_serve_page(struct web_report *w, struct httpd_request *r)
{
	struct report_about about;
	const char *parts[3], *page;
	size_t size;

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
	page = web_kept_find(w->page, parts[2], &size);
	if (page == NULL && !web_kept_may_make(w->page))
		return 429;
	if (page == NULL)
		page = make_page(w, parts, &about);
	if (page == NULL)
		return 404;
	reply_page(r, page);
	return 0;
}
