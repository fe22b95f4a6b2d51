#include "consent.h"
#include "err.h"
#include "items.h"
#include "text.h"
#include "answer.h"
#include "asked.h"
#include "behaviour.h"
#include "home.h"
#include "kit.h"
#include "redeem.h"
#include "team_fit.h"

/* Somebody new, or back after leaving. Name, language and zone are asked of
 * the platform; until it answers, what the event shows will do. */
static int
enrol(struct turn *t, struct err *e)
{
	struct member *m = &t->member;
	unsigned char hash[16];

	text_copy(m->name, sizeof m->name,
		t->event->who == NULL ? "" : t->event->who);
	text_copy(m->language, sizeof m->language, t->language);
	text_copy(m->zone, sizeof m->zone, t->programme->zone);
	turn_stranger_hash(t, hash);
	if (people_join(t->db, t->event->chat, t->event->person, m,
		    t->programme->consent_version, hash, t->now, e) == -1 ||
		team_fit(t, m->id, e) == -1)
		return -1;
	return turn_ask_person(t, t->event->chat, t->event->person, e);
}

/* Whether what is kept stood before them when they said yes: on an invitation,
 * which is about an item, or on the home page. */
static bool
was_told(const struct turn *t, int64_t item)
{
	return t->event->kind == EVENT_BUTTON &&
	       (item != 0 || t->event->message == NULL);
}

/* With what they asked for before they were asked to join (0: nothing). */
static int
join(struct turn *t, int64_t item, struct err *e)
{
	bool in =
		t->member.id != 0 && (t->member.state == MEMBER_ACTIVE ||
					     t->member.state == MEMBER_PAUSED);
	struct kit_wish wish = {
		.member = &t->member, .network = "", .way = KIT_REPLY};
	struct item i = {0};
	int version = 0;
	bool rewards;

	if (rewards_offered(t, &rewards, e) == -1)
		return -1;
	if (item != 0 && item_find(t->db, item, &i, e) == -1)
		return -1;
	if (in && consent_find(t->db, t->member.id, &version, e) == -1)
		return -1;
	if (in && version >= t->programme->consent_version) {
		if (i.id == 0)
			return turn_reply(t, "member_already", NULL, e);
	} else {
		if (in && consent_give(t->db, t->member.id,
				  t->programme->consent_version, t->language,
				  t->now, e) == -1)
			return -1;
		if (!in && enrol(t, e) == -1)
			return -1;
		if (answer_here(t, "welcome",
			    json_pack("{s:s, s:b, s:b, s:b}", "title", i.title,
				    "rewards", rewards, "again", in, "tell",
				    !was_told(t, item)),
			    e) == -1 ||
			home_refresh(t, e) == -1)
			return -1;
	}
	wish.item = i.id;
	return i.id == 0 ? 0 : kit_show(t, &wish, e);
}

int
join_command(struct turn *t, struct err *e)
{
	return join(t, 0, e);
}

int
join_button(struct turn *t, struct err *e)
{
	struct asked a;

	asked_read(t->event->value, &a);
	return join(t, a.item, e);
}
