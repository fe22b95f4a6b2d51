#include "campaigns.h"
#include "items.h"

#include "about.h"
#include "behaviour.h"

#define ITEMS_SHOWN 10

/* Rows of a table gathered before anything else is asked of it. */
struct listing {
	struct turn *t;
	json_t *rows;
};

static int
on_campaign(void *arg, const struct campaign *c, struct err *e)
{
	const struct listing *l = arg;
	json_t *values = about_campaign(l->t, c, e);

	return values == NULL ? -1 : json_array_append_new(l->rows, values);
}

static int
on_item(void *arg, const struct item *i, struct err *e)
{
	const struct listing *l = arg;
	json_t *values;

	if (json_array_size(l->rows) >= ITEMS_SHOWN)
		return 0;
	values = about_item(l->t, i, e);
	return values == NULL ? -1 : json_array_append_new(l->rows, values);
}

/* Newest first of each state; what waits for somebody comes first. What was
 * left out or is over is no news. */
static int
list_items(struct turn *t, struct listing *l, struct err *e)
{
	static const char *const states[] = {
		"review", "reading", "ready", "announced", NULL};
	int i;

	for (i = 0; states[i] != NULL; i++)
		if (item_each(t->db, 0, states[i], ITEMS_SHOWN, on_item, l,
			    e) == -1)
			return -1;
	return 0;
}

/* /campaign list */
int
campaign_list_run(struct turn *t, struct err *e)
{
	struct listing campaigns = {t, json_array()};
	struct listing items = {t, json_array()};

	if (campaign_each(t->db, on_campaign, &campaigns, e) == -1 ||
		list_items(t, &items, e) == -1) {
		json_decref(campaigns.rows);
		json_decref(items.rows);
		return -1;
	}
	return turn_reply(t, "campaign_list",
		json_pack("{s:b, s:o, s:o}", "none",
			json_array_size(campaigns.rows) == 0, "campaigns",
			campaigns.rows, "items", items.rows),
		e);
}
