#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "items.h"
#include "mem.h"
#include "target.h"
#include "text.h"
#include "when.h"

#include "about.h"
#include "answer.h"
#include "behaviour.h"
#include "place.h"
#include "reason.h"
#include "reviewing.h"
#include "spans.h"
#include "timing.h"
#include "where.h"
#include "which.h"

#define LATEST (366 * WHEN_DAY)

enum kind { AT_TIME, AT_BEST };

/* One channel and the moment that was found for it. */
struct slot {
	struct channel channel;
	struct plan_slot best;
	int64_t at;
};

/* Scheduling an item: read first for every channel, then done for all. */
struct schedule {
	struct turn *t;
	struct item *item;
	const char *when;
	enum kind kind;
	struct slot *slots;
	size_t count, room;
};

static void
add_channel(struct schedule *s, const struct channel *c)
{
	if (s->count == s->room) {
		s->room = s->room == 0 ? 8 : 2 * s->room;
		s->slots = xrealloc(s->slots, s->room * sizeof *s->slots);
	}
	s->slots[s->count++] = (struct slot){.channel = *c};
}

static int
on_target(void *arg, const struct target *target, struct err *e)
{
	struct schedule *s = arg;

	(void)e;
	if (target_speaks(&target->channel, s->item))
		add_channel(s, &target->channel);
	return 0;
}

static int
refuse_when(struct turn *t, const char *when, const char *why, int64_t at,
	struct err *e)
{
	char *shown = text_cut(when, 60);
	int result = turn_reply(t, "when_wrong",
		json_pack("{s:s, s:o, s:b, s:b}", "wrong", shown, "at",
			answer_time(t, at, "date_time"), "over",
			strcmp(why, "over") == 0, "far",
			strcmp(why, "far") == 0),
		e);

	free(shown);
	return result;
}

/* Finds the moment of each channel, in its own zone; *fine is false when one
 * cannot be taken, and who acts was told. */
static int
find_moments(struct schedule *s, bool *fine, struct err *e)
{
	struct turn *t = s->t;
	struct plan_rules rules;
	struct slot *slot;
	size_t i;

	*fine = false;
	for (i = 0; i < s->count; i++) {
		slot = &s->slots[i];
		timing_rules(t, &slot->channel, &rules);
		if (s->kind == AT_BEST &&
			timing_best(t, &slot->channel, &slot->best, e) == -1)
			return -1;
		slot->at = s->kind == AT_BEST ? plan_slot_next(&slot->best,
							rules.zone, t->now)
					      : when_parse_moment(s->when,
							t->now, rules.zone);
		if (slot->at == 0)
			return refuse_when(t, s->when, "unclear", 0, e);
		if (slot->at <= t->now)
			return refuse_when(t, s->when, "over", slot->at, e);
		if (slot->at > t->now + LATEST)
			return refuse_when(t, s->when, "far", slot->at, e);
	}
	*fine = true;
	return 0;
}

/* Why that hour is the best one. */
static json_t *
best_words(const struct plan_slot *best)
{
	if (!best->measured)
		return json_pack("{s:s}", "phrase", "best_usual");
	return json_pack("{s:s, s:i, s:o}", "phrase", "best_measured", "n",
		best->count, "average",
		best->tenths % 10 == 0 ? json_integer(best->tenths / 10)
				       : json_real((double)best->tenths / 10));
}

/* What the card lists. */
struct listing {
	json_t *rows, *lost, *posted;
	size_t row_count, lost_count, posted_count;
};

static int
plan_slot(struct schedule *s, const struct slot *slot, struct listing *l,
	struct err *e)
{
	const struct timing_want want = {
		slot->at, s->kind == AT_BEST ? "best" : "time", false};
	const struct channel *c = &slot->channel;
	struct announcement a;
	json_t *row;

	if (timing_plan(s->t, s->item, c, &want, &a, e) == -1)
		return -1;
	if (strcmp(a.state, "posted") == 0)
		where_name(l->posted, &l->posted_count, c->chat, c->place);
	if (strcmp(a.state, "failed") == 0)
		where_name(l->lost, &l->lost_count, c->chat, c->place);
	if (strcmp(a.state, "due") != 0 || ++l->row_count > WHERE_SHOWN)
		return 0;
	row = where_row(s->t, &a, e);
	if (row == NULL)
		return -1;
	if (s->kind == AT_BEST && a.waits[0] == '\0')
		json_object_set_new(row, "why", best_words(&slot->best));
	return json_array_append_new(l->rows, row);
}

static int
note(struct schedule *s, struct err *e)
{
	char about[32];

	snprintf(about, sizeof about, "%" PRId64, s->item->id);
	return turn_audit(
		s->t, "item.schedule", about, s->item->state, s->when, e);
}

static int
plan_all(struct schedule *s, struct err *e)
{
	struct listing l = {.rows = json_array(),
		.lost = json_array(),
		.posted = json_array()};
	json_t *values = json_pack("{s:I, s:s, s:o, s:o, s:o}", "item",
		(json_int_t)s->item->id, "title", about_title(s->item), "plan",
		l.rows, "lost", l.lost, "posted", l.posted);
	size_t i;

	for (i = 0; i < s->count; i++) {
		if (plan_slot(s, &s->slots[i], &l, e) == -1) {
			json_decref(values);
			return -1;
		}
	}
	where_more(l.lost, l.lost_count);
	where_more(l.posted, l.posted_count);
	json_object_set_new(values, "more",
		json_integer(l.row_count > WHERE_SHOWN
				     ? (json_int_t)(l.row_count - WHERE_SHOWN)
				     : 0));
	if (note(s, e) == -1) {
		json_decref(values);
		return -1;
	}
	return turn_reply(s->t, "item_scheduled", values, e);
}

/* An item that nobody decided on yet is decided on by this. */
static int
make_ready(struct turn *t, struct item *i, struct err *e)
{
	if (strcmp(i->state, "announced") == 0 ||
		strcmp(i->state, "ready") == 0)
		return 0;
	snprintf(i->state, sizeof i->state, "ready");
	return item_save(t->db, i, e);
}

static int
run_at(struct schedule *s, struct err *e)
{
	json_t *values;
	bool fine, missing, review;

	if (reason_is_missing(s->t, s->item, &missing, e) == -1)
		return -1;
	if (missing)
		return 0;
	if (s->count == 0) {
		values = about_item(s->t, s->item, e);
		return values == NULL
			       ? -1
			       : turn_reply(s->t, "item_nowhere", values, e);
	}
	if (find_moments(s, &fine, e) == -1)
		return -1;
	if (!fine)
		return 0;
	review = strcmp(s->item->state, "review") == 0;
	if ((review &&
		    reviewing_decide(s->t, s->item, "approved", "", e) == -1) ||
		make_ready(s->t, s->item, e) == -1 || plan_all(s, e) == -1)
		return -1;
	if (!review)
		return 0;
	return reviewing_refresh(s->t, s->item, e) == -1
		       ? -1
		       : reviewing_decided(s->t, s->item, e);
}

/* Why a channel would rather not have it now, or NULL. */
static int
objection(struct turn *t, const struct channel *c, json_t **out, struct err *e)
{
	struct announcement last = {.id = 0};
	struct plan_rules rules;
	int64_t until, posted, before;

	*out = NULL;
	timing_rules(t, c, &rules);
	until = plan_not_quiet(&rules, t->now);
	if (until > t->now) {
		*out = json_pack("{s:s, s:o}", "phrase", "now_quiet", "until",
			answer_time(t, until, "date_time"));
		return 0;
	}
	if (rules.most == 0)
		return 0;
	snprintf(last.chat, sizeof last.chat, "%s", c->chat);
	snprintf(last.place, sizeof last.place, "%s", c->place);
	last.due_at = plan_next_day(&rules, t->now) - 1;
	if (announcement_count(t->db, c->chat, c->place,
		    plan_day(&rules, t->now), &posted, e) == -1 ||
		announcement_before(t->db, &last, &before, e) == -1)
		return -1;
	if (posted + before >= rules.most)
		*out = json_pack(
			"{s:s, s:i}", "phrase", "now_limit", "n", rules.most);
	return 0;
}

/* "now": at once, unless channels object: then it is asked for first. */
static int
run_now(struct schedule *s, const char *channel, struct err *e)
{
	json_t *list = json_array(), *why;
	const struct channel *c;
	char *line;
	int result = 0;
	size_t i;

	for (i = 0; i < s->count && result == 0; i++) {
		c = &s->slots[i].channel;
		result = objection(s->t, c, &why, e);
		if (why != NULL && json_array_size(list) < WHERE_SHOWN)
			json_array_append_new(
				list, json_pack("{s:o, s:O}", "channel",
					      spans_channel(c->chat, c->place),
					      "why", why));
		json_decref(why);
	}
	line = xasprintf("%" PRId64 " %s", s->item->id, channel);
	if (result == 0 && json_array_size(list) > 0) {
		result = turn_reply(s->t, "schedule_now_ask",
			json_pack("{s:s, s:O, s:s}", "title",
				about_title(s->item), "channels", list, "value",
				text_trim(line)),
			e);
	} else if (result == 0) {
		s->t->text = line;
		result = item_announce_run(s->t, e);
		s->t->text = "";
	}
	json_decref(list);
	free(line);
	return result;
}

/* Takes the channel from the end of what was written; "" when none was. */
static const char *
take_channel(char *words)
{
	char *last = strrchr(words, ' ');

	last = last == NULL ? words : last + 1;
	if (!place_is_written(last))
		return "";
	if (last > words)
		last[-1] = '\0';
	return last;
}

/* Where it is to go. *fine is false when a channel was named that is none, and
 * who acts was told. */
static int
find_channels(
	struct schedule *s, const char *channel, bool *fine, struct err *e)
{
	struct channel c;

	*fine = true;
	if (*channel == '\0')
		return target_each(s->t->db, s->item, on_target, s, e);
	if (place_read(s->t, channel, &c, e) == -1)
		return -1;
	*fine = c.place[0] != '\0';
	if (!*fine)
		return place_refuse(s->t, channel, e);
	add_channel(s, &c);
	return 0;
}

static int
run(struct schedule *s, char *words, struct err *e)
{
	const char *channel = take_channel(words);
	struct campaign c;
	bool fine;

	s->when = channel == words ? "" : text_trim(words);
	if (strcmp(s->item->state, "reading") == 0)
		return turn_reply(s->t, "item_is_read",
			json_pack("{s:I}", "item", (json_int_t)s->item->id), e);
	if (campaign_get(s->t->db, s->item->campaign, &c, e) == -1)
		return -1;
	if (strcmp(c.state, "closed") == 0)
		return campaign_refuse(s->t, &c, "life_closed", "start", e);
	if (find_channels(s, channel, &fine, e) == -1)
		return -1;
	if (!fine)
		return 0;
	if (text_same(s->when, "now"))
		return run_now(s, channel, e);
	s->kind = text_same(s->when, "best") ? AT_BEST : AT_TIME;
	if (s->kind == AT_TIME &&
		when_parse_moment(s->when, s->t->now, "UTC") == 0)
		return refuse_when(s->t, s->when, "unclear", 0, e);
	return run_at(s, e);
}

/* /campaign schedule 12 <when> [#channel] */
int
schedule_run(struct turn *t, struct err *e)
{
	char *copy = text_clean(t->text), *rest = copy;
	struct item item;
	struct schedule s = {.t = t, .item = &item};
	int result = which_item(t, text_word(&rest), "schedule", &item, e);

	if (result == 0 && item.id != 0)
		result = run(&s,
			rest == NULL ? copy + strlen(copy) : text_trim(rest),
			e);
	free(s.slots);
	free(copy);
	return result;
}
