#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "card.h"
#include "err.h"
#include "mem.h"
#include "text.h"
#include "when.h"

#include "turn.h"

#include "field.h"
#include "line.h"

#define FIELDS_MOST 32
#define NAME_SHOWN 40
#define NAME_SIZE 64
#define AGAIN_MAX 400 /* bytes of a value that a button repeats */

/* "Share_Points" as "share points": how the table spells it. */
static void
spell(const char *written, char out[NAME_SIZE])
{
	size_t i;

	text_copy(out, NAME_SIZE, written);
	for (i = 0; out[i] != '\0'; i++)
		if (out[i] == '_' || out[i] == '-' || out[i] == '\n')
			out[i] = ' ';
	text_trim(out);
}

char *
line_field_name(struct turn *t, const struct line_field *field, struct err *e)
{
	char *phrase = xasprintf("field_%s", field->name), *c, *name;
	json_t *spans;

	for (c = phrase; *c != '\0'; c++)
		if (*c == ' ')
			*c = '_';
	spans = turn_words(t, phrase, NULL, e);
	free(phrase);
	if (spans == NULL)
		return NULL;
	name = card_plain_spans(spans);
	json_decref(spans);
	return name;
}

/* The names of a table, in English and as who acts reads them. */
struct names {
	const char *list[2 * FIELDS_MOST + 1];
	char *own[FIELDS_MOST];
	size_t count;
};

static void
free_names(struct names *n)
{
	size_t i;

	for (i = 0; i < n->count; i++)
		free(n->own[i]);
}

static int
get_names(struct turn *t, const struct line_field *fields, struct names *out,
	struct err *e)
{
	size_t i;

	*out = (struct names){.count = 0};
	for (i = 0; fields[i].name != NULL && i < FIELDS_MOST; i++) {
		out->own[i] = line_field_name(t, &fields[i], e);
		if (out->own[i] == NULL) {
			free_names(out);
			return -1;
		}
		out->count++;
		out->list[2 * i] = fields[i].name;
		out->list[2 * i + 1] = out->own[i];
	}
	return 0;
}

static const struct line_field *
find_field(const struct line_field *fields, const struct names *n,
	const char *written)
{
	char name[NAME_SIZE], own[NAME_SIZE];
	size_t i;

	spell(written, name);
	for (i = 0; i < n->count; i++) {
		spell(n->own[i], own);
		if (text_same(name, fields[i].name) || text_same(name, own))
			return &fields[i];
	}
	return NULL;
}

static const char *
command_of(const struct line_change *c)
{
	return c->command == NULL ? "edit" : c->command;
}

/* There is no such field: the nearest as a button that does what was meant,
 * and all there are. */
static int
refuse_field(struct turn *t, const struct line_change *c, const struct names *n,
	const char *written, struct err *e)
{
	char name[NAME_SIZE], *wrong = text_cut(written, NAME_SHOWN);
	json_t *list = json_array(), *values;
	const char *value = c->value == NULL ? "" : c->value;
	int nearest;
	size_t i;

	spell(written, name);
	nearest = text_nearest(name, n->list);
	for (i = 0; i < n->count; i++)
		json_array_append_new(list, json_string(n->own[i]));
	values = json_pack("{s:s, s:s, s:o, s:s, s:s, s:s, s:s}", "wrong",
		wrong, "edit", command_of(c), "fields", list, "thing", c->name,
		"near", nearest < 0 ? "" : n->own[nearest / 2], "example",
		n->own[nearest < 0 ? 0 : nearest / 2], "value", "");
	if (nearest >= 0 && *value != '\0' && strlen(value) < AGAIN_MAX)
		json_object_set_new(values, "value",
			json_sprintf("/campaign %s %s %s: %s", command_of(c),
				c->name, n->own[nearest / 2], value));
	free(wrong);
	return turn_reply(t, "field_unknown", values, e);
}

static int
refuse_value(
	struct turn *t, struct line_change *c, const char *field, struct err *e)
{
	char *wrong = text_cut(c->value, 60);
	json_t *values = json_pack("{s:s, s:s, s:s, s:s, s:o}", "field", field,
		"edit", command_of(c), "wrong", wrong, "thing", c->name, "why",
		c->refused);

	c->refused = NULL;
	free(wrong);
	return turn_reply(t, "field_refused", values, e);
}

/* The field was found: its setter takes the value or refuses it. */
static int
set_field(struct turn *t, struct line_change *c, const char *own, bool *done,
	struct err *e)
{
	if (c->field->set(t, c, e) == -1)
		return -1;
	if (c->refused != NULL)
		return refuse_value(t, c, own, e);
	if (c->after[0] == '\0')
		text_copy(c->after, sizeof c->after, c->value);
	*done = true;
	return 0;
}

int
line_run(struct turn *t, const struct line_field *fields, const char *text,
	struct line_change *c, bool *done, struct err *e)
{
	char *copy = xstrdup(text), *colon = strchr(copy, ':');
	struct names names;
	int result = -1;

	*done = false;
	if (get_names(t, fields, &names, e) == -1)
		goto out;
	if (colon != NULL) {
		*colon = '\0';
		c->value = text_clean(colon + 1);
		text_trim(c->value);
		c->field = find_field(fields, &names, copy);
	}
	if (c->field == NULL)
		result = refuse_field(t, c, &names, copy, e);
	else
		result = set_field(t, c, names.own[c->field - fields], done, e);
	free_names(&names);
out:
	free(copy);
	return result;
}

void
line_end(struct line_change *c)
{
	free(c->value);
	json_decref(c->refused);
	c->value = NULL;
	c->refused = NULL;
}

int
line_refuse(struct turn *t, struct line_change *c, const char *phrase,
	json_t *values, struct err *e)
{
	json_decref(c->refused);
	c->refused = turn_words(t, phrase, values, e);
	return c->refused == NULL ? -1 : 0;
}

int
line_text(struct turn *t, struct line_change *c, const struct line_room *r,
	struct err *e)
{
	char *at;

	if (*c->value == '\0' && r->needed)
		return line_refuse(t, c, "value_missing", NULL, e);
	if (strlen(c->value) >= r->room || text_graphemes(c->value) > r->most)
		return line_refuse(t, c, "value_long",
			json_pack("{s:I}", "most", (json_int_t)r->most), e);
	if (!r->lines)
		for (at = c->value; *at != '\0'; at++)
			if (*at == '\n')
				*at = ' ';
	text_copy(c->before, sizeof c->before, r->out);
	text_copy(r->out, r->room, c->value);
	return 0;
}

int
line_until(struct turn *t, struct line_change *c, int64_t *out, struct err *e)
{
	char *before = field_day(t, *out);
	int64_t until = 0;

	if (field_read_until(t, c->value, &until) == FIELD_REFUSED) {
		free(before);
		return line_refuse(t, c, "until_wrong", NULL, e);
	}
	text_copy(c->before, sizeof c->before, before);
	free(before);
	*out = until;
	return 0;
}

int
line_number(struct turn *t, struct line_change *c, const struct line_numbers *n,
	int64_t *out, struct err *e)
{
	int64_t number = n->empty;

	if (*c->value != '\0' && (!field_read_number(c->value, &number) ||
					 number < n->least || number > n->most))
		return line_refuse(t, c, "number_between",
			json_pack("{s:I, s:I}", "least", (json_int_t)n->least,
				"most", (json_int_t)n->most),
			e);
	if (*out != n->empty)
		snprintf(c->before, sizeof c->before, "%" PRId64, *out);
	*out = number;
	return 0;
}
