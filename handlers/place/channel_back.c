#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "campaigns.h"
#include "items.h"
#include "when.h"

#include "about.h"
#include "admins.h"
#include "behaviour.h"
#include "channel_back.h"
#include "number.h"
#include "place.h"
#include "spans.h"
#include "timing.h"

#define SHOWN 3
#define MOST 200

/* What waited for a channel: ids of announcements, the oldest first. */
struct waiting {
	int64_t ids[MOST];
	size_t count;
};

static int
on_failed(void *arg, const struct announcement *a, struct err *e)
{
	struct waiting *w = arg;

	(void)e;
	if (w->count < MOST)
		w->ids[w->count++] = a->id;
	return 0;
}

/* The newest of them, each with a button. */
static int
list_newest(
	struct turn *t, const struct waiting *w, json_t *list, struct err *e)
{
	struct announcement a;
	struct item item;
	size_t i, first = w->count > SHOWN ? w->count - SHOWN : 0;

	for (i = w->count; i > first; i--) {
		if (announcement_get(t->db, w->ids[i - 1], &a, e) == -1 ||
			item_find(t->db, a.item, &item, e) == -1)
			return -1;
		json_array_append_new(list,
			json_pack("{s:I, s:s, s:I}", "id", (json_int_t)a.id,
				"title", about_title(&item), "item",
				(json_int_t)item.id));
	}
	return 0;
}

int
channel_back_tell(struct turn *t, const struct channel *c, struct err *e)
{
	struct waiting w = {.count = 0};
	json_t *list, *values;
	char key[192];
	int result;

	if (announcement_each_failed(
		    t->db, c->chat, c->place, on_failed, &w, e) == -1)
		return -1;
	if (w.count == 0)
		return 0;
	list = json_array();
	values = json_pack("{s:o, s:I, s:I, s:o, s:b}", "channel",
		spans_channel(c->chat, c->place), "count", (json_int_t)w.count,
		"first", (json_int_t)w.ids[0], "newest", list, "many",
		w.count > 1);
	snprintf(key, sizeof key, "back:%s:%s:%lld", c->chat, c->place,
		(long long)t->now);
	result = list_newest(t, &w, list, e);
	if (result == 0)
		result = admins_tell(t, key, "channel_back", values, e);
	json_decref(values);
	return result;
}

/* Plans one of them, so many days from now. */
static int
plan_again(struct turn *t, const struct channel *c, int64_t id, int days,
	struct err *e)
{
	const struct timing_want want = {
		t->now + days * WHEN_DAY, "now", false};
	struct announcement a;
	struct item item;

	if (announcement_get(t->db, id, &a, e) == -1 ||
		item_find(t->db, a.item, &item, e) == -1)
		return -1;
	return timing_plan(t, &item, c, &want, &a, e);
}

/* The channel of the announcement that a button names, and all that waits
 * there. place "": nothing does any more. */
static int
find_waiting(
	struct turn *t, struct channel *c, struct waiting *w, struct err *e)
{
	struct announcement a;

	if (announcement_get(t->db, number_read(t->event->value), &a, e) ==
			-1 ||
		channel_find(t->db, a.chat, a.place, c, e) == -1)
		return -1;
	if (place_is_lost(c) || c->place[0] == '\0')
		return 0;
	return announcement_each_failed(
		t->db, c->chat, c->place, on_failed, w, e);
}

static int
done(struct turn *t, const struct channel *c, size_t count, struct err *e)
{
	char about[160], after[32];

	if (count == 0)
		return turn_replace(t, "nothing_changed", NULL, e);
	snprintf(about, sizeof about, "%s:%s", c->chat, c->place);
	snprintf(after, sizeof after, "%zu", count);
	if (turn_audit(t, "channel.catch_up", about, "", after, e) == -1)
		return -1;
	return turn_replace(t, "channel_caught_up",
		json_pack("{s:o, s:I, s:b}", "channel",
			spans_channel(c->chat, c->place), "count",
			(json_int_t)count, "days", count > 1),
		e);
}

/* One of those that waited goes out now. */
int
channel_back_one_run(struct turn *t, struct err *e)
{
	int64_t id = number_read(t->event->value);
	struct waiting w = {.count = 0};
	struct channel c;
	size_t i;

	if (find_waiting(t, &c, &w, e) == -1)
		return -1;
	for (i = 0; i < w.count; i++)
		if (w.ids[i] == id)
			return plan_again(t, &c, id, 0, e) == -1
				       ? -1
				       : done(t, &c, 1, e);
	return done(t, &c, 0, e);
}

/* All of them, one a day. */
int
channel_back_all_run(struct turn *t, struct err *e)
{
	struct waiting w = {.count = 0};
	struct channel c;
	size_t i;

	if (find_waiting(t, &c, &w, e) == -1)
		return -1;
	for (i = 0; i < w.count; i++)
		if (plan_again(t, &c, w.ids[i], (int)i, e) == -1)
			return -1;
	return done(t, &c, w.count, e);
}
