#ifndef ADVOCATED_WEB_H
#define ADVOCATED_WEB_H

#include <stdbool.h>

struct chat;
struct db;
struct dispatch;
struct err;
struct loop;
struct pass;
struct programme;
struct seal;
struct templates;
struct visitor;
struct web;

/*
 * Our own routes: /l/<code> (redirect, durable before it is answered),
 * /s/<token> (opens a composer, once), /content (what a web site publishes),
 * /privacy (for readers), /report, /api/report and /report.png (figures as a
 * page, as JSON, and their chart, by a signed address), /health, /ready and
 * /metrics; and /mattermost/<chat>/, which the chat of that name answers.
 */
struct web_parts {
	struct loop *loop;
	struct pass *pass;
	struct db *db;
	struct dispatch *dispatch;
	struct seal *seal;
	struct templates *templates;
	struct visitor *visitor;
	const struct programme *programme;
	const char *template_dir;
	const char *listen;
	const char
		*content_token; /* of POST /content, or NULL: there is none */
	const char *const *egress;  /* the company's own networks */
	const char *const *proxies; /* whose X-Forwarded-For is believed */
	/* whether every chat is proven alive; why is lent */
	bool (*is_ready)(void *arg, const char **why);
	/* the chat of that name, or NULL */
	struct chat *(*find_chat)(void *arg, const char *name);
	void *arg; /* of both */
};
struct web *web_open(const struct web_parts *parts, struct err *e);
void web_close(struct web *w);
int web_port(const struct web *w);

#endif
