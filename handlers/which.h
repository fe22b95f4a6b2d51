#ifndef ADVOCATED_WHICH_H
#define ADVOCATED_WHICH_H

#include <stdbool.h>

#include "campaigns.h"

struct err;
struct item;
struct turn;

/* The item that a word names by its number ("12", "#12"; NULL: none was
 * written). out->id is 0 when there is none, and who acts was told so with
 * the way out; example is the command that they meant ("show"). */
int which_item(struct turn *t, const char *word, const char *example,
	struct item *out, struct err *e);

/* The same for the first word of the command: t->text. */
int which_item_written(
	struct turn *t, const char *example, struct item *out, struct err *e);

/* The campaign whose name text begins with, and what comes after it (lent by
 * text). Campaigns are named without quotes: the longest name that fits. */
struct which_campaign {
	struct campaign campaign; /* id 0: there is none */
	const char *rest;
};

/* Nobody is told when there is none. */
int which_campaign_at(struct turn *t, const char *text,
	struct which_campaign *out, struct err *e);

/* The same; when there is none who acts was told so, with the nearest as a
 * button that runs example ("show") with it and the rest. */
int which_campaign(struct turn *t, const char *text, const char *example,
	struct which_campaign *out, struct err *e);

/* Says that there is none so called. */
int which_campaign_refuse(
	struct turn *t, const char *text, const char *example, struct err *e);

/* Whether text begins with an item's number: "12", "#12 why: ...". */
bool which_is_item(const char *text);

#endif
