#include <stdio.h>
#include <string.h>

#include "campaigns.h"
#include "items.h"

#include "behaviour.h"
#include "notice.h"
#include "number.h"
#include "place.h"
#include "timing.h"

/* Its campaign does not run: it waits until it does. */
static int
hold(struct turn *t, struct announcement *a, const struct item *i,
	struct err *e)
{
	snprintf(a->waits, sizeof a->waits, "campaign");
	if (announcement_save(t->db, a, e) == -1)
		return -1;
	return notice_refresh_admins(t, i, e);
}

/* The channel may have changed its mind since, or other announcements come
 * first; then there is another time, and this comes again. */
static int
post(struct turn *t, struct announcement *a, struct item *i, struct err *e)
{
	struct channel c;
	bool done;

	if (channel_find(t->db, a->chat, a->place, &c, e) == -1)
		return -1;
	if (c.place[0] != '\0' && !place_is_lost(&c) &&
		(timing_replan(t, &c, e) == -1 ||
			announcement_get(t->db, a->id, a, e) == -1))
		return -1;
	if (a->due_at > t->now)
		return 0;
	return notice_post(t, i, a, &done, e);
}

/* An announcement is due. That we were put out of its channel was told when it
 * happened. */
int
announce_run(struct turn *t, struct err *e)
{
	struct announcement a;
	struct campaign c;
	struct item item;

	if (announcement_get(t->db, number_read(t->event->value), &a, e) == -1)
		return -1;
	if (strcmp(a.state, "due") != 0 || a.due_at > t->now)
		return 0;
	if (item_find(t->db, a.item, &item, e) == -1 ||
		campaign_get(t->db, item.campaign, &c, e) == -1)
		return -1;
	if (strcmp(item.state, "ready") != 0 &&
		strcmp(item.state, "announced") != 0)
		return announcement_state(t->db, a.id, "over", e);
	if (strcmp(c.state, "paused") == 0 || strcmp(c.state, "draft") == 0)
		return hold(t, &a, &item, e);
	return post(t, &a, &item, e);
}
