#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "text.h"

#include "mattermost_encode.h"
#include "mattermost_encode_input.h"
#include "mattermost_encode_text.h"

#define LABEL_MAX 24
#define HELP_MAX 150
#define LINE_MAX 150 /* what a text takes; an area more */
#define AREA_MAX 3000
#define OPTION_MAX 75
#define RADIOS_MAX 5
#define BOXES_MAX 25

static const char *
get(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text == NULL ? "" : text;
}

/* One input being written. */
struct input {
	const json_t *block;
	json_t *element;
	json_t *elements; /* where it goes */
	json_t *kind;     /* how it is read back */
	const struct mattermost_names *names;
};

static void
set_text(struct input *in, const char *key, const char *text)
{
	if (text != NULL && *text != '\0')
		json_object_set_new(in->element, key, json_string(text));
}

/* Below the input: its hint, in front of it the label if that was cut, and how
 * a value must look. Yours. */
static char *
help_of(const json_t *block)
{
	const char *label = get(block, "label"), *hint = get(block, "hint");
	struct text out = {0};

	if (strlen(label) > LABEL_MAX)
		text_add(&out, label);
	if (out.size > 0 && *hint != '\0')
		text_add(&out, ". ");
	text_add(&out, hint);
	if (strcmp(get(block, "kind"), "date") == 0)
		text_addf(&out, "%s(2026-12-24)", out.size > 0 ? " " : "");
	return text_take(&out);
}

char *
mattermost_encode_hint(const json_t *block, size_t max)
{
	char *help = help_of(block), *words = NULL;
	json_t *spans;

	if (strlen(help) > HELP_MAX) {
		spans = json_pack("[{s:s}, s, s]", "b", get(block, "label"),
			": ", get(block, "hint"));
		words = mattermost_encode_spans(spans, max, NULL);
		json_decref(spans);
	}
	free(help);
	return words;
}

/* The label and all that every element has. */
static json_t *
new_element(const json_t *block, const char *name)
{
	const char *label = get(block, "label");
	char *cut = mattermost_encode_label(
		*label == '\0' ? name : label, LABEL_MAX);
	json_t *made = json_pack("{s:s, s:s}", "display_name",
		*cut == '\0' ? "\xe2\x80\xa6" : cut, "name", name);

	if (json_is_true(json_object_get(block, "optional")))
		json_object_set_new(made, "optional", json_true());
	free(cut);
	return made;
}

/* A line or an area of text that starts with value. */
static void
write_words(struct input *in, const char *value, bool area)
{
	json_int_t max = json_integer_value(json_object_get(in->block, "max"));
	json_int_t most;
	char *cut;

	area = area || mattermost_encode_length(value) > LINE_MAX;
	most = area ? AREA_MAX : LINE_MAX;
	if (max < 1 || max > most)
		max = most;
	cut = mattermost_encode_cut(value, (size_t)max, !area);
	set_text(in, "type", area ? "textarea" : "text");
	json_object_set_new(in->element, "max_length", json_integer(max));
	set_text(in, "default", cut);
	free(cut);
}

static void
write_text(struct input *in)
{
	write_words(in, get(in->block, "value"), false);
}

static void
write_long(struct input *in)
{
	write_words(in, get(in->block, "value"), true);
}

static void
write_date(struct input *in)
{
	set_text(in, "type", "text");
	set_text(in, "placeholder", "2026-12-24");
	json_object_set_new(in->element, "max_length", json_integer(10));
	if (strlen(get(in->block, "value")) == 10)
		set_text(in, "default", get(in->block, "value"));
}

static void
write_number(struct input *in)
{
	const char *value = get(in->block, "value");

	set_text(in, "type", "text");
	set_text(in, "subtype", "number");
	json_object_set_new(in->element, "max_length", json_integer(20));
	if (strlen(value) <= 20 && value[strspn(value, "-0123456789")] == '\0')
		set_text(in, "default", value);
}

static void
write_url(struct input *in)
{
	write_words(in, get(in->block, "value"), false);
	set_text(in, "subtype", "url");
}

/* {"text", "value"} of the options that can be chosen, yours. */
static json_t *
options_of(const json_t *block)
{
	json_t *list = json_array(), *option;
	char *text;
	size_t i;

	json_array_foreach(json_object_get(block, "options"), i, option)
	{
		text = mattermost_encode_cut(
			get(option, "text"), OPTION_MAX, true);
		if (*text != '\0' && *get(option, "value") != '\0')
			json_array_append_new(
				list, json_pack("{s:s, s:s}", "text", text,
					      "value", get(option, "value")));
		free(text);
	}
	return list;
}

static bool
has_text(const json_t *list, const char *key, const char *text)
{
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		if (key != NULL)
			one = json_object_get(one, key);
		if (json_is_string(one) &&
			strcmp(json_string_value(one), text) == 0)
			return true;
	}
	return false;
}

static void
write_choice(struct input *in)
{
	json_t *options = options_of(in->block);

	set_text(in, "type",
		json_array_size(options) <= RADIOS_MAX ? "radio" : "select");
	if (has_text(options, "value", get(in->block, "value")))
		set_text(in, "default", get(in->block, "value"));
	json_object_set_new(in->element, "options", options);
}

/* A box to tick for each choice: dialogs have no list of several. */
static void
write_choices(struct input *in)
{
	json_t *options = options_of(in->block), *option, *box;
	const json_t *chosen = json_object_get(in->block, "value");
	char *name, *text;
	size_t i;

	json_decref(in->kind);
	in->kind = json_array();
	json_array_foreach(options, i, option)
	{
		if (i == BOXES_MAX)
			break;
		name = xasprintf("%s.%zu", get(in->block, "input"), i);
		box = new_element(in->block, name);
		json_object_set_new(box, "type", json_string("bool"));
		text = mattermost_encode_label(get(option, "text"), HELP_MAX);
		json_object_set_new(box, "placeholder", json_string(text));
		free(text);
		json_object_set_new(box, "optional", json_true());
		json_object_set_new(box, "default",
			json_string(has_text(chosen, NULL, get(option, "value"))
					    ? "true"
					    : "false"));
		json_array_append(in->kind, json_object_get(option, "value"));
		json_array_append_new(in->elements, box);
		free(name);
	}
	json_decref(options);
	json_decref(in->element);
	in->element = NULL;
}

static void
write_channel(struct input *in)
{
	set_text(in, "type", "select");
	set_text(in, "data_source", "channels");
	set_text(in, "default", get(in->block, "value"));
}

/* Several channels are written by name: "~news ~sales". */
static void
write_channels(struct input *in)
{
	struct text names = {0};
	const char *name;
	json_t *id;
	size_t i;

	json_array_foreach(json_object_get(in->block, "value"), i, id)
	{
		name = json_string_value(id);
		if (name == NULL || *name == '\0')
			continue;
		if (in->names != NULL &&
			in->names->channel(in->names->arg, name) != NULL)
			name = in->names->channel(in->names->arg, name);
		text_addf(&names, "%s~%s", names.size > 0 ? " " : "", name);
	}
	write_words(in, names.size > 0 ? names.bytes : "", false);
	set_text(in, "placeholder", "~news ~sales");
	text_free(&names);
}

static const struct {
	const char *kind;
	void (*write)(struct input *in);
} kinds_of_input[] = {
	{"text", write_text},
	{"long", write_long},
	{"choice", write_choice},
	{"choices", write_choices},
	{"date", write_date},
	{"number", write_number},
	{"url", write_url},
	{"channel", write_channel},
	{"channels", write_channels},
};

static void
write_input(struct input *in, const char *kind)
{
	size_t before = json_array_size(in->elements), count, i;
	char *help, *cut;
	json_t *holder;

	for (i = 0; i < sizeof kinds_of_input / sizeof *kinds_of_input; i++)
		if (strcmp(kinds_of_input[i].kind, kind) == 0)
			kinds_of_input[i].write(in);
	holder = in->element;
	count = json_array_size(in->elements);
	if (holder == NULL && count > before) /* the last of several boxes */
		holder = json_array_get(in->elements, count - 1);
	help = help_of(in->block);
	cut = mattermost_encode_label(help, HELP_MAX);
	if (*cut != '\0' && holder != NULL)
		json_object_set_new(holder, "help_text", json_string(cut));
	free(cut);
	free(help);
	if (in->element != NULL)
		json_array_append_new(in->elements, in->element);
}

void
mattermost_encode_input(json_t *elements, json_t *kinds, const json_t *block,
	const struct mattermost_names *names)
{
	const char *name = get(block, "input"), *kind = get(block, "kind");
	struct input in = {
		.block = block, .elements = elements, .names = names};

	if (*name == '\0')
		return;
	in.element = new_element(block, name);
	in.kind = json_string(kind);
	write_input(&in, kind);
	json_object_set_new(kinds, name, in.kind);
}
