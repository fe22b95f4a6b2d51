#include <inttypes.h>
#include <stdlib.h>

#include "campaigns.h"
#include "reward.h"
#include "text.h"

#include "behaviour.h"
#include "campaign_fields.h"
#include "field.h"
#include "line.h"
#include "number.h"
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

/* All of them for the audit: "15 5 - - - -". */
static void
write_rules(const struct campaign *c, char out[LINE_SHOWN])
{
	struct text all = {NULL, 0, 0};
	int i;

	for (i = 0; i < CAMPAIGN_RULES; i++) {
		text_add(&all, i > 0 ? " " : "");
		if (c->rules.own[i])
			text_addf(&all, "%" PRId64, c->rules.is[i]);
		else
			text_add(&all, "-");
	}
	text_copy(out, LINE_SHOWN, all.bytes);
	text_free(&all);
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

/* The inputs of the form, in the order of enum campaign_rule. */
static const char *const inputs[] = {
	"share", "again", "needed", "cap_day", "cap_item", "cap_campaign"};

int
campaign_rules_open(struct turn *t, const struct campaign *c, struct err *e)
{
	json_t *values = json_pack(
		"{s:I, s:s}", "id", (json_int_t)c->id, "campaign", c->name);
	int i;

	for (i = 0; i < CAMPAIGN_RULES; i++)
		json_object_set_new(values, inputs[i],
			c->rules.own[i] ? json_sprintf("%lld",
						  (long long)c->rules.is[i])
					: json_string(""));
	return turn_form(t, "campaign_rules_form", values, e);
}

static int
read_rule(
	struct turn *t, struct campaign *c, int rule, bool *fine, struct err *e)
{
	const struct campaign_fields_limit limit =
		campaign_fields_limit((enum campaign_rule)rule);
	char *text = field_text(t, inputs[rule]);
	int64_t is = 0;
	bool own = *text != '\0';
	bool wrong = own && (!field_read_number(text, &is) ||
				    is < limit.least || is > limit.most);

	free(text);
	if (wrong) {
		*fine = false;
		return turn_form_error(t, inputs[rule], "number_between",
			json_pack("{s:I, s:I}", "least",
				(json_int_t)limit.least, "most",
				(json_int_t)limit.most),
			e);
	}
	c->rules.own[rule] = own;
	c->rules.is[rule] = is;
	return 0;
}

/* The form of the rules was sent: a field that is empty is the programme's. */
int
campaign_rules_form_run(struct turn *t, struct err *e)
{
	struct line_field all = {.name = "rules"};
	struct line_change change = {.field = &all};
	struct campaign before, c;
	bool fine = true;
	int i;

	if (campaign_get(t->db, number_read(t->event->value), &c, e) == -1)
		return -1;
	if (c.id == 0)
		return refuse_gone(t, "", e);
	before = c;
	for (i = 0; i < CAMPAIGN_RULES; i++)
		if (read_rule(t, &c, i, &fine, e) == -1)
			return -1;
	if (!fine)
		return 0;
	write_rules(&before, change.before);
	write_rules(&c, change.after);
	if (campaign_fields_save(t, &before, &c, &change, e) == -1)
		return -1;
	return turn_reply(t, "campaign_rules", values_of(t, &c), e);
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
