#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "items.h"
#include "mem.h"
#include "when.h"

#include "turn.h"

#include "place.h"
#include "timing.h"

#define PAST_DAYS 90
#define PAST_MOST 500

void
timing_rules(
	const struct turn *t, const struct channel *c, struct plan_rules *out)
{
	out->zone = c->zone[0] == '\0' ? t->programme->zone : c->zone;
	out->most = c->most == -1 ? (int)t->programme->most_a_day : c->most;
	out->quiet_from = c->quiet_from;
	out->quiet_to = c->quiet_to;
	out->quiet_weekend = c->quiet_weekend;
}

/* The queue of a channel: rows as they are, and as they are to be. */
struct queue {
	struct announcement *stored;
	struct plan_row *rows;
	size_t count, room;
};

static int
on_due(void *arg, const struct announcement *a, struct err *e)
{
	struct queue *q = arg;

	(void)e;
	if (q->count == q->room) {
		q->room = q->room == 0 ? 16 : 2 * q->room;
		q->stored = xrealloc(q->stored, q->room * sizeof *q->stored);
		q->rows = xrealloc(q->rows, q->room * sizeof *q->rows);
	}
	q->stored[q->count] = *a;
	q->rows[q->count++] = (struct plan_row){
		.id = a->id, .wanted_at = a->wanted_at, .forced = a->forced};
	return 0;
}

static const char *
wait_name(enum plan_wait wait)
{
	switch (wait) {
	case PLAN_QUIET:
		return "quiet";
	case PLAN_LIMIT:
		return "limit";
	default:
		return "";
	}
}

static int
store_queue(struct turn *t, const struct queue *q, struct err *e)
{
	struct announcement *a;
	const char *waits;
	size_t i;

	for (i = 0; i < q->count; i++) {
		a = &q->stored[i];
		waits = wait_name(q->rows[i].waits);
		if (a->due_at == q->rows[i].due_at &&
			strcmp(a->waits, waits) == 0)
			continue;
		a->due_at = q->rows[i].due_at;
		snprintf(a->waits, sizeof a->waits, "%s", waits);
		if (announcement_save(t->db, a, e) == -1)
			return -1;
	}
	return 0;
}

int
timing_replan(struct turn *t, const struct channel *c, struct err *e)
{
	struct queue q = {.count = 0};
	struct plan_rules rules;
	int64_t posted = 0;
	int result = -1;

	timing_rules(t, c, &rules);
	if (announcement_each_due(t->db, c->chat, c->place, on_due, &q, e) ==
		-1)
		goto out;
	if (rules.most > 0 &&
		announcement_count(t->db, c->chat, c->place,
			plan_day(&rules, t->now), &posted, e) == -1)
		goto out;
	plan_queue(&rules, t->now, (int)posted, q.rows, q.count);
	result = store_queue(t, &q, e);
out:
	free(q.stored);
	free(q.rows);
	return result;
}

/* A campaign that does not run holds what is announced in it. */
static int
is_held(struct turn *t, const struct item *i, bool *out, struct err *e)
{
	struct campaign c;

	if (campaign_get(t->db, i->campaign, &c, e) == -1)
		return -1;
	*out = strcmp(c.state, "paused") == 0 || strcmp(c.state, "draft") == 0;
	return 0;
}

/* The row as it is wanted. */
static void
want_row(const struct turn *t, const struct item *i, const struct channel *c,
	const struct timing_want *want, struct announcement *a)
{
	a->item = i->id;
	snprintf(a->chat, sizeof a->chat, "%s", c->chat);
	snprintf(a->place, sizeof a->place, "%s", c->place);
	snprintf(a->state, sizeof a->state, "%s",
		place_is_lost(c) ? "failed" : "due");
	snprintf(a->asked, sizeof a->asked, "%s", want->asked);
	a->waits[0] = '\0';
	a->due_at = a->wanted_at = want->at > t->now ? want->at : t->now;
	a->forced = want->forced;
}

int
timing_plan(struct turn *t, const struct item *i, const struct channel *c,
	const struct timing_want *want, struct announcement *out, struct err *e)
{
	bool held;

	if (announcement_find(t->db, i->id, c->chat, c->place, out, e) == -1 ||
		is_held(t, i, &held, e) == -1)
		return -1;
	if (out->id != 0 && (strcmp(out->state, "posted") == 0 ||
				    strcmp(want->asked, "itself") == 0))
		return 0;
	want_row(t, i, c, want, out);
	if (held && strcmp(out->state, "due") == 0 && out->due_at <= t->now)
		snprintf(out->waits, sizeof out->waits, "campaign");
	if ((out->id == 0 ? announcement_add(t->db, out, e)
			  : announcement_save(t->db, out, e)) == -1)
		return -1;
	if (strcmp(out->state, "due") != 0 || out->waits[0] != '\0')
		return 0;
	if (timing_replan(t, c, e) == -1)
		return -1;
	return announcement_get(t->db, out->id, out, e);
}

struct past {
	struct plan_past rows[PAST_MOST];
	size_t count;
};

static int
on_past(void *arg, int64_t at, int64_t asked, struct err *e)
{
	struct past *p = arg;

	(void)e;
	if (p->count < PAST_MOST)
		p->rows[p->count++] = (struct plan_past){at, asked};
	return 0;
}

int
timing_best(struct turn *t, const struct channel *c, struct plan_slot *out,
	struct err *e)
{
	struct announcement where = {.id = 0};
	const struct announcement_span span = {
		t->now - PAST_DAYS * WHEN_DAY, PAST_MOST};
	struct past *past = xcalloc(1, sizeof *past);
	struct plan_rules rules;
	int result;

	timing_rules(t, c, &rules);
	snprintf(where.chat, sizeof where.chat, "%s", c->chat);
	snprintf(where.place, sizeof where.place, "%s", c->place);
	result = announcement_each_past(t->db, &where, &span, on_past, past, e);
	if (result == 0)
		*out = plan_best(rules.zone, past->rows, past->count);
	free(past);
	return result;
}
