#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "metric.h"
#include "seal.h"
#include "text.h"

#include "httpd.h"

#include "ledger.h"
#include "post.h"

#include "chat.h"
#include "event.h"
#include "template.h"

#include "posted.h"

#include "robot.h"

#include "content_hook.h"
#include "dispatch.h"
#include "hits.h"
#include "page_html.h"
#include "pass.h"
#include "programme.h"
#include "ticket.h"
#include "web.h"
#include "web_chart.h"
#include "web_language.h"
#include "web_report.h"

#define MOST_ASKED (256 << 10) /* bytes that a platform may send us */

struct web {
	struct web_parts parts;
	struct httpd *httpd;
	struct hits *hits;
	struct content_hook *content;
	struct page_html *pages;
	struct web_report *report;
	struct web_chart *chart;
	struct httpd_route routes[12];
};

static void
reply_text(struct httpd_request *r, int status, const char *text)
{
	const struct httpd_answer answer = {.status = status,
		.type = "text/plain; charset=utf-8",
		.body = text,
		.size = strlen(text)};

	httpd_reply(r, &answer);
}

static void
reply_card(
	struct web *w, struct httpd_request *r, int status, const json_t *card)
{
	static const char *const headers[] = {"Cache-Control: no-store",
		"Content-Security-Policy: default-src 'none'; "
		"style-src 'unsafe-inline'; img-src https: http:; "
		"form-action 'self'; frame-ancestors 'none'",
		"Referrer-Policy: no-referrer", "X-Robots-Tag: noindex", NULL};
	const struct programme *p = w->parts.programme;
	char *page = page_html_write(w->pages, card,
		json_text(card, "language", p->language), p->company);
	const struct httpd_answer answer = {.status = status,
		.type = "text/html; charset=utf-8",
		.body = page,
		.size = strlen(page),
		.headers = headers};

	httpd_reply(r, &answer);
	free(page);
}

/* That of the browser, of those we have; else the programme's. */
static const char *
language_of(const struct web *w, struct httpd_request *r)
{
	const struct templates *t = w->parts.templates;
	const char *usual = w->parts.programme->language;
	const char *found =
		web_language_choose(t, httpd_header(r, "Accept-Language"));

	if (found == NULL)
		found = templates_language(t, usual);
	return found != NULL ? found : usual;
}

/* A page that needs no event: only words. */
static void
reply_page(struct web *w, struct httpd_request *r, int status,
	const char *template)
{
	const struct programme *p = w->parts.programme;
	struct err e = {""};
	json_t *values = json_pack(
		"{s:s, s:s}", "company", p->company, "contact", p->contact);
	json_t *card = templates_render(
		w->parts.templates, language_of(w, r), template, values, &e);

	json_decref(values);
	if (card == NULL) {
		log_error("page_failed", "why=\"%s\"", e.text);
		reply_text(r, 500, "Something went wrong here.\n");
		return;
	}
	reply_card(w, r, status, card);
	json_decref(card);
}

static void
on_hit(void *arg, struct httpd_request *r)
{
	struct web *w = arg;

	if (hits_serve(w->hits, r) == -1)
		reply_page(w, r, 404, "page_unknown");
}

/* What a waiting browser is owed. */
struct visit_page {
	struct web *web;
	struct httpd_request *request;
	char *address, *user_agent;
};

static void
on_page(void *arg, const struct dispatch_page *page)
{
	static const char *const headers[] = {"Cache-Control: no-store",
		"Referrer-Policy: no-referrer", NULL};
	struct visit_page *v = arg;

	if (page->location != NULL)
		httpd_reply(v->request, &(struct httpd_answer){.status = 303,
						.location = page->location,
						.headers = headers});
	else if (page->card != NULL)
		reply_card(v->web, v->request, page->status, page->card);
	else
		reply_page(v->web, v->request, 503, "page_trouble");
	free(v->address);
	free(v->user_agent);
	free(v);
}

static void
dispatch_ticket(struct web *w, struct httpd_request *r, const char *name,
	const char *token, const struct ticket *t)
{
	const char *agent = httpd_header(r, "User-Agent");
	struct visit_page *v = xcalloc(1, sizeof(*v));
	struct dispatch_browser browser;
	unsigned char nonce[8];
	struct event *event;
	json_t *frame;
	char *unique;

	/* A browser may come twice with one token: each is its own event, the
	 * handler's ticket_use() sees to it that it works once. */
	seal_random(nonce, sizeof(nonce));
	unique = seal_encode(nonce, sizeof(nonce));
	frame = json_pack("{s:s, s:o, s:{s:I, s:I, s:I, s:I, s:s, s:s}}",
		"name", name, "key", json_sprintf("ticket:%s", unique),
		"fields", "member", (json_int_t)t->member, "item",
		(json_int_t)t->item, "expires", (json_int_t)t->expires_at,
		"nonce", (json_int_t)t->nonce, "network", t->network, "token",
		token);
	free(unique);
	event = event_new(EVENT_WEB, frame);
	event->chat = "";
	event->name = json_text(frame, "name", "");
	event->key = json_text(frame, "key", "");
	event->fields = json_at(frame, "fields");
	event->language = web_language_choose(
		w->parts.templates, httpd_header(r, "Accept-Language"));
	event->at = clock_now();
	v->web = w;
	v->request = r;
	v->address = xstrdup(httpd_address(r));
	v->user_agent = xstrdup(agent == NULL ? "" : agent);
	browser = (struct dispatch_browser){v->address, v->user_agent};
	dispatch_web(w->parts.dispatch, event, &browser, on_page, v);
}

static bool
is_look_ahead(struct httpd_request *r)
{
	const char *agent = httpd_header(r, "User-Agent");

	return strcmp(httpd_method(r), "HEAD") == 0 ||
	       httpd_header(r, "Sec-Purpose") != NULL ||
	       httpd_header(r, "Purpose") != NULL ||
	       httpd_header(r, "X-Moz") != NULL ||
	       (agent != NULL && robot_is(agent));
}

/* /s/<token> opens a composer once; POST /s/<token>/new asks for a new one. */
static void
on_ticket(void *arg, struct httpd_request *r)
{
	struct web *w = arg;
	char *token = xstrdup(httpd_rest(r));
	char *tail = strchr(token, '/');
	bool again = strcmp(httpd_method(r), "POST") == 0;
	struct ticket ticket;

	if (tail != NULL)
		*tail++ = '\0';
	if (again != (tail != NULL && strcmp(tail, "new") == 0) ||
		ticket_read(w->parts.seal, token, &ticket) == -1)
		reply_page(w, r, 404, "page_unknown");
	else if (is_look_ahead(r))
		/* Not used up by a preview. */
		reply_text(r, 200, "Open this link in your browser.\n");
	else
		dispatch_ticket(
			w, r, again ? "again" : "ticket", token, &ticket);
	free(token);
}

static void
on_report(void *arg, struct httpd_request *r)
{
	struct web *w = arg;

	web_report_serve(w->report, r);
}

/* Pages that say why there is none: words for people. */
static void
on_report_page(void *arg, struct httpd_request *r)
{
	static const struct {
		int status;
		const char *template;
	} refusals[] = {{410, "page_report_over"}, {404, "page_report_gone"},
		{429, "page_trouble"}};
	struct web *w = arg;
	int status = web_report_serve_page(w->report, r);
	const char *template = "page_unknown";
	size_t i;

	for (i = 0; i < sizeof refusals / sizeof *refusals; i++)
		if (refusals[i].status == status)
			template = refusals[i].template;
	if (status != 0)
		reply_page(w, r, status, template);
}

static void
on_chart(void *arg, struct httpd_request *r)
{
	struct web *w = arg;
	int status = web_chart_serve(w->chart, r);

	if (status != 0)
		reply_page(w, r, status, "page_unknown");
}

static void
on_privacy(void *arg, struct httpd_request *r)
{
	reply_page(arg, r, 200, "page_privacy");
}

static void
on_content(void *arg, struct httpd_request *r)
{
	struct web *w = arg;

	content_hook_serve(w->content, r);
}

static void
on_health(void *arg, struct httpd_request *r)
{
	(void)arg;
	reply_text(r, 200, "ok\n");
}

static void
on_ready(void *arg, struct httpd_request *r)
{
	struct web *w = arg;
	const char *why = "starting";
	char *words;

	if (w->parts.is_ready(w->parts.arg, &why)) {
		reply_text(r, 200, "ready\n");
		return;
	}
	words = xasprintf("not ready: %s\n", why);
	reply_text(r, 503, words);
	free(words);
}

/* /<kind>/<chat>/<rest>: what a platform asks of us. */
static void
on_chat(void *arg, struct httpd_request *r)
{
	struct web *w = arg;
	char *name = xstrdup(httpd_rest(r));
	char *rest = strchr(name, '/');
	struct chat *chat = NULL;

	if (rest != NULL) {
		*rest++ = '\0';
		chat = w->parts.find_chat(w->parts.arg, name);
	}
	if (chat == NULL ||
		strncmp(httpd_path(r) + 1, chat_kind(chat),
			strlen(chat_kind(chat))) != 0 ||
		!chat_take_request(chat, rest, r))
		reply_text(r, 404, "There is nothing here.\n");
	free(name);
}

static void
measure_outbox(struct web *w)
{
	struct err e = {""};
	int64_t waiting, oldest;

	if (outbox_depth(w->parts.db, &waiting, &oldest, &e) == -1)
		return;
	metric_set(metric_get(METRIC_GAUGE, "outbox_depth", "",
			   "Things waiting to be said."),
		(double)waiting);
	metric_set(metric_get(METRIC_GAUGE, "outbox_age_seconds", "",
			   "Age of the oldest thing waiting to be said."),
		oldest == 0 ? 0 : (double)(clock_now() - oldest) / 1000);
}

static void
measure_points(struct web *w)
{
	enum account_kind kind;
	struct err e = {""};
	char labels[48];
	int64_t points;

	for (kind = ACCOUNT_BUDGET; kind <= ACCOUNT_REDEEMED; kind++) {
		if (ledger_total(w->parts.db, kind, &points, &e) == -1)
			return;
		snprintf(labels, sizeof(labels), "account=\"%s\"",
			ledger_kind_name(kind));
		metric_set(metric_get(METRIC_GAUGE, "points", labels,
				   "Points by where they lie."),
			(double)points);
	}
}

static void
on_metrics(void *arg, struct httpd_request *r)
{
	struct web *w = arg;
	struct text out = {NULL, 0, 0};
	char *text;

	measure_outbox(w);
	measure_points(w);
	metric_print(&out);
	text = text_take(&out);
	httpd_reply(
		r, &(struct httpd_answer){.status = 200,
			   .type = "text/plain; version=0.0.4; charset=utf-8",
			   .body = text,
			   .size = strlen(text)});
	free(text);
}

struct web *
web_open(const struct web_parts *parts, struct err *e)
{
	struct web *w = xcalloc(1, sizeof(*w));
	const struct httpd_route routes[] = {
		{"/l/", "GET HEAD", 0, on_hit, w, false},
		{"/s/", "GET HEAD POST", 1024, on_ticket, w, false},
		{"/content", "POST", 2 * POSTED_MAX_BYTES, on_content, w, true},
		{"/privacy", "GET HEAD", 0, on_privacy, w, false},
		{"/api/report", "GET HEAD", 0, on_report, w, true},
		{"/report", "GET HEAD", 0, on_report_page, w, false},
		{"/report.png", "GET HEAD", 0, on_chart, w, false},
		{"/health", "GET HEAD", 0, on_health, w, false},
		{"/ready", "GET HEAD", 0, on_ready, w, false},
		{"/metrics", "GET HEAD", 0, on_metrics, w, false},
		{"/mattermost/", "GET POST", MOST_ASKED, on_chat, w, false},
		{NULL, NULL, 0, NULL, NULL, false}};

	memcpy(w->routes, routes, sizeof(routes));
	w->parts = *parts;
	w->content = content_hook_new(&w->parts);
	w->pages = page_html_load(parts->template_dir, "page", e);
	if (w->pages == NULL)
		goto fail;
	w->report = web_report_new(&w->parts, e);
	if (w->report == NULL)
		goto fail;
	w->chart = web_chart_new(&w->parts);
	w->hits = hits_new(&w->parts, e);
	if (w->hits == NULL)
		goto fail;
	w->httpd = httpd_open(parts->loop, parts->listen, w->routes, e);
	if (w->httpd == NULL)
		goto fail;
	if (httpd_trust_proxies(w->httpd, parts->proxies, e) == -1)
		goto fail;
	return w;
fail:
	web_close(w);
	return NULL;
}

void
web_close(struct web *w)
{
	if (w == NULL)
		return;
	web_report_free(w->report);
	web_chart_free(w->chart);
	hits_free(w->hits);
	content_hook_free(w->content);
	httpd_close(w->httpd);
	page_html_free(w->pages);
	free(w);
}

int
web_port(const struct web *w)
{
	return httpd_port(w->httpd);
}
