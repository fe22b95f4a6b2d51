#include "behaviour.h"

/* /campaign, /campaign help */
int
campaign_help_run(struct turn *t, struct err *e)
{
	return turn_reply(t, "campaign_help", NULL, e);
}
