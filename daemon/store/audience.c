#include "audience.h"
#include "db.h"

int
audience_set(
	struct db *db, int64_t campaign, int64_t team, bool on, struct err *e)
{
	if (on)
		return db_run(db, e,
			"INSERT INTO campaign_team (campaign, team)"
			" VALUES ($1, $2)"
			" ON CONFLICT (campaign, team) DO NOTHING",
			"ii", campaign, team);
	return db_run(db, e,
		"DELETE FROM campaign_team WHERE campaign = $1 AND team = $2",
		"ii", campaign, team);
}

int
audience_is_limited(
	struct db *db, int64_t campaign, bool *limited, struct err *e)
{
	int64_t count;

	if (db_number(db, e, &count,
		    "SELECT count(*) FROM campaign_team WHERE campaign = $1",
		    "i", campaign) == -1)
		return -1;
	*limited = count > 0;
	return 0;
}

int
audience_each_id(struct db *db, int64_t campaign, audience_fn *fn, void *arg,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT team FROM campaign_team WHERE campaign = $1"
		" ORDER BY team",
		"i", campaign);
	int more;

	while ((more = rows_next(r, e)) == 1)
		if (fn(arg, rows_int(r, 0), e) == -1) {
			more = -1;
			break;
		}
	rows_end(r);
	return more;
}

int
audience_each_channel(struct db *db, int64_t campaign, campaign_channel_fn *fn,
	void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT chat, place FROM campaign_channel WHERE campaign = $1"
		" UNION SELECT m.chat, m.source FROM campaign_team w"
		" JOIN team m ON m.id = w.team"
		" WHERE w.campaign = $1 AND m.kind = 'channel'"
		" AND m.state = 'active' ORDER BY 1, 2",
		"i", campaign);
	int more;

	while ((more = rows_next(r, e)) == 1)
		if (fn(arg, rows_text(r, 0), rows_text(r, 1), e) == -1) {
			more = -1;
			break;
		}
	rows_end(r);
	return more;
}

int
audience_has_channel(struct db *db, int64_t campaign, const struct channel *c,
	bool *has, struct err *e)
{
	int64_t count;

	if (db_number(db, e, &count,
		    "SELECT CASE WHEN EXISTS (SELECT 1 FROM campaign_team"
		    " WHERE campaign = $1) THEN 0 ELSE 1 END"
		    " + (SELECT count(*) FROM campaign_channel"
		    " WHERE campaign = $1 AND chat = $2 AND place = $3)"
		    " + (SELECT count(*) FROM campaign_team w"
		    " JOIN team m ON m.id = w.team WHERE w.campaign = $1"
		    " AND m.state = 'active' AND m.chat = $2"
		    " AND m.source = $3)",
		    "itt", campaign, c->chat, c->place) == -1)
		return -1;
	*has = count > 0;
	return 0;
}

int
audience_each_campaign(struct db *db, int64_t team, audience_campaign_fn *fn,
	void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT c.id, c.name, (SELECT count(*) FROM campaign_team o"
		" JOIN team m ON m.id = o.team WHERE o.campaign = c.id"
		" AND o.team <> w.team AND m.state = 'active')"
		" FROM campaign_team w JOIN campaign c ON c.id = w.campaign"
		" WHERE w.team = $1 AND c.state <> 'closed'"
		" ORDER BY w.campaign",
		"i", team);
	int more;

	while ((more = rows_next(r, e)) == 1)
		if (fn(arg, rows_int(r, 0), rows_text(r, 1),
			    rows_int(r, 2) == 0, e) == -1) {
			more = -1;
			break;
		}
	rows_end(r);
	return more;
}

int
audience_drop(struct db *db, int64_t campaign, int64_t *dropped, struct err *e)
{
	if (db_run(db, e,
		    "UPDATE announcement SET state = 'over', waits = ''"
		    " WHERE state = 'due'"
		    " AND item IN (SELECT id FROM item WHERE campaign = $1)"
		    " AND EXISTS (SELECT 1 FROM campaign_team"
		    " WHERE campaign = $1)"
		    " AND NOT EXISTS (SELECT 1 FROM campaign_channel o"
		    " WHERE o.campaign = $1 AND o.chat = announcement.chat"
		    " AND o.place = announcement.place)"
		    " AND NOT EXISTS (SELECT 1 FROM campaign_team w"
		    " JOIN team m ON m.id = w.team WHERE w.campaign = $1"
		    " AND m.state = 'active' AND m.chat = announcement.chat"
		    " AND m.source = announcement.place)",
		    "i", campaign) == -1)
		return -1;
	*dropped = db_changed(db);
	return 0;
}
