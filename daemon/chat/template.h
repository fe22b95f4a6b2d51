#ifndef ADVOCATED_TEMPLATE_H
#define ADVOCATED_TEMPLATE_H

#include <jansson.h>

struct err;
struct templates;

/*
 * Cards as files: templates/<language>/<name>.json. A template is valid JSON:
 *
 *   {"sample": {"title": "We ship 2.0", "minutes": 2, "networks": [...]},
 *    "card": { ...card.h, strings with {placeholders} and light markup... }}
 *
 * Only "card" is rendered; "sample" declares every variable with its type and
 * is the template's own test data.
 *
 * Markup in the template's strings, never in values: **bold**, *italic*,
 * `code`, [text](address), :emoji:. {name} puts a value in: a string or
 * number becomes plain text, {"person": "U1"} and other span objects stay
 * spans, a list of spans too. {{ and }} are braces. Inside "url", "value",
 * "action", "alt", "picture" and other keys that are no text of a card a string is
 * filled as plain characters, no spans.
 *
 * Logic: an object {"$if": "name", "then": X, "else": Y} (else may be
 * missing: nothing), {"$each": "names", "as": "one", "do": X} in a list, where
 * {one.text} reads a member. Empty string, empty list, 0, false and null are
 * false. Numbers given as JSON integers are written in the language's way
 * (when_write_number); {"$count": "n", "one": "1 reader", "other": "{n}
 * readers"} chooses by plural rule (one/other).
 *
 * Times are passed as {"time": seconds, "style": ..., } spans.
 */

/* Loads every language under dir; all are checked, each sample is rendered.
 * e names file and place. */
struct templates *templates_load(const char *dir, struct err *e);
void templates_free(struct templates *t);

/* Whether that language has templates. */
int templates_has_language(const struct templates *t, const char *language);

/* The card, yours (json_decref). Falls back to "en". values is lent. zone is
 * the reader's, for the plain form of times. */
json_t *templates_render(const struct templates *t, const char *language,
	const char *name, const json_t *values, struct err *e);

/* A short text of templates/<language>/words.json (flat name -> string with
 * placeholders), rendered to spans, yours. For phrases that fill a
 * placeholder of a card. */
json_t *templates_words(const struct templates *t, const char *language,
	const char *name, const json_t *values, struct err *e);

#endif
