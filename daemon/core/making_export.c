#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "mem.h"
#include "seal.h"
#include "when.h"

#include "figures.h"
#include "making.h"
#include "making_export.h"
#include "making_page.h"
#include "page_html.h"
#include "programme.h"
#include "sealed.h"

#define MAX_BYTES (32 << 20)

static int
on_account(void *arg, const char *chat, const char *person, struct err *e)
{
	struct making_export *m = arg;

	(void)e;
	m->hashes =
		xrealloc(m->hashes, (m->accounts + 1) * sizeof(m->hashes[0]));
	sealed_account(m->all->seal, chat, person, m->hashes[m->accounts++]);
	return 0;
}

static void
begin_part(struct making_export *m)
{
	m->rows = 0;
	m->at = (struct export_place){.member = m->member.id,
		.now = clock_now(),
		.hashes = (const unsigned char(*)[16])m->hashes,
		.accounts = m->accounts};
}

static void
add_json(struct text *out, const char *name, const char *value)
{
	json_t *text = json_string(value);
	char *written = json_dumps(text, JSON_ENCODE_ANY);

	text_addf(out, "%s: %s", name, written);
	free(written);
	json_decref(text);
}

static int
begin_json(struct making_export *m)
{
	const struct programme *p = m->parts->programme;
	char *now = when_write(clock_now(), "UTC", "en", WHEN_ISO);

	text_add(&m->out, "{\n\"about\": {");
	add_json(&m->out, "\"company\"", p->company);
	add_json(&m->out, ", \"made_at\"", now);
	text_add(&m->out, ", \"times\": \"UTC\", \"visits\":"
			  " \"added up by link, day and visitor\"}");
	free(now);
	return 0;
}

int
making_export_begin(struct making_export *m, const char *text, struct err *e)
{
	char *as;

	m->member.id = strtoll(text, &as, 10);
	m->page = strcmp(as, " page") == 0;
	if (people_get(m->parts->db, m->member.id, &m->member, e) == -1)
		return -1;
	if (m->member.id == 0 || m->member.state == MEMBER_FORGOTTEN)
		return err_set(e, "no such member");
	if (people_each_account(m->parts->db, m->member.id, on_account, m, e) ==
		-1)
		return -1;
	begin_part(m);
	return m->page ? making_page_begin(m, e) : begin_json(m);
}

/* "2026-11-28T09:00:00Z", and days as its first ten letters. */
static json_t *
moment(int64_t at, bool day)
{
	char *text = when_write(at, "UTC", "en", WHEN_ISO);
	json_t *value;

	if (day)
		text[strcspn(text, "T")] = '\0';
	value = json_string(text);
	free(text);
	return value;
}

json_t *
making_export_open(const struct making_export *m, enum export_kind kind,
	const json_t *value)
{
	const char *text = json_string_value(value);
	char *opened;
	json_t *result;

	if (kind == EXPORT_CODE)
		return json_sprintf(
			"%s/l/%s", m->parts->programme->links_url, text);
	opened = seal_open_text(m->all->seal, SEAL_REWARD, text);
	if (opened == NULL)
		return json_null();
	result = json_string(opened);
	seal_wipe(opened, strlen(opened));
	free(opened);
	return result;
}

static json_t *
json_of(const struct making_export *m, enum export_kind kind, json_t *value)
{
	int64_t number = json_integer_value(value);

	if (json_is_null(value))
		return json_null();
	switch (kind) {
	case EXPORT_FLAG:
		return json_boolean(number != 0);
	case EXPORT_TIME:
		return moment(number, false);
	case EXPORT_DAY:
		return moment(number * WHEN_DAY, true);
	case EXPORT_CODE:
	case EXPORT_SEALED:
		return making_export_open(m, kind, value);
	default:
		return json_incref(value);
	}
}

/* A row a line, in the order of the fields; takes row. */
static int
on_row(void *arg, json_t *row, struct err *e)
{
	struct making_export *m = arg;
	const char *fields = export_at(m->part)->fields;
	json_t *object = json_object();
	struct export_field f;
	size_t i = 0;
	char *line;

	(void)e;
	while (export_field_next(&fields, &f))
		json_object_set_new(object, f.name,
			json_of(m, f.kind, json_array_get(row, i++)));
	line = json_dump(object);
	text_addf(&m->out, "%s\n  %s", m->rows++ == 0 ? "" : ",", line);
	seal_wipe(line, strlen(line));
	free(line);
	json_decref(object);
	json_decref(row);
	return 0;
}

static int
step_json(
	struct making_export *m, const struct export_part *part, struct err *e)
{
	if (m->at.after[0] == '\0')
		text_addf(&m->out, ",\n\"%s\": [", part->name);
	if (export_read(m->parts->db, part, &m->at, on_row, m, e) == -1)
		return -1;
	if (m->at.done)
		text_add(&m->out, m->rows == 0 ? "]" : "\n]");
	return 0;
}

int
making_export_step(struct making_export *m, bool *done, struct err *e)
{
	const struct export_part *part = export_at(m->part);

	*done = part == NULL;
	if (part == NULL)
		return 0;
	if ((m->page ? page_html_size(m->writing) : m->out.size) > MAX_BYTES)
		return err_set(e, "it is too large");
	if ((m->page ? making_page_step(m, part, e) : step_json(m, part, e)) ==
		-1)
		return err_add(e, "%s", part->name);
	if (m->at.done) {
		m->part++;
		begin_part(m);
	}
	return 0;
}

char *
making_export_take(struct making_export *m, size_t *size)
{
	char *page;

	if (m->page) {
		page = page_html_end(m->writing, size);
		m->writing = NULL;
		return page;
	}
	text_add(&m->out, "\n}\n");
	*size = m->out.size;
	return text_take(&m->out);
}

void
making_export_end(struct making_export *m)
{
	page_html_drop(m->writing);
	page_html_free(m->frame);
	free(m->hashes);
	text_free(&m->out);
}
