#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "items.h"

#include "behaviour.h"
#include "field.h"
#include "item_change.h"
#include "item_value.h"
#include "number.h"
#include "pin.h"

static json_t *
marks_of(const struct turn *t, const struct item *i)
{
	json_t *marks = json_array();

	if (i->internal)
		json_array_append_new(marks, json_string("internal"));
	if (item_is_pinned(i, t->now))
		json_array_append_new(marks, json_string("pin"));
	return marks;
}

int
item_edit_open(struct turn *t, const struct item *i, struct err *e)
{
	char *until = field_day(t, i->expires_at);
	int result = turn_form(t, "item_form",
		json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:o}", "item",
			(json_int_t)i->id, "title", i->title, "summary",
			i->summary, "why", i->why, "image", i->image, "until",
			until, "marks", marks_of(t, i)),
		e);

	free(until);
	return result;
}

static const struct {
	const char *name;
	enum item_field field;
} inputs[] = {
	{"title", ITEM_TITLE},
	{"summary", ITEM_SUMMARY},
	{"why", ITEM_WHY},
	{"image", ITEM_IMAGE},
};

/* Takes the texts; *fine is false when one was refused. */
static int
read_texts(struct turn *t, struct item *i, bool *fine, struct err *e)
{
	size_t n;

	for (n = 0; n < sizeof inputs / sizeof *inputs; n++) {
		char *text = field_text(t, inputs[n].name);
		struct item_value v = {.field = inputs[n].field, .value = text};
		int result = item_value_set(t, i, &v, e);

		free(text);
		if (result == 0 && v.phrase != NULL) {
			*fine = false;
			result = turn_form_error(
				t, inputs[n].name, v.phrase, v.values, e);
		}
		if (result == -1)
			return -1;
	}
	return 0;
}

static bool
is_marked(const struct turn *t, const char *mark)
{
	const json_t *marks = json_object_get(t->event->fields, "marks");
	json_t *one;
	size_t n;

	json_array_foreach(marks, n, one)
	{
		if (json_is_string(one) &&
			strcmp(json_string_value(one), mark) == 0)
			return true;
	}
	return false;
}

/* The boxes; a pin is put at once, and undone with a form that stays open. */
static int
read_marks(struct turn *t, struct item *i, bool *fine, struct err *e)
{
	struct pin_wish w = {.item = i};
	bool was = item_is_pinned(i, t->now), wanted = is_marked(t, "pin");

	i->internal = is_marked(t, "internal");
	if (was == wanted)
		return 0;
	if (!wanted)
		return item_unpin(t->db, i->id, e);
	if (pin_put(t, &w, e) == -1)
		return -1;
	if (w.phrase == NULL)
		return 0;
	*fine = false;
	return turn_form_error(t, "marks", w.phrase, w.values, e);
}

static int
read_fields(struct turn *t, struct item *i, bool *fine, struct err *e)
{
	int64_t until;
	int result;

	*fine = true;
	if (read_marks(t, i, fine, e) == -1 || read_texts(t, i, fine, e) == -1)
		return -1;
	result = field_until(t, "until", &until, e);
	if (result == FIELD_FINE)
		i->expires_at = until;
	else
		*fine = false;
	return result == -1 ? -1 : 0;
}

/* The form of an item was sent: what stands changes with it. */
int
item_edit_form_run(struct turn *t, struct err *e)
{
	struct item before, item;
	bool fine;

	if (item_find(t->db, number_read(t->event->value), &item, e) == -1)
		return -1;
	if (item.id == 0)
		return refuse_gone(t, "", e);
	before = item;
	if (read_fields(t, &item, &fine, e) == -1)
		return -1;
	return fine ? item_change_done(t, &before, &item, e) : 0;
}
