#include "err.h"
#include "ledger.h"
#include "answer.h"
#include "behaviour.h"
#include "home.h"

/* Leaving keeps the ledger as it is: coming back finds the points again. */
int
leave_run(struct turn *t, struct err *e)
{
	const struct account pending = {ACCOUNT_PENDING, t->member.id};
	const struct account settled = {ACCOUNT_SETTLED, t->member.id};
	int64_t waiting, owned;

	if (ledger_balance(t->db, &pending, &waiting, e) == -1 ||
		ledger_balance(t->db, &settled, &owned, e) == -1 ||
		people_leave(t->db, t->member.id, t->programme->consent_version,
			t->now, e) == -1)
		return -1;
	t->member.state = MEMBER_LEFT;
	if (answer_here(t, "left",
		    json_pack("{s:I, s:I}", "waiting", (json_int_t)waiting,
			    "owned", (json_int_t)owned),
		    e) == -1)
		return -1;
	return home_refresh(t, e);
}
