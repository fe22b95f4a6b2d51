#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "mem.h"
#include "shares.h"
#include "asked.h"
#include "behaviour.h"
#include "kit.h"

/* A reaction heard of so shortly before the list was asked for may be younger
 * than what the list was made from. */
#define STANDING_MS 2000

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

/* Remembers where the reaction stands that asked for the kit. */
static int
note_reaction(struct turn *t, int64_t item, struct err *e)
{
	struct kit k;

	if (t->member.id == 0 || t->event->message == NULL)
		return 0;
	if (kit_find(t->db, t->member.id, item, &k, e) == -1)
		return -1;
	if (k.member == 0)
		return 0;
	snprintf(k.reacted_to, sizeof k.reacted_to, "%s", t->event->message);
	k.reacted_at = t->now;
	return kit_save(t->db, &k, e);
}

int
share_reaction(struct turn *t, struct err *e)
{
	struct item i;
	int64_t item;
	bool needed;

	if (!asked_by_reaction(t))
		return 0;
	if (asked_item(t, &item, e) == -1)
		return -1;
	if (item == 0) {
		turn_ignore(t);
		return 0;
	}
	if (item_find(t->db, item, &i, e) == -1 ||
		invite_is_needed(t, &needed, e) == -1)
		return -1;
	if (i.internal)
		return refuse_closed(t, &i, e);
	if (needed)
		return invite_for(t, item, e);
	if (show(t, item, e) == -1)
		return -1;
	return note_reaction(t, item, e);
}

/* A reaction is there no more: a kit that led to nothing is closed, and what
 * waits for its time or for the platform is not said any more. */
static int
withdraw(struct turn *t, int64_t member, int64_t item, struct err *e)
{
	struct kit k;
	int networks;
	char *name;
	int result;

	name = xasprintf("kit:%" PRId64 ":%" PRId64 ":", member, item);
	result = turn_cancel(t, name, e);
	free(name);
	if (result == -1 || kit_find(t->db, member, item, &k, e) == -1 ||
		share_networks(t->db, member, item, &networks, e) == -1)
		return -1;
	if (k.member == 0)
		return 0;
	k.later_at = 0;
	k.declined = networks == 0;
	k.reacted_to[0] = '\0';
	k.reacted_at = 0;
	return kit_save(t->db, &k, e);
}

int
share_withdraw(struct turn *t, struct err *e)
{
	int64_t item;

	if (!asked_by_reaction(t) || t->member.id == 0)
		return 0;
	if (asked_item(t, &item, e) == -1)
		return -1;
	return item == 0 ? 0 : withdraw(t, t->member.id, item, e);
}

/* Who stands on an announcement is known, not what happened to it meanwhile. */
struct missing {
	const struct turn *turn;
	json_t *members; /* ids of those whose reaction is gone */
};

static bool
is_standing(const struct turn *t, const char *person)
{
	const char *emoji;
	json_t *people, *one;
	size_t i;

	json_object_foreach((json_t *)t->event->fields, emoji, people)
	{
		if (!asked_by_emoji(t, emoji))
			continue;
		json_array_foreach(people, i, one)
		{
			if (json_is_string(one) &&
				strcmp(json_string_value(one), person) == 0)
				return true;
		}
	}
	return false;
}

static int
on_asked(void *arg, int64_t member, const char *person, struct err *e)
{
	struct missing *m = arg;

	(void)e;
	if (!is_standing(m->turn, person))
		json_array_append_new(m->members, json_integer(member));
	return 0;
}

/* Reactions given while the list was on its way are not in it. */
int
share_standing(struct turn *t, struct err *e)
{
	struct missing m = {.turn = t};
	struct kit_asked asked = {.chat = t->event->chat,
		.message = t->event->message,
		.before = t->event->at - STANDING_MS};
	json_t *member;
	int result = 0;
	size_t i;

	if (asked_item(t, &asked.item, e) == -1)
		return -1;
	if (asked.item == 0)
		return 0;
	m.members = json_array();
	if (kit_each_asked(t->db, &asked, on_asked, &m, e) == -1)
		result = -1;
	json_array_foreach(m.members, i, member)
	{
		if (result == 0)
			result = withdraw(
				t, json_integer_value(member), asked.item, e);
	}
	json_decref(m.members);
	return result;
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
