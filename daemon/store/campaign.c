#include <string.h>

#include "err.h"

#include "campaigns.h"
#include "db.h"

/* Of struct campaign, in the order of read_row(). */
#define COLUMNS                                                                \
	"SELECT campaign.id, name, goal, disclosure, campaign.state,"          \
	" starts_at, ends_at, created_at, paused_until, networks, captions,"   \
	" tone, milestone, promise, milestone_at, reached, reached_at,"        \
	" (SELECT n.readers FROM campaign_reach n"                             \
	" WHERE n.campaign = campaign.id), share_points, again_points,"        \
	" readers_needed, cap_day, cap_item, cap_campaign"

#define FIRST_RULE 18 /* its column */

/* From that column on. */
static void
read_rules(const struct rows *r, int first, struct campaign_rules *out)
{
	int i;

	for (i = 0; i < CAMPAIGN_RULES; i++) {
		out->own[i] = !rows_null(r, first + i);
		out->is[i] = rows_int(r, first + i);
	}
}

static void
read_row(const struct rows *r, struct campaign *out)
{
	out->id = rows_int(r, 0);
	rows_copy(r, 1, out->name, sizeof(out->name));
	rows_copy(r, 2, out->goal, sizeof(out->goal));
	rows_copy(r, 3, out->disclosure, sizeof(out->disclosure));
	rows_copy(r, 4, out->state, sizeof(out->state));
	out->starts_at = rows_int(r, 5);
	out->ends_at = rows_int(r, 6);
	out->created_at = rows_int(r, 7);
	out->paused_until = rows_int(r, 8);
	rows_copy(r, 9, out->networks, sizeof(out->networks));
	out->given = strcmp(rows_text(r, 10), "given") == 0;
	rows_copy(r, 11, out->tone, sizeof(out->tone));
	out->milestone = rows_int(r, 12);
	rows_copy(r, 13, out->promise, sizeof(out->promise));
	out->milestone_at = rows_int(r, 14);
	out->reached = rows_int(r, 15);
	out->reached_at = rows_int(r, 16);
	out->readers = rows_int(r, 17);
	read_rules(r, FIRST_RULE, &out->rules);
}

static int
read_one(struct rows *r, struct campaign *out, struct err *e)
{
	int more;

	memset(out, 0, sizeof(*out));
	more = rows_next(r, e);
	if (more == 1)
		read_row(r, out);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
campaign_find(
	struct db *db, const char *name, struct campaign *out, struct err *e)
{
	return read_one(db_ask(db, e,
				COLUMNS " FROM campaign"
					" WHERE lower(name) = lower($1)",
				"t", name),
		out, e);
}

int
campaign_starting(
	struct db *db, const char *text, struct campaign *out, struct err *e)
{
	return read_one(
		db_ask(db, e,
			COLUMNS " FROM campaign"
				" WHERE lower(substr($1, 1, length(name)))"
				" = lower(name)"
				" AND substr($1, length(name) + 1, 1)"
				" IN ('', ' ', $2)"
				" ORDER BY length(name) DESC LIMIT 1",
			"tt", text, "\n"),
		out, e);
}

int
campaign_get(struct db *db, int64_t id, struct campaign *out, struct err *e)
{
	return read_one(db_ask(db, e,
				COLUMNS " FROM campaign"
					" WHERE id = $1",
				"i", id),
		out, e);
}

int
campaign_first(struct db *db, struct campaign *out, struct err *e)
{
	return read_one(
		db_ask(db, e,
			COLUMNS " FROM campaign"
				" WHERE state = 'running' ORDER BY id LIMIT 1",
			""),
		out, e);
}

/* Adding or renaming changed nothing: the name belongs to another. */
static int
refuse_name(const char *name, struct err *e)
{
	return err_set(e, "there is a campaign called %s already", name);
}

/* -1 stands for the programme's. */
static int64_t
rule(const struct campaign *c, enum campaign_rule rule)
{
	return c->rules.own[rule] ? c->rules.is[rule] : -1;
}

static int
save_rules(struct db *db, const struct campaign *c, struct err *e)
{
	return db_run(db, e,
		"UPDATE campaign SET share_points = NULLIF($1, -1),"
		" again_points = NULLIF($2, -1),"
		" readers_needed = NULLIF($3, -1), cap_day = NULLIF($4, -1),"
		" cap_item = NULLIF($5, -1), cap_campaign = NULLIF($6, -1)"
		" WHERE id = $7",
		"iiiiiii", rule(c, RULE_SHARE_POINTS),
		rule(c, RULE_AGAIN_POINTS), rule(c, RULE_READERS_NEEDED),
		rule(c, RULE_CAP_DAY), rule(c, RULE_CAP_ITEM),
		rule(c, RULE_CAP_CAMPAIGN), c->id);
}

static int
save_milestone(struct db *db, const struct campaign *c, struct err *e)
{
	return db_run(db, e,
		"UPDATE campaign SET milestone = NULLIF($1, 0), promise = $2,"
		" milestone_at = $3, reached = $4, reached_at = NULLIF($5, 0)"
		" WHERE id = $6",
		"itiiii", c->milestone, c->promise, c->milestone_at, c->reached,
		c->reached_at, c->id);
}

/* What has statements of its own. */
static int
save_rest(struct db *db, const struct campaign *c, struct err *e)
{
	if (save_milestone(db, c, e) == -1)
		return -1;
	return save_rules(db, c, e);
}

int
campaign_add(struct db *db, struct campaign *c, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO campaign (name, goal, disclosure, state,"
		    " starts_at, ends_at, created_at, networks, captions, tone)"
		    " VALUES ($1, $2, $3, $4, NULLIF($5, 0), NULLIF($6, 0),"
		    " $7, $8, $9, $10) ON CONFLICT DO NOTHING",
		    "ttttiiittt", c->name, c->goal, c->disclosure, c->state,
		    c->starts_at, c->ends_at, c->created_at, c->networks,
		    c->given ? "given" : "free", c->tone) == -1)
		return -1;
	if (db_changed(db) == 0)
		return refuse_name(c->name, e);
	c->id = db_last_id(db);
	return save_rest(db, c, e);
}

int
campaign_save(struct db *db, const struct campaign *c, struct err *e)
{
	struct campaign other;

	if (campaign_find(db, c->name, &other, e) == -1)
		return -1;
	if (other.id != 0 && other.id != c->id)
		return refuse_name(c->name, e);
	if (db_run(db, e,
		    "UPDATE campaign SET name = $1, goal = $2, disclosure = $3,"
		    " state = $4, starts_at = NULLIF($5, 0),"
		    " ends_at = NULLIF($6, 0), paused_until = NULLIF($7, 0),"
		    " networks = $8, captions = $9, tone = $10 WHERE id = $11",
		    "ttttiiittti", c->name, c->goal, c->disclosure, c->state,
		    c->starts_at, c->ends_at, c->paused_until, c->networks,
		    c->given ? "given" : "free", c->tone, c->id) == -1)
		return -1;
	return save_rest(db, c, e);
}

int
campaign_target(struct db *db, int64_t campaign, const char *chat,
	const char *place, struct err *e)
{
	return db_run(db, e,
		"INSERT INTO campaign_channel (campaign, chat, place)"
		" VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
		"itt", campaign, chat, place);
}

int
campaign_untarget_place(struct db *db, int64_t campaign, const char *chat,
	const char *place, struct err *e)
{
	if (db_run(db, e,
		    "UPDATE announcement SET state = 'over', waits = ''"
		    " WHERE chat = $1 AND place = $2 AND state = 'due'"
		    " AND item IN (SELECT id FROM item WHERE campaign = $3)"
		    " AND NOT EXISTS (SELECT 1 FROM campaign_team w"
		    " JOIN team m ON m.id = w.team WHERE w.campaign = $3"
		    " AND m.state = 'active' AND m.chat = $1"
		    " AND m.source = $2)",
		    "tti", chat, place, campaign) == -1)
		return -1;
	return db_run(db, e,
		"DELETE FROM campaign_channel WHERE campaign = $1"
		" AND chat = $2 AND place = $3",
		"itt", campaign, chat, place);
}

int
campaign_each(struct db *db, campaign_fn *fn, void *arg, struct err *e)
{
	struct rows *r =
		db_ask(db, e, COLUMNS " FROM campaign ORDER BY id", "");
	struct campaign c;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		read_row(r, &c);
		if (fn(arg, &c, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}

int
campaign_each_channel(struct db *db, int64_t campaign, campaign_channel_fn *fn,
	void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT chat, place FROM campaign_channel WHERE campaign = $1"
		" ORDER BY chat, place",
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

/* Running ones first, then those that may run again. */
int
campaign_each_line(struct db *db, const struct campaign_page *page,
	campaign_line_fn *fn, void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		COLUMNS
		", COALESCE(account.balance, 0), (SELECT count(*) FROM item"
		" WHERE item.campaign = campaign.id"
		" AND item.state = 'announced'),"
		" (SELECT count(*) FROM (SELECT chat, place"
		" FROM campaign_channel o WHERE o.campaign = campaign.id"
		" UNION SELECT m.chat, m.source FROM campaign_team w"
		" JOIN team m ON m.id = w.team WHERE w.campaign = campaign.id"
		" AND m.kind = 'channel' AND m.state = 'active') AS places)"
		" FROM campaign LEFT JOIN account"
		" ON account.kind = 'budget' AND account.owner = campaign.id"
		" WHERE $1 = '' OR campaign.state = $1"
		" ORDER BY CASE campaign.state WHEN 'running' THEN 0"
		" WHEN 'paused' THEN 1 WHEN 'draft' THEN 2 ELSE 3 END,"
		" campaign.id LIMIT $2 OFFSET $3",
		"tii", page->state, page->max, page->skip);
	struct campaign_line l;
	int more;

	while ((more = rows_next(r, e)) == 1) {
		read_row(r, &l.campaign);
		l.left = rows_int(r, FIRST_RULE + CAMPAIGN_RULES);
		l.items = rows_int(r, FIRST_RULE + CAMPAIGN_RULES + 1);
		l.channels = rows_int(r, FIRST_RULE + CAMPAIGN_RULES + 2);
		if (fn(arg, &l, e) == -1) {
			more = -1;
			break;
		}
	}
	rows_end(r);
	return more;
}

int
campaign_rules_of_item(struct db *db, int64_t item, struct campaign_rules *out,
	bool *closed, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT campaign.state, share_points, again_points,"
		" readers_needed, cap_day, cap_item, cap_campaign"
		" FROM item JOIN campaign ON campaign.id = item.campaign"
		" WHERE item.id = $1",
		"i", item);
	int more;

	*out = (struct campaign_rules){.own = {false}};
	*closed = false;
	more = rows_next(r, e);
	if (more == 1) {
		*closed = strcmp(rows_text(r, 0), "closed") == 0;
		read_rules(r, 1, out);
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}
