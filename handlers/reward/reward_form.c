#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"

#include "behaviour.h"
#include "field.h"
#include "json.h"
#include "number.h"
#include "reward_about.h"
#include "reward_admin.h"
#include "reward_value.h"

static const struct reward fresh = {
	.kind = "goods", .stock = -1, .approval = true};

int
reward_form_open(struct turn *t, const struct reward *r, struct err *e)
{
	json_t *values;
	const char *name;
	char *text;
	size_t i;

	if (t->event->trigger == NULL)
		return turn_reply(t, "form_needs_command", NULL, e);
	if (r == NULL)
		r = &fresh;
	/* `name` is the reader's in every card */
	values = json_pack("{s:s, s:b, s:b, s:s}", "reward", r->name, "fresh",
		r->id == 0, "codes", strcmp(r->kind, "code") == 0, "state",
		"new");
	if (r->id != 0)
		json_object_set_new(
			values, "state", json_sprintf("%" PRId64, r->id));
	for (i = 0; (name = reward_value_name(i)) != NULL; i++) {
		text = reward_value_write(t, r, name);
		json_object_set_new(values, name, json_string(text));
		free(text);
	}
	if (r->id == 0)
		json_object_set_new(values, "cost", json_string(""));
	return turn_form(t, "reward_form", values, e);
}

/* One field of the form. What it does not have stays; of codes there are as
 * many as there are. */
static int
read_field(struct turn *t, struct reward *r, const char *name, bool *fine,
	struct err *e)
{
	struct reward_value v = {.field = name};
	char *text;
	int result;

	if (json_object_get(t->event->fields, name) == NULL ||
		(strcmp(name, "stock") == 0 && strcmp(r->kind, "code") == 0))
		return 0;
	text = field_text(t, name);
	v.text = text;
	result = reward_value_set(t, r, &v, e);
	if (result == 0 && v.phrase != NULL) {
		*fine = false;
		result = turn_form_error(t, name, v.phrase, v.values, e);
	}
	free(text);
	return result;
}

static int
save(struct turn *t, const struct reward *before, struct reward *r,
	struct err *e)
{
	if (r->id != 0) {
		if (reward_value_save(t, before, r, e) == -1)
			return -1;
		return reward_answer(t, r, "saved", e);
	}
	if (catalogue_add(t->db, r, t->now, e) == -1 ||
		turn_audit(t, "reward.add", r->name, "", r->name, e) == -1)
		return -1;
	return reward_answer(t, r, "made", e);
}

/* The form was sent; its state is the reward, or "new". Days are read in turn:
 * both may have moved. */
int
reward_form_run(struct turn *t, struct err *e)
{
	int64_t id = number_read(t->event->value);
	struct reward r = fresh, before;
	const char *name;
	bool fine = true;
	size_t i;

	if (id != 0 && catalogue_get(t->db, id, &r, e) == -1)
		return -1;
	if (id != 0 && (r.id == 0 || r.retired))
		return turn_reply(t, "reward_gone",
			json_pack("{s:s}", "reward", r.name), e);
	before = r;
	r.ends_at = 0;
	for (i = 0; (name = reward_value_name(i)) != NULL; i++) {
		if (strcmp(name, "ends") == 0)
			r.ends_at = before.ends_at;
		if (read_field(t, &r, name, &fine, e) == -1)
			return -1;
	}
	return fine ? save(t, &before, &r, e) : 0;
}
