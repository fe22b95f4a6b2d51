#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "ledger.h"
#include "seal.h"

#include "about.h"
#include "answer.h"
#include "behaviour.h"
#include "redeem.h"
#include "number.h"
#include "redeeming.h"
#include "reward_about.h"

/* What the member has. */
struct purse {
	int64_t settled, pending;
};

static int
open_purse(struct turn *t, struct purse *out, struct err *e)
{
	const struct account settled = {ACCOUNT_SETTLED, t->member.id};
	const struct account pending = {ACCOUNT_PENDING, t->member.id};

	if (ledger_balance(t->db, &settled, &out->settled, e) == -1)
		return -1;
	return ledger_balance(t->db, &pending, &out->pending, e);
}

/* Why it cannot be had now: a phrase; NULL: it can. */
static const char *
find_obstacle(
	const struct turn *t, const struct reward *r, const struct purse *p)
{
	if (r->retired || !r->offered)
		return "reward_not_offered";
	if (r->starts_at > t->now)
		return "reward_not_begun";
	if (r->ends_at != 0 && r->ends_at <= t->now)
		return "reward_over";
	if (reward_left(r) == 0)
		return strcmp(r->kind, "code") == 0 ? "reward_no_code_left"
						    : "reward_none_left";
	return p->settled < r->cost ? "reward_poor" : NULL;
}

/* Says why, and the way out. */
static int
refuse(struct turn *t, const struct reward *r, const char *phrase,
	struct err *e)
{
	struct purse p;
	json_t *values;

	if (open_purse(t, &p, e) == -1)
		return -1;
	values = json_pack("{s:s, s:b, s:{s:s, s:I, s:I, s:I, s:I, s:o, s:o}}",
		"reward", r->name, "poor", strcmp(phrase, "reward_poor") == 0,
		"why", "phrase", phrase, "cost", (json_int_t)r->cost, "settled",
		(json_int_t)p.settled, "missing",
		(json_int_t)(r->cost - p.settled), "pending",
		(json_int_t)p.pending, "starts",
		answer_time(t, r->starts_at, "date"), "ends",
		about_until(t, r->ends_at));
	return answer_here(t, "redeem_refused", values, e);
}

/* A number of its own for each question, so that one yes counts once. */
static int64_t
new_ask(void)
{
	int64_t ask;

	seal_random(&ask, sizeof ask);
	ask &= INT64_MAX;
	return ask == 0 ? 1 : ask;
}

/* Asks first: what it costs, and what remains. */
static int
ask(struct turn *t, const struct reward *r, bool changed, struct err *e)
{
	struct purse p;
	const char *phrase;
	json_t *values;

	if (open_purse(t, &p, e) == -1)
		return -1;
	phrase = find_obstacle(t, r, &p);
	if (phrase != NULL)
		return refuse(t, r, phrase, e);
	values = reward_about(t, r);
	json_object_set_new(values, "settled", json_integer(p.settled));
	json_object_set_new(values, "rest", json_integer(p.settled - r->cost));
	json_object_set_new(values, "changed", json_boolean(changed));
	json_object_set_new(values, "yes",
		json_sprintf("%" PRId64 ":%" PRId64 ":%" PRId64, r->id, r->cost,
			new_ask()));
	return answer_here(t, "redeem_ask", values, e);
}

/* /advocate redeem <name or number>; alone it shows what there is. */
int
redeem_run(struct turn *t, struct err *e)
{
	struct reward_named named;

	if (*t->text == '\0')
		return rewards_run(t, e);
	if (reward_which(t, t->text, "/advocate redeem", &named, e) == -1)
		return -1;
	return named.reward.id == 0 ? 0 : ask(t, &named.reward, false, e);
}

/* "Redeem" in the catalogue. */
int
redeem_button(struct turn *t, struct err *e)
{
	struct reward r;

	if (catalogue_get(t->db, number_read(t->event->value), &r, e) == -1)
		return -1;
	if (r.id == 0)
		return turn_reply(
			t, "reward_gone", json_pack("{s:s}", "reward", ""), e);
	return ask(t, &r, false, e);
}

/* What becomes of it now, to its member. */
static int
tell(struct turn *t, const struct redemption *r, bool late, struct err *e)
{
	json_t *values;
	struct purse p;

	if (open_purse(t, &p, e) == -1)
		return -1;
	values = redeeming_about(t, r, e);
	if (values == NULL)
		return -1;
	json_object_set_new(values, "rest", json_integer(p.settled));
	json_object_set_new(values, "late", json_boolean(late));
	return answer_here(t, "redemption_made", values, e);
}

/* "12:400:77": the reward, its price when it was asked, and the question. */
static void
read_yes(const char *value, struct redemption_wish *w, int64_t *cost)
{
	char *end;

	w->reward = value == NULL ? 0 : strtoll(value, &end, 10);
	*cost = w->reward == 0 || *end != ':' ? 0 : strtoll(end + 1, &end, 10);
	w->ask = *cost == 0 || *end != ':' ? 0 : strtoll(end + 1, &end, 10);
}

static int
request(struct turn *t, const struct redemption_wish *w,
	const struct reward *reward, struct err *e)
{
	enum redemption_answer answer;
	struct redemption r;

	if (redemption_request(t->db, w, t->now, &r, &answer, e) == -1)
		return -1;
	if (answer == REDEMPTION_GONE)
		return refuse(t, reward, "reward_not_offered", e);
	if (answer == REDEMPTION_OUT)
		return refuse(t, reward, "reward_none_left", e);
	if (answer == REDEMPTION_POOR)
		return refuse(t, reward, "reward_poor", e);
	if (answer == REDEMPTION_MADE &&
		redeeming_begin(t, &r, reward, e) == -1)
		return -1;
	return tell(t, &r, false, e);
}

/* Yes. What was asked may not be so any more: then it is asked anew. */
int
redeem_yes(struct turn *t, struct err *e)
{
	struct redemption_wish w = {.member = t->member.id};
	struct redemption seen;
	struct reward reward;
	struct purse p;
	const char *phrase;
	int64_t cost;

	read_yes(t->event->value, &w, &cost);
	if (w.ask == 0)
		return turn_reply(
			t, "reward_gone", json_pack("{s:s}", "reward", ""), e);
	if (redemption_find(t->db, &w, &seen, e) == -1 ||
		catalogue_get(t->db, w.reward, &reward, e) == -1 ||
		open_purse(t, &p, e) == -1)
		return -1;
	if (seen.id != 0)
		return tell(t, &seen, false, e);
	if (reward.id == 0)
		return turn_reply(
			t, "reward_gone", json_pack("{s:s}", "reward", ""), e);
	phrase = find_obstacle(t, &reward, &p);
	if (phrase != NULL)
		return refuse(t, &reward, phrase, e);
	if (cost != reward.cost)
		return ask(t, &reward, true, e);
	return request(t, &w, &reward, e);
}

int
redeem_no(struct turn *t, struct err *e)
{
	return answer_here(t, "nothing_changed", NULL, e);
}

/* The redemption of who acts that a button is about; id 0: none of theirs. */
static int
find_mine(struct turn *t, struct redemption *out, struct err *e)
{
	int64_t id = number_read(t->event->value);

	if (redemption_get(t->db, id, out, e) == -1)
		return -1;
	if (out->member != t->member.id || t->member.id == 0)
		out->id = 0;
	return out->id != 0 ? 0
			    : turn_reply(t, "reward_gone",
				      json_pack("{s:s}", "reward", ""), e);
}

/* Until somebody decided it can be cancelled. */
int
redeem_cancel(struct turn *t, struct err *e)
{
	const struct redeeming_step step = {"cancelled", "", true};
	struct redemption r;
	bool moved;

	if (find_mine(t, &r, e) == -1)
		return -1;
	if (r.id == 0)
		return 0;
	if (redeeming_step(t, &r, &step, &moved, e) == -1)
		return -1;
	return tell(t, &r, !moved, e);
}

/* "Send the code again": to its member alone. */
int
redeem_code(struct turn *t, struct err *e)
{
	struct redemption r;

	if (find_mine(t, &r, e) == -1)
		return -1;
	if (r.id == 0)
		return 0;
	if (strcmp(r.kind, "code") == 0 && strcmp(r.state, "delivered") == 0 &&
		redeeming_send_code(t, &r, e) == -1)
		return -1;
	return tell(t, &r, false, e);
}
