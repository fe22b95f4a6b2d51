#include <string.h>

#include "items.h"

#include "behaviour.h"
#include "notice.h"
#include "number.h"

/* The item's time is up. An end that was moved since is another event. */
int
item_expire_run(struct turn *t, struct err *e)
{
	struct item item;

	if (item_find(t->db, number_read(t->event->value), &item, e) == -1)
		return -1;
	if (strcmp(item.state, "announced") != 0 || item.expires_at == 0 ||
		item.expires_at > t->now)
		return 0;
	return notice_end(t, &item, "expired", e);
}
