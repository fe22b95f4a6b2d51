#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "items.h"
#include "mem.h"
#include "topics.h"

#include "turn.h"

#include "answer.h"
#include "channel_about.h"
#include "spans.h"
#include "timing.h"

static int
on_topic(void *arg, const struct topic *topic, struct err *e)
{
	(void)e;
	return json_array_append_new(arg, json_string(topic->name));
}

static int
on_name(void *arg, const char *name, struct err *e)
{
	(void)e;
	return json_array_append_new(arg, json_string(name));
}

struct waiting {
	int64_t count, at;
};

static int
on_due(void *arg, const struct announcement *a, struct err *e)
{
	struct waiting *w = arg;

	(void)e;
	w->count++;
	if (w->at == 0 || a->due_at < w->at)
		w->at = a->due_at;
	return 0;
}

static json_t *
hours(const struct channel *c)
{
	if (c->quiet_from == c->quiet_to)
		return json_null();
	return json_sprintf("%02d:%02d-%02d:%02d", c->quiet_from / 60,
		c->quiet_from % 60, c->quiet_to / 60, c->quiet_to % 60);
}

static void
add_settings(struct turn *t, const struct channel *c, json_t *values)
{
	struct plan_rules rules;

	timing_rules(t, c, &rules);
	json_object_set_new(values, "language", json_string(c->language));
	json_object_set_new(values, "quiet", hours(c));
	json_object_set_new(values, "weekend", json_boolean(c->quiet_weekend));
	json_object_set_new(values, "most", json_integer(rules.most));
	json_object_set_new(values, "usual", json_boolean(c->most == -1));
	json_object_set_new(values, "joined",
		json_boolean(strcmp(c->state, "joined") == 0));
	json_object_set_new(
		values, "left", json_boolean(strcmp(c->state, "left") == 0));
	json_object_set_new(values, "archived",
		json_boolean(strcmp(c->state, "archived") == 0));
	json_object_set_new(values, "unknown", json_boolean(!*c->state));
}

json_t *
channel_about(struct turn *t, const struct channel *c, struct err *e)
{
	json_t *topics = json_array(), *campaigns = json_array();
	json_t *values = json_pack("{s:o, s:o, s:o}", "channel",
		spans_channel(c->chat, c->place), "topics", topics, "campaigns",
		campaigns);
	struct waiting w = {0, 0};

	if (topic_each_of_channel(
		    t->db, c->chat, c->place, on_topic, topics, e) == -1 ||
		channel_each_campaign(t->db, c->chat, c->place, on_name,
			campaigns, e) == -1 ||
		announcement_each_due(
			t->db, c->chat, c->place, on_due, &w, e) == -1) {
		json_decref(values);
		return NULL;
	}
	add_settings(t, c, values);
	json_object_set_new(
		values, "waiting", json_integer((json_int_t)w.count));
	json_object_set_new(values, "at", answer_time(t, w.at, "date_time"));
	return values;
}
