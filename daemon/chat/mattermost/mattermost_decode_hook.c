#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "seal.h"
#include "text.h"

#include "event.h"
#include "mattermost_decode.h"
#include "mattermost_decode_inside.h"
#include "mattermost_trigger.h"

#define MAX_TRIGGER 1024
#define MAX_ADDRESS 3000
#define MAX_CHOSEN 300
#define MAX_STATE 65536
#define MAX_NAME 100
#define MAX_VALUE 2000

/* The event's trigger, with what it says of its time and number. One of a new
 * shape still tells two happenings apart. */
static int
read_trigger(struct event *e, json_t *frame, const char *what, struct err *err)
{
	static const unsigned char key[16];
	const char *trigger =
		mattermost_decode_string(frame, "trigger_id", MAX_TRIGGER);
	struct mattermost_trigger_parts parts;
	char *name;

	if (trigger == NULL || *trigger == '\0')
		return err_set(err, "no trigger_id");
	if (mattermost_trigger_read(&parts, trigger, NULL) == 0)
		name = xasprintf("%s:%s", what, parts.random);
	else
		name = xasprintf("%s:%016" PRIx64, what,
			seal_hash64(key, trigger, strlen(trigger)));
	e->trigger = trigger;
	e->at = parts.at;
	e->key = mattermost_decode_keep(frame, "our_key", name);
	return 0;
}

/* Who, where; the same members everywhere. */
static void
read_where(struct event *e, const json_t *frame,
	const struct mattermost_self *self)
{
	e->person = mattermost_decode_id(frame, "user_id");
	e->place = mattermost_decode_id(frame, "channel_id");
	e->who = mattermost_decode_string(frame, "user_name", MAX_NAME);
	e->direct = mattermost_decode_is_direct(
		json_text(frame, "channel_name", NULL), self);
}

/* "/acme-share" with the prefix "acme-" is "/share". */
static const char *
command_name(json_t *frame, const char *command, const char *prefix)
{
	size_t size = prefix == NULL ? 0 : strlen(prefix);

	if (size == 0 || strncmp(command + 1, prefix, size) != 0)
		return command;
	return mattermost_decode_keep(
		frame, "our_command", xasprintf("/%s", command + 1 + size));
}

/* {"ana": id} of two lists that belong together. */
static json_t *
name_map(const json_t *frame, const char *names, const char *ids)
{
	const json_t *name_list = json_object_get(frame, names);
	const json_t *id_list = json_object_get(frame, ids);
	json_t *map = json_object(), *name;
	size_t i;

	json_array_foreach(name_list, i, name)
	{
		json_object_set(map, json_string_value(name),
			json_array_get(id_list, i));
	}
	return map;
}

static void
read_text(struct event *e, json_t *frame)
{
	json_t *people = name_map(frame, "user_mentions", "user_mentions_ids");
	json_t *channels =
		name_map(frame, "channel_mentions", "channel_mentions_ids");

	e->text = mattermost_decode_keep(frame, "our_text",
		mattermost_decode_text(
			json_text(frame, "text", ""), people, channels));
	json_decref(people);
	json_decref(channels);
}

static int
read_command(
	struct event *e, const struct mattermost_self *self, struct err *err)
{
	const char *command =
		mattermost_decode_string(e->frame, "command", MAX_NAME);

	read_where(e, e->frame, self);
	if (e->person == NULL)
		return err_set(err, "no user_id");
	if (command == NULL || command[0] != '/')
		return err_set(err, "no command");
	if (read_trigger(e, e->frame, "command", err) == -1)
		return -1;
	e->name = command_name(e->frame, command, self->prefix);
	e->answer =
		mattermost_decode_string(e->frame, "response_url", MAX_ADDRESS);
	if (e->answer != NULL && *e->answer == '\0')
		e->answer = NULL;
	e->answerable = true;
	read_text(e, e->frame);
	return 0;
}

int
mattermost_decode_command(struct event **out, const char **token,
	const char *body, size_t size, const struct mattermost_self *self,
	struct err *err)
{
	json_t *frame = mattermost_decode_fields(body, size, err);
	struct event *e;

	*out = NULL;
	*token = NULL;
	if (frame == NULL)
		return -1;
	e = event_new(EVENT_COMMAND, frame);
	if (read_command(e, self, err) == -1) {
		event_free(e);
		return -1;
	}
	*token = json_text(frame, "token", "");
	*out = e;
	return 0;
}

/* The body as an object that an event of that kind owns; NULL with err set,
 * without a word of it. */
static struct event *
read_body(enum event_kind kind, const char *body, size_t size, struct err *err)
{
	json_t *frame = json_parse(body, size, NULL);

	if (json_is_object(frame))
		return event_new(kind, frame);
	json_decref(frame);
	return err_null(err, "the body is no JSON object");
}

static int
read_press(struct mattermost_press *out, const struct mattermost_self *self,
	struct err *err)
{
	struct event *e = out->event;
	const json_t *context = json_object_get(e->frame, "context");

	read_where(e, e->frame, self);
	if (e->person == NULL)
		return err_set(err, "no user_id");
	if (!json_is_object(context))
		return err_set(err, "no context");
	if (read_trigger(e, e->frame, "press", err) == -1)
		return -1;
	e->message = mattermost_decode_id(e->frame, "post_id");
	e->name = mattermost_decode_string(context, "a", MAX_NAME);
	e->value = mattermost_decode_string(context, "x", MAX_VALUE);
	e->ephemeral = json_is_true(json_object_get(context, "e"));
	out->context = context;
	out->chosen = mattermost_decode_string(
		context, "selected_option", MAX_CHOSEN);
	if (out->chosen != NULL)
		e->value = out->chosen;
	e->answerable = true;
	return 0;
}

int
mattermost_decode_press(struct mattermost_press *out, const char *body,
	size_t size, const struct mattermost_self *self, struct err *err)
{
	*out = (struct mattermost_press){
		.event = read_body(EVENT_BUTTON, body, size, err)};
	if (out->event == NULL)
		return -1;
	if (read_press(out, self, err) == 0)
		return 0;
	event_free(out->event);
	*out = (struct mattermost_press){0};
	return -1;
}

static int
read_dialog(struct mattermost_dialog *out, struct err *err)
{
	struct event *e = out->event;

	e->person = mattermost_decode_id(e->frame, "user_id");
	out->state = mattermost_decode_string(e->frame, "state", MAX_STATE);
	out->cancelled = json_is_true(json_object_get(e->frame, "cancelled"));
	if (e->person == NULL)
		return err_set(err, "no user_id");
	if (out->state == NULL)
		return err_set(err, "no state");
	return 0;
}

int
mattermost_decode_dialog(struct mattermost_dialog *out, const char *body,
	size_t size, const struct mattermost_self *self, struct err *err)
{
	(void)self;
	*out = (struct mattermost_dialog){
		.event = read_body(EVENT_FORM, body, size, err)};
	if (out->event == NULL)
		return -1;
	if (read_dialog(out, err) == 0)
		return 0;
	event_free(out->event);
	*out = (struct mattermost_dialog){0};
	return -1;
}
