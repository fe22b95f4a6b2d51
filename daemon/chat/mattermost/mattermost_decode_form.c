#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "text.h"

#include "event.h"
#include "mattermost_decode.h"
#include "mattermost_decode_inside.h"
#include "mattermost_seal.h"

#define MAX_FIELD 65536

/* A form being read back. */
struct form {
	const json_t *submission;
	json_t *complaints;
	mattermost_find_fn *find;
	void *arg;
};

/* What was filled in as text, yours: values keep their JSON types, and what is
 * empty is "", null or missing, as the client likes. NULL: empty. */
static char *
value_text(const json_t *value)
{
	double real = json_real_value(value);
	char *text;

	if (json_is_integer(value))
		return xasprintf(
			"%" JSON_INTEGER_FORMAT, json_integer_value(value));
	if (json_is_real(value) && real > -1e15 && real < 1e15)
		return (double)(int64_t)real == real
			       ? xasprintf("%" PRId64, (int64_t)real)
			       : xasprintf("%g", real);
	if (json_is_boolean(value))
		return xstrdup(json_is_true(value) ? "true" : "false");
	if (!json_is_string(value) || json_string_length(value) > MAX_FIELD)
		return NULL;
	text = text_clean(json_string_value(value));
	if (text[strspn(text, " \n")] != '\0')
		return text;
	free(text);
	return NULL;
}

static json_t *
read_text(const struct form *f, const char *name)
{
	char *text = value_text(json_object_get(f->submission, name));
	json_t *value = text == NULL ? json_null() : json_string(text);

	free(text);
	return value;
}

/* Addresses and numbers are pasted with spaces around them. */
static json_t *
read_word(const struct form *f, const char *name)
{
	char *text = value_text(json_object_get(f->submission, name));
	json_t *value;

	if (text != NULL)
		text_trim(text);
	value = text == NULL || *text == '\0' ? json_null() : json_string(text);
	free(text);
	return value;
}

/* The id a word of a list of channels stands for: "~news", "news", or the id
 * itself. */
static const char *
find_channel(const struct form *f, const char *word)
{
	while (*word == '~' || *word == '#')
		word++;
	return *word == '\0' || f->find == NULL ? NULL : f->find(f->arg, word);
}

static json_t *
read_channels(const struct form *f, const char *name)
{
	char *text = value_text(json_object_get(f->submission, name)), *at,
	     *word, *unknown;
	json_t *list = json_array();
	const char *id;

	for (at = text; at != NULL && *at != '\0'; at++)
		if (*at == ',' || *at == ';')
			*at = ' ';
	at = text;
	while (at != NULL && (word = text_word(&at)) != NULL) {
		id = find_channel(f, word);
		if (id != NULL) {
			json_array_append_new(list, json_string(id));
			continue;
		}
		unknown = xasprintf("%s ?", word);
		json_object_set_new(f->complaints, name, json_string(unknown));
		free(unknown);
	}
	free(text);
	return list;
}

/* Boxes "<name>.0", "<name>.1" ...: the values whose boxes are ticked. */
static json_t *
read_boxes(const struct form *f, const char *name, const json_t *values)
{
	json_t *list = json_array(), *value;
	char *box, *text;
	size_t i;

	json_array_foreach(values, i, value)
	{
		box = xasprintf("%s.%zu", name, i);
		text = value_text(json_object_get(f->submission, box));
		if (text != NULL && strcmp(text, "true") == 0)
			json_array_append(list, value);
		free(text);
		free(box);
	}
	return list;
}

static json_t *
read_kind(const struct form *f, const char *name, const json_t *kind)
{
	const char *word = json_string_value(kind);

	if (json_is_array(kind))
		return read_boxes(f, name, kind);
	if (word != NULL && strcmp(word, "channels") == 0)
		return read_channels(f, name);
	if (word != NULL && strcmp(word, "text") != 0 &&
		strcmp(word, "long") != 0)
		return read_word(f, name);
	return read_text(f, name);
}

/* Only what the form had: what else was sent in is not looked at. */
static json_t *
read_fields(const struct form *f, const json_t *kinds)
{
	json_t *fields = json_object(), *kind;
	const char *name;

	json_object_foreach((json_t *)kinds, name, kind)
	{
		json_object_set_new(fields, name, read_kind(f, name, kind));
	}
	return fields;
}

/* The press that waited for a confirmation. */
static void
become_press(struct event *e, const struct mattermost_form *form)
{
	const json_t *press = form->press;

	e->kind = EVENT_BUTTON;
	e->name = json_text(press, "a", "");
	e->value = json_text(press, "x", "");
	e->message = mattermost_decode_id(press, "message");
	e->place = mattermost_decode_id(press, "channel");
	e->ephemeral = json_is_true(json_object_get(press, "ephemeral"));
	e->direct = json_is_true(json_object_get(press, "direct"));
}

json_t *
mattermost_decode_form(struct mattermost_dialog *d, json_t *box,
	const struct mattermost_form *form, mattermost_find_fn *find, void *arg)
{
	struct event *e = d->event;
	struct form f = {json_object_get(e->frame, "submission"), json_object(),
		find, arg};
	json_t *fields;

	json_object_set_new(e->frame, "our_state", box);
	e->answer = form->answer;
	e->key = mattermost_decode_keep(
		e->frame, "our_key", xasprintf("form:%s", form->nonce));
	if (form->press != NULL) {
		become_press(e, form);
	} else {
		fields = read_fields(&f, form->kinds);
		json_object_set_new(e->frame, "our_fields", fields);
		e->name = form->name;
		e->value = form->state;
		e->fields = fields;
	}
	if (json_object_size(f.complaints) > 0)
		return f.complaints;
	json_decref(f.complaints);
	return NULL;
}
