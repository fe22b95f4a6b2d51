#include "campaigns.h"
#include "db.h"
#include "ledger.h"

/* Campaigns in numbers. */

int
campaign_count(struct db *db, struct campaign_counts *out, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT count(CASE WHEN state = 'draft' THEN 1 END),"
		" count(CASE WHEN state = 'running' THEN 1 END),"
		" count(CASE WHEN state = 'paused' THEN 1 END),"
		" count(CASE WHEN state = 'closed' THEN 1 END) FROM campaign",
		"");
	int more;

	*out = (struct campaign_counts){.draft = 0};
	more = rows_next(r, e);
	if (more == 1)
		*out = (struct campaign_counts){rows_int(r, 0), rows_int(r, 1),
			rows_int(r, 2), rows_int(r, 3)};
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
campaign_budget(struct db *db, int64_t campaign, struct campaign_budget *out,
	struct err *e)
{
	const struct account budget = {ACCOUNT_BUDGET, campaign};

	if (db_number(db, e, &out->given,
		    "SELECT given FROM campaign WHERE id = $1", "i",
		    campaign) == -1 ||
		db_number(db, e, &out->pending,
			"SELECT sum(points) FROM award WHERE campaign = $1"
			" AND state = 'pending'",
			"i", campaign) == -1)
		return -1;
	return ledger_balance(db, &budget, &out->left, e);
}

int
campaign_budget_changed(struct db *db, int64_t campaign, struct err *e)
{
	return db_run(db, e,
		"UPDATE campaign SET budget_changes = budget_changes + 1,"
		" budget_told = 0 WHERE id = $1",
		"i", campaign);
}

int
campaign_budget_told(struct db *db, int64_t campaign, int told, struct err *e)
{
	return db_run(db, e,
		"UPDATE campaign SET budget_told = $1 WHERE id = $2", "ii",
		(int64_t)told, campaign);
}

int
campaign_budget_changes(
	struct db *db, int64_t campaign, int64_t *out, struct err *e)
{
	return db_number(db, e, out,
		"SELECT budget_changes FROM campaign WHERE id = $1", "i",
		campaign);
}

int
campaign_waiting(struct db *db, int64_t campaign, struct campaign_waits *out,
	struct err *e)
{
	if (db_number(db, e, &out->open,
		    "SELECT count(*) FROM item WHERE campaign = $1"
		    " AND state = 'announced'",
		    "i", campaign) == -1)
		return -1;
	return db_number(db, e, &out->due,
		"SELECT count(*) FROM announcement a"
		" JOIN item i ON i.id = a.item"
		" WHERE a.state = 'due' AND i.campaign = $1"
		" AND i.state IN ('ready', 'announced')",
		"i", campaign);
}

int
campaign_add_reader(struct db *db, int64_t item, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO campaign_reach (campaign, readers)"
		" SELECT campaign, 1 FROM item WHERE id = $1"
		" ON CONFLICT (campaign) DO UPDATE SET"
		" readers = campaign_reach.readers + excluded.readers",
		"i", item);
}
