#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#include "json.h"

/* Writes what jansson's compact form is, four times as fast: jansson hands
 * every piece of every string to a function of its own. */

static void add_value(struct text *out, const json_t *value);

static void
add_escape(struct text *out, unsigned char c)
{
	static const char means[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
	const char *found = strchr(means, c);

	if (c == '\0' || found == NULL) {
		text_addf(out, "\\u%04X", c);
		return;
	}
	text_add_char(out, '\\');
	text_add_char(out, names[found - means]);
}

static void
add_string(struct text *out, const char *s, size_t size)
{
	size_t from = 0, i;

	text_add_char(out, '"');
	for (i = 0; i < size; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		text_add_bytes(out, s + from, i - from);
		add_escape(out, c);
		from = i + 1;
	}
	text_add_bytes(out, s + from, size - from);
	text_add_char(out, '"');
}

static void
add_list(struct text *out, const json_t *list)
{
	size_t i, count = json_array_size(list);

	text_add_char(out, '[');
	for (i = 0; i < count; i++) {
		if (i > 0)
			text_add_char(out, ',');
		add_value(out, json_array_get(list, i));
	}
	text_add_char(out, ']');
}

static void
add_object(struct text *out, const json_t *object)
{
	void *at = json_object_iter((json_t *)(uintptr_t)object);
	char before = '{';

	if (at == NULL)
		text_add_char(out, '{');
	for (; at != NULL;
		at = json_object_iter_next((json_t *)(uintptr_t)object, at)) {
		text_add_char(out, before);
		add_string(out, json_object_iter_key(at),
			json_object_iter_key_len(at));
		text_add_char(out, ':');
		add_value(out, json_object_iter_value(at));
		before = ',';
	}
	text_add_char(out, '}');
}

/* Seldom: jansson knows how a number is written so that it reads the same. */
static void
add_real(struct text *out, const json_t *real)
{
	char *digits = json_dumps(real, JSON_ENCODE_ANY);

	text_add(out, digits == NULL ? "null" : digits);
	free(digits);
}

static void
add_value(struct text *out, const json_t *value)
{
	if (json_is_object(value))
		add_object(out, value);
	else if (json_is_array(value))
		add_list(out, value);
	else if (json_is_string(value))
		add_string(out, json_string_value(value),
			json_string_length(value));
	else if (json_is_integer(value))
		text_addf(out, "%" JSON_INTEGER_FORMAT,
			json_integer_value(value));
	else if (json_is_real(value))
		add_real(out, value);
	else if (json_is_boolean(value))
		text_add(out, json_is_true(value) ? "true" : "false");
	else
		text_add(out, "null");
}

char *
json_dump(const json_t *value)
{
	struct text out = {0};

	add_value(&out, value);
	return text_take(&out);
}
