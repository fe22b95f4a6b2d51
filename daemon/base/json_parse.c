#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "text.h"

#include "json.h"

/*
 * Reads JSON into jansson's values. jansson's own reader takes 30 us for a
 * command of 2.7 kB where making the values takes 5: it looks at every byte
 * through a function and copies each of them twice. What this takes and what
 * it refuses is the same, which a fuzzer compares; only nesting ends earlier.
 */

#define DEPTH_MAX 256

struct reader {
	const char *start, *at, *end;
	int depth;
	bool once;         /* no name may be twice in an object */
	const char *why;   /* what is wrong at `at` */
	struct text spare; /* a string or number being put together */
};

static json_t *read_value(struct reader *r);

static json_t *
fail(struct reader *r, const char *why)
{
	if (r->why == NULL)
		r->why = why;
	return NULL;
}

static void
skip_space(struct reader *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' ||
					 *r->at == '\r' || *r->at == '\t'))
		r->at++;
}

/* Whether c comes next; it is then behind us. */
static bool
take(struct reader *r, char c)
{
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

/* Strings ------------------------------------------------------------------ */

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The four digits after \u, or -1. */
static int32_t
take_unit(struct reader *r)
{
	int32_t unit = 0;
	int i, digit;

	for (i = 0; i < 4; i++, r->at++) {
		digit = r->at < r->end ? hex_digit(*r->at) : -1;
		if (digit == -1)
			return -1;
		unit = unit << 4 | digit;
	}
	return unit;
}

static void
add_point(struct text *t, int32_t p)
{
	if (p < 0x80) {
		text_add_char(t, (char)p);
		return;
	}
	if (p < 0x800) {
		text_add_char(t, (char)(0xc0 | p >> 6));
	} else {
		if (p < 0x10000) {
			text_add_char(t, (char)(0xe0 | p >> 12));
		} else {
			text_add_char(t, (char)(0xf0 | p >> 18));
			text_add_char(t, (char)(0x80 | (p >> 12 & 0x3f)));
		}
		text_add_char(t, (char)(0x80 | (p >> 6 & 0x3f)));
	}
	text_add_char(t, (char)(0x80 | (p & 0x3f)));
}

/* Behind \u: a character, or two halves of one. */
static bool
take_point(struct reader *r)
{
	int32_t high = take_unit(r), low;

	if (high == -1)
		return false;
	if (high >= 0xd800 && high <= 0xdbff) {
		if (!take(r, '\\') || !take(r, 'u'))
			return false;
		low = take_unit(r);
		if (low < 0xdc00 || low > 0xdfff)
			return false;
		high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
	} else if (high == 0 || (high >= 0xdc00 && high <= 0xdfff)) {
		return false;
	}
	add_point(&r->spare, high);
	return true;
}

static bool
take_escape(struct reader *r)
{
	static const char names[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	const char *found;
	char c = r->at < r->end ? *r->at++ : '\0';

	if (c == 'u')
		return take_point(r);
	found = c == '\0' ? NULL : strchr(names, c);
	if (found == NULL)
		return false;
	text_add_char(&r->spare, means[found - names]);
	return true;
}

/* Moves on to the end of what stands for itself. */
static void
skip_plain(struct reader *r, bool *ascii)
{
	const char *p = r->at;

	while (p < r->end && (unsigned char)*p >= 0x20 && *p != '"' &&
		*p != '\\') {
		if ((unsigned char)*p >= 0x80)
			*ascii = false;
		p++;
	}
	r->at = p;
}

/* The string behind its first quote: in the input itself, or in r->spare
 * when it has escapes. */
static bool
take_string(struct reader *r, const char **string, size_t *size)
{
	bool ascii = true, escaped = false;
	const char *from = r->at;

	r->spare.size = 0;
	skip_plain(r, &ascii);
	while (r->at < r->end && *r->at == '\\') {
		text_add_bytes(&r->spare, from, (size_t)(r->at - from));
		escaped = true;
		r->at++;
		if (!take_escape(r))
			return fail(r, "invalid escape") != NULL;
		from = r->at;
		skip_plain(r, &ascii);
	}
	*string = from;
	*size = (size_t)(r->at - from);
	if (!take(r, '"'))
		return fail(r, r->at == r->end ? "unfinished string"
					       : "control character") != NULL;
	if (escaped) {
		text_add_bytes(&r->spare, *string, *size);
		*string = r->spare.bytes;
		*size = r->spare.size;
	}
	if (!ascii && !text_is_utf8(*string, *size))
		return fail(r, "invalid UTF-8") != NULL;
	return true;
}

static json_t *
read_string(struct reader *r)
{
	const char *string;
	size_t size;

	r->at++;
	if (!take_string(r, &string, &size))
		return NULL;
	return json_stringn_nocheck(string, size);
}

/* Numbers ------------------------------------------------------------------ */

/* Moves over digits; false when there is none. */
static bool
skip_digits(struct reader *r)
{
	const char *from = r->at;

	while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
		r->at++;
	return r->at > from;
}

static json_t *
whole_number(struct reader *r, const char *from)
{
	bool negative = *from == '-';
	json_int_t number = 0;
	const char *p;

	for (p = from + negative; p < r->at; p++) {
		int digit = *p - '0';

		if (__builtin_mul_overflow(number, 10, &number) ||
			__builtin_sub_overflow(number, digit, &number))
			return fail(r, "too big a number");
	}
	/* counted below zero, where there is one number more */
	if (!negative && __builtin_mul_overflow(number, -1, &number))
		return fail(r, "too big a number");
	return json_integer(number);
}

static json_t *
real_number(struct reader *r, const char *from)
{
	double number;

	r->spare.size = 0;
	text_add_bytes(&r->spare, from, (size_t)(r->at - from));
	number = strtod(r->spare.bytes, NULL);
	if (isinf(number))
		return fail(r, "too big a number");
	return json_real(number);
}

static json_t *
read_number(struct reader *r)
{
	const char *from = r->at;
	bool real = false;

	take(r, '-');
	if (!take(r, '0') && !skip_digits(r))
		return fail(r, "no value");
	if (take(r, '.')) {
		real = true;
		if (!skip_digits(r))
			return fail(r, "unfinished number");
	}
	if (take(r, 'e') || take(r, 'E')) {
		real = true;
		if (!take(r, '+'))
			take(r, '-');
		if (!skip_digits(r))
			return fail(r, "unfinished number");
	}
	return real ? real_number(r, from) : whole_number(r, from);
}

/* Lists and objects -------------------------------------------------------- */

static bool
read_entry(struct reader *r, json_t *list)
{
	json_t *value = read_value(r);

	return value != NULL && json_array_append_new(list, value) == 0;
}

static bool
read_pair(struct reader *r, json_t *object)
{
	const char *key = NULL;
	size_t size = 0;
	char *kept = NULL;
	json_t *value;
	size_t names = json_object_size(object);
	int result;

	skip_space(r);
	if (!take(r, '"'))
		return fail(r, "no name") != NULL;
	if (!take_string(r, &key, &size))
		return false;
	/* r->spare is needed for the value */
	if (key == r->spare.bytes)
		key = kept = text_take(&r->spare);
	skip_space(r);
	value = take(r, ':') ? read_value(r) : fail(r, "no colon");
	result = value == NULL ? -1
			       : json_object_setn_new_nocheck(
					 object, key, size, value);
	free(kept);
	if (result == 0 && r->once && json_object_size(object) == names)
		return fail(r, "a name is there twice") != NULL;
	return result == 0;
}

/* What begins with a bracket, until its end. */
static json_t *
read_all(struct reader *r, json_t *made, char end,
	bool (*read_one)(struct reader *r, json_t *into))
{
	r->at++;
	if (++r->depth > DEPTH_MAX) {
		fail(r, "nested too deep");
		goto out;
	}
	skip_space(r);
	if (take(r, end)) {
		r->depth--;
		return made;
	}
	while (read_one(r, made)) {
		skip_space(r);
		if (take(r, end)) {
			r->depth--;
			return made;
		}
		if (!take(r, ',')) {
			fail(r, "no comma");
			break;
		}
	}
out:
	json_decref(made);
	return NULL;
}

static json_t *
read_word(struct reader *r, const char *word, json_t *value)
{
	size_t size = strlen(word);

	if ((size_t)(r->end - r->at) < size || memcmp(r->at, word, size) != 0)
		return fail(r, "no value");
	r->at += size;
	return value;
}

static json_t *
read_value(struct reader *r)
{
	skip_space(r);
	switch (r->at < r->end ? *r->at : '\0') {
	case '{':
		return read_all(r, json_object(), '}', read_pair);
	case '[':
		return read_all(r, json_array(), ']', read_entry);
	case '"':
		return read_string(r);
	case 't':
		return read_word(r, "true", json_true());
	case 'f':
		return read_word(r, "false", json_false());
	case 'n':
		return read_word(r, "null", json_null());
	default:
		return read_number(r);
	}
}

static json_t *
explain(const struct reader *r, struct err *e)
{
	size_t line = 1, column = 0;
	const char *p;

	for (p = r->start; p < r->at; p++, column++)
		if (*p == '\n') {
			line++;
			column = 0;
		}
	return err_null(e, "not JSON: line %zu column %zu: %s", line, column,
		r->why == NULL ? "no value" : r->why);
}

static json_t *
parse(const char *text, size_t size, bool once, struct err *e)
{
	struct reader r = {
		.start = text, .at = text, .end = text + size, .once = once};
	json_t *value = NULL;

	skip_space(&r);
	if (r.at < r.end && (*r.at == '{' || *r.at == '['))
		value = read_value(&r);
	skip_space(&r);
	if (value != NULL && r.at < r.end) {
		json_decref(value);
		value = fail(&r, "more than one value");
	}
	text_free(&r.spare);
	return value != NULL ? value : explain(&r, e);
}

json_t *
json_parse(const char *text, size_t size, struct err *e)
{
	return parse(text, size, false, e);
}

json_t *
json_parse_once(const char *text, size_t size, struct err *e)
{
	return parse(text, size, true, e);
}
