#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "behaviour.h"

static int
on_campaign(void *arg, const struct campaign *c, struct err *e)
{
	json_t *campaigns = arg;

	(void)e;
	if (strcmp(c->state, "running") == 0 && c->why[0] != '\0')
		json_array_append_new(
			campaigns, json_pack("{s:s, s:s}", "name", c->name,
					   "why", c->why));
	return 0;
}

/* Why the company does this, and what is in it for the person. */
int
why_run(struct turn *t, struct err *e)
{
	json_t *campaigns = json_array();

	if (campaign_each(t->db, on_campaign, campaigns, e) == -1) {
		json_decref(campaigns);
		return -1;
	}
	return turn_reply(
		t, "why", json_pack("{s:o}", "campaigns", campaigns), e);
}
