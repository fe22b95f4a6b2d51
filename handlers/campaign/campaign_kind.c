#include <stdlib.h>

#include "campaigns.h"
#include "card.h"
#include "mem.h"
#include "text.h"
#include "when.h"

#include "turn.h"

#include "campaign_kind.h"

/* People know whom they may tell of an open job, and few of those are needed
 * to see that somebody read it; an event is over soon. */
struct campaign_kind {
	const char *name;
	int days;
	int64_t share_points, again_points, readers_needed;
};

static const struct campaign_kind kinds[] = {
	{"launch", 28, 15, 5, 5},
	{"hiring", 42, 20, 10, 3},
	{"event", 21, 10, 5, 3},
};

const struct campaign_kind *
campaign_kind_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (text_same(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

const char *
campaign_kind_name(const struct campaign_kind *kind)
{
	return kind->name;
}

static int
set_goal(struct turn *t, const struct campaign_kind *kind, struct campaign *c,
	struct err *e)
{
	char *phrase = xasprintf("kind_%s_goal", kind->name), *goal;
	json_t *spans = turn_words(t, phrase, NULL, e);

	free(phrase);
	if (spans == NULL)
		return -1;
	goal = card_plain_spans(spans);
	json_decref(spans);
	text_copy(c->goal, sizeof c->goal, goal);
	free(goal);
	return 0;
}

/* The end of that day, as of one that was chosen. */
static int64_t
end_after(const struct turn *t, int64_t from, int days)
{
	struct when_local l;

	when_to_local(from, t->zone, &l);
	l.day += days + 1;
	l.hour = l.minute = 0;
	return when_from_local(&l, t->zone);
}

int
campaign_kind_apply(struct turn *t, const struct campaign_kind *kind,
	struct campaign *c, struct err *e)
{
	const int64_t rules[][2] = {{RULE_SHARE_POINTS, kind->share_points},
		{RULE_AGAIN_POINTS, kind->again_points},
		{RULE_READERS_NEEDED, kind->readers_needed}};
	size_t i;

	if (c->goal[0] == '\0' && set_goal(t, kind, c, e) == -1)
		return -1;
	if (c->ends_at == 0)
		c->ends_at = end_after(t,
			c->starts_at > t->now ? c->starts_at : t->now,
			kind->days);
	for (i = 0; i < sizeof rules / sizeof *rules; i++) {
		c->rules.own[rules[i][0]] = true;
		c->rules.is[rules[i][0]] = rules[i][1];
	}
	return 0;
}
