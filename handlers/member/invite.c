#include "consent.h"
#include "err.h"
#include "items.h"
#include "asked.h"
#include "behaviour.h"
#include "redeem.h"

static bool
is_in(const struct member *m)
{
	return m->id != 0 &&
	       (m->state == MEMBER_ACTIVE || m->state == MEMBER_PAUSED);
}

int
invite_is_needed(struct turn *t, bool *needed, struct err *e)
{
	int version;

	*needed = true;
	if (!is_in(&t->member))
		return 0;
	if (consent_find(t->db, t->member.id, &version, e) == -1)
		return -1;
	*needed = version < t->programme->consent_version;
	return 0;
}

/* The words of an invitation, all with the item that Join is about. */
static int
say(struct turn *t, const char *template, int64_t item, struct err *e)
{
	struct item found = {0};
	bool rewards;

	if (rewards_offered(t, &rewards, e) == -1)
		return -1;
	if (item != 0 && item_find(t->db, item, &found, e) == -1)
		return -1;
	return turn_reply(t, template,
		json_pack("{s:I, s:s, s:b}", "item", (json_int_t)found.id,
			"title", found.title, "rewards", rewards),
		e);
}

int
invite_for(struct turn *t, int64_t item, struct err *e)
{
	enum stranger_answer answer;
	unsigned char hash[16];
	bool pressed = t->event->kind != EVENT_REACTION_ADDED;

	if (is_in(&t->member))
		return say(t, "consent_again", item, e);
	turn_stranger_hash(t, hash);
	if (stranger_find(t->db, hash, &answer, e) == -1)
		return -1;
	/* A reaction may mean anything: it brings the invitation once. A press
	 * asks for something and is always answered. */
	if (!pressed && answer != STRANGER_NEW)
		return 0;
	if (answer == STRANGER_NO)
		return say(t, "invite_after_no", item, e);
	if (stranger_note(t->db, hash, STRANGER_ASKED, t->now, e) == -1)
		return -1;
	return say(t, "invite", item, e);
}

int
invite_sharer(struct turn *t, struct err *e)
{
	int64_t item;

	if (asked_item(t, &item, e) == -1)
		return -1;
	return invite_for(t, item, e);
}

int
invite_short(struct turn *t, struct err *e)
{
	return turn_reply(t, "members_only", NULL, e);
}
