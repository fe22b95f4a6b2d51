#include "campaigns.h"
#include "reward.h"

#include "behaviour.h"
#include "campaign_fields.h"
#include "line.h"
#include "which.h"

/* What applies, and whether it is the campaign's own. */
static json_t *
values_of(const struct turn *t, const struct campaign *c)
{
	static const char *const names[] = {[RULE_SHARE_POINTS] = "share",
		[RULE_AGAIN_POINTS] = "again",
		[RULE_READERS_NEEDED] = "needed",
		[RULE_CAP_DAY] = "cap_day",
		[RULE_CAP_ITEM] = "cap_item",
		[RULE_CAP_CAMPAIGN] = "cap_campaign"};
	const struct rules *r = &t->programme->rules;
	const int64_t programme[] = {[RULE_SHARE_POINTS] = r->share_points,
		[RULE_AGAIN_POINTS] = r->again_points,
		[RULE_READERS_NEEDED] = r->readers_needed,
		[RULE_CAP_DAY] = r->cap_day,
		[RULE_CAP_ITEM] = r->cap_item,
		[RULE_CAP_CAMPAIGN] = r->cap_campaign};
	json_t *values = json_pack("{s:s}", "campaign", c->name);
	int i;

	for (i = 0; i < CAMPAIGN_RULES; i++)
		json_object_set_new(values, names[i],
			json_pack("{s:I, s:b}", "is",
				(json_int_t)(c->rules.own[i] ? c->rules.is[i]
							     : programme[i]),
				"own", c->rules.own[i]));
	return values;
}

static int
change(struct turn *t, struct campaign *c, const char *text, struct err *e)
{
	const struct campaign before = *c;
	struct line_change change = {.campaign = c, .name = before.name};
	bool done;
	int result;

	result = line_run(t, campaign_fields_rules(), text, &change, &done, e);
	if (result == 0 && done)
		result = campaign_fields_save(t, &before, c, &change, e);
	line_end(&change);
	if (result == -1 || !done)
		return result;
	return turn_reply(t, "campaign_rules", values_of(t, c), e);
}

/* /campaign rules [name] [field: value]: without a name the programme's. */
int
campaign_rules_run(struct turn *t, struct err *e)
{
	struct which_campaign w;

	if (*t->text == '\0')
		return rules_run(t, e);
	if (which_campaign(t, t->text, "rules", &w, e) == -1)
		return -1;
	if (w.campaign.id == 0)
		return 0;
	if (*w.rest == '\0')
		return turn_reply(
			t, "campaign_rules", values_of(t, &w.campaign), e);
	if (t->role < ROLE_ADMIN)
		return refuse_role(t, ROLE_ADMIN, e);
	return change(t, &w.campaign, w.rest, e);
}
