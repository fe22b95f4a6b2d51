#ifndef ADVOCATED_JSON_H
#define ADVOCATED_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct err;

/* Reads a jansson object by a declared table of fields, once, with bounds. */
enum json_kind {
	JSON_FIELD_TEXT,   /* const char *, lent by the object */
	JSON_FIELD_INT,    /* int64_t; a string of digits is accepted too */
	JSON_FIELD_FLAG,   /* bool */
	JSON_FIELD_OBJECT, /* const json_t *, lent */
	JSON_FIELD_LIST    /* const json_t *, lent */
};

struct json_field {
	const char *path; /* "event.item.ts": objects by dots, "actions[0]" */
	enum json_kind kind;
	size_t offset; /* offsetof the field in the struct filled */
	bool required;
	size_t max; /* bytes of a text, entries of a list; 0: 4096 */
};

/*
 * Fills the struct at into from object. A missing or null field that is not
 * required leaves the struct's field as it was. -1: a required field is
 * missing, has another type, or is too long; e names the path.
 */
int json_read(const json_t *object, const struct json_field *fields,
	size_t count, void *into, struct err *e);

/* The value at a dotted path, lent, or NULL. */
const json_t *json_at(const json_t *object, const char *path);

/* The text at a dotted path, lent; otherwise when it is not a string. */
const char *json_text(
	const json_t *object, const char *path, const char *otherwise);

/* Parses text of size bytes (an object or a list, nested 256 deep at
 * most); NULL with e set. */
json_t *json_parse(const char *text, size_t size, struct err *e);

/* The same of what people write: an object with a name twice is refused, of
 * which json_parse() takes the last. */
json_t *json_parse_once(const char *text, size_t size, struct err *e);

/* Compact text, yours to free. */
char *json_dump(const json_t *value);

#endif
