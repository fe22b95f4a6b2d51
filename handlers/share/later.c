#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "json.h"
#include "shares.h"
#include "when.h"
#include "answer.h"
#include "asked.h"
#include "behaviour.h"
#include "gate.h"
#include "kit.h"

#define MORNING_HOUR 9

static int64_t
in_an_hour(const struct turn *t)
{
	return t->now + WHEN_HOUR;
}

static int64_t
tomorrow(const struct turn *t)
{
	struct when_local day;

	when_to_local(t->now, t->zone, &day);
	day.day++;
	day.hour = MORNING_HOUR;
	day.minute = 0;
	return when_from_local(&day, t->zone);
}

static int64_t
monday(const struct turn *t)
{
	return when_next(t->now, 1, MORNING_HOUR, 0, t->zone);
}

/* "17:monday"; anything else is tomorrow. */
static const struct {
	const char *name;
	int64_t (*at)(const struct turn *t);
} choices[] = {{"hour", in_an_hour}, {"monday", monday}};

static int64_t
chosen(const struct turn *t, const char *name)
{
	size_t i;

	for (i = 0; i < sizeof choices / sizeof *choices; i++)
		if (strcmp(choices[i].name, name) == 0)
			return choices[i].at(t);
	return tomorrow(t);
}

int
later_button(struct turn *t, struct err *e)
{
	struct asked a;
	struct item i = {0};
	struct kit k;

	asked_read(t->event->value, &a);
	if (a.item != 0 && item_find(t->db, a.item, &i, e) == -1)
		return -1;
	if (!item_is_open(&i))
		return refuse_closed(t, &i, e);
	if (kit_find(t->db, t->member.id, i.id, &k, e) == -1)
		return -1;
	if (k.member == 0) {
		k.member = t->member.id;
		k.item = i.id;
		k.opened_at = t->now;
	}
	k.later_at = chosen(t, a.network);
	k.declined = false;
	if (kit_save(t->db, &k, e) == -1)
		return -1;
	return answer_here(t, "later",
		json_pack("{s:s, s:o, s:I}", "title", i.title, "at",
			answer_time(t, k.later_at, "date_time"), "item",
			(json_int_t)i.id),
		e);
}

/* The campaign is paused: it comes back when that is over, or is asked for
 * again the next day. */
static int
wait_for_campaign(struct turn *t, struct kit *k, bool *waits, struct err *e)
{
	struct campaign c;
	struct item i;

	*waits = false;
	if (item_find(t->db, k->item, &i, e) == -1 || i.id == 0)
		return -1;
	if (gate_paused(t, &i, &c, waits, e) == -1)
		return -1;
	if (!*waits)
		return 0;
	k->later_at = c.paused_until > t->now ? c.paused_until + WHEN_MINUTE
					      : t->now + WHEN_DAY;
	return kit_save(t->db, k, e);
}

/* The time has come. Someone who left, paused or pressed since hears nothing:
 * what they did last counts. */
int
later_due(struct turn *t, struct err *e)
{
	struct member m = {0};
	struct kit k;
	struct asked a;
	bool waits;
	int64_t member =
		json_integer_value(json_object_get(t->event->fields, "more"));
	struct kit_wish wish = {.member = &m,
		.network = "",
		.way = KIT_DIRECT,
		.key = t->event->key};

	asked_read(t->event->value, &a);
	wish.item = a.item;
	if (people_get(t->db, member, &m, e) == -1 ||
		kit_find(t->db, member, a.item, &k, e) == -1)
		return -1;
	if (k.member == 0 || k.later_at == 0)
		return 0;
	turn_read_by(t, &m);
	if (wait_for_campaign(t, &k, &waits, e) == -1)
		return -1;
	if (waits)
		return 0;
	if (m.id != 0 && m.state == MEMBER_ACTIVE)
		return kit_show(t, &wish, e);
	k.later_at = 0;
	return kit_save(t->db, &k, e);
}
