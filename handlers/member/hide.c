#include "err.h"
#include "behaviour.h"
#include "home.h"

static int
set(struct turn *t, bool hidden, struct err *e)
{
	t->member.hidden = hidden;
	if (people_save(t->db, &t->member, e) == -1 ||
		turn_reply(t, hidden ? "hidden" : "shown", NULL, e) == -1)
		return -1;
	return home_refresh(t, e);
}

int
hide_run(struct turn *t, struct err *e)
{
	return set(t, true, e);
}

int
hide_show(struct turn *t, struct err *e)
{
	return set(t, false, e);
}
