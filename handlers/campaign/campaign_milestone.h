#ifndef ADVOCATED_CAMPAIGN_MILESTONE_H
#define ADVOCATED_CAMPAIGN_MILESTONE_H

#include <stdbool.h>

#include <jansson.h>

struct campaign;
struct err;
struct turn;

/*
 * A campaign's milestone: so many people read its items through people, and
 * what happens then, in the company's own words. It is written "500 readers,
 * then Acme plants 100 trees", the words for readers and then in any language,
 * or left out; "none" is no milestone.
 */

#define CAMPAIGN_MILESTONE_MOST 10000000

/* Takes what was written. NULL, or the phrase of words.json that says why not,
 * with *values for it, yours. */
const char *campaign_milestone_put(const struct turn *t, struct campaign *c,
	const char *written, json_t **values);

/* As it is written, in the language of who acts; "" when there is none.
 * Yours; NULL with e set. */
char *campaign_milestone_write(
	struct turn *t, const struct campaign *c, struct err *e);

/* The same of the form's field "milestone": *fine is false when it says what is
 * wrong, else as it was. */
int campaign_milestone_read(
	struct turn *t, struct campaign *c, bool *fine, struct err *e);

/* How it stands, for cards: "388 of 500 readers, then ..." or that it was
 * reached, as a phrase; null when there is no milestone. Yours. */
json_t *campaign_milestone_about(const struct campaign *c);

#endif
