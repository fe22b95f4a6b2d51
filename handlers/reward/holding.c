#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "err.h"
#include "holds.h"
#include "ledger.h"
#include "network.h"
#include "reward.h"
#include "shares.h"
#include "text.h"
#include "when.h"

#include "turn.h"

#include "answer.h"
#include "holding.h"
#include "outcome.h"
#include "spans.h"

#define KEY_SIZE 48

static void
write_key(char key[KEY_SIZE], const struct hold *h, const char *more)
{
	snprintf(key, KEY_SIZE, "hold:%" PRId64 "%s", h->id, more);
}

int64_t
holding_minutes(int64_t ms)
{
	return (ms + WHEN_MINUTE - 1) / WHEN_MINUTE;
}

json_t *
holding_reason(const struct hold *h)
{
	return json_pack("{s:o, s:I, s:I, s:I}", "phrase",
		json_sprintf("hold_%s", h->reason), "part", (json_int_t)h->part,
		"whole", (json_int_t)h->whole, "minutes",
		(json_int_t)holding_minutes(h->span));
}

static bool
is_own(const struct turn *t, const struct hold *h)
{
	return t->event->person != NULL &&
	       strcmp(h->person, t->event->person) == 0 &&
	       strcmp(h->chat, t->event->chat) == 0;
}

json_t *
holding_values(const struct turn *t, const struct hold *h)
{
	const struct network *n = network_find(h->network);
	const char *decision = h->decision;
	json_t *values = json_pack("{s:I, s:s, s:I, s:s, s:s, s:b, s:I, s:o}",
		"id", (json_int_t)h->id, "member", h->name, "item",
		(json_int_t)h->item, "title",
		h->title[0] == '\0' ? h->url : h->title, "network",
		n == NULL ? h->network : n->label, "copied",
		n == NULL || !n->has_composer, "points", (json_int_t)h->points,
		"reason", holding_reason(h));

	json_object_update_new(values,
		json_pack("{s:o, s:o, s:s, s:s, s:o, s:o, s:b}", "since",
			answer_time(t, h->opened_at, "date"), "until",
			answer_time(t, h->until_at, "date"), "answer",
			h->answer, "note", h->note, "at",
			answer_time(t, h->decided_at, "date_time"), "by",
			h->person[0] == '\0' ? json_string("")
					     : spans_person(h->chat, h->person),
			"own", is_own(t, h)));
	json_object_update_new(values,
		json_pack("{s:b, s:b, s:b, s:b}", "open", *decision == '\0',
			"released", strcmp(decision, "released") == 0,
			"withdrawn", strcmp(decision, "withdrawn") == 0,
			"dropped", strcmp(decision, "dropped") == 0));
	return values;
}

/* Who left hears nothing more from us. */
static int
tell(struct turn *t, const struct hold *h, const char *key,
	const char *template, struct err *e)
{
	struct member m;

	if (people_get(t->db, h->member, &m, e) == -1)
		return -1;
	if (m.state != MEMBER_ACTIVE && m.state != MEMBER_PAUSED)
		return 0;
	return turn_direct(
		t, h->member, key, template, holding_values(t, h), e);
}

int
holding_open(struct turn *t, struct hold *h, struct err *e)
{
	char key[KEY_SIZE];

	if (hold_open(t->db, h, e) == -1 || hold_get(t->db, h->id, h, e) == -1)
		return -1;
	write_key(key, h, "");
	if (tell(t, h, key, "hold_told", e) == -1)
		return -1;
	return outcome_refresh(t, h->share, e);
}

/* Its time to settle came while it was looked at; what is to wait longer comes
 * due by itself. */
static int
on_award(void *arg, const struct award *a, struct err *e)
{
	const struct turn *t = arg;

	if (strcmp(a->state, "pending") != 0 || a->settles_at == 0 ||
		a->settles_at > t->now)
		return 0;
	return award_settle(t->db, a->id, t->now, e);
}

static int
release(struct turn *t, const struct hold *h, struct err *e)
{
	return award_each_of_share(t->db, h->share, on_award, t, e);
}

static int
withdraw(struct turn *t, const struct hold *h, struct err *e)
{
	struct share s;

	if (share_get(t->db, h->share, &s, e) == -1)
		return -1;
	return reward_withdrawn(t->db, &s, t->now, e);
}

static void
note_decision(const struct turn *t, struct hold *h, const char *decision,
	const char *note)
{
	const struct event *event = t->event;
	bool somebody = event->person != NULL;

	text_copy(h->decision, sizeof h->decision, decision);
	text_copy(h->note, sizeof h->note, note);
	text_copy(h->chat, sizeof h->chat, somebody ? event->chat : "");
	text_copy(h->person, sizeof h->person, somebody ? event->person : "");
	h->decided_at = t->now;
}

/* The message that told of it loses its button, and another one tells the
 * outcome, so that it is noticed. */
static int
tell_end(struct turn *t, const struct hold *h, struct err *e)
{
	char key[KEY_SIZE];

	write_key(key, h, "");
	if (turn_update(t, key, "hold_told", holding_values(t, h), e) == -1)
		return -1;
	write_key(key, h, ":over");
	if (tell(t, h, key, "hold_over", e) == -1)
		return -1;
	return outcome_refresh(t, h->share, e);
}

int
holding_end(struct turn *t, struct hold *h, const char *decision,
	const char *note, struct err *e)
{
	note_decision(t, h, decision, note);
	if (hold_decide(t->db, h, e) == -1)
		return -1;
	if ((strcmp(decision, "released") == 0 ? release(t, h, e)
					       : withdraw(t, h, e)) == -1)
		return -1;
	return tell_end(t, h, e);
}

/* Nobody decided that, and whose share it is stays out of it. */
int
holding_drop(struct turn *t, int64_t share, struct err *e)
{
	struct hold h;
	char key[KEY_SIZE];

	if (hold_of_share(t->db, share, &h, e) == -1)
		return -1;
	if (h.id == 0 || h.decision[0] != '\0')
		return 0;
	text_copy(h.decision, sizeof h.decision, "dropped");
	h.decided_at = t->now;
	if (hold_decide(t->db, &h, e) == -1)
		return -1;
	write_key(key, &h, "");
	return turn_update(t, key, "hold_told", holding_values(t, &h), e);
}
