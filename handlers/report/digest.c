#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audience.h"
#include "campaigns.h"
#include "items.h"
#include "mem.h"
#include "report.h"
#include "text.h"
#include "when.h"

#include "about.h"
#include "behaviour.h"
#include "campaign_milestone.h"
#include "digest_named.h"
#include "pin.h"
#include "place.h"

#define DAYS 7
#define MOST_READ 3
#define ITEMS_LOOKED_AT 20
#define MILESTONES 3

/* Seven days in a channel. */
struct week {
	const struct channel *channel;
	int64_t from, to; /* to is not in it */
	int64_t campaign; /* 0: the channel has several, or none */
	bool belongs;     /* it has one */
	struct report report;
};

/* Whole UTC days, as everything is counted: the seven before the one of `at`,
 * or the seven that end with it. So no digest counts what another did. */
static void
set_range(struct week *w, int64_t at, bool today)
{
	w->to = (when_day(at) + (today ? 1 : 0)) * WHEN_DAY;
	w->from = w->to - DAYS * WHEN_DAY;
}

static struct report_about
about_week(const struct week *w)
{
	return (struct report_about){
		.from = w->from, .to = w->to, .campaign = w->campaign};
}

/* The campaigns that a channel belongs to. */
struct belonging {
	struct turn *t;
	const struct channel *channel;
	int64_t from; /* campaigns that ended before do not count */
	int64_t last;
	int count;
	const struct campaign *now; /* whose channels are looked at */
	json_t *milestones;         /* of the campaigns; NULL: not asked for */
};

/* A milestone that is open, or was reached in the week. */
static int
add_milestone(const struct belonging *b)
{
	const struct campaign *c = b->now;

	if (b->milestones == NULL || c->milestone == 0 ||
		strcmp(c->state, "running") != 0 ||
		(c->milestone <= c->reached && c->reached_at < b->from) ||
		json_array_size(b->milestones) == MILESTONES)
		return 0;
	return json_array_append_new(b->milestones,
		json_pack("{s:s, s:o}", "campaign", c->name, "milestone",
			campaign_milestone_about(c)));
}

static int
on_campaign_channel(
	void *arg, const char *chat, const char *place, struct err *e)
{
	struct belonging *b = arg;

	(void)e;
	if (strcmp(chat, b->channel->chat) != 0 ||
		strcmp(place, b->channel->place) != 0)
		return 0;
	b->last = b->now->id;
	b->count++;
	return add_milestone(b);
}

static int
on_campaign(void *arg, const struct campaign *c, struct err *e)
{
	struct belonging *b = arg;

	if (strcmp(c->state, "closed") == 0 && c->ends_at < b->from)
		return 0;
	b->now = c;
	return audience_each_channel(
		b->t->db, c->id, on_campaign_channel, b, e);
}

/* Figures are of the channel's campaign; of all when it has several. */
static int
set_campaign(struct turn *t, struct week *w, struct err *e)
{
	struct belonging b = {.t = t, .channel = w->channel, .from = w->from};

	if (campaign_each(t->db, on_campaign, &b, e) == -1)
		return -1;
	w->campaign = b.count == 1 ? b.last : 0;
	w->belongs = b.count > 0;
	return 0;
}

/* Unless nobody read it, or it is for others than who is here. */
static int
add_item(struct turn *t, const struct week *w, const struct report_item *read,
	json_t *list, struct err *e)
{
	struct item item;
	bool has;

	if (read->readers == 0)
		return 0;
	if (item_find(t->db, read->item, &item, e) == -1 ||
		audience_has_channel(
			t->db, item.campaign, w->channel, &has, e) == -1)
		return -1;
	if (!has)
		return 0;
	return json_array_append_new(
		list, json_pack("{s:s, s:s, s:I}", "title", read->title, "url",
			      item.url, "readers", (json_int_t)read->readers));
}

static int
add_items(struct turn *t, const struct week *w, json_t *values, struct err *e)
{
	const struct report_about about = about_week(w);
	struct report_item items[ITEMS_LOOKED_AT];
	json_t *list = json_array();
	size_t count, i;

	json_object_set_new(values, "items", list);
	if (report_items(t->db, &about, items, ITEMS_LOOKED_AT, &count, e) ==
		-1)
		return -1;
	for (i = 0; i < count && json_array_size(list) < MOST_READ; i++)
		if (add_item(t, w, &items[i], list, e) == -1)
			return -1;
	return 0;
}

/* What admins feature, whatever its campaign, unless that is for others than
 * who is here: the digest names it first. */
static int
add_pins(struct turn *t, const struct week *w, json_t *values, struct err *e)
{
	json_t *pins = pin_list(t, w->channel, e);

	if (pins == NULL)
		return -1;
	json_object_set_new(values, "pins", pins);
	return 0;
}

/* Readers by day of the week, or null when nobody read. Seven whole days hold
 * each of them once. */
static int
add_days(struct turn *t, const struct week *w, json_t *values, struct err *e)
{
	static const char *const names[DAYS] = {
		"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
	const struct report_about about = about_week(w);
	int64_t readers[DAYS];
	struct when_local local;
	json_t *days;
	int i;

	if (report_days(t->db, &about, readers, DAYS, e) == -1)
		return -1;
	if (w->report.readers == 0) {
		json_object_set_new(values, "days", json_null());
		return 0;
	}
	days = json_object();
	for (i = 0; i < DAYS; i++) {
		when_to_local(w->from + i * WHEN_DAY, "UTC", &local);
		json_object_set_new(days, names[local.weekday - 1],
			json_integer(readers[i]));
	}
	json_object_set_new(values, "days", days);
	return 0;
}

/* The milestones of the channel's campaigns, named when it has several. */
static int
add_milestones(
	struct turn *t, const struct week *w, json_t *values, struct err *e)
{
	struct belonging b = {.t = t,
		.channel = w->channel,
		.from = w->from,
		.milestones = json_array()};

	json_object_set_new(values, "milestones", b.milestones);
	json_object_set_new(values, "several", json_boolean(w->campaign == 0));
	return campaign_each(t->db, on_campaign, &b, e);
}

static json_t *
values_of(struct turn *t, const struct week *w, struct err *e)
{
	const struct report_about about = about_week(w);
	const struct report *r = &w->report;
	char *range = when_write_range(
		w->from, w->to - 1, "UTC", t->programme->language);
	json_t *values;

	values = json_pack("{s:s, s:I, s:b, s:I, s:I, s:o}", "range", range,
		"sharers", (json_int_t)r->sharers, "few",
		r->sharers<t->programme->minimum_group, "shares",
			 (json_int_t)r->shares, "readers",
			 (json_int_t)r->readers, "times", r->readers>
				r->company_readers
			? about_times(r)
			: json_integer(0));
	free(range);
	if (add_items(t, w, values, e) == 0 && add_pins(t, w, values, e) == 0 &&
		add_days(t, w, values, e) == 0 &&
		digest_named_add(t, &about, values, e) == 0 &&
		add_milestones(t, w, values, e) == 0)
		return values;
	json_decref(values);
	return NULL;
}

/* Posts the week's digest under the key, unless nothing happened. */
static int
post(struct turn *t, struct week *w, const char *key, bool *posted,
	struct err *e)
{
	const struct report_about about = about_week(w);
	json_t *values;

	*posted = false;
	if (report_make(t->db, &about, &w->report, e) == -1)
		return -1;
	if (w->report.shares == 0 && w->report.readers == 0)
		return 0;
	values = values_of(t, w, e);
	if (values == NULL)
		return -1;
	*posted = true;
	return turn_post(t, w->channel->chat, w->channel->place, key, "digest",
		values, e);
}

/* The digest of a channel is due. The week is that of the planned moment, also
 * when we come to it late. A channel that we only sit in gets none. */
int
digest_run(struct turn *t, struct err *e)
{
	const struct event *event = t->event;
	struct week w = {.campaign = 0};
	struct channel c;
	char key[192];
	bool posted;

	if (channel_find(t->db, event->chat, event->place, &c, e) == -1)
		return -1;
	if (c.place[0] == '\0' || c.digest_at == 0 || c.digest_at > t->now)
		return 0;
	w.channel = &c;
	set_range(&w, c.digest_at, false);
	snprintf(key, sizeof key, "digest:%s:%s:%" PRId64, c.chat, c.place,
		c.digest_at);
	if (set_campaign(t, &w, e) == -1 ||
		(w.belongs && post(t, &w, key, &posted, e) == -1))
		return -1;
	c.digest_at = place_next_digest(t, &c);
	return channel_save(t->db, &c, e);
}

/* The channel that was named, else the one the command was written in. place
 * "": neither, and who acts was told so. */
static int
find_place(struct turn *t, struct channel *out, struct err *e)
{
	char *copy = xstrdup(t->text), *rest = copy, *word = text_word(&rest);
	int result = 0;

	*out = (struct channel){.digest_at = 0};
	if (word != NULL)
		result = place_read(t, word, out, e);
	else if (t->event->place != NULL && !t->event->direct)
		result = place_here(t, out, e);
	if (result == 0 && (out->place[0] == '\0' || place_is_lost(out))) {
		out->place[0] = '\0';
		result = place_refuse(t, word, e);
	}
	free(copy);
	return result;
}

/* /campaign digest [#news]: posts the last seven days, today among them. */
int
digest_now_run(struct turn *t, struct err *e)
{
	struct week w = {.campaign = 0};
	struct channel c;
	char key[192];
	bool posted;

	if (find_place(t, &c, e) == -1)
		return -1;
	if (c.place[0] == '\0')
		return 0;
	w.channel = &c;
	set_range(&w, t->now, true);
	snprintf(key, sizeof key, "digest:%s:%s:%" PRId64, c.chat, c.place,
		t->now);
	if (set_campaign(t, &w, e) == -1 || post(t, &w, key, &posted, e) == -1)
		return -1;
	if (posted && turn_audit(t, "digest.post", c.place, "", "", e) == -1)
		return -1;
	return turn_reply(t, "digest_posted",
		json_pack("{s:o, s:b}", "channel",
			json_pack("{s:s}", "channel", c.place), "posted",
			posted),
		e);
}
