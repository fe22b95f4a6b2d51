#ifndef ADVOCATED_CAMPAIGN_PLACE_H
#define ADVOCATED_CAMPAIGN_PLACE_H

#include <stdbool.h>

struct campaign;
struct channel;
struct err;
struct turn;

/* Adds the channel (chat and place) to the campaign's, or takes it out of them;
 * what of it is due there is over then. The audit says so. */
int campaign_place_put(struct turn *t, const struct campaign *c,
	const struct channel *channel, bool on, struct err *e);

#endif
