#include <inttypes.h>
#include <stdio.h>

#include "campaigns.h"
#include "err.h"

#include "about.h"
#include "behaviour.h"
#include "line.h"

static int
set_name(struct turn *t, struct line_change *c, struct err *e)
{
	struct campaign other;

	if (campaign_find(t->db, c->value, &other, e) == -1)
		return -1;
	if (other.id != 0 && other.id != c->campaign->id)
		return line_refuse(t, c, "name_taken", NULL, e);
	return line_text(t, c,
		&(const struct line_room){.out = c->campaign->name,
			.room = sizeof c->campaign->name,
			.most = 80,
			.needed = true},
		e);
}

static int
set_goal(struct turn *t, struct line_change *c, struct err *e)
{
	return line_text(t, c,
		&(const struct line_room){.out = c->campaign->goal,
			.room = sizeof c->campaign->goal,
			.most = 300},
		e);
}

static int
set_end(struct turn *t, struct line_change *c, struct err *e)
{
	return line_until(t, c, &c->campaign->ends_at, e);
}

static const struct line_field fields[] = {
	{"name", set_name},
	{"goal", set_goal},
	{"end", set_end},
	{NULL, NULL},
};

static int
save(struct turn *t, const struct line_change *c, struct err *e)
{
	char did[64], about[32];
	json_t *values;

	snprintf(did, sizeof did, "campaign.edit.%s", c->field->name);
	snprintf(about, sizeof about, "%" PRId64, c->campaign->id);
	if (campaign_save(t->db, c->campaign, e) == -1 ||
		turn_audit(t, did, about, c->before, c->after, e) == -1)
		return -1;
	values = about_campaign(t, c->campaign, e);
	return values == NULL ? -1 : turn_reply(t, "campaign_saved", values, e);
}

int
campaign_line(
	struct turn *t, struct campaign *c, const char *text, struct err *e)
{
	char name[sizeof c->name];
	struct line_change change = {.campaign = c, .name = name};
	bool done;
	int result;

	snprintf(name, sizeof name, "%s", c->name);
	result = line_run(t, fields, text, &change, &done, e);
	if (result == 0 && done)
		result = save(t, &change, e);
	line_end(&change);
	return result;
}
