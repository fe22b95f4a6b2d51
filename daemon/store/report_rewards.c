#include "err.h"

#include "db.h"
#include "report.h"

int
report_rewards(struct db *db, const struct report_about *about,
	struct report *out, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT count(*), coalesce(sum(cost), 0),"
		" count(DISTINCT member) FROM redemption"
		" WHERE state IN ('approved', 'delivered')"
		" AND decided_at >= $1 AND decided_at < $2",
		"ii", about->from, about->to);
	int more;

	more = rows_next(r, e);
	if (more == 1) {
		out->rewards = rows_int(r, 0);
		out->redeemed = rows_int(r, 1);
		out->redeemers = rows_int(r, 2);
	}
	rows_end(r);
	return more == -1 ? -1 : 0;
}
