#include <string.h>

#include "items.h"

#include "admins.h"
#include "about.h"
#include "behaviour.h"
#include "notice.h"
#include "number.h"
#include "spans.h"

static int
tell_failed(struct turn *t, const struct item *i, const struct announcement *a,
	struct err *e)
{
	json_t *values = json_pack("{s:I, s:s, s:o}", "item", (json_int_t)i->id,
		"title", about_title(i), "channel",
		spans_channel(a->chat, a->place));
	int result =
		admins_tell(t, t->event->key, "announce_failed", values, e);

	json_decref(values);
	return result;
}

/* An announcement is due. */
int
announce_run(struct turn *t, struct err *e)
{
	struct announcement a;
	struct item item;
	bool done;

	if (announcement_get(t->db, number_read(t->event->value), &a, e) == -1)
		return -1;
	if (strcmp(a.state, "due") != 0)
		return 0;
	if (item_find(t->db, a.item, &item, e) == -1)
		return -1;
	if (strcmp(item.state, "ready") != 0 &&
		strcmp(item.state, "announced") != 0)
		return announcement_state(t->db, a.id, "over", e);
	if (notice_post(t, &item, &a, &done, e) == -1)
		return -1;
	return done ? 0 : tell_failed(t, &item, &a, e);
}
