#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "mem.h"
#include "text.h"
#include "when.h"

#include "about.h"
#include "answer.h"
#include "behaviour.h"
#include "campaign_life.h"
#include "number.h"
#include "which.h"

#define MORNING 9 /* at which a pause ends: what waited goes out then */

static int
answer(struct turn *t, const struct campaign *c, const char *template,
	int64_t points, struct err *e)
{
	json_t *values = about_campaign(t, c, e);

	if (values == NULL)
		return -1;
	json_object_set_new(values, "points", json_integer(points));
	return answer_here(t, template, values, e);
}

int
campaign_refuse(struct turn *t, const struct campaign *c, const char *phrase,
	const char *instead, struct err *e)
{
	json_t *why = turn_words(t, phrase, NULL, e);

	if (why == NULL)
		return -1;
	return turn_reply(t, "campaign_cannot",
		json_pack("{s:s, s:o, s:b, s:b}", "campaign", c->name, "why",
			why, "start", strcmp(instead, "start") == 0, "resume",
			strcmp(instead, "resume") == 0),
		e);
}

/* One that is paused may be paused to another day. */
static bool
is_another_day(const struct which_campaign *w, enum life_deed deed)
{
	return deed == LIFE_PAUSE && *w->rest != '\0' &&
	       strcmp(w->campaign.state, "paused") == 0;
}

/* The campaign that was named, when the deed can be done with it; id 0: who
 * acts was told why not. */
static int
pick(struct turn *t, enum life_deed deed, struct which_campaign *w,
	struct err *e)
{
	static const char *const examples[] = {[LIFE_START] = "start",
		[LIFE_PAUSE] = "pause",
		[LIFE_RESUME] = "resume",
		[LIFE_CLOSE] = "close"};
	const char *phrase, *instead;
	int result;

	if (which_campaign(t, t->text, examples[deed], w, e) == -1)
		return -1;
	if (w->campaign.id == 0)
		return 0;
	if (deed != LIFE_PAUSE && *w->rest != '\0') {
		w->campaign.id = 0;
		return which_campaign_refuse(t, t->text, examples[deed], e);
	}
	phrase = campaign_life_refuses(&w->campaign, deed, &instead);
	if (phrase == NULL || is_another_day(w, deed))
		return 0;
	result = campaign_refuse(t, &w->campaign, phrase, instead, e);
	w->campaign.id = 0;
	return result;
}

/* A deed that needs no more than the name. */
static int
run(struct turn *t, enum life_deed deed, const char *template, struct err *e)
{
	struct which_campaign w;
	int64_t points;

	if (pick(t, deed, &w, e) == -1)
		return -1;
	if (w.campaign.id == 0)
		return 0;
	if (campaign_life_do(t, &w.campaign, deed, &points, e) == -1)
		return -1;
	return answer(t, &w.campaign, template, 0, e);
}

/* /campaign start <name> */
int
campaign_start_run(struct turn *t, struct err *e)
{
	return run(t, LIFE_START, "campaign_runs", e);
}

/* /campaign resume <name> */
int
campaign_resume_run(struct turn *t, struct err *e)
{
	return run(t, LIFE_RESUME, "campaign_runs", e);
}

/* "until friday", "friday": the morning of that day, 0 when nothing is
 * written; -1 when it is no day to come. */
static int64_t
read_until(const struct turn *t, const char *rest)
{
	static const char *const words[] = {"until ", "bis ", NULL};
	struct when_local l;
	int64_t day;
	int i;

	for (i = 0; words[i] != NULL; i++)
		if (text_starts(rest, words[i]))
			rest += strlen(words[i]);
	if (*rest == '\0')
		return 0;
	day = when_parse_day(rest, t->now, t->zone);
	if (day == 0)
		return -1;
	when_to_local(day, t->zone, &l);
	l.hour = MORNING;
	day = when_from_local(&l, t->zone);
	return day > t->now ? day : -1;
}

/* /campaign pause <name> [until <day>] */
int
campaign_pause_run(struct turn *t, struct err *e)
{
	struct which_campaign w;
	int64_t until, points;
	char *wrong;
	int result;

	if (pick(t, LIFE_PAUSE, &w, e) == -1)
		return -1;
	if (w.campaign.id == 0)
		return 0;
	until = read_until(t, w.rest);
	if (until == -1) {
		wrong = text_cut(w.rest, 60);
		result = turn_reply(t, "campaign_pause_wrong",
			json_pack("{s:s, s:s}", "campaign", w.campaign.name,
				"wrong", wrong),
			e);
		free(wrong);
		return result;
	}
	w.campaign.paused_until = until;
	if (campaign_life_do(t, &w.campaign, LIFE_PAUSE, &points, e) == -1)
		return -1;
	return answer(t, &w.campaign, "campaign_paused", 0, e);
}

/* /campaign close <name>: asks first, for what stands in channels ends. */
int
campaign_close_run(struct turn *t, struct err *e)
{
	struct which_campaign w;
	struct campaign_waits waits;
	json_t *values;

	if (pick(t, LIFE_CLOSE, &w, e) == -1)
		return -1;
	if (w.campaign.id == 0)
		return 0;
	values = about_campaign(t, &w.campaign, e);
	if (values == NULL)
		return -1;
	if (campaign_waiting(t->db, w.campaign.id, &waits, e) == -1) {
		json_decref(values);
		return -1;
	}
	json_object_set_new(values, "open", json_integer(waits.open));
	json_object_set_new(values, "due", json_integer(waits.due));
	return answer_here(t, "campaign_close_ask", values, e);
}

/* The button of that question. */
int
campaign_close_yes_run(struct turn *t, struct err *e)
{
	const char *phrase, *instead;
	struct campaign c;
	int64_t points;

	if (campaign_get(t->db, number_read(t->event->value), &c, e) == -1)
		return -1;
	if (c.id == 0)
		return refuse_gone(t, "", e);
	phrase = campaign_life_refuses(&c, LIFE_CLOSE, &instead);
	if (phrase != NULL)
		return campaign_refuse(t, &c, phrase, instead, e);
	if (campaign_life_do(t, &c, LIFE_CLOSE, &points, e) == -1)
		return -1;
	return answer(t, &c, "campaign_closed", points, e);
}
