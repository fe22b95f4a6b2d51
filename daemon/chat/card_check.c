#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "err.h"
#include "text.h"

#include "card.h"

#define MAX_NAME 100
#define MAX_VALUE 2000
#define MAX_OPTION 75
#define MAX_ADDRESS 3000
#define MAX_STATE 2900
#define MAX_FILE_NAME 100
#define MAX_BUTTONS 25
#define MAX_OPTIONS 100
#define MAX_BARS 31
#define MAX_BAR 1000000000
#define MAX_SECONDS INT64_C(253402300799) /* the end of the year 9999 */

typedef int check_fn(const json_t *value, struct err *e);

/* One key an object may have. */
struct key {
	const char *name;
	check_fn *check;
	bool required;
};

static int
is_text(const json_t *v, struct err *e)
{
	return json_is_string(v) ? 0 : err_set(e, "is not a text");
}

static int
is_name(const json_t *v, struct err *e)
{
	const char *s = json_string_value(v);
	size_t size = json_string_length(v);

	if (s == NULL)
		return err_set(e, "is not a text");
	if (size == 0 || size > MAX_NAME)
		return err_set(e, "must have 1 to %d bytes", MAX_NAME);
	if (strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_.:-") != size)
		return err_set(e, "may only have a-z 0-9 _ . : -");
	return 0;
}

static int
is_short(const json_t *v, size_t max, struct err *e)
{
	if (!json_is_string(v))
		return err_set(e, "is not a text");
	if (json_string_length(v) > max)
		return err_set(e, "is longer than %zu bytes", max);
	return 0;
}

static int
is_value(const json_t *v, struct err *e)
{
	return is_short(v, MAX_VALUE, e);
}

static int
is_option_value(const json_t *v, struct err *e)
{
	if (json_string_length(v) == 0)
		return err_set(e, "is empty or not a text");
	return is_short(v, MAX_OPTION, e);
}

static int
is_state(const json_t *v, struct err *e)
{
	return is_short(v, MAX_STATE, e);
}

static int
is_address(const json_t *v, struct err *e)
{
	const char *s = json_string_value(v);

	if (is_short(v, MAX_ADDRESS, e) == -1)
		return -1;
	if (!text_starts(s, "https://") && !text_starts(s, "http://"))
		return err_set(e, "is no http(s) address");
	return 0;
}

static int
is_flag(const json_t *v, struct err *e)
{
	return json_is_boolean(v) ? 0 : err_set(e, "is neither true nor false");
}

static int
is_count(const json_t *v, struct err *e)
{
	if (!json_is_integer(v) || json_integer_value(v) < 1)
		return err_set(e, "is not a number above 0");
	return 0;
}

static int
is_seconds(const json_t *v, struct err *e)
{
	if (!json_is_integer(v) || json_integer_value(v) < 0 ||
		json_integer_value(v) > MAX_SECONDS)
		return err_set(e, "is no number of seconds");
	return 0;
}

static int
is_one_of(const json_t *v, const char *const *words, struct err *e)
{
	const char *s = json_string_value(v);

	for (; s != NULL && *words != NULL; words++)
		if (strcmp(s, *words) == 0)
			return 0;
	return err_set(e, "is not a word known here: %s", s ? s : "(no text)");
}

static int
is_time_style(const json_t *v, struct err *e)
{
	static const char *const words[] = {"date", "date_time", "day", NULL};

	return is_one_of(v, words, e);
}

static int
is_button_style(const json_t *v, struct err *e)
{
	static const char *const words[] = {"primary", "danger", NULL};

	return is_one_of(v, words, e);
}

static int
is_input_kind(const json_t *v, struct err *e)
{
	static const char *const words[] = {"text", "long", "choice", "choices",
		"date", "number", "url", "channel", "channels", NULL};

	return is_one_of(v, words, e);
}

static int
is_color(const json_t *v, struct err *e)
{
	const char *s = json_string_value(v);

	if (s == NULL || s[0] != '#' || strlen(s) != 7 ||
		strspn(s + 1, "0123456789abcdefABCDEF") != 6)
		return err_set(e, "is not a colour like #1d3557");
	return 0;
}

static const struct key *
find_key(const struct key *keys, const char *name)
{
	for (; keys->name != NULL; keys++)
		if (strcmp(keys->name, name) == 0)
			return keys;
	return NULL;
}

/* An object with these keys only, the required ones among them. */
static int
check_keys(const json_t *object, const struct key *keys, struct err *e)
{
	const struct key *key;
	const char *name;
	json_t *value;

	if (!json_is_object(object))
		return err_set(e, "is not an object");
	json_object_foreach((json_t *)object, name, value)
	{
		key = find_key(keys, name);
		if (key == NULL)
			return err_set(e, "%s is not known here", name);
		if (key->check(value, e) == -1)
			return err_add(e, "%s", name);
	}
	for (key = keys; key->name != NULL; key++)
		if (key->required && json_object_get(object, key->name) == NULL)
			return err_set(e, "has no %s", key->name);
	return 0;
}

static int
check_list(const json_t *list, size_t max, check_fn *check, struct err *e)
{
	json_t *entry;
	size_t i;

	if (!json_is_array(list))
		return err_set(e, "is not a list");
	if (json_array_size(list) == 0 || json_array_size(list) > max)
		return err_set(e, "must have 1 to %zu entries", max);
	json_array_foreach(list, i, entry)
	{
		if (check(entry, e) == -1)
			return err_add(e, "[%zu]", i);
	}
	return 0;
}

static const struct key bold_keys[] = {{"b", is_text, true}, {0}};
static const struct key italic_keys[] = {{"i", is_text, true}, {0}};
static const struct key code_keys[] = {{"code", is_text, true}, {0}};
static const struct key link_keys[] = {
	{"link", is_text, true}, {"text", is_text, false}, {0}};
static const struct key person_keys[] = {{"person", is_text, true}, {0}};
static const struct key channel_keys[] = {{"channel", is_text, true}, {0}};
static const struct key sealed_keys[] = {{"sealed", is_text, true}, {0}};
static const struct key emoji_keys[] = {{"emoji", is_text, true}, {0}};
static const struct key time_keys[] = {{"time", is_seconds, true},
	{"style", is_time_style, false}, {"text", is_text, false},
	{"language", is_text, false}, {0}};

/* The first key of each tells which it is. */
static const struct key *const span_kinds[] = {bold_keys, italic_keys,
	code_keys, link_keys, person_keys, channel_keys, emoji_keys,
	sealed_keys, time_keys, NULL};

/* The kind whose own key the object has. */
static const struct key *
find_kind(const struct key *const *kinds, const json_t *object)
{
	for (; *kinds != NULL; kinds++)
		if (json_object_get(object, (*kinds)->name) != NULL)
			return *kinds;
	return NULL;
}

static int
is_span(const json_t *v, struct err *e)
{
	const struct key *kind;

	if (json_is_string(v))
		return 0;
	kind = find_kind(span_kinds, v);
	if (kind == NULL)
		return err_set(e, "is no text and no span");
	return check_keys(v, kind, e);
}

static int
is_spans(const json_t *v, struct err *e)
{
	if (json_is_string(v) || (json_is_array(v) && json_array_size(v) == 0))
		return 0;
	return check_list(v, SIZE_MAX, is_span, e);
}

static int
is_pair(const json_t *v, struct err *e)
{
	if (!json_is_array(v) || json_array_size(v) != 2)
		return err_set(e, "is not a pair of name and value");
	return check_list(v, 2, is_spans, e);
}

static int
is_pairs(const json_t *v, struct err *e)
{
	if (json_is_array(v) && json_array_size(v) == 0)
		return 0;
	return check_list(v, SIZE_MAX, is_pair, e);
}

static int
is_confirm(const json_t *v, struct err *e)
{
	static const struct key keys[] = {{"title", is_text, true},
		{"text", is_text, true}, {"yes", is_text, true},
		{"no", is_text, true}, {0}};

	return check_keys(v, keys, e);
}

static int
is_button(const json_t *v, struct err *e)
{
	static const struct key keys[] = {{"text", is_text, true},
		{"action", is_name, true}, {"value", is_value, false},
		{"style", is_button_style, false}, {"url", is_address, false},
		{"confirm", is_confirm, false}, {"label", is_text, false}, {0}};

	return check_keys(v, keys, e);
}

static int
is_buttons(const json_t *v, struct err *e)
{
	if (json_is_array(v) && json_array_size(v) == 0)
		return 0;
	return check_list(v, MAX_BUTTONS, is_button, e);
}

static int
is_option(const json_t *v, struct err *e)
{
	static const struct key keys[] = {
		{"text", is_text, true}, {"value", is_option_value, true}, {0}};

	return check_keys(v, keys, e);
}

static int
is_options(const json_t *v, struct err *e)
{
	return check_list(v, MAX_OPTIONS, is_option, e);
}

static int
is_menu(const json_t *v, struct err *e)
{
	static const struct key keys[] = {{"action", is_name, true},
		{"hint", is_text, false}, {"chosen", is_text, false},
		{"options", is_options, true}, {0}};

	return check_keys(v, keys, e);
}

static int
is_bar_value(const json_t *v, struct err *e)
{
	if (!json_is_integer(v) || json_integer_value(v) < 0 ||
		json_integer_value(v) > MAX_BAR)
		return err_set(e, "is no number from 0 to %d", MAX_BAR);
	return 0;
}

static int
is_bar(const json_t *v, struct err *e)
{
	static const struct key keys[] = {{"label", is_text, true},
		{"value", is_bar_value, true}, {"note", is_text, false}, {0}};

	return check_keys(v, keys, e);
}

static int
is_bars(const json_t *v, struct err *e)
{
	return check_list(v, MAX_BARS, is_bar, e);
}

static int
is_chart(const json_t *v, struct err *e)
{
	static const struct key keys[] = {
		{"bars", is_bars, true}, {"alt", is_text, true}, {0}};

	return check_keys(v, keys, e);
}

static int
is_input_value(const json_t *v, struct err *e)
{
	if (json_is_string(v))
		return 0;
	if (json_is_array(v) && json_array_size(v) == 0)
		return 0;
	return check_list(v, MAX_OPTIONS, is_text, e);
}

static int
is_file_name(const json_t *v, struct err *e)
{
	const char *s = json_string_value(v);

	if (s == NULL || *s == '\0' || *s == '.' || strlen(s) > MAX_FILE_NAME ||
		s[strspn(s, "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")] != '\0')
		return err_set(e, "is no name of a file");
	return 0;
}

static const struct key title_block[] = {{"title", is_spans, true}, {0}};
static const struct key text_block[] = {{"text", is_spans, true}, {0}};
static const struct key quote_block[] = {{"quote", is_spans, true}, {0}};
static const struct key verbatim_block[] = {{"verbatim", is_spans, true}, {0}};
static const struct key fields_block[] = {{"fields", is_pairs, true}, {0}};
static const struct key picture_block[] = {
	{"picture", is_address, true}, {"alt", is_text, true}, {0}};
static const struct key chart_block[] = {{"chart", is_chart, true}, {0}};
static const struct key bars_block[] = {{"bars", is_bars, true}, {0}};
static const struct key file_block[] = {{"file", is_text, true},
	{"name", is_file_name, true}, {"type", is_text, true},
	{"instead", is_text, true}, {0}};
static const struct key note_block[] = {{"note", is_spans, true}, {0}};
static const struct key line_block[] = {{"line", is_flag, true}, {0}};
static const struct key buttons_block[] = {{"buttons", is_buttons, true}, {0}};
static const struct key menu_block[] = {{"menu", is_menu, true}, {0}};
static const struct key input_block[] = {{"input", is_name, true},
	{"label", is_text, true}, {"kind", is_input_kind, true},
	{"value", is_input_value, false}, {"hint", is_text, false},
	{"optional", is_flag, false}, {"max", is_count, false},
	{"options", is_options, false}, {"live", is_flag, false}, {0}};

static const struct key *const block_kinds[] = {title_block, text_block,
	quote_block, verbatim_block, fields_block, picture_block, chart_block,
	bars_block, file_block, note_block, line_block, buttons_block,
	menu_block, NULL};

static int
is_block(const json_t *v, struct err *e)
{
	const struct key *kind = find_kind(block_kinds, v);

	if (kind == NULL && json_object_get(v, "input") != NULL)
		kind = input_block;
	if (kind == NULL)
		return err_set(e, "is no block");
	return check_keys(v, kind, e);
}

static int
is_blocks(const json_t *v, struct err *e)
{
	return check_list(v, SIZE_MAX, is_block, e);
}

/* Inputs stand in forms only, their names differ, choices have options. */
static int
check_inputs(const json_t *card, struct err *e)
{
	const json_t *blocks = json_object_get(card, "blocks"), *block;
	json_t *seen = json_object();
	const char *name, *kind;
	size_t i;
	int status = 0;

	json_array_foreach(blocks, i, block)
	{
		name = json_string_value(json_object_get(block, "input"));
		if (name == NULL)
			continue;
		kind = json_string_value(json_object_get(block, "kind"));
		if (json_object_get(card, "form") == NULL)
			status = err_set(e, "an input outside a form");
		else if (json_object_get(seen, name) != NULL)
			status = err_set(e, "a second input %s", name);
		else if (text_starts(kind, "choice") &&
			 json_object_get(block, "options") == NULL)
			status = err_set(e, "has no options");
		if (status == -1) {
			err_add(e, "blocks[%zu]", i);
			break;
		}
		json_object_set_new(seen, name, json_true());
	}
	json_decref(seen);
	return status;
}

/* "blocks: [2]: text" reads better as "blocks[2]: text". */
static int
tidy_place(struct err *e)
{
	char *at;

	if (e == NULL)
		return -1;
	while ((at = strstr(e->text, ": [")) != NULL)
		memmove(at, at + 2, strlen(at + 2) + 1);
	return -1;
}

int
card_check(const json_t *card, struct err *e)
{
	static const struct key keys[] = {{"text", is_spans, false},
		{"color", is_color, false}, {"language", is_text, false},
		{"blocks", is_blocks, false}, {"form", is_name, false},
		{"title", is_text, false}, {"state", is_state, false},
		{"submit", is_text, false}, {"close", is_text, false}, {0}};

	if (check_keys(card, keys, e) == -1)
		return tidy_place(e);
	if (json_object_get(card, "text") == NULL &&
		json_object_get(card, "blocks") == NULL)
		return err_set(e, "has neither text nor blocks");
	return check_inputs(card, e);
}
