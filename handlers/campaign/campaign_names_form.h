#ifndef ADVOCATED_CAMPAIGN_NAMES_FORM_H
#define ADVOCATED_CAMPAIGN_NAMES_FORM_H

#include <stdbool.h>
#include <stdint.h>

#include "campaign_names.h"

/* The fields "topics" and "teams" of a campaign's form. */
struct campaign_names_form {
	struct campaign_named topics, teams; /* ids NULL: as they were */
};

/* Reads them; campaign 0: a new one. *fine is false when a name is none, and
 * its field says so. */
int campaign_names_form_read(struct turn *t, int64_t campaign,
	struct campaign_names_form *out, bool *fine, struct err *e);
void campaign_names_form_free(struct campaign_names_form *f);

/* Stores what was changed. */
int campaign_names_form_put(struct turn *t, const struct campaign_names_form *f,
	int64_t campaign, struct err *e);

#endif
