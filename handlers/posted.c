#include "err.h"
#include "ledger.h"
#include "reward.h"
#include "shares.h"
#include "answer.h"
#include "asked.h"
#include "behaviour.h"
#include "outcome.h"

/* "I posted it": their word starts the waiting for readers. */
int
posted_button(struct turn *t, struct err *e)
{
	struct asked a;
	struct award award = {.id = 0};
	struct share s = {0};
	json_t *values;

	asked_read(t->event->value, &a);
	if (share_find(t->db, t->member.id, a.item, a.network, &s, e) == -1)
		return -1;
	if (s.id == 0)
		return refuse_gone(t, "", e);
	/* Said after "I changed my mind": then it was posted after all. */
	s.withdrawn_at = 0;
	if (share_save(t->db, &s, e) == -1 ||
		reward_declared(t->db, &t->programme->rules, &s, t->now, &award,
			e) == -1)
		return -1;
	values = outcome_values(t, &award, &s, e);
	if (values == NULL)
		return -1;
	return answer_here(t, "posted", values, e);
}
