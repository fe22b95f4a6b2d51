#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "report.h"

#include "about.h"
#include "behaviour.h"
#include "campaign_names.h"
#include "campaign_networks.h"

/* What it says for itself: topics, networks, texts. */
static int
add_own(struct turn *t, const struct campaign *c, json_t *values, struct err *e)
{
	char *topics = campaign_names_write(t, CAMPAIGN_TOPICS, c->id, e);
	bool own = false;
	int i;

	if (topics == NULL)
		return -1;
	for (i = 0; i < CAMPAIGN_RULES; i++)
		own |= c->rules.own[i];
	json_object_set_new(values, "topics", json_string(topics));
	json_object_set_new(values, "networks", campaign_networks_own(t, c));
	json_object_set_new(values, "disclosure", json_string(c->disclosure));
	json_object_set_new(values, "tone", json_string(c->tone));
	json_object_set_new(values, "texts_given", json_boolean(c->given));
	json_object_set_new(values, "own_rules", json_boolean(own));
	free(topics);
	return 0;
}

/* What it has and what came of it. */
static int
add_figures(
	struct turn *t, const struct campaign *c, json_t *values, struct err *e)
{
	const struct report_about about = {.to = t->now + 1, .campaign = c->id};
	struct campaign_waits waits;
	struct campaign_budget b;
	struct report r;

	if (report_make(t->db, &about, &r, e) == -1 ||
		campaign_budget(t->db, c->id, &b, e) == -1 ||
		campaign_waiting(t->db, c->id, &waits, e) == -1)
		return -1;
	json_object_set_new(values, "shares", json_integer(r.shares));
	json_object_set_new(values, "readers", json_integer(r.readers));
	json_object_set_new(values, "given", json_integer(b.given));
	json_object_set_new(values, "pending", json_integer(b.pending));
	json_object_set_new(values, "open", json_integer(waits.open));
	json_object_set_new(values, "due", json_integer(waits.due));
	return 0;
}

int
campaign_show(struct turn *t, const struct campaign *c, struct err *e)
{
	json_t *values = about_campaign(t, c, e);

	if (values == NULL)
		return -1;
	if (add_own(t, c, values, e) == -1 ||
		add_figures(t, c, values, e) == -1) {
		json_decref(values);
		return -1;
	}
	return turn_reply(t, "campaign_show", values, e);
}
