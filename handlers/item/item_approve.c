#include <string.h>

#include "items.h"

#include "behaviour.h"
#include "reviewing.h"
#include "which.h"

/* /campaign approve 12: announced now, unless somebody decided before. */
int
item_approve_run(struct turn *t, struct err *e)
{
	struct item item;

	if (which_item_written(t, "approve", &item, e) == -1)
		return -1;
	if (item.id == 0)
		return 0;
	if (strcmp(item.state, "review") == 0)
		return item_announce_run(t, e);
	return reviewing_tell_decided(t, &item, e);
}
