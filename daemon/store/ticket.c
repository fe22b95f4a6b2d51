#include "db.h"
#include "shares.h"

int
ticket_use(
	struct db *db, int64_t nonce, int64_t now, bool *fresh, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO ticket (nonce, used_at) VALUES ($1, $2)"
		    " ON CONFLICT (nonce) DO NOTHING",
		    "ii", nonce, now) == -1)
		return -1;
	*fresh = db_changed(db) == 1;
	return 0;
}
