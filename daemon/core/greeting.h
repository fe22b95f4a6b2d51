#ifndef ADVOCATED_GREETING_H
#define ADVOCATED_GREETING_H

#include <stddef.h>

struct chat;
struct db;
struct dispatch;
struct event;
struct greeting;
struct loop;
struct programme;
struct tongues;

/*
 * People who are no members yet are answered in their language too. Their
 * platform knows it and their first press does not say it, so that press
 * waits a moment until the platform has been asked; what it says is kept in
 * memory alone (tongues.h). Everything else goes on to the dispatch at once.
 */
struct greeting_parts {
	struct loop *loop;
	struct db *db;
	struct dispatch *dispatch;
	struct tongues *tongues;
	const struct programme *programme;
};

struct greeting *greeting_new(const struct greeting_parts *parts);

/* Lets in whoever waits, and nobody waits from now on: part of a drain. */
void greeting_quiet(struct greeting *g);

/* To be called after the chats were closed. NULL is fine. */
void greeting_free(struct greeting *g);

/* What came from a chat (NULL: one that is not known); takes the event. */
void greeting_event(struct greeting *g, struct chat *chat, struct event *event);

#endif
