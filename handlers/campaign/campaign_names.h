#ifndef ADVOCATED_CAMPAIGN_NAMES_H
#define ADVOCATED_CAMPAIGN_NAMES_H

#include <stdint.h>

#include <jansson.h>

#include "line.h"

struct err;
struct turn;

/* What a campaign is about, and for whom: topics and teams, which people write
 * as names with commas between. */
enum campaign_names { CAMPAIGN_TOPICS, CAMPAIGN_TEAMS };

/* The setters of the fields "topics" and "teams": what is written is all there
 * are from then on. */
line_set_fn campaign_topics_set;
line_set_fn campaign_teams_set;

/* "engineering, people"; "" when there is none. Yours; NULL with e set. */
char *campaign_names_write(struct turn *t, enum campaign_names of,
	int64_t campaign, struct err *e);

/* What was written, a name or a line each. */
struct campaign_named {
	json_t *ids;
	char *wrong; /* the first that names none; NULL: all do */
};
int campaign_names_read(struct turn *t, enum campaign_names of,
	const char *text, struct campaign_named *out, struct err *e);
void campaign_names_free(struct campaign_named *n);

/* The phrase that refuses n->wrong, and its values; NULL with e set. */
const char *campaign_names_phrase(enum campaign_names of);
json_t *campaign_names_values(struct turn *t, enum campaign_names of,
	const struct campaign_named *n, struct err *e);

/* They are all there are. *dropped gets how many announcements were due where
 * it goes no more. */
int campaign_names_put(struct turn *t, enum campaign_names of,
	const struct campaign_named *n, int64_t campaign, int64_t *dropped,
	struct err *e);

#endif
