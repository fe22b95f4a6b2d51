#ifndef ADVOCATED_CAMPAIGN_MAKE_H
#define ADVOCATED_CAMPAIGN_MAKE_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "campaigns.h"

struct err;
struct turn;

#define CAMPAIGN_BUDGET_MOST INT64_C(100000000)

/* Makes the campaign with what it says of itself, a draft when it says so or
 * begins later, else running from now on, with its budget and its channels (a
 * list of ids on the chat of the event). *taken is true, and nothing is done,
 * when there is one of that name. */
int campaign_make(struct turn *t, struct campaign *c, int64_t budget,
	const json_t *places, bool *taken, struct err *e);

/* These are all channels that it has on the chat of the event; the audit says
 * which are new and which are gone. */
int campaign_make_places(struct turn *t, const struct campaign *c,
	const json_t *places, struct err *e);

/* Reads name, goal and end from a form. *fine is false when a field was
 * refused and the form says why. */
int campaign_make_read(
	struct turn *t, struct campaign *c, bool *fine, struct err *e);

#endif
