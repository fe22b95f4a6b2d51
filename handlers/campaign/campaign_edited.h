#ifndef ADVOCATED_CAMPAIGN_EDITED_H
#define ADVOCATED_CAMPAIGN_EDITED_H

struct campaign;
struct err;
struct turn;

/* What a form changed of a campaign, for the audit: a row for each field, as
 * if it had been edited in a line. */

#define CAMPAIGN_EDITED 11

struct campaign_edited {
	char *is[CAMPAIGN_EDITED]; /* as the audit writes them */
};

/* How it stands, with what is stored of its topics and teams. */
int campaign_edited_look(struct turn *t, const struct campaign *c,
	struct campaign_edited *out, struct err *e);
void campaign_edited_free(struct campaign_edited *edited);

/* Notes what is not as it was before. */
int campaign_edited_note(struct turn *t, const struct campaign *c,
	const struct campaign_edited *before, struct err *e);

#endif
