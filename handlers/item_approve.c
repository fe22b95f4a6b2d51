#include <string.h>

#include "items.h"

#include "about.h"
#include "admins.h"
#include "answer.h"
#include "behaviour.h"
#include "which.h"

/* /campaign approve 12: announced now, unless another admin decided before. */
int
item_approve_run(struct turn *t, struct err *e)
{
	struct item item;
	json_t *values;

	if (which_item_written(t, "approve", &item, e) == -1)
		return -1;
	if (item.id == 0)
		return 0;
	if (strcmp(item.state, "review") == 0)
		return item_announce_run(t, e);
	values = about_item(t, &item, e);
	return values == NULL ? -1 : answer_here(t, "item_status", values, e);
}
