#include "behaviour.h"
#include "post.h"

/* All that happened there before that time was heard: after a restart only
 * what came later is read up. */
int
heard_run(struct turn *t, struct err *e)
{
	return meta_set_heard(t->db, t->event->chat, t->event->at, e);
}
