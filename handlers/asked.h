#ifndef ADVOCATED_ASKED_H
#define ADVOCATED_ASKED_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct turn;

/* What a press, a reaction or a command is about. */
struct asked {
	int64_t item;     /* 0: nothing that we know */
	char network[16]; /* "": none was named */
};

/* Reads a button's value: "17" or "17:linkedin". NULL is fine. */
void asked_read(const char *value, struct asked *out);

/* The item that who acts asked for: named by the button, announced in the
 * message reacted to, or for a command the newest one here, else anywhere. */
int asked_item(struct turn *t, int64_t *item, struct err *e);

/* Whether the reaction is the share emoji, in any skin tone. */
bool asked_by_reaction(const struct turn *t);

#endif
