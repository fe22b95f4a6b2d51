#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "mem.h"
#include "text.h"

#include "about.h"
#include "answer.h"
#include "behaviour.h"
#include "field.h"
#include "notice.h"
#include "number.h"
#include "reviewing.h"
#include "which.h"

#define NOTE_MOST 500 /* graphemes */

/* Whether it stands in no channel yet. */
static bool
is_undecided(const struct item *i)
{
	return strcmp(i->state, "reading") == 0 ||
	       strcmp(i->state, "review") == 0 ||
	       strcmp(i->state, "ready") == 0;
}

/* "Not this": an item that stands in no channel yet will not. */
static int
reject(struct turn *t, struct item *i, const char *note, struct err *e)
{
	char before[sizeof i->state], about[32];
	char *cut = text_cut(note, NOTE_MOST);
	int result = -1;

	snprintf(before, sizeof before, "%s", i->state);
	snprintf(about, sizeof about, "%" PRId64, i->id);
	if (reviewing_decide(t, i, "rejected", cut, e) == 0 &&
		notice_end(t, i, "rejected", e) == 0 &&
		reviewing_decided(t, i, e) == 0)
		result = turn_audit(t, "item.reject", about, before,
			*cut == '\0' ? i->state : cut, e);
	free(cut);
	return result;
}

static int
answer(struct turn *t, const struct item *i, struct err *e)
{
	json_t *values;

	if (reviewing_is_shown(t))
		return 0;
	values = about_item(t, i, e);
	return values == NULL ? -1 : answer_here(t, "item_status", values, e);
}

/* /campaign reject 12 [note to who suggested it]. What is announced is taken
 * back instead, and that asks first; what was decided already is told. */
int
item_reject_run(struct turn *t, struct err *e)
{
	char *copy = text_clean(t->text), *rest = copy;
	struct item item;
	int result = which_item(t, text_word(&rest), "reject", &item, e);

	if (result == -1 || item.id == 0)
		goto out;
	if (strcmp(item.state, "announced") == 0)
		result = item_retract_run(t, e);
	else if (!is_undecided(&item))
		result = reviewing_tell_decided(t, &item, e);
	else if (reject(t, &item, text_trim(rest), e) == -1)
		result = -1;
	else
		result = answer(t, &item, e);
out:
	free(copy);
	return result;
}

/* "Reject..." on a card: asks for a note. */
int
item_reject_button(struct turn *t, struct err *e)
{
	struct item item;

	if (item_find(t->db, number_read(t->event->value), &item, e) == -1)
		return -1;
	if (item.id == 0)
		return refuse_gone(t, "", e);
	if (!is_undecided(&item))
		return reviewing_tell_decided(t, &item, e);
	return turn_form(t, "reject_form",
		json_pack("{s:I, s:s}", "item", (json_int_t)item.id, "title",
			about_title(&item)),
		e);
}

/* The form was sent; meanwhile somebody else may have decided. */
int
item_reject_form_run(struct turn *t, struct err *e)
{
	struct item item;
	char *note;
	int result;

	if (item_find(t->db, number_read(t->event->value), &item, e) == -1)
		return -1;
	if (item.id == 0)
		return refuse_gone(t, "", e);
	if (!is_undecided(&item))
		return reviewing_tell_decided(t, &item, e);
	note = field_text(t, "note");
	result = reject(t, &item, note, e);
	free(note);
	return result == -1 ? -1 : answer(t, &item, e);
}
