#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "behaviour.h"
#include "campaign_milestone.h"

/* What is reached is none any more. */
static int
on_campaign(void *arg, const struct campaign *c, struct err *e)
{
	bool milestone = c->milestone > c->reached;

	(void)e;
	if (strcmp(c->state, "running") != 0 ||
		(c->goal[0] == '\0' && !milestone))
		return 0;
	return json_array_append_new(arg,
		json_pack("{s:s, s:s, s:o}", "name", c->name, "goal", c->goal,
			"milestone",
			milestone ? campaign_milestone_about(c) : json_null()));
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
