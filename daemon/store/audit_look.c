#include "err.h"

#include "audit.h"
#include "db.h"

int
audit_each_look(struct db *db, int64_t member, int max, audit_look_fn *fn,
	void *arg, struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT x.chat, x.person, max(x.at) FROM"
		" (SELECT a.chat, a.person, a.at FROM share s"
		" JOIN hold h ON h.share = s.id"
		" JOIN audit a ON a.about = CAST(h.id AS TEXT)"
		" WHERE s.member = $1 AND a.did = 'hold.look' UNION ALL"
		" SELECT a.chat, a.person, a.at FROM redemption d"
		" JOIN audit a ON a.about = CAST(d.id AS TEXT)"
		" WHERE d.member = $1 AND a.did IN ('redemption.look',"
		" 'redemption.approved', 'redemption.delivered',"
		" 'redemption.rejected')) AS x"
		" GROUP BY x.chat, x.person ORDER BY 3 DESC LIMIT $2",
		"ii", member, (int64_t)max);
	int more;

	while ((more = rows_next(r, e)) == 1)
		if (fn(arg, rows_text(r, 0), rows_text(r, 1), rows_int(r, 2),
			    e) == -1) {
			more = -1;
			break;
		}
	rows_end(r);
	return more;
}
