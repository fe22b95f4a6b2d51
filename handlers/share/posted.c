#include <string.h>

#include "err.h"
#include "holds.h"
#include "ledger.h"
#include "reward.h"
#include "shares.h"
#include "answer.h"
#include "asked.h"
#include "behaviour.h"
#include "holding.h"
#include "outcome.h"

/* Its points were looked at and not given: it earns none any more. */
static int
is_over(struct turn *t, const struct share *s, struct hold *out, struct err *e)
{
	*out = (struct hold){.id = 0};
	return s->withdrawn_at == 0 ? 0 : hold_of_share(t->db, s->id, out, e);
}

/* "I posted it": their word starts the waiting for readers. */
int
posted_button(struct turn *t, struct err *e)
{
	struct asked a;
	struct award award = {.id = 0};
	struct share s = {0};
	struct hold h;
	json_t *values;

	asked_read(t->event->value, &a);
	if (share_find(t->db, t->member.id, a.item, a.network, &s, e) == -1)
		return -1;
	if (s.id == 0)
		return refuse_gone(t, "", e);
	if (is_over(t, &s, &h, e) == -1)
		return -1;
	if (strcmp(h.decision, "withdrawn") == 0)
		return answer_here(t, "hold_over", holding_values(t, &h), e);
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
