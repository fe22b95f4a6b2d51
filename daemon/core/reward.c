#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "when.h"

#include "badges.h"
#include "campaigns.h"
#include "items.h"
#include "ledger.h"
#include "shares.h"

#include "programme.h"
#include "reward.h"

/* What comes within it is one message. */
#define BADGES_AFTER WHEN_HOUR

/* Where each rule of a campaign goes. */
static int64_t *
place_of(struct rules *r, enum campaign_rule rule)
{
	switch (rule) {
	case RULE_SHARE_POINTS:
		return &r->share_points;
	case RULE_AGAIN_POINTS:
		return &r->again_points;
	case RULE_CAP_DAY:
		return &r->cap_day;
	case RULE_CAP_ITEM:
		return &r->cap_item;
	case RULE_CAP_CAMPAIGN:
		return &r->cap_campaign;
	default:
		return NULL;
	}
}

void
reward_rules_own(const struct rules *r, const struct campaign_rules *own,
	struct rules *out)
{
	int i;

	*out = *r;
	for (i = 0; i < CAMPAIGN_RULES; i++)
		if (own->own[i] && place_of(out, (enum campaign_rule)i) != NULL)
			*place_of(out, (enum campaign_rule)i) = own->is[i];
	if (own->own[RULE_READERS_NEEDED])
		out->readers_needed = (int)own->is[RULE_READERS_NEEDED];
	out->cap_day_own = own->own[RULE_CAP_DAY];
}

int
reward_rules(struct db *db, const struct rules *r, int64_t item,
	struct rules *out, struct err *e)
{
	struct campaign_rules own;
	bool closed;

	if (campaign_rules_of_item(db, item, &own, &closed, e) == -1)
		return -1;
	reward_rules_own(r, &own, out);
	out->closed = closed;
	return 0;
}

static int64_t
smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Cuts the award to what is left under one cap (0: no cap) and notes which
 * cap it was. */
static void
apply_cap(struct award *a, int64_t cap, int64_t given, const char *name)
{
	int64_t left = cap > given ? cap - given : 0;

	if (cap == 0 || left >= a->points)
		return;
	a->points = left;
	snprintf(a->stopped, sizeof(a->stopped), "%s", name);
}

static int64_t
day_sum(const struct rules *r, const struct award_sums *sums)
{
	return r->cap_day_own ? sums->member_day_campaign : sums->member_day;
}

static int
apply_caps(struct db *db, const struct rules *r, struct award *a, int64_t now,
	struct err *e)
{
	struct award_sums sums;

	if (r->closed) {
		a->points = 0;
		snprintf(a->stopped, sizeof(a->stopped), "campaign");
		return 0;
	}
	if (award_sum(db, a, when_day(now), &sums, e) == -1)
		return -1;
	apply_cap(a, r->cap_item, sums.member_item, "item");
	apply_cap(a, r->cap_campaign, sums.member_campaign, "member");
	apply_cap(a, r->cap_day, day_sum(r, &sums), "day");
	if (sums.budget_left < a->points) {
		a->points = smaller(a->points, sums.budget_left);
		snprintf(a->stopped, sizeof(a->stopped), "budget");
	}
	return 0;
}

/* Makes the award of that kind and step, within caps and budget. */
static int
give(struct db *db, const struct rules *r, const struct share *s,
	struct award *a, struct err *e)
{
	struct item item;
	int64_t now = a->created_at;

	if (item_find(db, s->item, &item, e) == -1)
		return -1;
	a->share = s->id;
	a->member = s->member;
	a->item = s->item;
	a->campaign = item.campaign;
	a->points = a->wanted;
	a->expires_at = now + r->pending_life;
	if (s->read_at != 0 || s->evidence >= EVIDENCE_SEEN)
		a->settles_at = now + r->hold;
	if (apply_caps(db, r, a, now, e) == -1)
		return -1;
	snprintf(a->state, sizeof(a->state), "%s",
		a->points == 0 ? "stopped" : "pending");
	if (award_add(db, a, now, e) == -1)
		return err_add(e, "award %s of share %" PRId64, a->kind, s->id);
	return 0;
}

static int
give_share(struct db *db, const struct rules *r, const struct share *s,
	int64_t now, struct award *out, struct err *e)
{
	struct award a = {.kind = "share", .created_at = now};
	int networks;

	if (award_find(db, s->id, "share", 0, out, e) == -1)
		return -1;
	if (out->id != 0)
		return 0;
	if (award_networks(db, s->member, s->item, &networks, e) == -1)
		return -1;
	a.wanted = networks > 0 ? r->again_points : r->share_points;
	if (a.wanted == 0)
		return 0;
	if (give(db, r, s, &a, e) == -1)
		return -1;
	*out = a;
	return 0;
}

static int
give_steps(struct db *db, const struct rules *r, const struct share *s,
	int64_t now, struct err *e)
{
	size_t i;

	for (i = 0; i < r->steps && s->readers >= r->step_readers[i]; i++) {
		struct award a = {.kind = "readers", .created_at = now};
		struct award old;

		a.step = r->step_readers[i];
		a.wanted = r->step_points[i];
		if (award_find(db, s->id, "readers", a.step, &old, e) == -1)
			return -1;
		if (old.id == 0 && give(db, r, s, &a, e) == -1)
			return -1;
	}
	return 0;
}

int
reward_declared(struct db *db, const struct rules *r, struct share *s,
	int64_t now, struct award *out, struct err *e)
{
	struct award a = {.id = 0};
	struct rules own;

	if (s->declared_at == 0) {
		s->declared_at = now;
		if (s->evidence < EVIDENCE_DECLARED)
			s->evidence = EVIDENCE_DECLARED;
		if (share_save(db, s, e) == -1 ||
			badge_expect(db, s->member, now + BADGES_AFTER, e) ==
				-1)
			return -1;
	}
	if (reward_rules(db, r, s->item, &own, e) == -1 ||
		give_share(db, &own, s, now, &a, e) == -1)
		return -1;
	if (out != NULL)
		*out = a;
	return 0;
}

/* The share is proven: its points settle after the hold. */
static int
prove(struct db *db, const struct rules *r, struct share *s, int64_t now,
	struct err *e)
{
	struct award a = {.id = 0};

	s->evidence = EVIDENCE_READ;
	s->read_at = now;
	if (share_save(db, s, e) == -1 ||
		give_share(db, r, s, now, &a, e) == -1)
		return -1;
	return award_ripen(db, s->id, now + r->hold, e);
}

int
reward_reader(struct db *db, const struct rules *r, int64_t share, int64_t now,
	struct err *e)
{
	struct rules own;
	struct share s;

	if (share_get(db, share, &s, e) == -1)
		return -1;
	s.readers++;
	if (share_save(db, &s, e) == -1)
		return -1;
	/* A withdrawn share still counts its readers, but earns nothing. */
	if (s.withdrawn_at != 0)
		return 0;
	if (badge_expect(db, s.member, now + BADGES_AFTER, e) == -1)
		return -1;
	if (reward_rules(db, r, s.item, &own, e) == -1)
		return -1;
	if (s.read_at == 0 && s.readers >= own.readers_needed &&
		prove(db, &own, &s, now, e) == -1)
		return -1;
	return give_steps(db, &own, &s, now, e);
}

struct ending {
	struct db *db;
	int64_t now;
};

static int
withdraw_one(void *arg, const struct award *a, struct err *e)
{
	const struct ending *w = arg;

	if (strcmp(a->state, "pending") != 0)
		return 0;
	return award_end(w->db, a->id, "withdrawn", w->now, e);
}

int
reward_withdrawn(struct db *db, struct share *s, int64_t now, struct err *e)
{
	struct ending w = {db, now};

	if (s->withdrawn_at != 0)
		return 0;
	s->withdrawn_at = now;
	if (share_save(db, s, e) == -1)
		return -1;
	return award_each_of_share(db, s->id, withdraw_one, &w, e);
}

struct pending {
	struct award *all;
	size_t count;
};

static int
on_pending(void *arg, const struct award *a, struct err *e)
{
	struct pending *p = arg;

	(void)e;
	p->all = xrealloc(p->all, (p->count + 1) * sizeof(p->all[0]));
	p->all[p->count++] = *a;
	return 0;
}

/* Of several networks of an item one is the first. */
static int
lower_price(struct db *db, const struct rules *r, struct award *a, int64_t now,
	struct err *e)
{
	int64_t first;

	if (strcmp(a->kind, "share") != 0 || a->wanted <= r->again_points)
		return 0;
	if (award_first(db, a->member, a->item, r->again_points, &first, e) ==
		-1)
		return -1;
	if (first == a->id)
		return 0;
	a->wanted = r->again_points;
	if (a->points >= a->wanted) {
		a->points = a->wanted;
		a->stopped[0] = '\0';
	}
	return award_cut(db, a, now, e);
}

/* What is given counts the award itself, so that what is over is its own. */
static void
cut_over(struct award *a, int64_t given, int64_t cap, const char *name)
{
	int64_t over = cap == 0 ? 0 : given - cap;

	if (over <= 0 || a->points == 0)
		return;
	a->points -= smaller(over, a->points);
	snprintf(a->stopped, sizeof(a->stopped), "%s", name);
}

static int
cut_to_caps(struct db *db, const struct rules *r, struct award *a, int64_t now,
	struct err *e)
{
	struct award_sums sums;
	int64_t before = a->points;

	if (award_sum(db, a, when_day(a->created_at), &sums, e) == -1)
		return -1;
	cut_over(a, sums.member_item, r->cap_item, "item");
	cut_over(a, sums.member_campaign - (before - a->points),
		r->cap_campaign, "member");
	cut_over(
		a, day_sum(r, &sums) - (before - a->points), r->cap_day, "day");
	return a->points == before ? 0 : award_cut(db, a, now, e);
}

static int
lower(struct db *db, const struct rules *r, struct award *a, int64_t now,
	struct err *e)
{
	struct rules own;

	if (reward_rules(db, r, a->item, &own, e) == -1)
		return -1;
	return lower_price(db, &own, a, now, e);
}

static int
cut(struct db *db, const struct rules *r, struct award *a, int64_t now,
	struct err *e)
{
	struct rules own;

	if (reward_rules(db, r, a->item, &own, e) == -1)
		return -1;
	return cut_to_caps(db, &own, a, now, e);
}

/* The newest give way first. */
int
reward_merged(struct db *db, const struct rules *r, int64_t member, int64_t now,
	struct err *e)
{
	struct pending p = {NULL, 0};
	int result = award_each_pending(db, member, on_pending, &p, e);
	size_t i;

	for (i = 0; result == 0 && i < p.count; i++)
		result = lower(db, r, &p.all[i], now, e);
	for (i = p.count; result == 0 && i > 0; i--)
		if (p.all[i - 1].points > 0)
			result = cut(db, r, &p.all[i - 1], now, e);
	free(p.all);
	return result;
}
