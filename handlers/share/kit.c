#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "mem.h"
#include "shares.h"
#include "answer.h"
#include "asked.h"
#include "behaviour.h"
#include "gate.h"
#include "kit.h"
#include "kit_card.h"
#include "wording.h"

/* Under a name by which a reaction that is taken back stops it. */
static int
reply(struct turn *t, const struct kit_wish *w, const char *template,
	json_t *values, struct err *e)
{
	char *name =
		xasprintf("kit:%" PRId64 ":%" PRId64, w->member->id, w->item);
	int result = turn_reply_named(t, name, template, values, e);

	free(name);
	return result;
}

static int
hand_over(struct turn *t, const struct kit_wish *w, const char *template,
	json_t *values, struct err *e)
{
	switch (w->way) {
	case KIT_HERE:
		return answer_here(t, template, values, e);
	case KIT_DIRECT:
		return turn_direct(
			t, w->member->id, w->key, template, values, e);
	case KIT_REPLY:
		break;
	}
	return reply(t, w, template, values, e);
}

/* The member's kit, made when there is none yet: members start at different
 * texts, so that not everybody posts the same words. */
static int
take_out(struct turn *t, const struct kit_wish *w, const struct item *i,
	struct kit *k, struct err *e)
{
	struct wording words = {i, w->member, NULL};
	int count;

	if (kit_card_network(t, i, w->network, &words.network, e) == -1 ||
		kit_find(t->db, w->member->id, i->id, k, e) == -1)
		return -1;

	if (k->member == 0) {
		if (wording_count(t, &words, &count, e) == -1)
			return -1;
		k->member = w->member->id;
		k->item = i->id;
		k->variant = (int)(w->member->id % count);
		k->opened_at = t->now;
	}
	k->later_at = 0;
	k->declined = false;
	return kit_save(t->db, k, e);
}

int
kit_show(struct turn *t, const struct kit_wish *wish, struct err *e)
{
	struct item i = {0};
	struct campaign c;
	struct kit k = {0};
	json_t *values;
	bool paused;

	if (wish->item != 0 && item_find(t->db, wish->item, &i, e) == -1)
		return -1;
	if (!item_is_open(&i))
		return hand_over(t, wish, i.internal ? "for_us_only" : "gone",
			json_pack("{s:s}", "title", i.title), e);
	if (gate_paused(t, &i, &c, &paused, e) == -1)
		return -1;
	if (paused)
		return hand_over(
			t, wish, "paused_item", gate_values(t, &i, &c), e);
	if (take_out(t, wish, &i, &k, e) == -1)
		return -1;
	if (c.given)
		k.text[0] = '\0';
	values = kit_card_values(t, wish, &i, &k, e);
	if (values == NULL)
		return -1;
	return hand_over(t, wish, "kit", values, e);
}

/* Shows the pressed kit again, with what was changed in it. */
static int
redraw(struct turn *t, const struct asked *a, bool all, struct err *e)
{
	const struct kit_wish wish = {.member = &t->member,
		.item = a->item,
		.network = a->network,
		.all = all,
		.way = KIT_HERE};

	return kit_show(t, &wish, e);
}

int
kit_more(struct turn *t, struct err *e)
{
	struct asked a;

	asked_read(t->event->value, &a);
	return redraw(t, &a, true, e);
}

int
kit_another(struct turn *t, struct err *e)
{
	struct asked a;
	struct item i = {0};
	struct wording words = {.item = &i, .member = &t->member};
	struct kit k;
	int count;

	asked_read(t->event->value, &a);
	if (item_find(t->db, a.item, &i, e) == -1 ||
		kit_find(t->db, t->member.id, a.item, &k, e) == -1)
		return -1;
	if (i.id != 0 && k.member != 0) {
		if (kit_card_network(t, &i, a.network, &words.network, e) ==
				-1 ||
			wording_count(t, &words, &count, e) == -1)
			return -1;
		/* From their own words back to the text they came from. */
		if (k.text[0] == '\0')
			k.variant = (k.variant + 1) % count;
		k.text[0] = '\0';
		if (kit_save(t->db, &k, e) == -1)
			return -1;
	}
	return redraw(t, &a, false, e);
}

int
kit_decline(struct turn *t, struct err *e)
{
	struct asked a;
	struct item i = {0};
	struct kit k;
	bool member = t->member.id != 0 && t->member.state != MEMBER_LEFT;

	asked_read(t->event->value, &a);
	if (item_find(t->db, a.item, &i, e) == -1)
		return -1;
	if (i.id != 0 && member) {
		if (kit_find(t->db, t->member.id, i.id, &k, e) == -1)
			return -1;
		k.declined = true;
		k.later_at = 0;
		if (k.member != 0 && kit_save(t->db, &k, e) == -1)
			return -1;
	}
	return answer_here(t, "not_for_me",
		json_pack("{s:s, s:b, s:I}", "title", i.title, "member", member,
			"item", (json_int_t)i.id),
		e);
}
