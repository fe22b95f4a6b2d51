#include <inttypes.h>
#include <stdio.h>

#include "err.h"

#include "campaigns.h"
#include "ledger.h"

#include "reward.h"

/* The budgets of campaigns, between them and the programme. */

int
reward_fund(struct db *db, int64_t campaign, int64_t points, int64_t now,
	struct err *e)
{
	const struct account from = {ACCOUNT_PROGRAMME, 0};
	const struct account to = {ACCOUNT_BUDGET, campaign};
	char cause[48];

	if (points <= 0)
		return 0;
	snprintf(cause, sizeof(cause), "budget:%" PRId64, campaign);
	return ledger_give(db, &from, &to, points, cause, now, e);
}

static int
move(struct db *db, const struct reward_change *c, int64_t now, struct err *e)
{
	const struct account programme = {ACCOUNT_PROGRAMME, 0};
	const struct account budget = {ACCOUNT_BUDGET, c->campaign};
	char cause[256];

	snprintf(cause, sizeof(cause), "budget:%" PRId64 ":%s", c->campaign,
		c->key);
	if (c->points > 0)
		return ledger_give(
			db, &programme, &budget, c->points, cause, now, e);
	return ledger_give(db, &budget, &programme, -c->points, cause, now, e);
}

int
reward_refund(struct db *db, const struct reward_change *c, int64_t now,
	bool *fine, struct err *e)
{
	const struct account budget = {ACCOUNT_BUDGET, c->campaign};
	int64_t left;

	if (ledger_balance(db, &budget, &left, e) == -1)
		return -1;
	*fine = c->points != 0 && left + c->points >= 0;
	if (!*fine)
		return 0;
	if (move(db, c, now, e) == -1)
		return -1;
	return campaign_budget_changed(db, c->campaign, e);
}

/* The changes count how often that happened, which names this one. */
int
reward_return(struct db *db, int64_t campaign, int64_t now, int64_t *points,
	struct err *e)
{
	const struct account budget = {ACCOUNT_BUDGET, campaign};
	struct reward_change change = {.campaign = campaign};
	char key[48];
	int64_t changes;

	if (ledger_balance(db, &budget, points, e) == -1 ||
		campaign_budget_changes(db, campaign, &changes, e) == -1)
		return -1;
	if (*points == 0)
		return 0;
	snprintf(key, sizeof(key), "return:%" PRId64, changes);
	change.points = -*points;
	change.key = key;
	if (move(db, &change, now, e) == -1)
		return -1;
	return campaign_budget_changed(db, campaign, e);
}
