#ifndef ADVOCATED_CAMPAIGN_NETWORKS_H
#define ADVOCATED_CAMPAIGN_NETWORKS_H

#include <stddef.h>

#include <jansson.h>

struct campaign;
struct turn;

/* The networks that a campaign's items may go to. */

/* As they are written: "LinkedIn, x" becomes "linkedin x"; "" and all that the
 * programme has are "". *wrong is the first that it does not have (yours), or
 * NULL. */
void campaign_networks_read(const struct turn *t, const char *written,
	char *out, size_t room, char **wrong);

/* Their labels: "LinkedIn, X"; those of a campaign, "" when it takes all; and
 * those of the programme. Yours. */
json_t *campaign_networks_own(const struct turn *t, const struct campaign *c);
json_t *campaign_networks_all(const struct turn *t);

/* [{"text": "LinkedIn", "value": "linkedin"}], the programme's; and those that
 * the campaign takes, ["linkedin"]. Yours. */
json_t *campaign_networks_options(const struct turn *t);
json_t *campaign_networks_chosen(
	const struct turn *t, const struct campaign *c);

#endif
