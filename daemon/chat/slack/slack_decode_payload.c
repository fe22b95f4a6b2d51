#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "text.h"

#include "event.h"
#include "slack_decode.h"
#include "slack_decode_payload.h"

#define MAX_ID 255
#define MAX_TEXT 65536
#define MAX_ADDRESS 3000

const char *
slack_decode_string(const json_t *object, const char *key, size_t max)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value) || json_string_length(value) > max)
		return NULL;
	return json_string_value(value);
}

const char *
slack_decode_id(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	const char *id;

	if (json_is_object(value))
		id = slack_decode_string(value, "id", MAX_ID);
	else
		id = slack_decode_string(object, key, MAX_ID);
	return id != NULL && *id != '\0' ? id : NULL;
}

const char *
slack_decode_keep(struct slack_frame *f, const char *name, char *text)
{
	json_t *kept = json_string(text);

	free(text);
	if (kept == NULL) /* not UTF-8: jansson let none in */
		return NULL;
	json_object_set_new(f->json, name, kept);
	return json_string_value(kept);
}

int64_t
slack_decode_stamp(const char *stamp)
{
	double seconds = stamp == NULL ? 0 : strtod(stamp, NULL);

	if (!(seconds > 0 && seconds < 1e11))
		return 0;
	return (int64_t)(seconds * 1000 + 0.5);
}

/* "/acme-share" with the prefix "acme-" is "/share". */
static const char *
command_name(struct slack_frame *f, const char *command, const char *prefix)
{
	size_t size = prefix == NULL ? 0 : strlen(prefix);

	if (size == 0 || strncmp(command + 1, prefix, size) != 0)
		return command;
	return slack_decode_keep(
		f, "our_command", xasprintf("/%s", command + 1 + size));
}

static struct event *
decode_command(
	struct slack_frame *f, const json_t *p, const struct slack_self *self)
{
	const char *command = slack_decode_id(p, "command");
	const char *person = slack_decode_id(p, "user_id");
	const char *text = slack_decode_string(p, "text", MAX_TEXT);
	const char *place = slack_decode_id(p, "channel_id");
	struct event *e;

	f->type = "slash_commands";
	if (command == NULL || command[0] != '/' || person == NULL)
		return NULL;
	e = event_new(EVENT_COMMAND, NULL);
	e->key = f->envelope;
	e->person = person;
	e->place = place;
	e->direct = place != NULL && place[0] == 'D';
	e->name = command_name(f, command, self->prefix);
	e->text = slack_decode_keep(
		f, "our_text", slack_decode_text(text == NULL ? "" : text));
	e->trigger = slack_decode_id(p, "trigger_id");
	e->answer = slack_decode_string(p, "response_url", MAX_ADDRESS);
	return e;
}

typedef struct event *payload_fn(struct slack_frame *f, const json_t *payload,
	const struct slack_self *self);

static const struct {
	const char *type;
	payload_fn *fn;
} types[] = {
	{"slash_commands", decode_command},
	{"interactive", slack_decode_action},
	{"events_api", slack_decode_happening},
	{"app_rate_limited", slack_decode_happening},
};

struct event *
slack_decode_payload(struct slack_frame *f, const char *type,
	const json_t *payload, const struct slack_self *self)
{
	size_t i;

	for (i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(types[i].type, type) == 0)
			return types[i].fn(f, payload, self);
	return NULL;
}
