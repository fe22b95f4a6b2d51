#include "err.h"
#include "ledger.h"
#include "pairing.h"
#include "unsay.h"
#include "answer.h"
#include "behaviour.h"
#include "home.h"
#include "redeeming.h"

/* Codes that this account asked for or tried: also those of nobody. */
static int
drop_codes(struct turn *t, struct err *e)
{
	unsigned char account[PAIRING_HASH];

	turn_stranger_hash(t, account);
	return pairing_drop(t->db, account, e);
}

/* Asks once: what goes cannot be brought back. Also for those who left. */
int
forget_command(struct turn *t, struct err *e)
{
	const struct account pending = {ACCOUNT_PENDING, t->member.id};
	const struct account settled = {ACCOUNT_SETTLED, t->member.id};
	int64_t waiting, owned, open;

	if (drop_codes(t, e) == -1)
		return -1;
	if (t->member.id == 0)
		return turn_reply(t, "forget_nothing", NULL, e);
	if (ledger_balance(t->db, &pending, &waiting, e) == -1 ||
		ledger_balance(t->db, &settled, &owned, e) == -1 ||
		redemption_count_member(t->db, t->member.id, &open, e) == -1)
		return -1;
	return turn_reply(t, "forget_ask",
		json_pack("{s:I, s:I}", "points",
			(json_int_t)waiting + (json_int_t)owned, "open",
			(json_int_t)open),
		e);
}

/* Everything goes, what was said to them too. */
static int
forget(struct turn *t, struct err *e)
{
	int64_t member = t->member.id;
	struct unsay *said = unsay_new(t, member, e);
	int result = -1;

	if (said == NULL || people_forget(t->db, member, t->now, e) == -1 ||
		redeeming_forgotten(t, member, e) == -1)
		goto out;
	/* What is said from here on is about nobody. */
	t->member = (struct member){.id = 0};
	result = unsay_send(t, said, e);
out:
	unsay_free(said);
	return result;
}

int
forget_button(struct turn *t, struct err *e)
{
	if (t->member.id == 0)
		return answer_here(t, "forget_nothing", NULL, e);
	if (forget(t, e) == -1 || answer_here(t, "forgotten", NULL, e) == -1)
		return -1;
	return home_refresh(t, e);
}

int
forget_keep(struct turn *t, struct err *e)
{
	return answer_here(t, "forget_kept", NULL, e);
}
