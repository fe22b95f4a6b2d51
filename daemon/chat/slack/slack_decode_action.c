#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"

#include "event.h"
#include "slack_decode.h"
#include "slack_decode_payload.h"

#define MAX_VALUE 3000
#define MAX_TEXT 65536

/* Where each element keeps what was chosen. A dotted path to a text, a
 * number, or a list of texts or of options. */
static const struct {
	const char *type;
	const char *path;
} elements[] = {
	{"button", "value"},
	{"static_select", "selected_option.value"},
	{"external_select", "selected_option.value"},
	{"overflow", "selected_option.value"},
	{"radio_buttons", "selected_option.value"},
	{"users_select", "selected_user"},
	{"conversations_select", "selected_conversation"},
	{"channels_select", "selected_channel"},
	{"multi_static_select", "selected_options"},
	{"multi_external_select", "selected_options"},
	{"checkboxes", "selected_options"},
	{"multi_users_select", "selected_users"},
	{"multi_conversations_select", "selected_conversations"},
	{"multi_channels_select", "selected_channels"},
	{"datepicker", "selected_date"},
	{"timepicker", "selected_time"},
	{"datetimepicker", "selected_date_time"},
	{"plain_text_input", "value"},
	{"number_input", "value"},
	{"url_text_input", "value"},
	{"email_text_input", "value"},
};

/* A list of options, or of texts, as a list of texts. */
static json_t *
list_of(const json_t *chosen)
{
	json_t *list = json_array(), *entry;
	size_t i;

	json_array_foreach(chosen, i, entry)
	{
		if (json_is_object(entry))
			entry = json_object_get(entry, "value");
		if (json_is_string(entry))
			json_array_append(list, entry);
	}
	return list;
}

/* What an element holds: a text, a list of texts, or null. Yours. */
static json_t *
element_value(const json_t *element)
{
	const char *type = json_text(element, "type", "");
	const json_t *chosen = NULL;
	char *digits;
	size_t i;

	for (i = 0; i < sizeof elements / sizeof *elements; i++)
		if (strcmp(elements[i].type, type) == 0)
			chosen = json_at(element, elements[i].path);
	if (json_is_array(chosen))
		return list_of(chosen);
	if (json_is_integer(chosen)) {
		digits = xasprintf(
			"%" JSON_INTEGER_FORMAT, json_integer_value(chosen));
		json_t *text = json_string(digits);

		free(digits);
		return text;
	}
	if (json_is_string(chosen) && json_string_length(chosen) > 0)
		return json_incref((json_t *)chosen);
	return json_null();
}

/* {block: {action: element}} becomes {block: value}: our inputs' names are
 * their block ids. Kept in the frame. */
static const json_t *
keep_fields(struct slack_frame *f, const json_t *view)
{
	const json_t *values = json_at(view, "state.values");
	json_t *fields, *block;
	const char *name;
	void *first;

	if (!json_is_object(values))
		return NULL;
	fields = json_object();
	json_object_foreach((json_t *)values, name, block)
	{
		first = json_object_iter(block);
		if (first != NULL)
			json_object_set_new(fields, name,
				element_value(json_object_iter_value(first)));
	}
	json_object_set_new(f->json, "our_fields", fields);
	return fields;
}

static struct event *
new_event(struct slack_frame *f, enum event_kind kind, const json_t *p)
{
	const char *person = slack_decode_id(p, "user");
	struct event *e;

	if (person == NULL)
		return NULL;
	e = event_new(kind, NULL);
	e->key = f->envelope;
	e->person = person;
	e->trigger = slack_decode_id(p, "trigger_id");
	e->answer = slack_decode_string(p, "response_url", MAX_VALUE);
	return e;
}

/* "share#2" is "share": the encoder numbers actions that repeat. */
static const char *
action_name(struct slack_frame *f, const char *id)
{
	const char *mark = strchr(id, '#');

	if (mark == NULL)
		return id;
	return slack_decode_keep(
		f, "our_action", xstrndup(id, (size_t)(mark - id)));
}

static void
read_container(struct event *e, const json_t *p)
{
	const json_t *container = json_object_get(p, "container");

	e->place = slack_decode_id(container, "channel_id");
	if (e->place == NULL)
		e->place = slack_decode_id(p, "channel");
	e->message = slack_decode_id(container, "message_ts");
	e->ephemeral = json_is_true(json_object_get(container, "is_ephemeral"));
	e->direct = e->place != NULL && e->place[0] == 'D';
}

/* An input of an open form that tells us of each change. */
static struct event *
decode_typed(struct slack_frame *f, const json_t *p, const json_t *view)
{
	const char *name = slack_decode_id(view, "callback_id");
	struct event *e;

	if (name == NULL || (e = new_event(f, EVENT_TYPED, p)) == NULL)
		return NULL;
	e->name = name;
	e->message = slack_decode_id(view, "id");
	e->value = slack_decode_string(view, "private_metadata", MAX_VALUE);
	e->fields = keep_fields(f, view);
	return e;
}

static struct event *
decode_button(struct slack_frame *f, const json_t *p)
{
	const json_t *view = json_object_get(p, "view");
	const json_t *action = json_at(p, "actions[0]");
	const char *id = slack_decode_id(action, "action_id");
	struct event *e;
	json_t *value;

	if (strcmp(json_text(view, "type", ""), "modal") == 0)
		return decode_typed(f, p, view);
	if (id == NULL || (e = new_event(f, EVENT_BUTTON, p)) == NULL)
		return NULL;
	read_container(e, p);
	e->name = action_name(f, id);
	e->at = slack_decode_stamp(slack_decode_id(action, "action_ts"));
	e->fields = keep_fields(f, view);
	value = element_value(action);
	json_object_set_new(f->json, "our_value", value);
	if (json_is_string(value) && json_string_length(value) <= MAX_VALUE)
		e->value = json_string_value(value);
	if (e->fields == NULL && json_is_array(value))
		e->fields = value;
	return e;
}

static struct event *
decode_form(struct slack_frame *f, const json_t *p)
{
	const json_t *view = json_object_get(p, "view");
	const char *name = slack_decode_id(view, "callback_id");
	const json_t *address = json_at(p, "response_urls[0]");
	struct event *e;

	f->is_form = true;
	if (name == NULL || (e = new_event(f, EVENT_FORM, p)) == NULL)
		return NULL;
	e->name = name;
	e->value = slack_decode_string(view, "private_metadata", MAX_VALUE);
	e->fields = keep_fields(f, view);
	if (address != NULL) {
		e->answer =
			slack_decode_string(address, "response_url", MAX_VALUE);
		e->place = slack_decode_id(address, "channel_id");
	}
	return e;
}

static struct event *
decode_shortcut(struct slack_frame *f, const json_t *p)
{
	const json_t *message = json_object_get(p, "message");
	const char *name = slack_decode_id(p, "callback_id");
	const char *text = slack_decode_string(message, "text", MAX_TEXT);
	struct event *e;

	if (name == NULL || (e = new_event(f, EVENT_SHORTCUT, p)) == NULL)
		return NULL;
	e->name = name;
	e->place = slack_decode_id(p, "channel");
	e->direct = e->place != NULL && e->place[0] == 'D';
	e->message = slack_decode_id(p, "message_ts");
	e->at = slack_decode_stamp(slack_decode_id(p, "action_ts"));
	if (text != NULL)
		e->text = slack_decode_keep(
			f, "our_text", slack_decode_text(text));
	return e;
}

typedef struct event *action_fn(struct slack_frame *f, const json_t *payload);

/* view_closed and block_suggestion tell us nothing: they are only acked. */
static const struct {
	const char *type;
	action_fn *fn;
} types[] = {
	{"block_actions", decode_button},
	{"view_submission", decode_form},
	{"shortcut", decode_shortcut},
	{"message_action", decode_shortcut},
};

struct event *
slack_decode_action(struct slack_frame *f, const json_t *payload,
	const struct slack_self *self)
{
	size_t i;

	(void)self;
	f->type = json_text(payload, "type", "interactive");
	for (i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(types[i].type, f->type) == 0)
			return types[i].fn(f, payload);
	return NULL;
}
