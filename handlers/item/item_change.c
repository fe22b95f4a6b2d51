#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "items.h"

#include "turn.h"

#include "about.h"
#include "field.h"
#include "item_change.h"
#include "notice.h"

/* One field of the item, as the audit tells it. */
struct change {
	const char *did, *before, *after;
};

static int
note(struct turn *t, const struct item *i, const struct change *c,
	struct err *e)
{
	char about[32];

	if (strcmp(c->before, c->after) == 0)
		return 0;
	snprintf(about, sizeof about, "%" PRId64, i->id);
	return turn_audit(t, c->did, about, c->before, c->after, e);
}

static const char *
flag(bool is_set)
{
	return is_set ? "yes" : "no";
}

static int
note_all(struct turn *t, const struct item *a, const struct item *b,
	struct err *e)
{
	char *from = field_day(t, a->expires_at);
	char *to = field_day(t, b->expires_at);
	const struct change changes[] = {
		{"item.edit.title", a->title, b->title},
		{"item.edit.summary", a->summary, b->summary},
		{"item.edit.why", a->why, b->why},
		{"item.edit.image", a->image, b->image},
		{"item.edit.end", from, to},
		{"item.edit.internal", flag(a->internal), flag(b->internal)},
		{"item.edit.pin", flag(item_is_pinned(a, t->now)),
			flag(item_is_pinned(b, t->now))},
	};
	int result = 0;
	size_t n;

	for (n = 0; n < sizeof changes / sizeof *changes && result == 0; n++)
		result = note(t, b, &changes[n], e);
	free(from);
	free(to);
	return result;
}

int
item_change_done(struct turn *t, const struct item *before, struct item *now,
	struct err *e)
{
	json_t *values;

	if (item_save(t->db, now, e) == -1 ||
		(now->internal && item_unpin(t->db, now->id, e) == -1) ||
		item_find(t->db, now->id, now, e) == -1 ||
		note_all(t, before, now, e) == -1 ||
		notice_refresh(t, now, e) == -1 ||
		notice_refresh_admins(t, now, e) == -1)
		return -1;
	values = about_item(t, now, e);
	return values == NULL ? -1 : turn_reply(t, "item_saved", values, e);
}
