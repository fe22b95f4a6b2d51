#ifndef ADVOCATED_SAYING_H
#define ADVOCATED_SAYING_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "chat.h"

struct err;
struct turn;

/* One row for the outbox, in the words of chat.h. For turn.c alone. */
struct saying {
	enum chat_act act;
	const char *chat, *key, *place, *person, *message, *answer, *value;
	const char *of; /* CHAT_UPDATE: our name of what is changed */
	const char *conversation;
	int64_t member;
	bool replace;
};

/* Puts it into the outbox, in the turn's transaction; takes card (may be
 * NULL). */
int saying_put(
	struct turn *t, const struct saying *s, json_t *card, struct err *e);

/* A key for what has no name of its own, unique for the event. Yours. */
char *saying_key(struct turn *t, const char *what);

#endif
