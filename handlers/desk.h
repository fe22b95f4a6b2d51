#ifndef ADVOCATED_DESK_H
#define ADVOCATED_DESK_H

#include <stdbool.h>

#include "campaigns.h"

struct err;
struct turn;

/* A channel of the configuration, "chat:place" or "", in which those who run
 * the programme decide about something. */

/* As it is known; out->place is "" when there is none, or we are not in it any
 * more. */
int desk_find(struct turn *t, const char *written, struct channel *out,
	struct err *e);

/* Whether this is a press on a card there, or a form that was opened by one:
 * everybody sees on the card what came of it. */
bool desk_is_shown(const struct turn *t, const char *written);

#endif
