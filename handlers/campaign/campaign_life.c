#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "items.h"
#include "reward.h"

#include "turn.h"

#include "campaign_life.h"
#include "notice.h"
#include "suggesting.h"

#define ITEMS_AT_ONCE 200

/* What stands in the way of a deed in each state ("": nothing), and what may
 * be done instead. */
static const struct {
	const char *state;
	const char *refuses[LIFE_DEEDS], *instead[LIFE_DEEDS];
} states[] = {
	{"draft",
		{[LIFE_PAUSE] = "life_not_begun",
			[LIFE_RESUME] = "life_not_begun"},
		{[LIFE_PAUSE] = "start", [LIFE_RESUME] = "start"}},
	{"running",
		{[LIFE_START] = "life_running", [LIFE_RESUME] = "life_running"},
		{[LIFE_START] = "", [LIFE_RESUME] = ""}},
	{"paused", {[LIFE_START] = "life_paused", [LIFE_PAUSE] = "life_paused"},
		{[LIFE_START] = "resume", [LIFE_PAUSE] = "resume"}},
	{"closed",
		{[LIFE_PAUSE] = "life_closed",
			[LIFE_RESUME] = "life_closed",
			[LIFE_CLOSE] = "life_closed"},
		{[LIFE_PAUSE] = "start",
			[LIFE_RESUME] = "start",
			[LIFE_CLOSE] = ""}},
};

const char *
campaign_life_refuses(
	const struct campaign *c, enum life_deed deed, const char **instead)
{
	size_t i;

	*instead = "";
	for (i = 0; i < sizeof states / sizeof *states; i++) {
		if (strcmp(states[i].state, c->state) != 0)
			continue;
		if (states[i].instead[deed] != NULL)
			*instead = states[i].instead[deed];
		return states[i].refuses[deed];
	}
	return NULL;
}

static int
on_item(void *arg, const struct item *i, struct err *e)
{
	(void)e;
	return json_array_append_new(arg, json_integer(i->id));
}

static int
end_item(struct turn *t, int64_t id, struct err *e)
{
	struct item item;
	bool waited;

	if (item_find(t->db, id, &item, e) == -1)
		return -1;
	waited = strcmp(item.state, "review") == 0 ||
		 strcmp(item.state, "reading") == 0;
	if (notice_end(t, &item, "expired", e) == -1)
		return -1;
	return waited ? suggesting_tell_over(t, &item, e) : 0;
}

/* Ends the items in that state, some at a time, until there is none. */
static int
end_items_in(struct turn *t, const struct campaign *c, const char *state,
	struct err *e)
{
	json_t *ids = json_array();
	size_t i = 1;
	int result = 0;

	while (result == 0 && i > 0) {
		json_array_clear(ids);
		result = item_each(
			t->db, c->id, state, ITEMS_AT_ONCE, on_item, ids, e);
		for (i = 0; result == 0 && i < json_array_size(ids); i++)
			result = end_item(t,
				json_integer_value(json_array_get(ids, i)), e);
	}
	json_decref(ids);
	return result;
}

static int
end_items(struct turn *t, const struct campaign *c, struct err *e)
{
	static const char *const live[] = {
		"announced", "ready", "review", "reading", NULL};
	int i;

	for (i = 0; live[i] != NULL; i++)
		if (end_items_in(t, c, live[i], e) == -1)
			return -1;
	return 0;
}

/* What somebody did is in the audit; the clock is nobody. */
static int
note(struct turn *t, const struct campaign *c, enum life_deed deed,
	const char *before, struct err *e)
{
	static const char *const names[] = {[LIFE_START] = "campaign.start",
		[LIFE_PAUSE] = "campaign.pause",
		[LIFE_RESUME] = "campaign.resume",
		[LIFE_CLOSE] = "campaign.close"};
	char about[32];

	if (t->event->person == NULL)
		return 0;
	snprintf(about, sizeof about, "%" PRId64, c->id);
	return turn_audit(t, names[deed], about, before, c->state, e);
}

int
campaign_life_do(struct turn *t, struct campaign *c, enum life_deed deed,
	int64_t *points, struct err *e)
{
	static const char *const becomes[] = {[LIFE_START] = "running",
		[LIFE_PAUSE] = "paused",
		[LIFE_RESUME] = "running",
		[LIFE_CLOSE] = "closed"};
	char before[sizeof c->state];

	*points = 0;
	snprintf(before, sizeof before, "%s", c->state);
	snprintf(c->state, sizeof c->state, "%s", becomes[deed]);
	if (deed != LIFE_PAUSE)
		c->paused_until = 0;
	if (deed == LIFE_START) {
		if (c->starts_at == 0 || c->starts_at > t->now)
			c->starts_at = t->now;
		if (c->ends_at != 0 && c->ends_at <= t->now)
			c->ends_at = 0;
	}
	/* the digest tells of what ended in its week */
	if (deed == LIFE_CLOSE && (c->ends_at == 0 || c->ends_at > t->now))
		c->ends_at = t->now;
	if (campaign_save(t->db, c, e) == -1 ||
		note(t, c, deed, before, e) == -1)
		return -1;
	if (deed == LIFE_START || deed == LIFE_RESUME)
		return announcement_release(t->db, c->id, t->now, e);
	if (deed == LIFE_PAUSE)
		return 0;
	if (end_items(t, c, e) == -1)
		return -1;
	return reward_return(t->db, c->id, t->now, points, e);
}
