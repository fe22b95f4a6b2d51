#include <inttypes.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "network.h"
#include "asked.h"
#include "behaviour.h"
#include "gate.h"
#include "opening.h"

/* "Copy text": for networks that take no text, and all that we do not know.
 * The text is taken out here, so the link is made now. */
int
copy_button(struct turn *t, struct err *e)
{
	struct asked a;
	struct item i = {0};
	struct opening o = {0};
	struct campaign c;
	bool paused;
	int result;

	asked_read(t->event->value, &a);
	if (a.item != 0 && item_find(t->db, a.item, &i, e) == -1)
		return -1;
	if (!item_is_open(&i))
		return refuse_closed(t, &i, e);
	if (gate_paused(t, &i, &c, &paused, e) == -1)
		return -1;
	if (paused)
		return turn_reply(t, "paused_item", gate_values(t, &i, &c), e);
	result = opening_make(t, &i, network_find("copy"), &o, e);
	if (result == 0)
		result = turn_reply(t, "copy",
			json_pack("{s:s, s:s, s:o}", "title", i.title, "text",
				o.text, "value",
				json_sprintf("%" PRId64 ":copy", i.id)),
			e);
	opening_free(&o);
	return result;
}
