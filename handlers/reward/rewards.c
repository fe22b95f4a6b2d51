#include <string.h>

#include "err.h"
#include "ledger.h"

#include "answer.h"
#include "behaviour.h"
#include "redeem.h"
#include "number.h"
#include "redeeming.h"
#include "reward_about.h"

#define PAGE 5
#define MINE_LOOKED_AT 40
#define MINE_SHOWN 5

struct listing {
	struct turn *t;
	json_t *rows;
	int64_t settled;
	bool member;
	bool codes; /* those that they have, too */
};

static int
on_reward(void *arg, const struct reward *r, struct err *e)
{
	const struct listing *l = arg;
	json_t *row = reward_about(l->t, r);
	bool open = r->starts_at <= l->t->now && reward_left(r) != 0;

	(void)e;
	json_object_set_new(row, "affordable",
		json_boolean(l->member && open && r->cost <= l->settled));
	json_object_set_new(row, "rest",
		json_integer(l->settled >= r->cost ? l->settled - r->cost : 0));
	json_object_set_new(row, "missing",
		json_integer(l->member && open && r->cost > l->settled
				     ? r->cost - l->settled
				     : 0));
	return json_array_append_new(l->rows, row);
}

/* What of theirs is under way, and codes that they have. */
static int
on_mine(void *arg, const struct redemption *r, struct err *e)
{
	struct listing *l = arg;
	bool code = l->codes && strcmp(r->kind, "code") == 0 &&
		    strcmp(r->state, "delivered") == 0;
	json_t *row;

	if (json_array_size(l->rows) == MINE_SHOWN ||
		(!code && strcmp(r->state, "requested") != 0 &&
			strcmp(r->state, "approved") != 0))
		return 0;
	row = redeeming_about(l->t, r, e);
	if (row == NULL)
		return -1;
	json_object_set_new(row, "code", json_boolean(code));
	return json_array_append_new(l->rows, row);
}

static int
add_mine(struct turn *t, json_t *values, struct err *e)
{
	struct listing l = {.t = t, .rows = json_array(), .codes = true};

	json_object_set_new(values, "mine", l.rows);
	if (t->member.id == 0)
		return 0;
	return redemption_each_of_member(
		t->db, t->member.id, MINE_LOOKED_AT, on_mine, &l, e);
}

static int
read_points(struct turn *t, struct listing *l, json_t *values, struct err *e)
{
	const struct account settled = {ACCOUNT_SETTLED, t->member.id};
	const struct account pending = {ACCOUNT_PENDING, t->member.id};
	int64_t waiting = 0;

	l->member =
		t->member.id != 0 && (t->member.state == MEMBER_ACTIVE ||
					     t->member.state == MEMBER_PAUSED);
	if (l->member &&
		(ledger_balance(t->db, &settled, &l->settled, e) == -1 ||
			ledger_balance(t->db, &pending, &waiting, e) == -1))
		return -1;
	json_object_set_new(values, "in", json_boolean(l->member));
	json_object_set_new(values, "settled", json_integer(l->settled));
	json_object_set_new(values, "pending", json_integer(waiting));
	return 0;
}

/* One page of what there is: the cheapest first. */
static int
add_rows(struct turn *t, struct listing *l, json_t *values, struct err *e)
{
	struct catalogue_page page = {.now = t->now, .most = PAGE};
	int64_t number = number_read(t->text), count, pages;

	if (catalogue_count_offered(t->db, t->now, &count, e) == -1)
		return -1;
	pages = count == 0 ? 1 : (count + PAGE - 1) / PAGE;
	number = number < 1 ? 1 : number > pages ? pages : number;
	page.skip = (number - 1) * PAGE;
	json_object_set_new(values, "page", json_integer(number));
	json_object_set_new(
		values, "pages", json_integer(pages > 1 ? pages : 0));
	json_object_set_new(
		values, "next", json_integer(number < pages ? number + 1 : 0));
	json_object_set_new(values, "previous", json_integer(number - 1));
	return catalogue_each_offered(t->db, &page, on_reward, l, e);
}

/* /advocate rewards [page]: what there is, and how far who asks is. Others may
 * look too. */
int
rewards_run(struct turn *t, struct err *e)
{
	json_t *values = json_object();
	struct listing l = {.t = t, .rows = json_array()};

	json_object_set_new(values, "rewards", l.rows);
	if (read_points(t, &l, values, e) == -1 ||
		add_rows(t, &l, values, e) == -1 ||
		add_mine(t, values, e) == -1) {
		json_decref(values);
		return -1;
	}
	return answer_here(t, "rewards", values, e);
}

int
rewards_offered(struct turn *t, bool *any, struct err *e)
{
	int64_t count;

	if (catalogue_count_offered(t->db, t->now, &count, e) == -1)
		return -1;
	*any = count > 0;
	return 0;
}

int
rewards_add_open(struct turn *t, json_t *values, struct err *e)
{
	struct listing l = {.t = t, .rows = json_array()};
	bool any;

	json_object_set_new(values, "rewards", l.rows);
	if (rewards_offered(t, &any, e) == -1)
		return -1;
	json_object_set_new(values, "has_rewards", json_boolean(any));
	return redemption_each_of_member(
		t->db, t->member.id, MINE_LOOKED_AT, on_mine, &l, e);
}
