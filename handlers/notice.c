#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "items.h"
#include "ledger.h"
#include "post.h"
#include "reward.h"
#include "target.h"

#include "turn.h"

#include "about.h"
#include "admins.h"
#include "kit_open.h"
#include "notice.h"
#include "place.h"
#include "timing.h"
#include "reviewing.h"

#define KEY_SIZE 64

static void
write_key(char key[KEY_SIZE], int64_t announcement)
{
	snprintf(key, KEY_SIZE, "announce:%" PRId64, announcement);
}

struct planning {
	struct turn *t;
	const struct item *item;
	int64_t at;
};

static int
on_target(void *arg, const struct target *target, struct err *e)
{
	const struct planning *p = arg;
	const struct timing_want want = {p->at, "itself", false};
	struct announcement a;

	if (!target_speaks(&target->channel, p->item))
		return 0;
	return timing_plan(p->t, p->item, &target->channel, &want, &a, e);
}

int
notice_plan(struct turn *t, const struct item *i, int64_t at, struct err *e)
{
	struct planning planning = {t, i, at};

	return target_each(t->db, i, on_target, &planning, e);
}

/* The rules of its campaign; a share brings no points when the campaign has
 * none left to give: then the card promises none. */
static int
rules_of(struct turn *t, const struct item *i, struct rules *out, struct err *e)
{
	const struct account budget = {ACCOUNT_BUDGET, i->campaign};
	int64_t left;

	if (ledger_balance(t->db, &budget, &left, e) == -1 ||
		reward_rules(t->db, &t->programme->rules, i->id, out, e) == -1)
		return -1;
	if (left < out->share_points)
		out->share_points = 0;
	return 0;
}

static json_t *
live_values(struct turn *t, const struct item *i, struct err *e)
{
	struct rules r;

	if (rules_of(t, i, &r, e) == -1)
		return NULL;
	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:I, s:i, "
			 "s:b, s:o}",
		"item", (json_int_t)i->id, "title", about_title(i), "url",
		i->url, "summary", i->summary, "why", i->why, "image", i->image,
		"site", i->site, "minutes", i->minutes, "points",
		(json_int_t)r.share_points, "needed", r.readers_needed, "more",
		r.steps > 0, "until", about_until(t, i->expires_at));
}

/* What is for us alone is read, and has nothing to press. */
static const char *
live_template(const struct item *i)
{
	return i->internal ? "announcement_internal" : "announcement";
}

static json_t *
over_values(const struct item *i)
{
	return json_pack("{s:s, s:s, s:b}", "title", about_title(i), "url",
		i->url, "retracted", strcmp(i->state, "expired") != 0);
}

static bool
is_live(const struct item *i)
{
	return strcmp(i->state, "announced") == 0 ||
	       strcmp(i->state, "ready") == 0;
}

/* Changes the card under key to what the item is now. */
static int
refresh_card(
	struct turn *t, const struct item *i, const char *key, struct err *e)
{
	json_t *values;

	if (!is_live(i))
		return turn_update(
			t, key, "announcement_over", over_values(i), e);
	values = live_values(t, i, e);
	return values == NULL
		       ? -1
		       : turn_update(t, key, live_template(i), values, e);
}

static int
make_live(struct turn *t, struct item *i, struct err *e)
{
	if (strcmp(i->state, "announced") == 0)
		return 0;
	snprintf(i->state, sizeof i->state, "announced");
	i->proposed = false;
	if (i->expires_at != 0 && i->expires_at <= t->now)
		i->expires_at = 0;
	if (i->expires_at == 0 && t->programme->item_life > 0)
		i->expires_at = t->now + t->programme->item_life;
	return item_save(t->db, i, e);
}

static int
is_gone(struct turn *t, const struct announcement *a, bool *gone, struct err *e)
{
	struct channel c;

	if (channel_find(t->db, a->chat, a->place, &c, e) == -1)
		return -1;
	*gone = place_is_lost(&c);
	return 0;
}

/* Puts the card where it belongs: in place of the one that stands, or new. */
static int
put_card(struct turn *t, const struct item *i, const struct announcement *a,
	struct err *e)
{
	char key[KEY_SIZE];
	struct post post;
	json_t *values;

	write_key(key, a->id);
	if (post_find(t->db, key, &post, e) == -1)
		return -1;
	if (post.message[0] != '\0')
		return refresh_card(t, i, key, e);
	values = live_values(t, i, e);
	return values == NULL ? -1
			      : turn_post(t, a->chat, a->place, key,
					live_template(i), values, e);
}

/* What admins have of the item changes when it is announced, and again when it
 * is in all channels that it goes to now: not 500 times on the way. */
static int
refresh_when_last(
	struct turn *t, const struct item *i, bool first, struct err *e)
{
	int64_t left;

	if (announcement_count_due(t->db, i->id, t->now, &left, e) == -1)
		return -1;
	return first || left == 0 ? notice_refresh_admins(t, i, e) : 0;
}

int
notice_post(struct turn *t, struct item *i, const struct announcement *a,
	bool *done, struct err *e)
{
	bool gone, first = strcmp(i->state, "announced") != 0;

	*done = false;
	if (is_gone(t, a, &gone, e) == -1)
		return -1;
	if (gone)
		return announcement_state(t->db, a->id, "failed", e);
	if (make_live(t, i, e) == -1 || put_card(t, i, a, e) == -1 ||
		announcement_post(t->db, a->id, t->now, e) == -1 ||
		place_know(t, a->chat, a->place, "", e) == -1)
		return -1;
	*done = true;
	return refresh_when_last(t, i, first, e);
}

struct refresh {
	struct turn *t;
	const struct item *item;
};

/* One announcement of the item: brought up to date, or over. */
static int
on_announcement(void *arg, const struct announcement *a, struct err *e)
{
	const struct refresh *r = arg;
	bool live = is_live(r->item);
	char key[KEY_SIZE];

	write_key(key, a->id);
	if (strcmp(a->state, "posted") == 0 &&
		refresh_card(r->t, r->item, key, e) == -1)
		return -1;
	if (live || strcmp(a->state, "failed") == 0)
		return 0;
	return announcement_state(r->t->db, a->id, "over", e);
}

int
notice_refresh(struct turn *t, const struct item *i, struct err *e)
{
	struct refresh refresh = {t, i};

	if (announcement_each(t->db, i->id, on_announcement, &refresh, e) == -1)
		return -1;
	return kit_open_refresh(t, i, e);
}

int
notice_refresh_admins(struct turn *t, const struct item *i, struct err *e)
{
	return reviewing_refresh(t, i, e);
}

int
notice_end(struct turn *t, struct item *i, const char *state, struct err *e)
{
	snprintf(i->state, sizeof i->state, "%s", state);
	i->read_at = 0;
	if (item_save(t->db, i, e) == -1 || item_unpin(t->db, i->id, e) == -1 ||
		notice_refresh(t, i, e) == -1)
		return -1;
	return notice_refresh_admins(t, i, e);
}
