#ifndef ADVOCATED_SENDER_H
#define ADVOCATED_SENDER_H

#include <stdbool.h>

#include "chat.h"

struct db;
struct loop;
struct pass;
struct seal;
struct sender;

/*
 * Outbox -> platform. The oldest waiting row of each conversation goes when
 * it is due and blocks only that conversation; a row is marked as leaving,
 * durably, before its request does, so that after a crash it is known to be
 * doubtful and looked up before it is repeated.
 */
typedef void sender_event_fn(void *arg, struct event *event);

struct sender *sender_new(
	struct loop *l, struct pass *p, struct db *db, struct seal *seal);
void sender_free(struct sender *s);

/* Chats it may send through. */
void sender_add_chat(struct sender *s, struct chat *chat);

/* chat_address() of a message on the chat of that name. */
char *sender_address(const struct sender *s, const char *chat,
	const char *place, const char *message);
/* Where EVENT_PERSON goes, when somebody was asked about, and EVENT_PLACE when
 * a channel refuses us for good. */
void sender_on_event(struct sender *s, sender_event_fn *fn, void *arg);

/* Makes the files of cards; without it they are said without. parts is lent. */
struct making_parts;
void sender_make_files(struct sender *s, struct making_parts *parts);

/* Those under way are left: the chats are about to be closed. */
void sender_stop_files(struct sender *s);

/* There is something new in the outbox: look at the end of this pass. */
void sender_poke(struct sender *s);

/* Nothing is on its way and nothing is due: a drain may end. */
bool sender_is_idle(const struct sender *s);

#endif
