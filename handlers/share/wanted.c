#include <stdbool.h>

#include "topics.h"

#include "turn.h"

#include "wanted.h"

/* What is given in which round. */
enum round { FEATURED, CHOSEN, OTHER, ROUNDS };

struct rounds {
	struct turn *t;
	enum round now;
	item_fn *fn;
	void *arg;
};

static int
round_of(const struct rounds *r, const struct item *i, enum round *out,
	struct err *e)
{
	bool wanted;

	*out = FEATURED;
	if (item_is_pinned(i, r->t->now))
		return 0;
	if (topic_is_wanted(r->t->db, r->t->member.id, i->topic, i->campaign,
		    &wanted, e) == -1)
		return -1;
	*out = wanted ? CHOSEN : OTHER;
	return 0;
}

static int
on_item(void *arg, const struct item *i, struct err *e)
{
	const struct rounds *r = arg;
	enum round round;

	if (round_of(r, i, &round, e) == -1)
		return -1;
	return round == r->now ? r->fn(r->arg, i, e) : 0;
}

static int
on_topic(void *arg, const struct topic *topic, struct err *e)
{
	bool *any = arg;

	(void)topic;
	(void)e;
	*any = true;
	return 0;
}

int
wanted_each(struct turn *t, int max, item_fn *fn, void *arg, struct err *e)
{
	const struct item_open open = {t->now, t->member.id, max};
	struct rounds r = {.t = t, .fn = fn, .arg = arg};
	bool any = false;

	if (topic_each_of_member(t->db, t->member.id, on_topic, &any, e) == -1)
		return -1;
	if (!any)
		return item_each_open(t->db, &open, fn, arg, e);
	for (r.now = FEATURED; r.now < ROUNDS; r.now++)
		if (item_each_open(t->db, &open, on_item, &r, e) == -1)
			return -1;
	return 0;
}
