#include <inttypes.h>

#include "err.h"

#include "board.h"
#include "db.h"
#include "store.h"

/*
 * One row per maintained total. Each statement gives at most one row: a name
 * of what differs, what is kept, what it should be.
 */
struct total {
	const char *name;
	const char *sql;
};

static const struct total totals[] = {
	{"balance of account",
		"SELECT a.id, a.balance, coalesce(p.points, 0) FROM account a"
		" LEFT JOIN (SELECT account, sum(points) AS points"
		" FROM posting GROUP BY account) AS p ON p.account = a.id"
		" WHERE a.balance <> coalesce(p.points, 0) LIMIT 1"},
	{"sum of all balances",
		"SELECT 0, x.points, 0 FROM (SELECT sum(balance) AS points"
		" FROM account) AS x WHERE x.points <> 0"},
	{"pending points of member",
		"SELECT a.owner, a.balance, coalesce(p.points, 0)"
		" FROM account a LEFT JOIN (SELECT member, sum(points)"
		" AS points FROM award WHERE state = 'pending'"
		" GROUP BY member) AS p ON p.member = a.owner"
		" WHERE a.kind = 'pending'"
		" AND a.balance <> coalesce(p.points, 0) LIMIT 1"},
	{"redeemed points of member",
		"SELECT x.member, sum(x.kept), sum(x.due) FROM"
		" (SELECT owner AS member, balance AS kept, 0 AS due"
		" FROM account WHERE kind = 'redeemed' UNION ALL"
		" SELECT member, 0, cost FROM redemption"
		" WHERE state IN ('requested', 'approved', 'delivered'))"
		" AS x GROUP BY x.member HAVING sum(x.kept) <> sum(x.due)"
		" LIMIT 1"},
	{"taken of reward",
		"SELECT r.id, r.taken, coalesce(d.taken, 0) FROM reward r"
		" LEFT JOIN (SELECT reward, count(*) AS taken FROM redemption"
		" WHERE state IN ('requested', 'approved', 'delivered')"
		" GROUP BY reward) AS d ON d.reward = r.id"
		" WHERE r.taken <> coalesce(d.taken, 0) LIMIT 1"},
	{"codes of reward",
		"SELECT r.id, r.stock, coalesce(c.codes, 0) FROM reward r"
		" LEFT JOIN (SELECT reward, count(*) AS codes FROM reward_code"
		" GROUP BY reward) AS c ON c.reward = r.id"
		" WHERE r.kind = 'code'"
		" AND r.stock <> coalesce(c.codes, 0) LIMIT 1"},
	{"code of redemption",
		"SELECT d.id, count(c.id), 1 FROM redemption d"
		" LEFT JOIN reward_code c ON c.redemption = d.id"
		" WHERE d.kind = 'code'"
		" AND d.state IN ('requested', 'approved', 'delivered')"
		" GROUP BY d.id HAVING count(c.id) <> 1 LIMIT 1"},
	{"points given by campaign",
		"SELECT c.id, c.given, coalesce(p.points, 0) FROM campaign c"
		" LEFT JOIN (SELECT campaign, sum(points) AS points FROM award"
		" WHERE state IN ('pending', 'settled') GROUP BY campaign)"
		" AS p ON p.campaign = c.id"
		" WHERE c.given <> coalesce(p.points, 0) LIMIT 1"},
	{"tally of member",
		"SELECT x.member, sum(x.kept), sum(x.due) FROM"
		" (SELECT day, member, campaign, points AS kept, 0 AS due"
		" FROM tally UNION ALL"
		" SELECT day, member, campaign, 0, points FROM award"
		" WHERE state IN ('pending', 'settled')) AS x"
		" GROUP BY x.day, x.member, x.campaign"
		" HAVING sum(x.kept) <> sum(x.due) LIMIT 1"},
	{"boards show member",
		"SELECT s.member, s.shown, 1 - s.shown FROM standing s"
		" JOIN member m ON m.id = s.member WHERE s.shown <>"
		" CASE WHEN m.state = 'active' AND m.hidden = 0 THEN 1 ELSE 0"
		" END LIMIT 1"},
	{"hits of item",
		"SELECT x.item, sum(x.kept), sum(x.due) FROM"
		" (SELECT day, item, network, class, hits AS kept, 0 AS due"
		" FROM reach_now UNION ALL"
		" SELECT c.at / 86400000, l.item, l.network, c.class, 0, 1"
		" FROM click c JOIN link l ON l.id = c.link UNION ALL"
		" SELECT d.day, l.item, l.network, d.class, 0, d.hits"
		" FROM click_day d JOIN link l ON l.id = d.link) AS x"
		" GROUP BY x.day, x.item, x.network, x.class"
		" HAVING sum(x.kept) <> sum(x.due) LIMIT 1"},
	{"hits of link",
		"SELECT x.link, sum(x.kept), sum(x.due) FROM"
		" (SELECT link, day, class, hits AS kept, 0 AS due"
		" FROM link_reach UNION ALL"
		" SELECT link, at / 86400000, class, 0, 1 FROM click"
		" WHERE id <= (SELECT number FROM mark"
		" WHERE name = 'clicks_sorted') UNION ALL"
		" SELECT link, day, class, 0, hits FROM click_day) AS x"
		" GROUP BY x.link, x.day, x.class"
		" HAVING sum(x.kept) <> sum(x.due) LIMIT 1"},
	{"readers of item",
		"SELECT x.item, sum(x.kept), sum(x.due) FROM"
		" (SELECT day, item, network, class, readers AS kept, 0 AS due"
		" FROM reach_now UNION ALL"
		" SELECT c.at / 86400000, l.item, l.network, c.class, 0,"
		" c.reader FROM click c JOIN link l ON l.id = c.link UNION ALL"
		" SELECT d.day, l.item, l.network, d.class, 0, d.readers"
		" FROM click_day d JOIN link l ON l.id = d.link) AS x"
		" GROUP BY x.day, x.item, x.network, x.class"
		" HAVING sum(x.kept) <> sum(x.due) LIMIT 1"},
	{"readers of campaign",
		"SELECT x.campaign, sum(x.kept), sum(x.due) FROM"
		" (SELECT campaign, readers AS kept, 0 AS due"
		" FROM campaign_reach UNION ALL"
		" SELECT i.campaign, 0, n.readers FROM reach_now n"
		" JOIN item i ON i.id = n.item WHERE n.network <> '') AS x"
		" GROUP BY x.campaign HAVING sum(x.kept) <> sum(x.due)"
		" LIMIT 1"},
	{"readers of share",
		"SELECT x.share, sum(x.kept), sum(x.due) FROM"
		" (SELECT s.id AS share, s.readers AS kept, 0 AS due"
		" FROM share s JOIN link l ON l.share = s.id"
		" WHERE l.member IS NOT NULL AND l.further = 0 UNION ALL"
		" SELECT l.share, 0, c.reader FROM click c"
		" JOIN link l ON l.id = c.link WHERE l.member IS NOT NULL"
		" UNION ALL"
		" SELECT l.share, 0, d.readers FROM click_day d"
		" JOIN link l ON l.id = d.link WHERE l.member IS NOT NULL)"
		" AS x GROUP BY x.share"
		" HAVING sum(x.kept) <> sum(x.due) LIMIT 1"},
	{"evidence of share",
		"SELECT id, evidence, CASE WHEN read_at IS NOT NULL THEN 4"
		" ELSE 1 END FROM share"
		" WHERE (evidence = 4) <> (read_at IS NOT NULL)"
		" OR (evidence = 0 AND declared_at IS NOT NULL) LIMIT 1"},
	{"heads of conversation, message",
		"SELECT o.id, o.head, 1 - o.head FROM outbox o WHERE o.head <>"
		" CASE WHEN EXISTS (SELECT 1 FROM outbox p"
		" WHERE p.chat = o.chat AND p.conversation = o.conversation"
		" AND p.id < o.id) THEN 0 ELSE 1 END LIMIT 1"},
};

static int
compare(struct db *db, const struct total *t, struct err *e)
{
	struct rows *r = db_ask(db, e, t->sql, "");
	int more;

	if (r == NULL)
		return err_add(e, "%s", t->name);
	more = rows_next(r, e);
	if (more == 1)
		err_set(e,
			"%s %" PRId64 ": %" PRId64 " is kept, %" PRId64
			" is true",
			t->name, rows_int(r, 0), rows_int(r, 1),
			rows_int(r, 2));
	rows_end(r);
	return more == 0 ? 0 : -1;
}

int
store_check(struct db *db, struct err *e)
{
	size_t i;

	for (i = 0; i < sizeof(totals) / sizeof(totals[0]); i++)
		if (compare(db, &totals[i], e) == -1)
			return -1;
	return board_check(db, e);
}

/* What is taken for true: entries, awards, redemptions, clicks and shares. */
static const char *const recounts[] = {
	"UPDATE account SET balance = coalesce((SELECT sum(p.points)"
	" FROM posting p WHERE p.account = account.id), 0)",
	"UPDATE campaign SET given = coalesce((SELECT sum(a.points)"
	" FROM award a WHERE a.campaign = campaign.id"
	" AND a.state IN ('pending', 'settled')), 0)",
	"UPDATE reward SET taken = (SELECT count(*) FROM redemption d"
	" WHERE d.reward = reward.id"
	" AND d.state IN ('requested', 'approved', 'delivered'))",
	"UPDATE reward SET stock = (SELECT count(*) FROM reward_code c"
	" WHERE c.reward = reward.id) WHERE kind = 'code'",
	"DELETE FROM tally",
	"INSERT INTO tally (day, member, campaign, points)"
	" SELECT day, member, campaign, sum(points) FROM award"
	" WHERE state IN ('pending', 'settled')"
	" GROUP BY day, member, campaign",
	"DELETE FROM reach",
	"INSERT INTO reach (day, item, network, class, hits, readers)"
	" SELECT x.day, l.item, l.network, x.class, sum(x.hits),"
	" sum(x.readers) FROM (SELECT link, at / 86400000 AS day, class,"
	" 1 AS hits, reader AS readers FROM click UNION ALL"
	" SELECT link, day, class, hits, readers FROM click_day) AS x"
	" JOIN link l ON l.id = x.link"
	" GROUP BY x.day, l.item, l.network, x.class",
	"DELETE FROM link_reach",
	"INSERT INTO link_reach (link, day, class, hits)"
	" SELECT x.link, x.day, x.class, sum(x.hits) FROM"
	" (SELECT link, at / 86400000 AS day, class, 1 AS hits FROM click"
	" UNION ALL SELECT link, day, class, hits FROM click_day) AS x"
	" WHERE x.hits > 0 GROUP BY x.link, x.day, x.class",
	"UPDATE mark SET number = (SELECT coalesce(max(id), 0) FROM click)"
	" WHERE name IN ('clicks_folded', 'clicks_sorted')",
	"DELETE FROM campaign_reach",
	"INSERT INTO campaign_reach (campaign, readers)"
	" SELECT i.campaign, sum(n.readers) FROM reach n"
	" JOIN item i ON i.id = n.item WHERE n.network <> ''"
	" GROUP BY i.campaign HAVING sum(n.readers) > 0",
	"UPDATE outbox SET head = CASE WHEN EXISTS (SELECT 1 FROM outbox p"
	" WHERE p.chat = outbox.chat"
	" AND p.conversation = outbox.conversation"
	" AND p.id < outbox.id) THEN 0 ELSE 1 END",
};

int
store_recount(struct db *db, struct err *e)
{
	size_t i;

	for (i = 0; i < sizeof(recounts) / sizeof(recounts[0]); i++)
		if (db_run(db, e, recounts[i], "") == -1)
			return err_add(e, "recount");
	return board_rebuild(db, e);
}
