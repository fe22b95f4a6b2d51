#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "mem.h"
#include "shares.h"
#include "asked.h"
#include "behaviour.h"
#include "kit.h"

static int
show(struct turn *t, int64_t item, struct err *e)
{
	const struct kit_wish wish = {.member = &t->member,
		.item = item,
		.network = "",
		.way = KIT_REPLY};

	return kit_show(t, &wish, e);
}

int
share_button(struct turn *t, struct err *e)
{
	int64_t item;

	if (asked_item(t, &item, e) == -1)
		return -1;
	return show(t, item, e);
}

int
share_reaction(struct turn *t, struct err *e)
{
	int64_t item;
	bool needed;

	if (!asked_by_reaction(t))
		return 0;
	if (asked_item(t, &item, e) == -1)
		return -1;
	if (item == 0)
		return 0;
	if (invite_is_needed(t, &needed, e) == -1)
		return -1;
	return needed ? invite_for(t, item, e) : show(t, item, e);
}

/* The reaction was taken back: a kit that led to nothing is closed, and what
 * waits for its time or for the platform is not said any more. */
int
share_withdraw(struct turn *t, struct err *e)
{
	struct kit k;
	int64_t item;
	int networks;
	char *name;
	int result;

	if (!asked_by_reaction(t) || t->member.id == 0)
		return 0;
	if (asked_item(t, &item, e) == -1)
		return -1;
	if (item == 0)
		return 0;
	name = xasprintf("kit:%" PRId64 ":%" PRId64 ":", t->member.id, item);
	result = turn_cancel(t, name, e);
	free(name);
	if (result == -1 || kit_find(t->db, t->member.id, item, &k, e) == -1 ||
		share_networks(t->db, t->member.id, item, &networks, e) == -1)
		return -1;
	if (k.member == 0)
		return 0;
	k.later_at = 0;
	k.declined = networks == 0;
	return kit_save(t->db, &k, e);
}

int
share_command(struct turn *t, struct err *e)
{
	struct asked_items open = {.count = 0};
	json_t *options;
	size_t i;

	if (asked_open(t, t->text, &open, e) == -1)
		return -1;
	if (open.count == 0)
		return turn_reply(t, "nothing_open", NULL, e);
	if (open.count == 1)
		return show(t, open.list[0].item, e);
	options = json_array();
	for (i = 0; i < open.count; i++)
		json_array_append_new(options,
			json_pack("{s:s, s:o}", "text", open.list[i].title,
				"value",
				json_sprintf("%" PRId64, open.list[i].item)));
	return turn_reply(t, "share_pick",
		json_pack("{s:o, s:b}", "options", options, "missed",
			open.missed),
		e);
}
