#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "text.h"

#include "mattermost_decode_inside.h"

#define MAX_FIELDS 2000
#define MAX_KEY 100

/* Those that come again and again: always lists. */
static const char *const lists[] = {"user_mentions", "user_mentions_ids",
	"channel_mentions", "channel_mentions_ids"};

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Form-encoded bytes as text, yours; NULL when that is no UTF-8 (or has a
 * NUL). A percent sign that begins no byte stands for itself. */
static char *
decode(const char *s, size_t size)
{
	char *out = xmalloc(size + 1);
	size_t i, at = 0;

	for (i = 0; i < size; i++) {
		if (s[i] == '+') {
			out[at++] = ' ';
		} else if (s[i] == '%' && size - i > 2 && hex(s[i + 1]) >= 0 &&
			   hex(s[i + 2]) >= 0) {
			out[at++] = (char)(hex(s[i + 1]) * 16 + hex(s[i + 2]));
			i += 2;
		} else {
			out[at++] = s[i];
		}
	}
	out[at] = '\0';
	if (text_is_utf8(out, at))
		return out;
	free(out);
	return NULL;
}

static bool
is_list(const char *key)
{
	size_t i;

	for (i = 0; i < sizeof lists / sizeof *lists; i++)
		if (strcmp(lists[i], key) == 0)
			return true;
	return false;
}

static void
set_field(json_t *fields, const char *key, const char *value)
{
	json_t *list;

	if (!is_list(key)) {
		json_object_set_new(fields, key, json_string(value));
		return;
	}
	list = json_object_get(fields, key);
	if (list == NULL) {
		list = json_array();
		json_object_set_new(fields, key, list);
	}
	json_array_append_new(list, json_string(value));
}

/* One "key=value". */
static int
add_field(json_t *fields, const char *s, size_t size)
{
	const char *equals = memchr(s, '=', size);
	size_t key_size = equals == NULL ? size : (size_t)(equals - s);
	char *key, *value = NULL;
	int status = -1;

	if (size == 0)
		return 0;
	key = decode(s, key_size);
	if (equals != NULL)
		value = decode(equals + 1, size - key_size - 1);
	if (key != NULL && strlen(key) <= MAX_KEY &&
		(equals == NULL || value != NULL)) {
		set_field(fields, key, value == NULL ? "" : value);
		status = 0;
	}
	free(key);
	free(value);
	return status;
}

json_t *
mattermost_decode_fields(const char *body, size_t size, struct err *e)
{
	json_t *fields = json_object();
	const char *end = body + size, *next;
	size_t count = 0;

	for (; body < end; body = next + 1) {
		next = memchr(body, '&', (size_t)(end - body));
		if (next == NULL)
			next = end;
		if (++count > MAX_FIELDS ||
			add_field(fields, body, (size_t)(next - body)) == -1) {
			json_decref(fields);
			return err_null(e, "the body is no form of texts");
		}
	}
	return fields;
}
