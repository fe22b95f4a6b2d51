#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "mem.h"
#include "when.h"

#include "network.h"

#include "card.h"
#include "template.h"

#include "figures.h"
#include "making.h"
#include "making_export.h"
#include "making_page.h"
#include "page_html.h"
#include "programme.h"

#define TEMPLATE "papers"

static json_t *
moment(const struct making_export *m, int64_t at, enum when_style style)
{
	const char *zone = style == WHEN_DATE ? "UTC" : m->member.zone;
	char *text = when_write(at, zone, m->parts->language, style);
	json_t *value = json_string(text);

	free(text);
	return value;
}

/* "word_second_looks_withdrawn", else "word_withdrawn", else as it is. */
static json_t *
word(const struct making_export *m, const char *part, const char *value,
	struct err *e)
{
	char *names[] = {xasprintf("word_%s_%s", part, value),
		xasprintf("word_%s", value)};
	json_t *words = NULL;
	size_t i;

	for (i = 0; i < 2 && words == NULL; i++)
		if (templates_has_words(m->parts->templates, names[i]))
			words = figures_phrase(m->parts, "", names[i], "", e);
	free(names[0]);
	free(names[1]);
	return words == NULL ? json_string(value) : words;
}

static json_t *
text_of(const struct export_field *f, json_t *value)
{
	const struct network *n;

	if (strcmp(f->name, "network") != 0)
		return json_incref(value);
	n = network_find(json_string_value(value));
	return n == NULL ? json_incref(value) : json_string(n->label);
}

static json_t *
value_of(const struct making_export *m, const struct export_field *f,
	json_t *value, struct err *e)
{
	int64_t number = json_integer_value(value);

	if (json_is_null(value))
		return json_null();
	switch (f->kind) {
	case EXPORT_TEXT:
		return text_of(f, value);
	case EXPORT_WORD:
		return word(m, export_at(m->part)->name,
			json_string_value(value), e);
	case EXPORT_FLAG:
		return json_boolean(number != 0);
	case EXPORT_TIME:
		return moment(m, number, WHEN_DATE_TIME);
	case EXPORT_DAY:
		return moment(m, number * WHEN_DAY, WHEN_DATE);
	case EXPORT_CODE:
	case EXPORT_SEALED:
		return making_export_open(m, f->kind, value);
	default:
		return json_incref(value);
	}
}

/* The rows of one reading, each as an object for the card. */
struct rows {
	struct making_export *m;
	json_t *list;
};

static int
on_row(void *arg, json_t *row, struct err *e)
{
	struct rows *r = arg;
	const char *fields = export_at(r->m->part)->fields;
	json_t *object = json_object();
	struct export_field f;
	size_t i = 0;

	while (export_field_next(&fields, &f))
		json_object_set_new(object, f.name,
			value_of(r->m, &f, json_array_get(row, i++), e));
	json_array_append_new(r->list, object);
	json_decref(row);
	return 0;
}

/* The card of one part; takes rows. */
static json_t *
render(struct making_export *m, const char *part, json_t *rows, bool first,
	struct err *e)
{
	const struct programme *p = m->parts->programme;
	json_t *values = json_pack("{s:o, s:b, s:s, s:s, s:s, s:s, s:o}", part,
		rows, "first", first, "company", p->company, "contact",
		p->contact, "name", m->member.name, "zone", m->member.zone,
		"made_at", moment(m, clock_now(), WHEN_DATE_TIME));
	const struct export_part *other;
	json_t *card;
	size_t i;

	for (i = 0; (other = export_at(i)) != NULL; i++)
		if (json_object_get(values, other->name) == NULL)
			json_object_set_new(values, other->name, json_array());
	if (json_object_get(values, "beginning") == NULL)
		json_object_set_new(values, "beginning", json_false());
	card = templates_render(
		m->parts->templates, m->parts->language, TEMPLATE, values, e);
	json_decref(values);
	return card;
}

int
making_page_begin(struct making_export *m, struct err *e)
{
	json_t *card;

	m->frame = page_html_load(m->all->template_dir, "page", e);
	if (m->frame == NULL)
		return -1;
	card = render(m, "beginning", json_true(), true, e);
	if (card == NULL)
		return -1;
	m->writing = page_html_begin(m->frame, card, m->parts->language,
		m->parts->programme->company);
	json_decref(card);
	return 0;
}

int
making_page_step(
	struct making_export *m, const struct export_part *part, struct err *e)
{
	struct rows r = {m, json_array()};
	bool first = m->rows == 0;
	json_t *card;

	if (export_read(m->parts->db, part, &m->at, on_row, &r, e) == -1) {
		json_decref(r.list);
		return -1;
	}
	m->rows += json_array_size(r.list);
	card = render(m, part->name, r.list, first, e);
	if (card == NULL)
		return -1;
	page_html_add(m->writing, card);
	json_decref(card);
	return 0;
}
