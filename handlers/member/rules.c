#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "reward.h"
#include "when.h"
#include "badge_words.h"
#include "behaviour.h"
#include "holding.h"
#include "redeem.h"

#define CAMPAIGNS_MOST 10

/* A length of time in words: whole days when it is some, else hours. */
static json_t *
duration(struct turn *t, int64_t ms, struct err *e)
{
	bool days = ms >= 3 * WHEN_DAY || ms % WHEN_DAY == 0;
	int64_t unit = days ? WHEN_DAY : WHEN_HOUR;

	return turn_words(t, days ? "duration_days" : "duration_hours",
		json_pack("{s:I}", "n", (json_int_t)((ms + unit / 2) / unit)),
		e);
}

static json_t *
steps_of(const struct rules *r)
{
	json_t *steps = json_array();
	size_t i;

	for (i = 0; i < r->steps; i++)
		json_array_append_new(steps,
			json_pack("{s:i, s:I}", "readers", r->step_readers[i],
				"points", (json_int_t)r->step_points[i]));
	return steps;
}

/* Running campaigns with rules of their own, as they apply there. */
struct listing {
	const struct turn *turn;
	json_t *rows;
};

static int
on_campaign(void *arg, const struct campaign *c, struct err *e)
{
	struct listing *l = arg;
	struct rules r;
	bool own = false;
	int i;

	(void)e;
	for (i = 0; i < CAMPAIGN_RULES; i++)
		own |= c->rules.own[i];
	if (!own || strcmp(c->state, "running") != 0 ||
		json_array_size(l->rows) == CAMPAIGNS_MOST)
		return 0;
	reward_rules_own(&l->turn->programme->rules, &c->rules, &r);
	return json_array_append_new(l->rows,
		json_pack("{s:s, s:I, s:I, s:i, s:I, s:I, s:I}", "campaign",
			c->name, "share", (json_int_t)r.share_points, "again",
			(json_int_t)r.again_points, "needed", r.readers_needed,
			"day", (json_int_t)r.cap_day, "item",
			(json_int_t)r.cap_item, "most",
			(json_int_t)r.cap_campaign));
}

/* When somebody looks before points settle: what is looked at at all. */
static void
add_looks(const struct looking *l, json_t *values)
{
	json_t *looks = json_array();

	if (l->burst_readers != 0)
		json_array_append_new(looks,
			json_pack("{s:s, s:I, s:I, s:I}", "phrase",
				"look_burst", "percent",
				(json_int_t)l->most_percent, "readers",
				(json_int_t)l->burst_readers, "minutes",
				(json_int_t)holding_minutes(l->burst_span)));
	if (l->doubtful_readers != 0)
		json_array_append_new(looks,
			json_pack("{s:s, s:I, s:I}", "phrase", "look_doubtful",
				"percent", (json_int_t)l->most_percent,
				"readers", (json_int_t)l->doubtful_readers));
	if (l->above_readers != 0)
		json_array_append_new(looks,
			json_pack("{s:s, s:I, s:I}", "phrase", "look_above",
				"times", (json_int_t)l->above_times, "readers",
				(json_int_t)l->above_readers));
	if (l->many_shares != 0)
		json_array_append_new(looks,
			json_pack("{s:s, s:I, s:I}", "phrase", "look_many",
				"shares", (json_int_t)l->many_shares, "minutes",
				(json_int_t)holding_minutes(l->many_span)));
	json_object_set_new(values, "looks", looks);
	json_object_set_new(values, "days",
		json_pack("{s:s, s:I}", "phrase", "duration_days", "n",
			(json_int_t)l->days));
}

/* The rules as the programme counts by them, never a text beside them. */
int
rules_run(struct turn *t, struct err *e)
{
	const struct rules *r = &t->programme->rules;
	json_t *hold = duration(t, r->hold, e);
	json_t *life = duration(t, r->pending_life, e);
	struct listing own = {t, json_array()};
	bool rewards;
	json_t *values;

	if (hold == NULL || life == NULL ||
		rewards_offered(t, &rewards, e) == -1 ||
		campaign_each(t->db, on_campaign, &own, e) == -1) {
		json_decref(own.rows);
		json_decref(hold);
		json_decref(life);
		return -1;
	}
	values = json_pack("{s:I, s:I, s:i, s:o, s:o, s:o, s:I, s:I, s:I, s:I, "
			   "s:i, s:s, s:o, s:b}",
		"share", (json_int_t)r->share_points, "again",
		(json_int_t)r->again_points, "needed", r->readers_needed,
		"steps", steps_of(r), "hold", hold, "life", life, "cap_day",
		(json_int_t)r->cap_day, "cap_item", (json_int_t)r->cap_item,
		"cap_campaign", (json_int_t)r->cap_campaign, "budget",
		(json_int_t)t->programme->budget, "group",
		t->programme->minimum_group, "disclosure",
		t->programme->disclosure, "campaigns", own.rows, "rewards",
		rewards);
	add_looks(&t->programme->looking, values);
	badge_words_rules(t, values);
	return turn_reply(t, "rules", values, e);
}
