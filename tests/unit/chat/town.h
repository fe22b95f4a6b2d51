#ifndef TESTS_TOWN_H
#define TESTS_TOWN_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "chat.h"
#include "event.h"
#include "httpd.h"

#include "mattermost_live.h"

#define TOWN_EVENTS 64

/* A test workspace of Mattermost's, a chat connected to it, and the listener
 * that it asks. */
struct town {
	struct mattermost_live live;
	struct httpd *httpd;
	struct httpd_route routes[2];
	struct seal *seal;
	struct chat *chat;
	char *callback, *tokens;
	char news[27], ana[27];
	/* events as they came */
	struct event *events[TOWN_EVENTS];
	size_t count;
	/* how each is acked */
	struct chat_answer answer;
	bool can, rode;
};

/* What came back of a say. */
struct town_said {
	bool done;
	struct chat_sent sent;
	char place[27], message[27];
};

/* cmocka's: of a group, and after each test. */
int town_begin(void **state);
int town_end(void **state);
int town_between(void **state);
struct town *town_of(void **state);

/* Forgets the events, and how they are acked. */
void town_forget(struct town *s);

/* The event of that kind, within 5 s; lent. */
struct event *town_wait_for(struct town *s, enum event_kind kind);
/* The same after somebody did something, and a moment for the answer. */
struct event *town_after(
	struct town *s, enum event_kind kind, const char *deed);

/* How often Ana sees these words. */
size_t town_times_seen(struct town *s, const char *words);

/* Cards of these words, and with a button; yours. */
json_t *town_words(const char *text);
json_t *town_with_button(const char *text, const char *action);

/* Says it and waits for what became of it. */
struct town_said town_say(struct town *s, const struct chat_say *what);
/* Posts a card with a button into #news, the action its key. */
struct town_said town_put_button(
	struct town *s, const char *text, const char *action);

#endif
