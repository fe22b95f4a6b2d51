#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "reward.h"

#include "about.h"
#include "admins.h"
#include "behaviour.h"
#include "campaign_life.h"
#include "number.h"

static int
tell(struct turn *t, const struct campaign *c, const char *template,
	int64_t points, struct err *e)
{
	json_t *values = about_campaign(t, c, e);
	int result;

	if (values == NULL)
		return -1;
	json_object_set_new(values, "points", json_integer(points));
	result = admins_tell(t, t->event->key, template, values, e);
	json_decref(values);
	return result;
}

static int
get(struct turn *t, struct campaign *c, struct err *e)
{
	return campaign_get(t->db, number_read(t->event->value), c, e);
}

/* A campaign's time has come: what waits in it goes out from now on. A time
 * that was moved since is another event. */
int
campaign_time_start(struct turn *t, struct err *e)
{
	struct campaign c;
	int64_t points;

	if (get(t, &c, e) == -1)
		return -1;
	if (strcmp(c.state, "draft") != 0 || c.starts_at == 0 ||
		c.starts_at > t->now)
		return 0;
	if (campaign_life_do(t, &c, LIFE_START, &points, e) == -1)
		return -1;
	return tell(t, &c, "campaign_started", 0, e);
}

/* Its pause is over. */
int
campaign_time_unpause(struct turn *t, struct err *e)
{
	struct campaign c;
	int64_t points;

	if (get(t, &c, e) == -1)
		return -1;
	if (strcmp(c.state, "paused") != 0 || c.paused_until == 0 ||
		c.paused_until > t->now)
		return 0;
	if (campaign_life_do(t, &c, LIFE_RESUME, &points, e) == -1)
		return -1;
	return tell(t, &c, "campaign_resumed", 0, e);
}

/* Its time is up. */
int
campaign_time_finish(struct turn *t, struct err *e)
{
	struct campaign c;
	int64_t points;

	if (get(t, &c, e) == -1)
		return -1;
	if (strcmp(c.state, "closed") == 0 || c.ends_at == 0 ||
		c.ends_at > t->now)
		return 0;
	if (campaign_life_do(t, &c, LIFE_CLOSE, &points, e) == -1)
		return -1;
	return tell(t, &c, "campaign_finished", points, e);
}

/* Little is left of its budget, or nothing: told once for each. */
int
campaign_time_budget(struct turn *t, struct err *e)
{
	struct campaign_budget b;
	struct campaign c;

	if (get(t, &c, e) == -1 || campaign_budget(t->db, c.id, &b, e) == -1)
		return -1;
	if (campaign_budget_told(t->db, c.id, b.left == 0 ? 2 : 1, e) == -1)
		return -1;
	return tell(t, &c, "campaign_budget_low", 0, e);
}

/* Points that lapsed after it was closed: they go where its budget went. */
int
campaign_time_return(struct turn *t, struct err *e)
{
	struct campaign c;
	int64_t points;

	if (get(t, &c, e) == -1)
		return -1;
	if (strcmp(c.state, "closed") != 0)
		return 0;
	return reward_return(t->db, c.id, t->now, &points, e);
}
