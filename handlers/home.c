#include "err.h"
#include "items.h"
#include "answer.h"
#include "asked.h"
#include "behaviour.h"
#include "home.h"
#include "me.h"

#define ITEMS_SHOWN 8

static int
on_item(void *arg, const struct item *i, struct err *e)
{
	(void)e;
	return json_array_append_new(arg,
		json_pack("{s:s, s:s, s:s, s:I}", "title",
			i->title[0] == '\0' ? i->url : i->title, "why", i->why,
			"site", i->site, "item", (json_int_t)i->id));
}

int
home_opened(struct turn *t, struct err *e)
{
	bool in =
		t->member.id != 0 && (t->member.state == MEMBER_ACTIVE ||
					     t->member.state == MEMBER_PAUSED);
	json_t *values, *items;

	if (!in)
		return turn_home(t, "home_stranger", NULL, e);
	values = me_values(t, e);
	if (values == NULL)
		return -1;
	items = json_array();
	json_object_set_new(values, "items", items);
	if (item_each(t->db, 0, "announced", ITEMS_SHOWN, on_item, items, e) ==
		-1) {
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
