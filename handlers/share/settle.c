#include <string.h>

#include "err.h"
#include "ledger.h"
#include "asked.h"
#include "behaviour.h"
#include "outcome.h"
#include "suspect.h"

/* The card that stands in chat for the share says how it went on; no new
 * message is sent for it. Reader bonuses show in "me" alone. */
static int
update_card(struct turn *t, const struct award *a, struct err *e)
{
	if (strcmp(a->kind, "share") != 0)
		return 0;
	return outcome_refresh(t, a->share, e);
}

/* Unless somebody has to look at the share first. */
int
settle_due(struct turn *t, struct err *e)
{
	struct award award;
	struct asked a;
	bool held;

	asked_read(t->event->value, &a);
	if (award_get(t->db, a.item, &award, e) == -1)
		return -1;
	if (strcmp(award.state, "pending") != 0)
		return 0;
	if (suspect_look(t, &award, &held, e) == -1)
		return -1;
	if (held)
		return 0;
	if (award_settle(t->db, award.id, t->now, e) == -1)
		return -1;
	return update_card(t, &award, e);
}

int
settle_lapse(struct turn *t, struct err *e)
{
	struct award award;
	struct asked a;

	asked_read(t->event->value, &a);
	if (award_end(t->db, a.item, "expired", t->now, e) == -1 ||
		award_get(t->db, a.item, &award, e) == -1)
		return -1;
	return update_card(t, &award, e);
}
