#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "ledger.h"
#include "mem.h"
#include "shares.h"
#include "asked.h"
#include "behaviour.h"
#include "outcome.h"

/* The card that stands in chat for the share says how it went on; no new
 * message is sent for it. Reader bonuses show in "me" alone. */
static int
update_card(struct turn *t, int64_t award, struct err *e)
{
	struct award a = {.id = 0};
	struct share s = {0};
	struct member m;
	json_t *values;
	char *key;
	int result;

	if (award_get(t->db, award, &a, e) == -1)
		return -1;
	if (a.id == 0 || strcmp(a.kind, "share") != 0)
		return 0;
	if (share_get(t->db, a.share, &s, e) == -1 ||
		people_get(t->db, s.member, &m, e) == -1)
		return -1;
	turn_read_by(t, &m);
	values = outcome_values(t, &a, &s, e);
	if (values == NULL)
		return -1;
	key = xasprintf("shared:%" PRId64, s.id);
	result = turn_update(t, key, "posted", values, e);
	free(key);
	return result;
}

int
settle_due(struct turn *t, struct err *e)
{
	struct asked a;

	asked_read(t->event->value, &a);
	if (award_settle(t->db, a.item, t->now, e) == -1)
		return -1;
	return update_card(t, a.item, e);
}

int
settle_lapse(struct turn *t, struct err *e)
{
	struct asked a;

	asked_read(t->event->value, &a);
	if (award_end(t->db, a.item, "expired", t->now, e) == -1)
		return -1;
	return update_card(t, a.item, e);
}
