#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "items.h"

#include "about.h"
#include "admins.h"
#include "answer.h"
#include "behaviour.h"
#include "notice.h"
#include "number.h"
#include "which.h"

static bool
is_announced(const struct item *i)
{
	return strcmp(i->state, "announced") == 0;
}

static int
answer(struct turn *t, const struct item *i, const char *template,
	struct err *e)
{
	json_t *values = about_item(t, i, e);

	return values == NULL ? -1 : answer_here(t, template, values, e);
}

/* /campaign retract 12: asks first, for what stands in channels goes. */
int
item_retract_run(struct turn *t, struct err *e)
{
	struct item item;

	if (which_item_written(t, "retract", &item, e) == -1)
		return -1;
	if (item.id == 0)
		return 0;
	if (is_announced(&item))
		return answer(t, &item, "item_retract_ask", e);
	if (strcmp(item.state, "ready") == 0 ||
		strcmp(item.state, "review") == 0 ||
		strcmp(item.state, "reading") == 0)
		return item_reject_run(t, e);
	return answer(t, &item, "item_status", e);
}

/* The button of that question. */
int
item_retract_yes_run(struct turn *t, struct err *e)
{
	char about[32];
	struct item item;

	if (item_find(t->db, number_read(t->event->value), &item, e) == -1)
		return -1;
	if (item.id == 0)
		return refuse_gone(t, "", e);
	if (is_announced(&item)) {
		snprintf(about, sizeof about, "%" PRId64, item.id);
		if (notice_end(t, &item, "retracted", e) == -1 ||
			turn_audit(t, "item.retract", about, "announced",
				item.state, e) == -1)
			return -1;
	}
	return answer(t, &item, "item_status", e);
}

/* The other button, and of any question that was answered with no. */
int
item_retract_keep_run(struct turn *t, struct err *e)
{
	return turn_replace(t, "nothing_changed", NULL, e);
}
