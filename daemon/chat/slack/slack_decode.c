#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "mem.h"

#include "event.h"
#include "slack_decode.h"
#include "slack_decode_payload.h"

#define MAX_ID 255

void
slack_decode_free(struct slack_frame *f)
{
	event_free(f->event);
	json_decref(f->json);
	*f = (struct slack_frame){0};
}

static void
read_hello(struct slack_frame *f)
{
	static const struct json_field fields[] = {
		{"num_connections", JSON_FIELD_INT,
			offsetof(struct slack_frame, connections), false, 0},
		{"debug_info.approximate_connection_time", JSON_FIELD_INT,
			offsetof(struct slack_frame, lifetime_s), false, 0},
		{"debug_info.host", JSON_FIELD_TEXT,
			offsetof(struct slack_frame, host), false, MAX_ID},
		{"connection_info.app_id", JSON_FIELD_TEXT,
			offsetof(struct slack_frame, app), false, MAX_ID},
	};

	f->kind = SLACK_HELLO;
	/* each field alone: one that is odd must not cost the others */
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		json_read(f->json, &fields[i], 1, f, NULL);
}

static void
read_disconnect(struct slack_frame *f)
{
	f->kind = SLACK_DISCONNECT;
	f->reason = json_text(f->json, "reason", "unknown");
	f->host = json_text(f->json, "debug_info.host", NULL);
}

static int
read_envelope(struct slack_frame *f, const char *type,
	const struct slack_self *self, struct err *e)
{
	const json_t *payload = json_object_get(f->json, "payload");

	f->kind = SLACK_ENVELOPE;
	if (strlen(f->envelope) > MAX_ID || *f->envelope == '\0')
		return err_set(e, "envelope_id is empty or too long");
	f->answerable = json_is_true(
		json_object_get(f->json, "accepts_response_payload"));
	f->retry =
		json_integer_value(json_object_get(f->json, "retry_attempt"));
	f->type = type;
	f->event = slack_decode_payload(f, type, payload, self);
	if (f->event != NULL) {
		f->event->answerable = f->answerable;
		f->event->frame = f->json;
		f->json = NULL;
	}
	return 0;
}

int
slack_decode_frame(struct slack_frame *f, const char *text, size_t size,
	const struct slack_self *self, struct err *e)
{
	const char *type;

	*f = (struct slack_frame){.kind = SLACK_OTHER, .type = ""};
	f->json = json_parse(text, size, e);
	if (f->json == NULL)
		return -1;
	if (!json_is_object(f->json))
		return err_set(e, "the frame is not an object");
	type = json_text(f->json, "type", "");
	f->envelope = json_text(f->json, "envelope_id", NULL);
	if (strcmp(type, "hello") == 0)
		read_hello(f);
	else if (strcmp(type, "disconnect") == 0)
		read_disconnect(f);
	else if (f->envelope != NULL)
		return read_envelope(f, type, self, e);
	return 0;
}
