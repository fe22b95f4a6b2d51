#include "err.h"
#include "when.h"
#include "behaviour.h"

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

/* The rules as the programme counts by them, never a text beside them. */
int
rules_run(struct turn *t, struct err *e)
{
	const struct rules *r = &t->programme->rules;
	json_t *hold = duration(t, r->hold, e);
	json_t *life = duration(t, r->pending_life, e);

	if (hold == NULL || life == NULL) {
		json_decref(hold);
		json_decref(life);
		return -1;
	}
	return turn_reply(t, "rules",
		json_pack("{s:I, s:I, s:i, s:o, s:o, s:o, s:I, s:I, s:I, s:I, "
			  "s:i, s:s}",
			"share", (json_int_t)r->share_points, "again",
			(json_int_t)r->again_points, "needed",
			r->readers_needed, "steps", steps_of(r), "hold", hold,
			"life", life, "cap_day", (json_int_t)r->cap_day,
			"cap_item", (json_int_t)r->cap_item, "cap_campaign",
			(json_int_t)r->cap_campaign, "budget",
			(json_int_t)t->programme->budget, "group",
			t->programme->minimum_group, "disclosure",
			t->programme->disclosure),
		e);
}
