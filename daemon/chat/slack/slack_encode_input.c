#include <stdlib.h>
#include <string.h>

#include "text.h"

#include "slack_encode_block.h"
#include "slack_encode_text.h"

#define MAX_OPTIONS 100
#define MAX_OPTION 75
#define MAX_RADIOS 5
#define MAX_BOXES 10
#define MAX_LABEL 2000
#define MAX_INPUT 3000

static const char *
get(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void
set(json_t *object, const char *key, json_t *value)
{
	if (value != NULL)
		json_object_set_new(object, key, value);
}

json_t *
slack_encode_options(const json_t *options)
{
	json_t *list = json_array(), *option, *text;
	const char *value;
	size_t i;

	json_array_foreach(options, i, option)
	{
		value = get(option, "value");
		text = slack_encode_plain(
			get(option, "text"), MAX_OPTION, true);
		if (text == NULL || value == NULL ||
			json_array_size(list) == MAX_OPTIONS)
			json_decref(text);
		else
			json_array_append_new(
				list, json_pack("{s:o, s:s}", "text", text,
					      "value", value));
	}
	if (json_array_size(list) > 0)
		return list;
	json_decref(list);
	return NULL;
}

json_t *
slack_encode_chosen(const json_t *options, const char *value)
{
	json_t *option;
	size_t i;

	json_array_foreach(options, i, option)
	{
		if (value != NULL && strcmp(get(option, "value"), value) == 0)
			return json_incref(option);
	}
	return NULL;
}

/* One input being written. */
struct input {
	const json_t *block;
	json_t *element;
};

static void
write_text(struct input *in)
{
	json_int_t max = json_integer_value(json_object_get(in->block, "max"));
	const char *value = get(in->block, "value");
	char *cut;

	if (max < 1 || max > MAX_INPUT)
		max = MAX_INPUT;
	set(in->element, "max_length", json_integer(max));
	if (value == NULL || *value == '\0')
		return;
	cut = slack_encode_cut(value, (size_t)max, false);
	set(in->element, "initial_value", json_string(cut));
	free(cut);
}

static void
write_long(struct input *in)
{
	write_text(in);
	set(in->element, "multiline", json_true());
}

/* An address or number stands there only as it is. */
static void
write_value(struct input *in)
{
	json_t *value = json_object_get(in->block, "value");

	if (json_string_length(value) > 0)
		set(in->element, "initial_value", json_incref(value));
}

static void
write_number(struct input *in)
{
	const char *value = get(in->block, "value");

	set(in->element, "is_decimal_allowed", json_false());
	if (value != NULL && value[strspn(value, "-0123456789")] == '\0')
		write_value(in);
}

static void
write_date(struct input *in)
{
	const char *value = get(in->block, "value");

	if (value != NULL && strlen(value) == 10 && value[4] == '-' &&
		value[7] == '-' && value[strspn(value, "-0123456789")] == '\0')
		set(in->element, "initial_date", json_string(value));
}

static void
write_choice(struct input *in)
{
	json_t *options =
		slack_encode_options(json_object_get(in->block, "options"));

	if (json_array_size(options) <= MAX_RADIOS)
		set(in->element, "type", json_string("radio_buttons"));
	set(in->element, "initial_option",
		slack_encode_chosen(options, get(in->block, "value")));
	set(in->element, "options", options);
}

static void
write_choices(struct input *in)
{
	json_t *options =
		slack_encode_options(json_object_get(in->block, "options"));
	json_t *chosen = json_array(), *value, *option;
	size_t i;

	if (json_array_size(options) <= MAX_BOXES)
		set(in->element, "type", json_string("checkboxes"));
	json_array_foreach(json_object_get(in->block, "value"), i, value)
	{
		option = slack_encode_chosen(options, json_string_value(value));
		if (option != NULL)
			json_array_append_new(chosen, option);
	}
	if (json_array_size(chosen) > 0)
		set(in->element, "initial_options", json_incref(chosen));
	json_decref(chosen);
	set(in->element, "options", options);
}

/* Channels, not people: public and private ones. */
static void
write_filter(struct input *in)
{
	set(in->element, "filter",
		json_pack("{s:[s, s], s:b}", "include", "public", "private",
			"exclude_bot_users", 1));
}

static void
write_channel(struct input *in)
{
	json_t *value = json_object_get(in->block, "value");

	write_filter(in);
	if (json_string_length(value) > 0)
		set(in->element, "initial_conversation", json_incref(value));
}

static void
write_channels(struct input *in)
{
	json_t *value = json_object_get(in->block, "value");

	write_filter(in);
	if (json_array_size(value) > 0)
		set(in->element, "initial_conversations", json_incref(value));
}

static const struct {
	const char *kind;
	const char *type;
	void (*write)(struct input *in);
} kinds[] = {
	{"text", "plain_text_input", write_text},
	{"long", "plain_text_input", write_long},
	{"choice", "static_select", write_choice},
	{"choices", "multi_static_select", write_choices},
	{"date", "datepicker", write_date},
	{"number", "number_input", write_number},
	{"url", "url_text_input", write_value},
	{"channel", "conversations_select", write_channel},
	{"channels", "multi_conversations_select", write_channels},
};

static json_t *
element(const json_t *block)
{
	const char *kind = get(block, "kind");
	struct input in = {.block = block};
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (strcmp(kinds[i].kind, kind) != 0)
			continue;
		in.element = json_pack("{s:s, s:s}", "type", kinds[i].type,
			"action_id", "value");
		kinds[i].write(&in);
	}
	return in.element;
}

/* A choice of nothing is refused by Slack. */
static bool
is_choosable(const json_t *block, const json_t *made)
{
	return !text_starts(get(block, "kind"), "choice") ||
	       json_object_get(made, "options") != NULL;
}

/* We hear of each character, and of each choice. */
static void
write_live(json_t *input, json_t *made)
{
	set(input, "dispatch_action", json_true());
	if (strcmp(get(made, "type"), "plain_text_input") == 0)
		set(made, "dispatch_action_config",
			json_pack("{s:[s]}", "trigger_actions_on",
				"on_character_entered"));
}

json_t *
slack_encode_input(const json_t *block)
{
	const char *name = get(block, "input");
	json_t *made = element(block), *label, *input;

	if (made == NULL || !is_choosable(block, made)) {
		json_decref(made);
		return NULL;
	}
	label = slack_encode_plain(get(block, "label"), MAX_LABEL, true);
	if (label == NULL)
		label = slack_encode_plain(name, MAX_LABEL, false);
	input = json_pack("{s:s, s:s, s:o, s:o, s:b}", "type", "input",
		"block_id", name, "label", label, "element", made, "optional",
		json_is_true(json_object_get(block, "optional")));
	set(input, "hint",
		slack_encode_plain(get(block, "hint"), MAX_LABEL, true));
	if (json_is_true(json_object_get(block, "live")))
		write_live(input, made);
	return input;
}
