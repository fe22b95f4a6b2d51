#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "ledger.h"
#include "mem.h"
#include "text.h"
#include "behaviour.h"
#include "span.h"

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

/* The board, or that it is too small to be shown; one's own place always. */
static int
show(struct turn *t, const struct period *p, const struct campaign *c,
	struct err *e)
{
	struct span_days days = p->days(t->now);
	size_t room = t->programme->minimum_group > SHOWN
			      ? (size_t)t->programme->minimum_group
			      : SHOWN;
	struct rank own = {0}, *ranks = xcalloc(room, sizeof *ranks);
	size_t count = 0;
	json_t *period = NULL;
	bool small;
	int result = -1;

	if (ledger_top(t->db, days.from, days.to, c->id, ranks, room, &count,
		    e) == -1 ||
		ledger_rank(t->db, t->member.id, days.from, days.to, c->id,
			&own, e) == -1)
		goto out;
	period = turn_words(
		t, p->phrase, json_pack("{s:s}", "campaign", c->name), e);
	if (period == NULL)
		goto out;
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

int
top_run(struct turn *t, struct err *e)
{
	char *words = xstrdup(t->text), *rest = words;
	const char *name = text_word(&rest);
	const struct period *p;
	struct campaign c = {0};
	int result = -1;

	p = period_named(name == NULL ? "week" : name);
	if (p == NULL) {
		result = turn_reply(
			t, "top_unclear", json_pack("{s:s}", "text", name), e);
		goto out;
	}
	if (strcmp(p->name, "campaign") == 0) {
		text_trim(rest);
		if ((*rest == '\0' ? campaign_first(t->db, &c, e)
				   : campaign_find(t->db, rest, &c, e)) == -1)
			goto out;
		if (c.id == 0) {
			result = turn_reply(t, "top_no_campaign",
				json_pack("{s:s}", "campaign", rest), e);
			goto out;
		}
	}
	result = show(t, p, &c, e);
out:
	free(words);
	return result;
}
