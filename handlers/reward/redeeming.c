#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "ledger.h"
#include "mem.h"
#include "people.h"
#include "text.h"

#include "turn.h"

#include "admins.h"
#include "answer.h"
#include "desk.h"
#include "place.h"
#include "redeeming.h"
#include "reward_about.h"
#include "spans.h"

#define KEY_SIZE 96
#define CARDS_MOST 100 /* of somebody forgotten */

bool
redeeming_is_shown(const struct turn *t)
{
	return desk_is_shown(t, t->programme->reward_channel);
}

static void
card_key(char key[KEY_SIZE], const struct redemption *r)
{
	snprintf(key, KEY_SIZE, "redemption:%" PRId64, r->id);
}

/* Their name; of somebody forgotten there is none. */
static int
add_who(struct turn *t, const struct redemption *r, json_t *values,
	struct err *e)
{
	struct member m;

	if (people_get(t->db, r->member, &m, e) == -1)
		return -1;
	return json_object_set_new(values, "who",
		m.name[0] == '\0'
			? json_pack("{s:s}", "phrase", "person_deleted")
			: json_string(m.name));
}

json_t *
redeeming_about(struct turn *t, const struct redemption *r, struct err *e)
{
	static const char *const states[] = {
		"requested", "approved", "delivered", "rejected", "cancelled"};
	json_t *values = json_pack(
		"{s:I, s:s, s:o, s:I, s:o, s:s, s:o, s:o, s:o, s:o, s:b}", "id",
		(json_int_t)r->id, "reward", r->name, "kind",
		reward_kind(r->kind), "cost", (json_int_t)r->cost, "money",
		reward_money(r->value, r->currency), "note", r->note, "by",
		r->person[0] == '\0' ? json_string("")
				     : spans_person(r->chat, r->person),
		"wanted_at", answer_time(t, r->requested_at, "date_time"),
		"decided_at", answer_time(t, r->decided_at, "date_time"),
		"delivered_at", answer_time(t, r->delivered_at, "date_time"),
		"codes", strcmp(r->kind, "code") == 0);
	size_t i;

	for (i = 0; i < sizeof states / sizeof *states; i++)
		json_object_set_new(values, states[i],
			json_boolean(strcmp(r->state, states[i]) == 0));
	if (add_who(t, r, values, e) == 0)
		return values;
	json_decref(values);
	return NULL;
}

/* What helps to decide: what they have, and what is left. */
static int
add_stock(struct turn *t, const struct redemption *r, json_t *values,
	struct err *e)
{
	const struct account settled = {ACCOUNT_SETTLED, r->member};
	struct reward reward;
	int64_t has, left;

	if (catalogue_get(t->db, r->reward, &reward, e) == -1 ||
		ledger_balance(t->db, &settled, &has, e) == -1)
		return -1;
	left = reward_left(&reward);
	json_object_set_new(values, "has", json_integer(has));
	json_object_set_new(values, "had", json_integer(has + r->cost));
	json_object_set_new(values, "limited", json_boolean(left != -1));
	json_object_set_new(values, "left", json_integer(left));
	json_object_set_new(values, "stock", json_integer(reward.stock));
	return 0;
}

static json_t *
card_values(struct turn *t, const struct redemption *r, struct err *e)
{
	json_t *values = redeeming_about(t, r, e);

	if (values != NULL && add_stock(t, r, values, e) == -1) {
		json_decref(values);
		return NULL;
	}
	return values;
}

/* Open ones have buttons. */
static const char *
template_of(const struct redemption *r)
{
	return strcmp(r->state, "requested") == 0 ||
			       strcmp(r->state, "approved") == 0
		       ? "redemption_asked"
		       : "redemption_over";
}

static int
put_card(struct turn *t, const struct redemption *r, struct err *e)
{
	struct channel c;
	char key[KEY_SIZE];
	json_t *values;
	int result;

	card_key(key, r);
	if (desk_find(t, t->programme->reward_channel, &c, e) == -1)
		return -1;
	if (c.place[0] != '\0' && place_know(t, c.chat, c.place, "", e) == -1)
		return -1;
	values = card_values(t, r, e);
	if (values == NULL)
		return -1;
	if (c.place[0] != '\0')
		return turn_post(
			t, c.chat, c.place, key, template_of(r), values, e);
	result = admins_tell(t, key, template_of(r), values, e);
	json_decref(values);
	return result;
}

int
redeeming_again(struct turn *t, int64_t id, struct err *e)
{
	struct redemption r;

	if (redemption_get(t->db, id, &r, e) == -1)
		return -1;
	if (r.id == 0 || strcmp(template_of(&r), "redemption_asked") != 0)
		return 0;
	return put_card(t, &r, e);
}

/* Brings its cards to what it is now. */
static int
refresh(struct turn *t, const struct redemption *r, struct err *e)
{
	json_t *values = card_values(t, r, e);
	char key[KEY_SIZE];
	int result;

	if (values == NULL)
		return -1;
	card_key(key, r);
	result = turn_update(t, key, template_of(r), json_deep_copy(values), e);
	if (result == 0)
		result = admins_update(t, key, template_of(r), values, e);
	json_decref(values);
	return result;
}

/* What becomes of it, to the member alone. */
static int
tell_member(struct turn *t, const struct redemption *r, struct err *e)
{
	const struct account settled = {ACCOUNT_SETTLED, r->member};
	char key[KEY_SIZE];
	json_t *values;
	int64_t has;

	if (ledger_balance(t->db, &settled, &has, e) == -1)
		return -1;
	values = redeeming_about(t, r, e);
	if (values == NULL)
		return -1;
	json_object_set_new(values, "has", json_integer(has));
	snprintf(key, sizeof key, "redeemed:%" PRId64 ":%s", r->id, r->state);
	return turn_direct(t, r->member, key, "redemption_told", values, e);
}

int
redeeming_send_code(struct turn *t, const struct redemption *r, struct err *e)
{
	char box[1024], *key;
	json_t *values, *code;
	int result;

	if (reward_code_get(t->db, r->id, box, sizeof box, e) == -1)
		return -1;
	code = turn_code_span(t, box);
	if (code == NULL)
		return err_set(e,
			"the code of redemption %" PRId64
			" was sealed with another master secret",
			r->id);
	values = redeeming_about(t, r, e);
	if (values == NULL) {
		json_decref(code);
		return -1;
	}
	json_object_set_new(values, "code", code);
	key = xasprintf("code:%" PRId64 ":%s", r->id, t->event->key);
	result = turn_direct(t, r->member, key, "redemption_code", values, e);
	free(key);
	return result;
}

/* A code is handed over with the decision. */
static const char *
state_after(const struct redemption *r, const char *state)
{
	return strcmp(state, "approved") == 0 && strcmp(r->kind, "code") == 0
		       ? "delivered"
		       : state;
}

static int
move(struct turn *t, struct redemption *r, const struct redeeming_step *step,
	bool *moved, struct err *e)
{
	const struct event *event = t->event;
	char *cut = text_cut(step->note, REWARD_NOTE_MOST);
	const struct redemption_step to = {.state = state_after(r, step->state),
		.chat = step->own ? "" : event->chat,
		.person =
			step->own || event->person == NULL ? "" : event->person,
		.note = cut};
	int result = redemption_move(t->db, r, &to, t->now, moved, e);

	free(cut);
	return result;
}

/* Nobody decides about these, so nobody would see that they are used up. */
static int
tell_last(struct turn *t, const struct redemption *r, struct err *e)
{
	struct reward reward;
	char key[KEY_SIZE];
	json_t *values;
	int result;

	if (catalogue_get(t->db, r->reward, &reward, e) == -1)
		return -1;
	if (reward_left(&reward) != 0)
		return 0;
	values = reward_about(t, &reward);
	snprintf(key, sizeof key, "codes:%" PRId64, r->id);
	result = admins_tell(t, key, "reward_codes_out", values, e);
	json_decref(values);
	return result;
}

int
redeeming_begin(struct turn *t, struct redemption *r,
	const struct reward *reward, struct err *e)
{
	const struct redeeming_step step = {"approved", "", true};
	bool moved = false;

	if (!reward->approval && move(t, r, &step, &moved, e) == -1)
		return -1;
	if (moved && strcmp(r->kind, "code") == 0)
		return redeeming_send_code(t, r, e) == -1 ? -1
							  : tell_last(t, r, e);
	return put_card(t, r, e);
}

/* The note is for the member, and goes with them: the audit has none. */
static int
audit(struct turn *t, const struct redemption *r, const char *before,
	struct err *e)
{
	char about[24], did[48];

	snprintf(about, sizeof about, "%" PRId64, r->id);
	snprintf(did, sizeof did, "redemption.%s", r->state);
	return turn_audit(t, did, about, before, r->state, e);
}

int
redeeming_step(struct turn *t, struct redemption *r,
	const struct redeeming_step *step, bool *moved, struct err *e)
{
	char before[sizeof r->state];

	snprintf(before, sizeof before, "%s", r->state);
	if (move(t, r, step, moved, e) == -1)
		return -1;
	if (!*moved)
		return 0;
	if (refresh(t, r, e) == -1 ||
		(!step->own && audit(t, r, before, e) == -1))
		return -1;
	if (step->own)
		return 0;
	if (strcmp(r->kind, "code") == 0 && strcmp(r->state, "delivered") == 0)
		return redeeming_send_code(t, r, e);
	return tell_member(t, r, e);
}

static int
on_mine(void *arg, const struct redemption *r, struct err *e)
{
	(void)e;
	return json_array_append_new(arg, json_integer(r->id));
}

int
redeeming_forgotten(struct turn *t, int64_t member, struct err *e)
{
	json_t *ids = json_array(), *id;
	struct redemption r;
	size_t i;
	int result = redemption_each_of_member(
		t->db, member, CARDS_MOST, on_mine, ids, e);

	json_array_foreach(ids, i, id)
	{
		if (result == 0)
			result = redemption_get(
				t->db, json_integer_value(id), &r, e);
		if (result == 0)
			result = refresh(t, &r, e);
	}
	json_decref(ids);
	return result;
}
