#ifndef ADVOCATED_TEMPLATE_H
#define ADVOCATED_TEMPLATE_H

#include <stdbool.h>

#include <jansson.h>

struct err;
struct templates;

/*
 * Cards as files: templates/<language>/<name>.json. A template is valid JSON:
 *
 *   {"sample": {"title": "We ship 2.0", "minutes": 2, "networks": [...]},
 *    "card": { ...card.h, strings with {placeholders} and light markup... }}
 *
 * Only "card" is rendered; "sample" declares every variable and is the
 * template's own test data: every name must be in it and all of it be used.
 *
 * Markup in the template's strings, never in values: **bold**, *italic*,
 * `code`, [text](address), :emoji:; marks do not nest, \* is a plain star.
 * {name} puts a value in: a string or number becomes plain text,
 * {"person": "U1"} and other span objects stay spans, a list of spans too,
 * null is nothing. {{ and }} are braces. Names are of [a-z0-9_]. Wherever a
 * card has no spans (words of buttons, "label", "alt", "url", "value",
 * "action" ...) a string is filled as plain characters. What is not read by
 * people ("url", "value", "options" ...) and is "{name}" alone takes lists,
 * objects and flags as they are: "options": "{choices}".
 *
 * Logic, in place of any value or entry of a list:
 *   {"$if": "name", "then": X, "else": Y}  else may be missing: nothing, and
 *     the key it would be under is left out; X may be a list: its entries
 *   {"$each": "names", "as": "one", "do": X, "between": ", "}  where
 *     {one.text} reads a member ({one} when entries are texts); between is
 *     optional and for spans only
 *   {"$count": "n", "one": "1 reader", "other": "{n} readers"}, and where a
 *     language has more forms "zero", "two", "few", "many" (plural.h)
 * Empty string, empty list, 0, false, null and missing are false. Numbers
 * given as JSON integers are written in the language's way where people read
 * them (1,234), reals with one decimal, and as digits elsewhere.
 *
 * English is the measure: a template of another language has the name of an
 * English one, the same buttons, inputs and values, and no variable that
 * English does not have. Its sample may be left out; then it is English's, and
 * every variable of that is used. What a language lacks is said in English.
 *
 * Times are passed as {"time": seconds, "style": ..., "text": fallback}
 * spans. Beside {"$each"...} no other place knows $each's name.
 */

/* Loads every language under dir; all are checked, each sample is rendered.
 * e names file and place:
 * "templates/en/kit.json: card.blocks[2].text: no such variable: why". */
struct templates *templates_load(const char *dir, struct err *e);
void templates_free(struct templates *t);

/* Reads all again; t is left as it was when anything is wrong. */
int templates_reload(struct templates *t, const char *dir, struct err *e);

/* The language in which a reader of that tag (BCP 47: "de", "de-AT", "en_US")
 * is answered, lent; NULL when there are no templates of it. */
const char *templates_language(const struct templates *t, const char *tag);

/* Calls fn with each language there is, in no order. */
typedef int templates_language_fn(
	void *arg, const char *language, struct err *e);
int templates_each_language(const struct templates *t,
	templates_language_fn *fn, void *arg, struct err *e);

/* What English has and another language lacks: cards, or phrases of
 * words.json. Returns how many. */
typedef void templates_missing_fn(
	void *arg, const char *language, const char *name, bool is_phrase);
int templates_each_missing(
	const struct templates *t, templates_missing_fn *fn, void *arg);

/* Whether there is a card of that name, or a phrase of words.json. */
bool templates_has(const struct templates *t, const char *name);
bool templates_has_words(const struct templates *t, const char *name);

/* The card, yours (json_decref). Falls back to "en". values is lent; each
 * variable used must be in it. Gets its "text" from card_text() when the
 * template gives none, and its "language". One that says the same to everybody
 * is shared (card_is_shared): only a form may be changed. */
json_t *templates_render(const struct templates *t, const char *language,
	const char *name, const json_t *values, struct err *e);

/* A short text of templates/<language>/words.json (name -> anything a "text"
 * of a block may be), rendered to spans, yours. For phrases that fill a
 * placeholder of a card. words.json may have a "sample" too; then its names
 * are checked against it. */
json_t *templates_words(const struct templates *t, const char *language,
	const char *name, const json_t *values, struct err *e);

#endif
