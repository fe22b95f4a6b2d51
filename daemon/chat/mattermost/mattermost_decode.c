#include <string.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "text.h"

#include "event.h"
#include "mattermost_decode.h"
#include "mattermost_decode_inside.h"

#define MAX_NAME 100
#define MAX_ERROR 200
#define CANARY_MAX 100

void
mattermost_decode_free(struct mattermost_frame *f)
{
	event_free(f->event);
	json_decref(f->json);
	*f = (struct mattermost_frame){0};
}

const char *
mattermost_decode_string(const json_t *object, const char *key, size_t max)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value) || json_string_length(value) > max)
		return NULL;
	return json_string_value(value);
}

/* Names of events and errors go to the log: nothing else does. */
static const char *
plain_name(const json_t *object, const char *key, size_t max)
{
	const char *name = mattermost_decode_string(object, key, max);

	if (name == NULL ||
		name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.")] !=
			'\0')
		return "";
	return name;
}

/* "5.37.0..f296.false" is "5.37.0". */
static const char *
version_of(json_t *frame, const char *whole)
{
	size_t size = 0, dots = 0;

	for (; whole != NULL && whole[size] != '\0'; size++)
		if (whole[size] == '.' && ++dots == 3)
			break;
	if (size == 0 || size > MAX_NAME ||
		strspn(whole, "0123456789.-abcdefghijklmnopqrstuvwxyz") < size)
		return "";
	return mattermost_decode_keep(
		frame, "our_version", xstrndup(whole, size));
}

static void
read_hello(struct mattermost_frame *f, const json_t *data)
{
	f->kind = MATTERMOST_HELLO;
	f->connection = mattermost_decode_id(data, "connection_id");
	f->version =
		version_of(f->json, json_text(data, "server_version", NULL));
}

static void
read_reply(struct mattermost_frame *f)
{
	f->kind = MATTERMOST_REPLY;
	f->reply_to = json_integer_value(json_object_get(f->json, "seq_reply"));
	f->ok = strcmp(json_text(f->json, "status", ""), "OK") == 0;
	f->server_time =
		json_integer_value(json_at(f->json, "data.server_time"));
	f->error =
		plain_name(json_object_get(f->json, "error"), "id", MAX_ERROR);
}

/* The canary is a preference of our own that nobody else sees. */
static void
read_canary(struct mattermost_frame *f, json_t *data)
{
	const json_t *list = mattermost_decode_inner(data, "preferences");
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		if (strcmp(json_text(one, "category", ""), "advocate") == 0 &&
			strcmp(json_text(one, "name", ""), "canary") == 0)
			f->canary = mattermost_decode_string(
				one, "value", CANARY_MAX);
	}
}

static void
read_event(struct mattermost_frame *f, const struct mattermost_self *self)
{
	json_t *data = json_object_get(f->json, "data");

	f->kind = MATTERMOST_EVENT;
	f->seq = json_integer_value(json_object_get(f->json, "seq"));
	if (strcmp(f->name, "hello") == 0) {
		read_hello(f, data);
		return;
	}
	if (strcmp(f->name, "preferences_changed") == 0)
		read_canary(f, data);
	f->event = mattermost_decode_happening(f, self);
	if (f->event == NULL)
		return;
	f->event->frame = f->json;
	f->json = NULL;
}

int
mattermost_decode_frame(struct mattermost_frame *f, const char *text,
	size_t size, const struct mattermost_self *self, struct err *e)
{
	const json_t *seq;

	*f = (struct mattermost_frame){
		.kind = MATTERMOST_OTHER, .error = "", .name = ""};
	/* Not the reader's words: it may stand next to a token. */
	f->json = json_parse(text, size, NULL);
	if (!json_is_object(f->json)) {
		mattermost_decode_free(f);
		return err_set(e, "the frame is no JSON object");
	}
	seq = json_object_get(f->json, "seq");
	f->name = plain_name(f->json, "event", MAX_NAME);
	if (*f->name != '\0' && json_is_integer(seq))
		read_event(f, self);
	else if (json_is_integer(json_object_get(f->json, "seq_reply")))
		read_reply(f);
	return 0;
}
