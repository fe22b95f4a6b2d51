#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "campaigns.h"
#include "mem.h"

#include "turn.h"

#include "campaign_place.h"

int
campaign_place_put(struct turn *t, const struct campaign *c,
	const struct channel *channel, bool on, struct err *e)
{
	char about[32], *where;
	int result = on ? campaign_target(t->db, c->id, channel->chat,
				  channel->place, e)
			: campaign_untarget_place(t->db, c->id, channel->chat,
				  channel->place, e);

	if (result == -1)
		return -1;
	snprintf(about, sizeof about, "%" PRId64, c->id);
	where = xasprintf("%s:%s", channel->chat, channel->place);
	result = turn_audit(t,
		on ? "campaign.channel.add" : "campaign.channel.remove", about,
		on ? "" : where, on ? where : "", e);
	free(where);
	return result;
}
