#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "text.h"
#include "when.h"

#include "posted.h"
#include "url.h"

enum kind { TEXT, WORD, ADDRESS, TIME, FLAG, CAPTIONS };

struct field {
	const char *name;
	enum kind kind;
	size_t most; /* characters of a text */
};

static const struct field fields[] = {
	{"url", ADDRESS, 0},
	{"title", WORD, 150},
	{"summary", TEXT, 300},
	{"image", ADDRESS, 0},
	{"why", TEXT, 300},
	{"captions", CAPTIONS, 0},
	{"topic", WORD, 40},
	{"campaign", WORD, 80},
	{"expires", TIME, 0},
	{"internal", FLAG, 0},
	{NULL, TEXT, 0},
};

static const struct field caption_fields[] = {
	{"network", WORD, 20},
	{"language", WORD, 15},
	{"text", TEXT, 1000},
	{NULL, TEXT, 0},
};

/* Reading on the way down: where we are, and what is wrong. */
struct reader {
	const struct posted_clock *clock;
	struct posted_fault *fault;
	char place[48]; /* "captions[2].", before the field's own name */
	json_t *out;
};

static int
refuse(struct reader *r, const char *error, const char *field,
	const char *message)
{
	char *whole = xasprintf("%s%s", r->place, field);

	r->fault->error = error;
	text_copy(r->fault->field, sizeof(r->fault->field), whole);
	text_copy(r->fault->message, sizeof(r->fault->message), message);
	free(whole);
	return -1;
}

static int
read_text(struct reader *r, const struct field *f, const char *text)
{
	char *clean = text_clean(text), *at;
	char message[64];
	int result = 0;

	text_trim(clean);
	for (at = clean; f->kind == WORD && *at != '\0'; at++)
		if (*at == '\n')
			*at = ' ';
	snprintf(message, sizeof(message), "at most %zu characters", f->most);
	if (text_graphemes(clean) > f->most || strlen(clean) > 4 * f->most)
		result = refuse(r, "too_long", f->name, message);
	else
		json_object_set_new(r->out, f->name, json_string(clean));
	free(clean);
	return result;
}

static int
read_address(struct reader *r, const struct field *f, const char *text)
{
	struct err e = {""};

	if (*text == '\0')
		return 0;
	if (url_check(text, &e) == -1)
		return refuse(r, "not_an_address", f->name, e.text);
	json_object_set_new(r->out, f->name, json_string(text));
	return 0;
}

/* A moment, or a day: then its end. */
static int
read_time(struct reader *r, const struct field *f, const char *text)
{
	int64_t at = when_parse_stamp(text), day;
	struct when_local local;

	if (strlen(text) == strlen("2026-12-24")) {
		day = when_parse_day(text, r->clock->now, r->clock->zone);
		when_to_local(day, r->clock->zone, &local);
		local.day++;
		at = day == 0 ? 0 : when_from_local(&local, r->clock->zone);
	}
	if (at == 0)
		return refuse(r, "not_a_time", f->name,
			"write it like 2026-12-24 or 2026-12-24T18:00:00Z");
	if (at <= r->clock->now)
		return refuse(r, "past", f->name, "that time is over");
	json_object_set_new(r->out, f->name, json_integer(at));
	return 0;
}

static int read_object(
	struct reader *r, const struct field *table, const json_t *object);

static int
read_caption(struct reader *r, size_t i, const json_t *value, json_t *into)
{
	struct reader one = {.clock = r->clock, .fault = r->fault};
	int result;

	snprintf(one.place, sizeof(one.place), "captions[%zu].", i);
	one.out = json_pack(
		"{s:s, s:s, s:s}", "network", "", "language", "", "text", "");
	result =
		json_is_object(value)
			? read_object(&one, caption_fields, value)
			: refuse(&one, "wrong_type", "", "an object is needed");
	if (result == 0 && *json_text(one.out, "text", "") == '\0')
		result = refuse(&one, "missing", "text", "it is needed");
	if (result == 0)
		json_array_append(into, one.out);
	json_decref(one.out);
	return result;
}

static int
read_captions(struct reader *r, const struct field *f, const json_t *list)
{
	json_t *into, *value;
	size_t i;

	if (json_array_size(list) > POSTED_CAPTIONS)
		return refuse(r, "too_many", f->name, "at most 20 captions");
	into = json_object_get(r->out, f->name);
	json_array_foreach(list, i, value)
	{
		if (read_caption(r, i, value, into) == -1)
			return -1;
	}
	return 0;
}

static int
read_value(struct reader *r, const struct field *f, const json_t *value)
{
	static const char *const wanted[] = {[TEXT] = "a text is needed",
		[WORD] = "a text is needed",
		[ADDRESS] = "a text is needed",
		[TIME] = "a text is needed",
		[FLAG] = "true or false is needed",
		[CAPTIONS] = "a list is needed"};
	bool fits = f->kind == FLAG       ? json_is_boolean(value)
		    : f->kind == CAPTIONS ? json_is_array(value)
					  : json_is_string(value);

	if (json_is_null(value))
		return 0;
	if (!fits)
		return refuse(r, "wrong_type", f->name, wanted[f->kind]);
	switch (f->kind) {
	case ADDRESS:
		return read_address(r, f, json_string_value(value));
	case TIME:
		return read_time(r, f, json_string_value(value));
	case CAPTIONS:
		return read_captions(r, f, value);
	case FLAG:
		json_object_set(r->out, f->name, (json_t *)(uintptr_t)value);
		return 0;
	default:
		return read_text(r, f, json_string_value(value));
	}
}

static const struct field *
find_field(const struct field *table, const char *name)
{
	for (; table->name != NULL; table++)
		if (strcmp(table->name, name) == 0)
			return table;
	return NULL;
}

static int
refuse_unknown(struct reader *r, const struct field *table, const char *name)
{
	const char *names[16] = {NULL};
	char message[128], *clean = text_clean(name), *cut;
	size_t count = 0;
	int nearest, result;

	for (; table->name != NULL; table++)
		names[count++] = table->name;
	cut = text_cut(clean, 40);
	nearest = text_nearest(cut, names);
	snprintf(message, sizeof(message), "there is no such field%s%s%s",
		nearest == -1 ? "" : "; did you mean ",
		nearest == -1 ? "" : names[nearest], nearest == -1 ? "" : "?");
	result = refuse(r, "unknown_field", cut, message);
	free(cut);
	free(clean);
	return result;
}

static int
read_object(struct reader *r, const struct field *table, const json_t *object)
{
	const struct field *f;
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)object, name, value)
	{
		f = find_field(table, name);
		if (f == NULL)
			return refuse_unknown(r, table, name);
		if (read_value(r, f, value) == -1)
			return -1;
	}
	return 0;
}

/* The address is what makes two of them the same. */
static int
add_canonical(struct reader *r)
{
	const char *url = json_text(r->out, "url", "");
	char *canonical;

	if (*url == '\0')
		return refuse(r, "missing", "url", "it is needed");
	canonical = url_canonical(url);
	if (canonical == NULL || strlen(canonical) > URL_MAX) {
		free(canonical);
		return refuse(r, "not_an_address", "url", "it is too long");
	}
	json_object_set_new(r->out, "canonical", json_string(canonical));
	free(canonical);
	return 0;
}

json_t *
posted_read(const char *body, size_t size, const struct posted_clock *clock,
	struct posted_fault *out)
{
	struct reader r = {.clock = clock, .fault = out};
	struct err e = {""};
	json_t *object = NULL;
	int result;

	*out = (struct posted_fault){.error = ""};
	if (size > POSTED_MAX_BYTES)
		refuse(&r, "too_large", "", "at most 65536 bytes");
	else
		object = json_parse(body, size, &e);
	if (object == NULL && *out->error == '\0')
		refuse(&r, "not_json", "", e.text);
	if (object == NULL)
		return NULL;
	r.out = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:b, s:[]}",
		"url", "", "title", "", "summary", "", "image", "", "why", "",
		"topic", "", "campaign", "", "expires", 0, "internal", 0,
		"captions");
	result = json_is_object(object)
			 ? read_object(&r, fields, object)
			 : refuse(&r, "wrong_type", "", "an object is needed");
	if (result == 0)
		result = add_canonical(&r);
	json_decref(object);
	if (result == -1) {
		json_decref(r.out);
		return NULL;
	}
	return r.out;
}

int
posted_check_key(const char *key)
{
	size_t size = strlen(key), i;

	if (size == 0 || size > POSTED_KEY_MAX)
		return -1;
	for (i = 0; i < size; i++)
		if (key[i] <= ' ' || key[i] > '~')
			return -1;
	return 0;
}

json_t *
posted_answer(const struct posted_fault *fault)
{
	return json_pack("{s:s, s:s, s:s}", "error", fault->error, "field",
		fault->field, "message", fault->message);
}
