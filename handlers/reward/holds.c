#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "holds.h"
#include "mem.h"
#include "text.h"

#include "answer.h"
#include "behaviour.h"
#include "field.h"
#include "holding.h"
#include "number.h"
#include "sub.h"

#define PAGE 5
#define NOTE_MOST 500 /* graphemes */

/* Whoever sees a hold sees figures of a person: that is noted, and the person
 * can see it (privacy). */
static int
note_look(struct turn *t, const struct hold *h, struct err *e)
{
	char about[32];

	snprintf(about, sizeof about, "%" PRId64, h->id);
	return turn_audit(t, "hold.look", about, "", "", e);
}

/* The list ---------------------------------------------------------------- */

struct listing {
	struct turn *t;
	json_t *rows;
};

static int
on_hold(void *arg, const struct hold *h, struct err *e)
{
	const struct listing *l = arg;

	if (note_look(l->t, h, e) == -1)
		return -1;
	return json_array_append_new(l->rows, holding_values(l->t, h));
}

static int
list(struct turn *t, int64_t page, struct err *e)
{
	struct listing l = {t, json_array()};
	int64_t open, pages;

	if (hold_count(t->db, &open, e) == -1)
		goto fail;
	pages = open == 0 ? 1 : (open + PAGE - 1) / PAGE;
	page = page < 1 ? 1 : page > pages ? pages : page;
	if (hold_each(t->db, (page - 1) * PAGE, PAGE, on_hold, &l, e) == -1)
		goto fail;
	return answer_here(t, "hold_list",
		json_pack("{s:o, s:I, s:I, s:I, s:I, s:I}", "holds", l.rows,
			"open", (json_int_t)open, "page", (json_int_t)page,
			"pages", (json_int_t)pages, "before",
			(json_int_t)(page - 1), "next",
			(json_int_t)(page < pages ? page + 1 : 0)),
		e);
fail:
	json_decref(l.rows);
	return -1;
}

static int
list_run(struct turn *t, struct err *e)
{
	return list(t, 1, e);
}

static int
page_run(struct turn *t, struct err *e)
{
	return list(t, number_read(t->text), e);
}

/* One --------------------------------------------------------------------- */

/* late: it was decided before, by who it says. */
static int
show(struct turn *t, const struct hold *h, bool late, struct err *e)
{
	json_t *values = holding_values(t, h);

	json_object_set_new(values, "late", json_boolean(late));
	if (note_look(t, h, e) == -1) {
		json_decref(values);
		return -1;
	}
	return answer_here(t, "hold_show", values, e);
}

static int
refuse(struct turn *t, const char *word, struct err *e)
{
	char *wrong = text_cut(word == NULL ? "" : word, 60);
	int result = answer_here(
		t, "hold_unknown", json_pack("{s:s}", "wrong", wrong), e);

	free(wrong);
	return result;
}

static int64_t
read_number(const char *word)
{
	return word == NULL ? 0 : number_read(*word == '#' ? word + 1 : word);
}

/* The open hold of that number, to be decided; id 0: it is not, and who acts
 * was told why. */
static int
find(struct turn *t, const char *word, struct hold *out, struct err *e)
{
	int result = 0;

	if (hold_get(t->db, read_number(word), out, e) == -1)
		return -1;
	if (out->id == 0)
		result = refuse(t, word, e);
	else if (out->decision[0] != '\0')
		result = show(t, out, true, e);
	else if (out->member == t->member.id)
		result = answer_here(t, "hold_own", holding_values(t, out), e);
	else
		return 0;
	out->id = 0;
	return result;
}

static int
end(struct turn *t, struct hold *h, const char *decision, const char *note,
	struct err *e)
{
	bool released = strcmp(decision, "released") == 0;
	char about[32], points[32];

	snprintf(about, sizeof about, "%" PRId64, h->id);
	snprintf(points, sizeof points, "%" PRId64, h->points);
	if (holding_end(t, h, decision, note, e) == -1 ||
		turn_audit(t, released ? "hold.release" : "hold.withdraw",
			about, points, "", e) == -1)
		return -1;
	return answer_here(t, "hold_show", holding_values(t, h), e);
}

static int
release_run(struct turn *t, struct err *e)
{
	char *copy = xstrdup(t->text), *rest = copy;
	struct hold h;
	int result = find(t, text_word(&rest), &h, e);

	if (result == 0 && h.id != 0)
		result = end(t, &h, "released", "", e);
	free(copy);
	return result;
}

/* Asks by a form, which has what was written already as the note. */
static int
ask(struct turn *t, const struct hold *h, const char *note, struct err *e)
{
	json_t *values;

	if (t->event->trigger == NULL)
		return turn_reply(t, "form_needs_command", NULL, e);
	values = holding_values(t, h);
	json_object_set_new(values, "note", json_string(note));
	return turn_form(t, "hold_withdraw_form", values, e);
}

static int
withdraw_run(struct turn *t, struct err *e)
{
	char *copy = text_clean(t->text), *rest = copy, *note;
	struct hold h;
	int result = find(t, text_word(&rest), &h, e);

	if (result == 0 && h.id != 0) {
		note = text_cut(rest == NULL ? "" : text_trim(rest), NOTE_MOST);
		result = ask(t, &h, note, e);
		free(note);
	}
	free(copy);
	return result;
}

/* The form was sent; meanwhile somebody else may have decided. */
int
holds_withdraw_form_run(struct turn *t, struct err *e)
{
	struct hold h;
	char *note;
	int result = find(t, t->event->value, &h, e);

	if (result == -1 || h.id == 0)
		return result;
	note = field_text(t, "note");
	if (*note == '\0')
		result = turn_form_error(
			t, "note", "hold_note_missing", NULL, e);
	else if (strlen(note) >= HOLD_TEXT || text_graphemes(note) > NOTE_MOST)
		result = turn_form_error(t, "note", "value_long",
			json_pack("{s:i}", "most", NOTE_MOST), e);
	else
		result = end(t, &h, "withdrawn", note, e);
	free(note);
	return result;
}

static const struct sub subs[] = {
	{NULL, ROLE_ADMIN, list_run},
	{"page", ROLE_ADMIN, page_run},
	{"release", ROLE_ADMIN, release_run},
	{"withdraw", ROLE_ADMIN, withdraw_run},
	{NULL, ROLE_NONE, NULL},
};

/* /campaign holds [12 | page 2 | release 12 | withdraw 12 note] */
int
holds_run(struct turn *t, struct err *e)
{
	char *copy = xstrdup(t->text), *rest = copy, *word = text_word(&rest);
	struct hold h;
	int result;

	if (word == NULL || (*word != '#' && number_read(word) == 0))
		result = sub_run(t, "/campaign holds", subs, e);
	else if (hold_get(t->db, read_number(word), &h, e) == -1)
		result = -1;
	else
		result = h.id == 0 ? refuse(t, word, e) : show(t, &h, false, e);
	free(copy);
	return result;
}
