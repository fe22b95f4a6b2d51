#include "err.h"
#include "items.h"
#include "about.h"
#include "answer.h"
#include "asked.h"
#include "behaviour.h"
#include "home.h"
#include "me.h"
#include "redeem.h"
#include "wanted.h"

#define ITEMS_SHOWN 8
#define ITEMS_READ 200

struct items {
	json_t *list;
	int64_t now;
};

static int
on_item(void *arg, const struct item *i, struct err *e)
{
	const struct items *items = arg;

	(void)e;
	if (json_array_size(items->list) == ITEMS_SHOWN)
		return 0;
	return json_array_append_new(
		items->list, json_pack("{s:s, s:s, s:s, s:I, s:b}", "title",
				     about_title(i), "why", i->why, "site",
				     i->site, "item", (json_int_t)i->id,
				     "pinned", item_is_pinned(i, items->now)));
}

int
home_opened(struct turn *t, struct err *e)
{
	bool in =
		t->member.id != 0 && (t->member.state == MEMBER_ACTIVE ||
					     t->member.state == MEMBER_PAUSED);
	struct items items = {.now = t->now};
	json_t *values;
	bool rewards;

	if (!in)
		return rewards_offered(t, &rewards, e) == -1
			       ? -1
			       : turn_home(t, "home_stranger",
					 json_pack("{s:b}", "rewards", rewards),
					 e);
	values = me_values(t, e);
	if (values == NULL)
		return -1;
	items.list = json_array();
	json_object_set_new(values, "items", items.list);
	if (wanted_each(t, ITEMS_READ, on_item, &items, e) == -1) {
		json_decref(values);
		return -1;
	}
	return turn_home(t, "home", values, e);
}

int
home_refresh(struct turn *t, struct err *e)
{
	const struct event *event = t->event;

	if (event->kind != EVENT_BUTTON || event->message != NULL)
		return 0;
	return home_opened(t, e);
}
