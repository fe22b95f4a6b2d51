#include <inttypes.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "ledger.h"
#include "network.h"
#include "reward.h"
#include "shares.h"
#include "answer.h"
#include "asked.h"
#include "behaviour.h"
#include "holding.h"

static int
add_pending(void *arg, const struct award *a, struct err *e)
{
	int64_t *sum = arg;

	(void)e;
	if (strcmp(a->state, "pending") == 0)
		*sum += a->points;
	return 0;
}

/* "I changed my mind": what waits goes back, the link stays alive for those
 * who have it. */
int
changed_button(struct turn *t, struct err *e)
{
	const struct network *n;
	struct asked a;
	struct item i = {0};
	struct share s = {0};
	int64_t waiting = 0;

	asked_read(t->event->value, &a);
	if (share_find(t->db, t->member.id, a.item, a.network, &s, e) == -1)
		return -1;
	if (s.id == 0)
		return refuse_gone(t, "", e);
	if (award_each_of_share(t->db, s.id, add_pending, &waiting, e) == -1 ||
		reward_withdrawn(t->db, &s, t->now, e) == -1 ||
		holding_drop(t, s.id, e) == -1 ||
		item_find(t->db, s.item, &i, e) == -1)
		return -1;
	n = network_find(s.network);
	return answer_here(t, "changed",
		json_pack("{s:s, s:s, s:b, s:I, s:b, s:o}", "title", i.title,
			"network", n == NULL ? s.network : n->label, "copied",
			n == NULL || !n->has_composer, "points",
			(json_int_t)waiting, "open", item_is_open(&i), "value",
			json_sprintf("%" PRId64, s.item)),
		e);
}
