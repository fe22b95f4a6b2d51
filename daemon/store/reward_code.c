#include <stdbool.h>

#include "err.h"

#include "db.h"
#include "rewards.h"

int64_t
reward_left(const struct reward *r)
{
	return r->stock == -1 ? -1 : r->stock - r->taken;
}

int
reward_code_add(struct db *db, int64_t reward,
	const unsigned char hash[REWARD_CODE_HASH], const char *box,
	bool *fresh, struct err *e)
{
	if (db_run(db, e,
		    "INSERT INTO reward_code (reward, hash, box)"
		    " VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING",
		    "ibt", reward, hash, (size_t)REWARD_CODE_HASH, box) == -1)
		return -1;
	*fresh = db_changed(db) == 1;
	if (!*fresh)
		return 0;
	if (db_run(db, e,
		    "UPDATE reward SET stock = stock + 1"
		    " WHERE id = $1 AND kind = 'code' AND retired = 0",
		    "i", reward) == -1)
		return -1;
	return db_changed(db) == 1 ? 0
				   : err_set(e, "no reward that takes codes");
}

int
reward_code_get(struct db *db, int64_t redemption, char *box, size_t room,
	struct err *e)
{
	struct rows *r = db_ask(db, e,
		"SELECT box FROM reward_code WHERE redemption = $1", "i",
		redemption);
	int more;

	box[0] = '\0';
	more = rows_next(r, e);
	if (more == 1)
		rows_copy(r, 0, box, room);
	rows_end(r);
	return more == -1 ? -1 : 0;
}

int
reward_code_drop(struct db *db, int64_t reward, int64_t *dropped, struct err *e)
{
	if (db_run(db, e,
		    "DELETE FROM reward_code"
		    " WHERE reward = $1 AND redemption IS NULL",
		    "i", reward) == -1)
		return -1;
	*dropped = db_changed(db);
	return db_run(db, e,
		"UPDATE reward SET stock = (SELECT count(*) FROM reward_code"
		" WHERE reward = $1) WHERE id = $1 AND kind = 'code'",
		"i", reward);
}
