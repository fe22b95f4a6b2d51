#include <stdio.h>
#include <string.h>

#include "campaigns.h"
#include "items.h"

#include "about.h"
#include "admins.h"
#include "behaviour.h"
#include "notice.h"
#include "number.h"

#define ITEMS_MOST 1000

static int
tell(struct turn *t, const struct campaign *c, const char *template,
	struct err *e)
{
	json_t *values = about_campaign(t, c, e);
	int result;

	if (values == NULL)
		return -1;
	result = admins_tell(t, t->event->key, template, values, e);
	json_decref(values);
	return result;
}

/* A campaign's time has come: what waits in it goes out from now on. */
int
campaign_time_start(struct turn *t, struct err *e)
{
	struct campaign c;

	if (campaign_get(t->db, number_read(t->event->value), &c, e) == -1)
		return -1;
	if (strcmp(c.state, "draft") != 0)
		return 0;
	snprintf(c.state, sizeof c.state, "running");
	if (campaign_save(t->db, &c, e) == -1)
		return -1;
	return tell(t, &c, "campaign_started", e);
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

	if (item_find(t->db, id, &item, e) == -1)
		return -1;
	return notice_end(t, &item, "expired", e);
}

/* Its items end with a campaign, those that wait for their time too: no more
 * points come from it. */
static int
end_items(struct turn *t, const struct campaign *c, struct err *e)
{
	json_t *ids = json_array();
	int result;
	size_t i;

	result = item_each(
		t->db, c->id, "announced", ITEMS_MOST, on_item, ids, e);
	if (result == 0)
		result = item_each(
			t->db, c->id, "ready", ITEMS_MOST, on_item, ids, e);
	for (i = 0; i < json_array_size(ids) && result == 0; i++)
		result = end_item(
			t, json_integer_value(json_array_get(ids, i)), e);
	json_decref(ids);
	return result;
}

/* A campaign's time is up. An end that was moved since is another event. */
int
campaign_time_finish(struct turn *t, struct err *e)
{
	struct campaign c;

	if (campaign_get(t->db, number_read(t->event->value), &c, e) == -1)
		return -1;
	if (strcmp(c.state, "closed") == 0 || c.ends_at == 0 ||
		c.ends_at > t->now)
		return 0;
	snprintf(c.state, sizeof c.state, "closed");
	if (campaign_save(t->db, &c, e) == -1 || end_items(t, &c, e) == -1)
		return -1;
	return tell(t, &c, "campaign_finished", e);
}
