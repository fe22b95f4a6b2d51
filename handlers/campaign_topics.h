#ifndef ADVOCATED_CAMPAIGN_TOPICS_H
#define ADVOCATED_CAMPAIGN_TOPICS_H

#include <stdint.h>

#include <jansson.h>

#include "line.h"

struct err;
struct turn;

/* What a campaign is about. */

/* The setter of the field "topics": names with commas between, all there are
 * from then on. */
line_set_fn campaign_topics_set;

/* "engineering, people"; "" when there is none. Yours; NULL with e set. */
char *campaign_topics_names(struct turn *t, int64_t campaign, struct err *e);

#endif
