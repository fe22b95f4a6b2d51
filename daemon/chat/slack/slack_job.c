#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "seal.h"
#include "when.h"

#include "loop.h"

#include "slack_encode.h"
#include "slack_file.h"
#include "slack_job.h"
#include "slack_send.h"

#define EVENT_TYPE "advocated"
#define LOOK_BACK (10 * WHEN_MINUTE)
#define LOOK_MARGIN WHEN_MINUTE
#define UNSURE_MS 3000

/* How each act is said. */
struct deed {
	const char *method;
	json_t *(*fields)(const struct slack_job *j);
	bool is_post;    /* carries its key: can be looked for */
	bool repeatable; /* saying it twice is saying it once */
};

void
slack_job_free(struct chat_job *say)
{
	struct slack_job *j = (struct slack_job *)say;

	slack_api_cancel(j->call);
	loop_timer_free(j->wait);
	free(j->chart);
	free(j->file);
	chat_job_clear(say);
	free(j);
}

/* Not UUIDv5: that needs SHA-1 for no gain. Version 8 is for whatever is
 * made one's own way, and the same key gives the same UUID. */
void
slack_job_uuid(const char *key, char out[37])
{
	static const unsigned char first[16] = "advocated first";
	static const unsigned char second[16] = "advocated secnd";
	uint64_t a = seal_hash64(first, key, strlen(key));
	uint64_t b = seal_hash64(second, key, strlen(key));

	snprintf(out, 37, "%08x-%04x-8%03x-%x%03x-%012llx", (unsigned)(a >> 32),
		(unsigned)(a >> 16 & 0xffff), (unsigned)(a & 0xfff),
		(unsigned)(8 | (b >> 60 & 3)), (unsigned)(b >> 48 & 0xfff),
		(unsigned long long)(b & 0xffffffffffffULL));
}

static json_t *
message_of(const struct slack_job *j)
{
	return slack_encode_drawn(j->say.card,
		j->no_pictures ? SLACK_NO_PICTURES : SLACK_WHOLE,
		j->say.file == NULL ? j->file : NULL);
}

static json_t *
post_fields(const struct slack_job *j)
{
	json_t *fields = message_of(j);
	char uuid[37];

	slack_job_uuid(j->say.key, uuid);
	json_object_set_new(fields, "channel", json_string(j->say.place));
	json_object_set_new(fields, "client_msg_id", json_string(uuid));
	json_object_set_new(fields, "metadata",
		json_pack("{s:s, s:{s:s}}", "event_type", EVENT_TYPE,
			"event_payload", "key", j->say.key));
	json_object_set_new(fields, "unfurl_links", json_false());
	json_object_set_new(fields, "unfurl_media", json_false());
	return fields;
}

static json_t *
whisper_fields(const struct slack_job *j)
{
	json_t *fields = message_of(j);

	json_object_set_new(fields, "channel", json_string(j->say.place));
	json_object_set_new(fields, "user", json_string(j->say.person));
	return fields;
}

static json_t *
update_fields(const struct slack_job *j)
{
	json_t *fields = message_of(j);

	json_object_set_new(fields, "channel", json_string(j->say.place));
	json_object_set_new(fields, "ts", json_string(j->say.message));
	return fields;
}

static json_t *
delete_fields(const struct slack_job *j)
{
	return json_pack(
		"{s:s, s:s}", "channel", j->say.place, "ts", j->say.message);
}

static json_t *
home_fields(const struct slack_job *j)
{
	return json_pack("{s:s, s:o}", "user_id", j->say.person, "view",
		slack_encode_home(j->say.card));
}

/* A form that is open already becomes another. */
static bool
changes_form(const struct slack_job *j)
{
	return j->say.act == CHAT_FORM && j->say.message != NULL;
}

static json_t *
form_fields(const struct slack_job *j)
{
	if (changes_form(j))
		return json_pack("{s:s, s:o}", "view_id", j->say.message,
			"view", slack_encode_modal(j->say.card));
	return json_pack("{s:s, s:o}", "trigger_id", j->say.trigger, "view",
		slack_encode_modal(j->say.card));
}

static json_t *
react_fields(const struct slack_job *j)
{
	return json_pack("{s:s, s:s, s:s}", "channel", j->say.place,
		"timestamp", j->say.message, "name", j->say.value);
}

static const struct deed deeds[] = {
	[CHAT_POST] = {"chat.postMessage", post_fields, true, false},
	[CHAT_DIRECT] = {"chat.postMessage", post_fields, true, false},
	[CHAT_WHISPER] = {"chat.postEphemeral", whisper_fields, false, false},
	[CHAT_UPDATE] = {"chat.update", update_fields, false, true},
	[CHAT_ANSWER] = {"response_url", message_of, false, false},
	[CHAT_DELETE] = {"chat.delete", delete_fields, false, true},
	[CHAT_HOME] = {"views.publish", home_fields, false, true},
	[CHAT_FORM] = {"views.open", form_fields, false, false},
	[CHAT_REACT] = {"reactions.add", react_fields, false, true},
};

/* What each act cannot do without. */
static bool
is_complete(const struct slack_job *j)
{
	bool card = json_is_object(j->say.card);
	bool message = j->say.place != NULL && j->say.message != NULL;

	switch (j->say.act) {
	case CHAT_POST:
		return card && j->say.place != NULL;
	case CHAT_DIRECT:
	case CHAT_HOME:
		return card && j->say.person != NULL;
	case CHAT_WHISPER:
		return card && j->say.person != NULL && j->say.place != NULL;
	case CHAT_UPDATE:
		return card && message;
	case CHAT_ANSWER:
		return card && j->say.answer != NULL;
	case CHAT_DELETE:
		return message;
	case CHAT_FORM:
		return card && (j->say.trigger != NULL || changes_form(j));
	case CHAT_REACT:
		return message && j->say.value != NULL;
	case CHAT_ASK: /* goes by chat_ask_person() */
		return false;
	}
	return false;
}

static void
keep_sent(struct slack_job *j, const json_t *body)
{
	const char *place = json_text(body, "channel", j->say.place);
	const char *message = json_text(body, "ts", j->say.message);

	j->say.sent_place = xstrdup(place);
	j->say.sent_message = xstrdup(message);
}

/* A whisper that cannot be shown there becomes a direct message, as does an
 * answer whose address is over. False when there is no other way. */
static bool
change_way(struct slack_job *j)
{
	bool direct = j->say.place == NULL || j->say.place[0] == 'D';

	if (j->say.person == NULL)
		return false;
	if (j->say.act == CHAT_ANSWER && !direct) {
		j->say.act = CHAT_WHISPER;
	} else if (j->say.act == CHAT_ANSWER || j->say.act == CHAT_WHISPER) {
		j->say.act = CHAT_DIRECT;
		free(j->say.place);
		j->say.place = NULL;
	} else {
		return false;
	}
	j->say.repeated = false;
	slack_job_go(j);
	return true;
}

/* The same without pictures, which Slack may be unable to fetch; false when
 * that was tried. */
static bool
leave_pictures(struct slack_job *j, const struct slack_reply *reply)
{
	json_t *block;
	size_t i;

	if (j->no_pictures || strcmp(reply->error, "invalid_blocks") != 0)
		return false;
	json_array_foreach(json_object_get(j->say.card, "blocks"), i, block)
	{
		if (json_object_get(block, "picture") != NULL)
			j->no_pictures = true;
	}
	if (!j->no_pictures)
		return false;
	log_warn("pictures_left_out", "key=%s why=\"%s\"", j->say.key,
		reply->why);
	slack_job_go(j);
	return true;
}

/* It may have been said. What can be said twice is tried again; what can be
 * looked for is doubtful; the rest is repeated once. */
static void
finish_unsure(struct slack_job *j, const char *why)
{
	const struct deed *deed = &deeds[j->say.act];
	bool replaces = j->say.act == CHAT_ANSWER && j->say.replace;

	if (j->say.act == CHAT_FORM || (j->say.repeated && !deed->repeatable))
		chat_job_finish(&j->say, CHAT_NEVER, 0, why);
	else if (deed->repeatable || replaces)
		chat_job_finish(&j->say, CHAT_LATER, UNSURE_MS, why);
	else
		chat_job_finish(&j->say, CHAT_UNSURE, UNSURE_MS, why);
}

/* What a delete or a reaction wanted is so already. */
static bool
is_done_already(const struct slack_job *j, const char *error)
{
	return (j->say.act == CHAT_DELETE &&
		       strcmp(error, "message_not_found") == 0) ||
	       (j->say.act == CHAT_REACT &&
		       strcmp(error, "already_reacted") == 0);
}

static void
on_said(void *arg, const struct slack_reply *reply)
{
	struct slack_job *j = arg;

	j->call = NULL;
	if (reply->outcome == SLACK_OK || is_done_already(j, reply->error)) {
		keep_sent(j, reply->body);
		chat_job_finish(&j->say, CHAT_SENT, 0, NULL);
		return;
	}
	if (reply->outcome == SLACK_UNSURE) {
		finish_unsure(j, reply->why);
		return;
	}
	if (reply->outcome == SLACK_GONE && change_way(j))
		return;
	if (reply->outcome == SLACK_REFUSED &&
		(slack_file_refused(j, reply) || leave_pictures(j, reply)))
		return;
	j->say.gone = reply->outcome == SLACK_GONE;
	if (j->say.act == CHAT_FORM || j->say.gone ||
		reply->outcome == SLACK_REFUSED)
		chat_job_finish(&j->say, CHAT_NEVER, 0, reply->why);
	else
		chat_job_finish(
			&j->say, CHAT_LATER, reply->retry_ms, reply->why);
}

/* Finds our key, or our file, among the messages of a page. */
static const char *
find_key(const struct slack_job *j, const json_t *body)
{
	json_t *message;
	size_t i;

	json_array_foreach(json_object_get(body, "messages"), i, message)
	{
		const json_t *payload =
			json_at(message, "metadata.event_payload");

		bool ours =
			strcmp(json_text(payload, "key", ""), j->say.key) ==
				0 &&
			strcmp(json_text(message, "metadata.event_type", ""),
				EVENT_TYPE) == 0;

		if (ours || slack_file_is_in(j, message))
			return json_text(message, "ts", NULL);
	}
	return NULL;
}

static void look(struct slack_job *j, const char *cursor);

/* Read one page of what was said there since. */
static void
on_looked(void *arg, const struct slack_reply *reply)
{
	struct slack_job *j = arg;
	const char *found, *cursor;

	j->call = NULL;
	if (reply->outcome == SLACK_OK) {
		found = find_key(j, reply->body);
		cursor = json_text(
			reply->body, "response_metadata.next_cursor", "");
		if (found != NULL) {
			j->say.sent_place = xstrdup(j->say.place);
			j->say.sent_message = xstrdup(found);
			log_info("found_said", "key=%s message=%s", j->say.key,
				found);
			chat_job_finish(&j->say, CHAT_SENT, 0, NULL);
		} else if (*cursor != '\0') {
			look(j, cursor);
		} else {
			j->say.doubtful = false;
			slack_job_go(j);
		}
		return;
	}
	if (reply->outcome == SLACK_GONE || reply->outcome == SLACK_REFUSED) {
		log_warn("cannot_look", "key=%s why=\"%s\"", j->say.key,
			reply->why);
		j->say.doubtful = false;
		j->say.repeated = true;
		slack_job_go(j);
		return;
	}
	chat_job_finish(&j->say, CHAT_LATER,
		reply->retry_ms > 0 ? reply->retry_ms : UNSURE_MS, reply->why);
}

static void
look(struct slack_job *j, const char *cursor)
{
	int64_t since =
		j->say.since > 0 ? j->say.since : clock_now() - LOOK_BACK;
	json_t *fields;
	char oldest[32];

	since -= LOOK_MARGIN;
	snprintf(oldest, sizeof oldest, "%lld.%06d", (long long)(since / 1000),
		(int)(since % 1000) * 1000);
	fields = json_pack("{s:s, s:i, s:b, s:s}", "channel", j->say.place,
		"limit", 100, "include_all_metadata", 1, "oldest", oldest);
	if (cursor != NULL)
		json_object_set_new(fields, "cursor", json_string(cursor));
	slack_send_call(j, "conversations.history", fields, on_looked);
}

static void
on_opened(void *arg, const struct slack_reply *reply)
{
	struct slack_job *j = arg;
	const char *place = json_text(reply->body, "channel.id", NULL);

	j->call = NULL;
	if (reply->outcome == SLACK_OK && place != NULL) {
		slack_send_learn(j->send, j->say.person, place);
		j->say.place = xstrdup(place);
		slack_job_go(j);
		return;
	}
	j->say.gone = reply->outcome == SLACK_GONE;
	if (j->say.gone || reply->outcome == SLACK_REFUSED)
		chat_job_finish(&j->say, CHAT_NEVER, 0, reply->why);
	else
		chat_job_finish(&j->say, CHAT_LATER,
			reply->retry_ms > 0 ? reply->retry_ms : UNSURE_MS,
			reply->why);
}

static void
open_direct(struct slack_job *j)
{
	const char *known = slack_send_known(j->send, j->say.person);

	if (known != NULL) {
		j->say.place = xstrdup(known);
		slack_job_go(j);
		return;
	}
	slack_send_call(j, "conversations.open",
		json_pack("{s:s}", "users", j->say.person), on_opened);
}

static void
say_answer(struct slack_job *j)
{
	json_t *message = message_of(j);

	json_object_set_new(message, "response_type", json_string("ephemeral"));
	json_object_set_new(
		message, "replace_original", json_boolean(j->say.replace));
	slack_send_answer(j, message, on_said);
}

void
slack_job_go(struct slack_job *j)
{
	const struct deed *deed = &deeds[j->say.act];

	if (!is_complete(j)) {
		chat_job_finish(&j->say, CHAT_NEVER, 0,
			"something it needs is missing");
		return;
	}
	if (j->say.act == CHAT_DIRECT && j->say.place == NULL) {
		open_direct(j);
		return;
	}
	if (j->say.doubtful && deed->is_post) {
		look(j, NULL);
		return;
	}
	if (j->say.doubtful && !deed->repeatable)
		j->say.repeated = true;
	if (deed->is_post && slack_file_upload(j))
		return;
	if (j->say.act == CHAT_ANSWER)
		say_answer(j);
	else if (deed->is_post && j->say.file != NULL)
		slack_send_call(j, "files.completeUploadExternal",
			slack_file_fields(j, message_of(j)), on_said);
	else
		slack_send_call(j,
			changes_form(j) ? "views.update" : deed->method,
			deed->fields(j), on_said);
}
