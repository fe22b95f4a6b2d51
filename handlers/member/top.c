#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "ledger.h"
#include "mem.h"
#include "text.h"
#include "behaviour.h"
#include "span.h"
#include "top_team.h"

#define SHOWN 10

/* Which board: its words in words.json and its days. */
static const struct period {
	const char *name, *phrase;
	struct span_days (*days)(int64_t now);
} periods[] = {
	{"week", "period_week", span_week},
	{"month", "period_month", span_month},
	{"all", "period_all", span_all},
	{"campaign", "period_campaign", span_all},
};

static const struct period *
period_named(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof periods / sizeof *periods; i++)
		if (text_same(periods[i].name, name))
			return &periods[i];
	return NULL;
}

static json_t *
rows_of(const struct turn *t, const struct rank *ranks, size_t count)
{
	json_t *rows = json_array();
	size_t i;

	for (i = 0; i < count && i < SHOWN; i++)
		json_array_append_new(
			rows, json_pack("{s:i, s:s, s:I, s:b}", "place",
				      ranks[i].place, "name", ranks[i].name,
				      "points", (json_int_t)ranks[i].points,
				      "you", ranks[i].member == t->member.id));
	return rows;
}

/* The board, or that it is too small to be shown; one's own place always.
 * Takes period. */
static int
show(struct turn *t, const struct span_days *days, const struct campaign *c,
	json_t *period, struct err *e)
{
	size_t room = t->programme->minimum_group > SHOWN
			      ? (size_t)t->programme->minimum_group
			      : SHOWN;
	struct rank own = {0}, *ranks = xcalloc(room, sizeof *ranks);
	size_t count = 0;
	bool small;
	int result = -1;

	if (ledger_top(t->db, days->from, days->to, c->id, ranks, room, &count,
		    e) == -1 ||
		ledger_rank(t->db, t->member.id, days->from, days->to, c->id,
			&own, e) == -1) {
		json_decref(period);
		goto out;
	}
	small = count < (size_t)t->programme->minimum_group;
	result = turn_reply(t, "top",
		json_pack("{s:o, s:o, s:b, s:i, s:i, s:I, s:b, s:b}", "period",
			period, "rows", rows_of(t, ranks, small ? 0 : count),
			"small", small && count > 0, "needed",
			t->programme->minimum_group, "place",
			own.points > 0 ? own.place : 0, "points",
			(json_int_t)own.points, "hidden", t->member.hidden,
			"nobody", count == 0),
		e);
out:
	free(ranks);
	return result;
}

/* What was asked for. */
struct wish {
	const struct period *period;
	struct campaign campaign; /* id 0: all */
	bool teams;
};

static int
answer(struct turn *t, const struct wish *w, struct err *e)
{
	struct span_days days = w->period->days(t->now);
	json_t *period = turn_words(t, w->period->phrase,
		json_pack("{s:s}", "campaign", w->campaign.name), e);

	if (period == NULL)
		return -1;
	return w->teams ? top_team_show(t, &days, w->campaign.id, period, e)
			: show(t, &days, &w->campaign, period, e);
}

/* The campaign of that name, or the first. */
static int
of_campaign(struct turn *t, struct wish *w, char *name, struct err *e)
{
	struct campaign *c = &w->campaign;

	name = text_trim(name);
	if ((*name == '\0' ? campaign_first(t->db, c, e)
			   : campaign_find(t->db, name, c, e)) == -1)
		return -1;
	if (c->id == 0)
		return turn_reply(t, "top_no_campaign",
			json_pack("{s:s}", "campaign", name), e);
	return answer(t, w, e);
}

/* /advocate top [team] [week | month | all | campaign [name]] */
int
top_run(struct turn *t, struct err *e)
{
	char *words = xstrdup(t->text), *rest = words;
	const char *name = text_word(&rest);
	struct wish w = {
		.teams = text_same(name, "team") || text_same(name, "teams")};
	int result;

	if (w.teams)
		name = text_word(&rest);
	w.period = period_named(name == NULL ? "week" : name);
	if (w.period == NULL)
		result = turn_reply(
			t, "top_unclear", json_pack("{s:s}", "text", name), e);
	else if (strcmp(w.period->name, "campaign") == 0)
		result = of_campaign(t, &w, rest, e);
	else
		result = answer(t, &w, e);
	free(words);
	return result;
}
