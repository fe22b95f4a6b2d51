#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "seal.h"
#include "when.h"

#include "mattermost_encode.h"
#include "mattermost_file.h"
#include "mattermost_job.h"
#include "mattermost_learn.h"
#include "mattermost_send.h"

#define FORM_MS 5000  /* for opening one: the trigger dies anyway */
#define LATER_MS 2000 /* after a call that did not get through */
#define UNSURE_MS 3000
#define DENIED_MS 10000
#define LOOK_BACK (10 * WHEN_MINUTE)
#define LOOK_MARGIN WHEN_MINUTE

void
mattermost_job_free(struct chat_job *say)
{
	struct mattermost_job *j = (struct mattermost_job *)say;

	mattermost_api_cancel(j->call);
	chat_job_clear(say);
	json_decref(j->written);
	json_decref(j->unknown);
	free(j->file);
	free(j);
}

void
mattermost_job_call(struct mattermost_job *j, const char *method, char *path,
	json_t *body, mattermost_reply_fn *done)
{
	const struct mattermost_request request = {.method = method,
		.path = path,
		.body = body,
		.timeout_ms = j->say.act == CHAT_FORM ? FORM_MS : 0,
		.urgent = j->say.act == CHAT_FORM};

	j->call = mattermost_api_ask(
		mattermost_send_api(j->send), &request, done, j);
	free(path);
	json_decref(body);
}

/* What each act cannot do without. */
static bool
is_complete(const struct mattermost_job *j)
{
	bool card = json_is_object(j->say.card);
	bool message = j->say.place != NULL && j->say.message != NULL;

	switch (j->say.act) {
	case CHAT_POST:
		return card && j->say.place != NULL;
	case CHAT_DIRECT:
	case CHAT_WHISPER:
		return card && j->say.person != NULL;
	case CHAT_UPDATE:
		return card && message;
	case CHAT_ANSWER:
		return card && j->say.answer != NULL;
	case CHAT_DELETE:
		return message;
	case CHAT_FORM:
		return j->say.trigger != NULL && j->say.person != NULL &&
		       (card || j->written != NULL);
	case CHAT_REACT:
		return message && j->say.value != NULL;
	case CHAT_HOME:
		return true;
	case CHAT_ASK: /* goes by chat_ask_person() */
		return false;
	}
	return false;
}

static bool
is_post(const struct mattermost_job *j)
{
	return j->say.act == CHAT_POST || j->say.act == CHAT_DIRECT;
}

/* Saying it twice is saying it once. */
static bool
is_repeatable(const struct mattermost_job *j)
{
	return j->say.act == CHAT_UPDATE || j->say.act == CHAT_DELETE ||
	       j->say.act == CHAT_REACT;
}

/* An answer whose address is over becomes a direct message. False when there
 * is no other way. */
static bool
change_way(struct mattermost_job *j)
{
	if (j->say.act != CHAT_ANSWER || j->say.person == NULL)
		return false;
	j->say.act = CHAT_DIRECT;
	free(j->say.place);
	j->say.place = NULL;
	j->say.repeated = false;
	j->say.doubtful = false;
	j->learnt = false;
	json_decref(j->unknown);
	j->unknown = NULL;
	mattermost_job_go(j);
	return true;
}

/* It may have been said. What can be said twice is tried again; what can be
 * looked for is doubtful; the rest is repeated once. */
static void
finish_unsure(struct mattermost_job *j, const char *why)
{
	if (is_repeatable(j))
		chat_job_finish(&j->say, CHAT_LATER, UNSURE_MS, why);
	else if (j->say.repeated)
		chat_job_finish(&j->say, CHAT_NEVER, 0, why);
	else
		chat_job_finish(&j->say, CHAT_UNSURE, UNSURE_MS, why);
}

void
mattermost_job_refused(
	struct mattermost_job *j, const struct mattermost_reply *reply)
{
	const char *why = reply->why == NULL ? "an odd answer" : reply->why;
	int64_t retry = reply->retry_ms > 0 ? reply->retry_ms : LATER_MS;

	if (j->say.act == CHAT_FORM) {
		chat_job_finish(&j->say, CHAT_NEVER, 0, why);
		return;
	}
	switch (reply->outcome) {
	case MATTERMOST_GONE:
	case MATTERMOST_REFUSED:
		if (change_way(j))
			return;
		j->say.gone = reply->outcome == MATTERMOST_GONE;
		chat_job_finish(&j->say, CHAT_NEVER, 0, why);
		return;
	case MATTERMOST_DENIED:
		chat_job_finish(&j->say, CHAT_LATER, DENIED_MS, why);
		return;
	default:
		chat_job_finish(&j->say, CHAT_LATER, retry, why);
		return;
	}
}

static void
on_said(void *arg, const struct mattermost_reply *reply)
{
	struct mattermost_job *j = arg;

	j->call = NULL;
	if (reply->outcome == MATTERMOST_OK) {
		mattermost_file_posted(j, reply->body);
		if (is_post(j))
			j->say.sent_message =
				xstrdup(json_text(reply->body, "id", NULL));
		else
			j->say.sent_message = xstrdup(j->say.message);
		j->say.sent_place = xstrdup(j->say.place);
		chat_job_finish(&j->say, CHAT_SENT, 0, NULL);
	} else if (reply->outcome == MATTERMOST_UNSURE &&
		   j->say.act != CHAT_FORM) {
		finish_unsure(j, reply->why);
	} else if (reply->outcome == MATTERMOST_GONE &&
		   j->say.act == CHAT_DELETE) {
		chat_job_finish(&j->say, CHAT_SENT, 0, NULL); /* it is so */
	} else {
		mattermost_job_refused(j, reply);
	}
}

/* The same key gives the same id, so that the server itself drops a repeat
 * within half a minute. */
static json_t *
pending_id(const struct mattermost_job *j)
{
	static const unsigned char first[16] = "advocated first";
	static const unsigned char second[16] = "advocated secnd";
	size_t size = strlen(j->say.key);

	return json_sprintf("%s:%016" PRIx64 "%016" PRIx64,
		mattermost_send_self(j->send),
		seal_hash64(first, j->say.key, size),
		seal_hash64(second, j->say.key, size));
}

static void
say_post(struct mattermost_job *j)
{
	const char *only = j->say.act == CHAT_DIRECT ? j->say.person : NULL;
	struct mattermost_encode with =
		mattermost_send_encode(j->send, only, j->say.place, j->say.key);
	json_t *post = mattermost_encode_post(j->say.card, &with);

	json_object_set_new(post, "channel_id", json_string(j->say.place));
	json_object_set_new(post, "pending_post_id", pending_id(j));
	if (j->file != NULL)
		json_object_set_new(
			post, "file_ids", json_pack("[s]", j->file));
	mattermost_job_call(j, "POST", xstrdup("/posts"), post, on_said);
}

static void
say_update(struct mattermost_job *j)
{
	struct mattermost_encode with =
		mattermost_send_encode(j->send, j->say.person, j->say.place,
			j->say.of == NULL ? "" : j->say.of);

	mattermost_job_call(j, "PUT",
		xasprintf("/posts/%s/patch", j->say.message),
		mattermost_encode_post(j->say.card, &with), on_said);
}

static void
say_answer(struct mattermost_job *j)
{
	struct mattermost_encode with =
		mattermost_send_encode(j->send, j->say.person, NULL, "");
	json_t *message = mattermost_encode_reply(j->say.card, &with);

	j->call = mattermost_api_answer(mattermost_send_api(j->send),
		j->say.answer, message, on_said, j);
	json_decref(message);
}

static void
say_form(struct mattermost_job *j)
{
	struct mattermost_encode with =
		mattermost_send_encode(j->send, j->say.person, NULL, "");
	json_t *dialog = j->written != NULL
				 ? json_incref(j->written)
				 : mattermost_encode_dialog(
					   j->say.card, j->say.answer, &with);

	json_object_set_new(dialog, "trigger_id", json_string(j->say.trigger));
	mattermost_job_call(
		j, "POST", xstrdup("/actions/dialogs/open"), dialog, on_said);
}

static void
say_reaction(struct mattermost_job *j)
{
	mattermost_job_call(j, "POST", xstrdup("/reactions"),
		json_pack("{s:s, s:s, s:s}", "user_id",
			mattermost_send_self(j->send), "post_id",
			j->say.message, "emoji_name", j->say.value),
		on_said);
}

static void
say(struct mattermost_job *j)
{
	switch (j->say.act) {
	case CHAT_POST:
	case CHAT_DIRECT:
		say_post(j);
		return;
	case CHAT_UPDATE:
		say_update(j);
		return;
	case CHAT_ANSWER:
		say_answer(j);
		return;
	case CHAT_DELETE:
		mattermost_job_call(j, "DELETE",
			xasprintf("/posts/%s", j->say.message), NULL, on_said);
		return;
	case CHAT_FORM:
		say_form(j);
		return;
	case CHAT_REACT:
		say_reaction(j);
		return;
	default: /* whispers went direct, the others go nowhere */
		return;
	}
}

/* The post of ours with our key among those of an answer, or NULL. */
static const char *
find_key(const struct mattermost_job *j, const json_t *body)
{
	const char *id;
	json_t *post;

	json_object_foreach(json_object_get(body, "posts"), id, post)
	{
		if (strcmp(json_text(post, "user_id", ""),
			    mattermost_send_self(j->send)) == 0 &&
			strcmp(json_text(post, "props.adv.k", ""),
				j->say.key) == 0)
			return id;
	}
	return NULL;
}

static void
on_looked(void *arg, const struct mattermost_reply *reply)
{
	struct mattermost_job *j = arg;
	const char *found;

	j->call = NULL;
	if (reply->outcome != MATTERMOST_OK) {
		mattermost_job_refused(j, reply);
		return;
	}
	found = find_key(j, reply->body);
	j->say.doubtful = false;
	if (found == NULL) {
		mattermost_job_go(j);
		return;
	}
	log_info("found_said", "key=%s message=%s", j->say.key, found);
	j->say.sent_place = xstrdup(j->say.place);
	j->say.sent_message = xstrdup(found);
	chat_job_finish(&j->say, CHAT_SENT, 0, NULL);
}

/* By the server's clock: what counts there is when it was posted there. */
static void
look(struct mattermost_job *j)
{
	int64_t since =
		j->say.since > 0 ? j->say.since : clock_now() - LOOK_BACK;
	int64_t skew = mattermost_api_skew(mattermost_send_api(j->send));

	if (skew < 0)
		since += skew;
	mattermost_job_call(j, "GET",
		xasprintf("/channels/%s/posts?since=%" PRId64, j->say.place,
			since - LOOK_MARGIN),
		NULL, on_looked);
}

void
mattermost_job_go(struct mattermost_job *j)
{
	if (!is_complete(j)) {
		chat_job_finish(&j->say, CHAT_NEVER, 0,
			"something it needs is missing");
		return;
	}
	if (j->say.act == CHAT_HOME) { /* there are none */
		chat_job_finish(&j->say, CHAT_SENT, 0, NULL);
		return;
	}
	if (mattermost_send_self(j->send) == NULL) {
		chat_job_finish(&j->say,
			j->say.act == CHAT_FORM ? CHAT_NEVER : CHAT_LATER,
			LATER_MS, "it is not known who we are there");
		return;
	}
	if (j->say.act == CHAT_WHISPER) {
		j->say.act = CHAT_DIRECT;
		free(j->say.place);
		j->say.place = NULL;
	}
	if (mattermost_learn(j))
		return;
	if (j->say.doubtful && is_post(j)) {
		look(j);
		return;
	}
	if (j->say.doubtful && !is_repeatable(j))
		j->say.repeated = true;
	if (is_post(j) && mattermost_file_upload(j))
		return;
	say(j);
}
