#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "feeds.h"
#include "items.h"
#include "review.h"
#include "text.h"

#include "turn.h"

#include "about.h"
#include "admins.h"
#include "answer.h"
#include "desk.h"
#include "place.h"
#include "reviewing.h"
#include "spans.h"
#include "suggesting.h"

#define KEY_SIZE 96

static void
channel_key(char key[KEY_SIZE], const struct review *r)
{
	snprintf(key, KEY_SIZE, "review:%" PRId64 ":%d", r->item, r->round);
}

/* The first round's is the item's own. */
static void
admins_key(char key[KEY_SIZE], const struct review *r)
{
	if (r->round <= 1)
		snprintf(key, KEY_SIZE, "item:%" PRId64, r->item);
	else
		snprintf(key, KEY_SIZE, "item:%" PRId64 ":%d", r->item,
			r->round);
}

bool
reviewing_is_shown(const struct turn *t)
{
	return desk_is_shown(t, t->programme->review_channel);
}

static json_t *
person_of(const struct review *r)
{
	return r->person[0] == '\0' ? json_string("")
				    : spans_person(r->chat, r->person);
}

/* Adds how it came in, and what was decided. */
static int
add_review(struct turn *t, const struct item *i, const struct review *r,
	json_t *values, struct err *e)
{
	bool approved = strcmp(r->decision, "approved") == 0;
	struct feed_row feed = {.id = 0};

	if (i->feed != 0 && feeds_get(t->db, i->feed, &feed, e) == -1)
		return -1;
	json_object_set_new(values, "feed", json_string(feed.name));
	json_object_set_new(values, "suggested",
		json_boolean(strcmp(r->source, "suggestion") == 0));
	json_object_set_new(values, "content",
		json_boolean(strcmp(r->source, "content") == 0));
	json_object_set_new(values, "snoozed",
		answer_time(t, r->snoozed_until, "date_time"));
	json_object_set_new(values, "by", person_of(r));
	json_object_set_new(values, "note", json_string(r->note));
	json_object_set_new(values, "decided_at",
		answer_time(t, r->decided_at, "date_time"));
	json_object_set_new(values, "was_approved", json_boolean(approved));
	json_object_set_new(values, "was_rejected",
		json_boolean(r->decision[0] != '\0' && !approved));
	return 0;
}

static json_t *
values_of(struct turn *t, const struct item *i, const struct review *r,
	struct err *e)
{
	json_t *values = about_item(t, i, e);

	if (values != NULL && add_review(t, i, r, values, e) == -1) {
		json_decref(values);
		return NULL;
	}
	return values;
}

static int
put_card(struct turn *t, const struct item *i, const struct review *r,
	struct err *e)
{
	struct channel c;
	char key[KEY_SIZE];
	json_t *values;
	int result;

	if (desk_find(t, t->programme->review_channel, &c, e) == -1)
		return -1;
	values = values_of(t, i, r, e);
	if (values == NULL)
		return -1;
	if (c.place[0] != '\0') {
		channel_key(key, r);
		if (place_know(t, c.chat, c.place, "", e) == -1) {
			json_decref(values);
			return -1;
		}
		return turn_post(
			t, c.chat, c.place, key, "item_review", values, e);
	}
	admins_key(key, r);
	result = admins_tell(t, key, "item_review", values, e);
	json_decref(values);
	return result;
}

/* An item of which nothing was noted so far. */
static int
get_review(
	struct turn *t, const struct item *i, struct review *out, struct err *e)
{
	if (review_get(t->db, i->id, out, e) == -1)
		return -1;
	if (out->source[0] == '\0')
		snprintf(out->source, sizeof out->source, "%s",
			i->feed != 0 ? "feed" : "admin");
	return 0;
}

int
reviewing_ask(struct turn *t, const struct item *i, struct err *e)
{
	struct review r;

	if (get_review(t, i, &r, e) == -1)
		return -1;
	r.round++;
	if (review_put(t->db, &r, e) == -1)
		return -1;
	return put_card(t, i, &r, e);
}

/* What the cards say of it now. Who added a page by hand has another card,
 * which asks them alone. */
static const char *
template_of(const struct item *i, bool channel)
{
	if (strcmp(i->state, "review") == 0 &&
		(channel || i->person[0] == '\0'))
		return "item_review";
	return channel ? "review_over" : "item_status";
}

static int
update(struct turn *t, const struct item *i, const struct review *r,
	const char *template, struct err *e)
{
	json_t *values = values_of(t, i, r, e);
	char key[KEY_SIZE];
	int result;

	if (values == NULL)
		return -1;
	channel_key(key, r);
	result = turn_update(t, key,
		template != NULL ? template : template_of(i, true),
		json_deep_copy(values), e);
	admins_key(key, r);
	if (result == 0)
		result = admins_update(t, key,
			template != NULL ? template : template_of(i, false),
			values, e);
	json_decref(values);
	return result;
}

int
reviewing_again(struct turn *t, const struct item *i, struct err *e)
{
	struct review r;

	if (review_get(t->db, i->id, &r, e) == -1 ||
		update(t, i, &r, "review_back", e) == -1)
		return -1;
	return reviewing_ask(t, i, e);
}

int
reviewing_refresh(struct turn *t, const struct item *i, struct err *e)
{
	struct review r;

	if (review_get(t->db, i->id, &r, e) == -1)
		return -1;
	return update(t, i, &r, NULL, e);
}

int
reviewing_decide(struct turn *t, const struct item *i, const char *decision,
	const char *note, struct err *e)
{
	struct review r;
	bool none = *decision == '\0';

	if (get_review(t, i, &r, e) == -1)
		return -1;
	snprintf(r.decision, sizeof r.decision, "%s", decision);
	text_copy(r.chat, sizeof r.chat, none ? "" : t->event->chat);
	text_copy(r.person, sizeof r.person,
		none || t->event->person == NULL ? "" : t->event->person);
	text_copy(r.note, sizeof r.note, note);
	r.decided_at = none ? 0 : t->now;
	r.snoozed_until = 0;
	return review_put(t->db, &r, e);
}

int
reviewing_decided(struct turn *t, const struct item *i, struct err *e)
{
	struct review r;

	if (review_get(t->db, i->id, &r, e) == -1)
		return -1;
	return suggesting_tell(t, i, &r, e);
}

int
reviewing_tell_decided(struct turn *t, const struct item *i, struct err *e)
{
	struct review r;
	json_t *values;

	if (review_get(t->db, i->id, &r, e) == -1)
		return -1;
	values = values_of(t, i, &r, e);
	if (values == NULL)
		return -1;
	if (r.decision[0] == '\0')
		return answer_here(t, "item_status", values, e);
	json_object_set_new(values, "own",
		json_boolean(t->event->person != NULL &&
			     strcmp(r.person, t->event->person) == 0 &&
			     strcmp(r.chat, t->event->chat) == 0));
	return answer_here(t, "review_decided", values, e);
}

int
reviewing_snooze(
	struct turn *t, const struct item *i, int64_t until, struct err *e)
{
	struct review r;
	json_t *values;

	if (get_review(t, i, &r, e) == -1)
		return -1;
	r.snoozed_until = until;
	text_copy(r.chat, sizeof r.chat, t->event->chat);
	text_copy(r.person, sizeof r.person, t->event->person);
	if (review_put(t->db, &r, e) == -1 || update(t, i, &r, NULL, e) == -1)
		return -1;
	if (reviewing_is_shown(t))
		return 0;
	values = values_of(t, i, &r, e);
	return values == NULL ? -1
			      : answer_here(t, "review_snoozed", values, e);
}
