#ifndef ADVOCATED_ASKED_H
#define ADVOCATED_ASKED_H

#include <stdbool.h>
#include <stddef.h>
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
 * message reacted to, or for a command the newest one that its words fit. */
int asked_item(struct turn *t, int64_t *item, struct err *e);

/* Whether the reaction is the share emoji, in any skin tone; the same of an
 * emoji's name. */
bool asked_by_reaction(const struct turn *t);
bool asked_by_emoji(const struct turn *t, const char *name);

#define ASKED_ITEMS 20

/* Items open for sharing, newest first. */
struct asked_items {
	struct {
		int64_t item;
		char title[160];
	} list[ASKED_ITEMS];
	size_t count;
	bool missed; /* nothing fits the words: these are all */
};

/* Those that fit words: part of a title, a number, or an address; "" fits
 * all that are offered to who acts. */
int asked_open(struct turn *t, const char *words, struct asked_items *out,
	struct err *e);

#endif
