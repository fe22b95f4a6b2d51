#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "items.h"

#include "about.h"
#include "admins.h"
#include "answer.h"
#include "behaviour.h"
#include "notice.h"
#include "which.h"

/* "Not this": an item that stands in no channel yet will not. */
static int
reject(struct turn *t, struct item *i, struct err *e)
{
	char before[sizeof i->state], about[32];

	snprintf(before, sizeof before, "%s", i->state);
	snprintf(about, sizeof about, "%" PRId64, i->id);
	if (notice_end(t, i, "rejected", e) == -1)
		return -1;
	return turn_audit(t, "item.reject", about, before, i->state, e);
}

static int
answer(struct turn *t, const struct item *i, struct err *e)
{
	json_t *values = about_item(t, i, e);

	return values == NULL ? -1 : answer_here(t, "item_status", values, e);
}

/* /campaign reject 12. What is announced is taken back instead, and that asks
 * first; what was decided already is shown as it is. */
int
item_reject_run(struct turn *t, struct err *e)
{
	struct item item;

	if (which_item_written(t, "reject", &item, e) == -1)
		return -1;
	if (item.id == 0)
		return 0;
	if (strcmp(item.state, "announced") == 0)
		return item_retract_run(t, e);
	if (strcmp(item.state, "reading") == 0 ||
		strcmp(item.state, "review") == 0 ||
		strcmp(item.state, "ready") == 0) {
		if (reject(t, &item, e) == -1)
			return -1;
	}
	return answer(t, &item, e);
}
