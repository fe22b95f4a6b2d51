#include <stdlib.h>
#include <string.h>

#include "audience.h"
#include "campaigns.h"
#include "figures.h"
#include "err.h"
#include "items.h"
#include "json.h"
#include "ledger.h"
#include "report.h"

#include "turn.h"

#include "about.h"
#include "answer.h"
#include "campaign_milestone.h"
#include "campaign_names.h"
#include "where.h"

const char *
about_title(const struct item *i)
{
	return i->title[0] == '\0' ? i->url : i->title;
}

json_t *
about_until(const struct turn *t, int64_t at)
{
	return answer_time(t, at == 0 ? 0 : at - 1, "date");
}

json_t *
about_times(const struct report *r)
{
	int64_t tenths = figures_times(r);

	return tenths % 10 == 0 ? json_integer(tenths / 10)
				: json_real((double)tenths / 10);
}

/* One flag per state, so that templates can choose their words. */
static void
set_state(json_t *values, const char *const *states, const char *state)
{
	for (; *states != NULL; states++)
		json_object_set_new(values, *states,
			json_boolean(strcmp(*states, state) == 0));
}

/* Channels of a campaign being named. */
struct naming {
	json_t *list;
	size_t count;
};

static int
on_channel(void *arg, const char *chat, const char *place, struct err *e)
{
	struct naming *n = arg;

	(void)e;
	where_name(n->list, &n->count, chat, place);
	return 0;
}

static int
channels_of(struct turn *t, int64_t campaign, json_t **out, struct err *e)
{
	struct naming n = {json_array(), 0};
	int result = audience_each_channel(t->db, campaign, on_channel, &n, e);

	where_more(n.list, n.count);
	*out = n.list;
	return result;
}

static json_t *
item_texts(const struct item *i, const struct campaign *c)
{
	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:s}",
		"item", (json_int_t)i->id, "title", about_title(i), "url",
		i->url, "summary", i->summary, "why", i->why, "image", i->image,
		"site", i->site, "minutes", i->minutes, "campaign", c->name);
}

/* How it stands beside its words. */
static void
add_flags(const struct turn *t, const struct item *i, json_t *values)
{
	json_object_set_new(values, "proposed", json_boolean(i->proposed));
	json_object_set_new(values, "reasonless",
		json_boolean(i->why[0] == '\0' && !i->internal));
	json_object_set_new(values, "internal", json_boolean(i->internal));
	json_object_set_new(
		values, "pinned", json_boolean(item_is_pinned(i, t->now)));
	json_object_set_new(
		values, "pin_until", about_until(t, i->pinned_until));
}

json_t *
about_item(struct turn *t, const struct item *i, struct err *e)
{
	static const char *const states[] = {"reading", "review", "ready",
		"announced", "retracted", "expired", "rejected", NULL};
	struct campaign c;
	json_t *channels = NULL, *values;

	if (campaign_get(t->db, i->campaign, &c, e) == -1)
		return NULL;
	values = item_texts(i, &c);
	if (where_add(t, i, values, e) == -1 ||
		channels_of(t, c.id, &channels, e) == -1) {
		json_decref(channels);
		json_decref(values);
		return NULL;
	}
	add_flags(t, i, values);
	json_object_set_new(values, "channels", channels);
	json_object_set_new(values, "expires", about_until(t, i->expires_at));
	set_state(values, states, i->state);
	return values;
}

json_t *
about_campaign(struct turn *t, const struct campaign *c, struct err *e)
{
	static const char *const states[] = {
		"draft", "running", "paused", "closed", NULL};
	const struct account budget = {ACCOUNT_BUDGET, c->id};
	json_t *channels = NULL, *values;
	char *teams = campaign_names_write(t, CAMPAIGN_TEAMS, c->id, e);
	int64_t left;
	bool limited;

	if (teams == NULL ||
		audience_is_limited(t->db, c->id, &limited, e) == -1 ||
		ledger_balance(t->db, &budget, &left, e) == -1 ||
		channels_of(t, c->id, &channels, e) == -1) {
		json_decref(channels);
		free(teams);
		return NULL;
	}
	values = json_pack("{s:I, s:s, s:s, s:o, s:I, s:o}", "id",
		(json_int_t)c->id, "campaign", c->name, "goal", c->goal,
		"channels", channels, "left", (json_int_t)left, "ends",
		about_until(t, c->ends_at));
	json_object_set_new(values, "milestone", campaign_milestone_about(c));
	json_object_set_new(values, "teams", json_string(teams));
	json_object_set_new(values, "limited", json_boolean(limited));
	free(teams);
	json_object_set_new(values, "starts",
		strcmp(c->state, "draft") == 0
			? answer_time(t, c->starts_at, "date")
			: json_null());
	json_object_set_new(
		values, "until", answer_time(t, c->paused_until, "date_time"));
	set_state(values, states, c->state);
	return values;
}

json_t *
about_trouble(const struct turn *t)
{
	const json_t *fields = t->event->fields;
	const json_t *why = json_object_get(fields, "why");

	if (why != NULL)
		return json_deep_copy(why);
	return json_string(json_text(fields, "trouble", ""));
}
