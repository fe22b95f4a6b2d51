#ifndef ADVOCATED_DISPATCH_H
#define ADVOCATED_DISPATCH_H

#include <jansson.h>

#include "turn.h"

struct chat;
struct db;
struct dispatch;
struct groups;
struct pass;
struct seal;
struct sender;
struct templates;
struct tongues;
struct visitor;

/* Everything a turn needs; lent, must outlive the dispatch. */
struct dispatch_parts {
	struct db *db;
	struct pass *pass;
	struct sender *sender;
	struct templates *templates;
	struct seal *seal;
	struct visitor *visitor;
	struct tongues *tongues; /* NULL: nothing is known of strangers */
	struct groups *groups;   /* NULL: nothing is known of groups */
	const struct programme *programme;
	turn_fn *handle; /* the handlers' door: finds the behaviour, runs it */
};

struct dispatch *dispatch_new(const struct dispatch_parts *parts);
void dispatch_free(struct dispatch *d);

/*
 * Event -> accepted once -> handled in one transaction -> ack after commit.
 * Takes the event. What a handler cannot do is undone and buried with its
 * frame and the reason, and acknowledged; only if even that cannot be
 * written the platform hears nothing and will deliver again.
 */
void dispatch_event(struct dispatch *d, struct chat *chat, struct event *event);

/* The same for our own pages: answer is called after the commit with a
 * location or the card of a page. */
struct dispatch_page {
	int status;
	const char *location; /* or NULL */
	const json_t *card;   /* or NULL */
	const json_t *answer; /* to a program, or NULL */
};
typedef void dispatch_page_fn(void *arg, const struct dispatch_page *page);

struct dispatch_browser {
	const char *address, *user_agent; /* lent until the answer */
};
void dispatch_web(struct dispatch *d, struct event *event,
	const struct dispatch_browser *browser, dispatch_page_fn *answer,
	void *arg);

#endif
