#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "text.h"

#include "answer.h"
#include "behaviour.h"
#include "redeem.h"
#include "field.h"
#include "number.h"
#include "redeeming.h"

static int
refuse_unknown_number(struct turn *t, const char *word, struct err *e)
{
	char *wrong = text_cut(word == NULL ? "" : word, 40);
	int result = turn_reply(
		t, "redemption_unknown", json_pack("{s:s}", "wrong", wrong), e);

	free(wrong);
	return result;
}

/* By its number. id 0: there is none, and who acts was told. */
static int
find(struct turn *t, const char *word, struct redemption *out, struct err *e)
{
	int64_t id =
		word == NULL ? 0 : number_read(*word == '#' ? word + 1 : word);

	if (redemption_get(t->db, id, out, e) == -1)
		return -1;
	return out->id != 0 ? 0 : refuse_unknown_number(t, word, e);
}

/* What it is now. Whoever pressed in the channel sees it on the card. */
static int
answer(struct turn *t, const struct redemption *r, bool moved, struct err *e)
{
	json_t *values;

	if (moved && redeeming_is_shown(t))
		return 0;
	values = redeeming_about(t, r, e);
	if (values == NULL)
		return -1;
	json_object_set_new(values, "late", json_boolean(!moved));
	json_object_set_new(values, "own",
		json_boolean(t->event->person != NULL &&
			     strcmp(r->person, t->event->person) == 0 &&
			     strcmp(r->chat, t->event->chat) == 0));
	return answer_here(t, "redemption_decided", values, e);
}

/* One step; somebody else may have been first. */
static int
step(struct turn *t, struct redemption *r, const char *state, const char *note,
	struct err *e)
{
	const struct redeeming_step to = {state, note, false};
	bool moved;

	if (redeeming_step(t, r, &to, &moved, e) == -1)
		return -1;
	return answer(t, r, moved, e);
}

/* "<number> [note]" */
static int
run(struct turn *t, const char *state, struct err *e)
{
	char *copy = text_clean(t->text), *rest = copy;
	struct redemption r;
	int result = find(t, text_word(&rest), &r, e);

	if (result == 0 && r.id != 0)
		result = step(
			t, &r, state, rest == NULL ? "" : text_trim(rest), e);
	free(copy);
	return result;
}

/* /campaign redemptions approve 12 */
int
redemption_approve_run(struct turn *t, struct err *e)
{
	return run(t, "approved", e);
}

int
redemption_reject_run(struct turn *t, struct err *e)
{
	return run(t, "rejected", e);
}

int
redemption_deliver_run(struct turn *t, struct err *e)
{
	return run(t, "delivered", e);
}

static bool
is_open(const struct redemption *r)
{
	return strcmp(r->state, "requested") == 0 ||
	       strcmp(r->state, "approved") == 0;
}

/* "Not this time...": asks for a note. */
int
redemption_reject_button(struct turn *t, struct err *e)
{
	struct redemption r;
	json_t *values;

	if (find(t, t->event->value, &r, e) == -1)
		return -1;
	if (r.id == 0)
		return 0;
	if (!is_open(&r))
		return answer(t, &r, false, e);
	values = redeeming_about(t, &r, e);
	return values == NULL
		       ? -1
		       : turn_form(t, "redemption_reject_form", values, e);
}

/* The form was sent; meanwhile somebody else may have decided. */
int
redemption_reject_form_run(struct turn *t, struct err *e)
{
	struct redemption r;
	char *note;
	int result;

	if (find(t, t->event->value, &r, e) == -1)
		return -1;
	if (r.id == 0)
		return 0;
	note = field_text(t, "note");
	result = step(t, &r, "rejected", note, e);
	free(note);
	return result;
}
