#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"

#include "json.h"

#define KEY_MAX 128
#define FIELD_MAX_DEFAULT 4096

/* "[12]" at *path: the entry of a list; *path moves behind it. */
static const json_t *
step_index(const json_t *value, const char **path)
{
	char *end;
	unsigned long index;

	index = strtoul(*path + 1, &end, 10);
	if (end == *path + 1 || *end != ']')
		return NULL;
	*path = end + 1;
	return json_array_get(value, index);
}

static const json_t *
step_key(const json_t *value, const char **path)
{
	char key[KEY_MAX];
	size_t size = strcspn(*path, ".[");

	if (size == 0 || size >= sizeof(key))
		return NULL;
	memcpy(key, *path, size);
	key[size] = '\0';
	*path += size;
	return json_object_get(value, key);
}

const json_t *
json_at(const json_t *object, const char *path)
{
	const json_t *value = object;

	while (value && *path) {
		if (*path == '[')
			value = step_index(value, &path);
		else
			value = step_key(value, &path);
		if (*path == '.')
			path++;
	}
	return value;
}

const char *
json_text(const json_t *object, const char *path, const char *otherwise)
{
	const json_t *value = json_at(object, path);

	return json_is_string(value) ? json_string_value(value) : otherwise;
}

static int
read_text(const json_t *value, const struct json_field *f, size_t max,
	void *into, struct err *e)
{
	const char *text = json_string_value(value);

	if (!text)
		return err_set(e, "%s: not a text", f->path);
	if (json_string_length(value) > max)
		return err_set(e, "%s: longer than %zu bytes", f->path, max);
	memcpy(into, &text, sizeof(text));
	return 0;
}

static int
read_int(const json_t *value, const struct json_field *f, void *into,
	struct err *e)
{
	const char *text = json_string_value(value);
	int64_t number;
	char *end;

	if (json_is_integer(value)) {
		number = json_integer_value(value);
	} else {
		if (!text || !(isdigit((unsigned char)*text) || *text == '-'))
			return err_set(e, "%s: not a whole number", f->path);
		errno = 0;
		number = strtoll(text, &end, 10);
		if (errno || *end || end == text)
			return err_set(e, "%s: not a whole number", f->path);
	}
	memcpy(into, &number, sizeof(number));
	return 0;
}

static int
read_flag(const json_t *value, const struct json_field *f, void *into,
	struct err *e)
{
	bool flag = json_is_true(value);

	if (!json_is_boolean(value))
		return err_set(e, "%s: not true or false", f->path);
	memcpy(into, &flag, sizeof(flag));
	return 0;
}

static int
read_lent(const json_t *value, const struct json_field *f, size_t max,
	void *into, struct err *e)
{
	bool list = f->kind == JSON_FIELD_LIST;

	if (list ? !json_is_array(value) : !json_is_object(value))
		return err_set(e, "%s: not %s", f->path,
			list ? "a list" : "an object");
	if (list && json_array_size(value) > max)
		return err_set(e, "%s: more than %zu entries", f->path, max);
	memcpy(into, &value, sizeof(value));
	return 0;
}

static int
read_field(const json_t *object, const struct json_field *f, void *into,
	struct err *e)
{
	const json_t *value = json_at(object, f->path);
	size_t max = f->max ? f->max : FIELD_MAX_DEFAULT;
	char *place = (char *)into + f->offset;

	if (!value || json_is_null(value))
		return f->required ? err_set(e, "%s: missing", f->path) : 0;
	switch (f->kind) {
	case JSON_FIELD_TEXT:
		return read_text(value, f, max, place, e);
	case JSON_FIELD_INT:
		return read_int(value, f, place, e);
	case JSON_FIELD_FLAG:
		return read_flag(value, f, place, e);
	case JSON_FIELD_OBJECT:
	case JSON_FIELD_LIST:
		return read_lent(value, f, max, place, e);
	}
	return err_set(e, "%s: no such kind", f->path);
}

int
json_read(const json_t *object, const struct json_field *fields, size_t count,
	void *into, struct err *e)
{
	for (size_t i = 0; i < count; i++) {
		if (read_field(object, &fields[i], into, e) < 0)
			return -1;
	}
	return 0;
}
