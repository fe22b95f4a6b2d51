#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "json.h"
#include "log.h"
#include "mem.h"

#include "loop.h"

#include "backoff.h"
#include "slack_decode.h"
#include "slack_job.h"
#include "slack_limits.h"
#include "slack_send.h"

#define FORM_MS 3000        /* a trigger lives no longer */
#define MAX_KNOWN 50000     /* direct conversations remembered */
#define NO_FILES_MS 3600000 /* before uploading is tried again */
#define DENIED_MS 60000     /* before a say is tried again */

struct slack_send {
	struct loop *loop;
	const struct chat_settings *settings;
	struct slack_api *api;
	struct slack_limits *limits;
	struct chat_jobs *jobs;
	struct asking *askings;
	json_t *direct; /* person: D id */

	struct slack_api_call *testing;
	struct loop_timer *test_again;
	unsigned test_attempts;
	char *denied;
	int64_t no_files_until; /* of the steady clock */
	bool no_files_said;
	slack_self_fn *on_self;
	void *on_self_arg;
};

/* A question about a person. */
struct asking {
	struct slack_send *send;
	struct asking *next, **back;
	struct slack_api_call *call;
	struct loop_timer *refused; /* when the limits let no call through */
	chat_person_fn *done;
	void *arg;
};

static void on_test_again(void *arg);

struct slack_send *
slack_send_new(struct loop *l, const struct chat_settings *settings,
	struct slack_api *api)
{
	struct slack_send *s = xcalloc(1, sizeof *s);

	s->loop = l;
	s->settings = settings;
	s->api = api;
	s->limits = slack_limits_new(settings->per_channel_per_minute,
		settings->per_workspace_per_minute);
	s->jobs = chat_jobs_new(l, slack_job_free);
	s->test_again = loop_timer_new(l, on_test_again, s);
	s->direct = json_object();
	return s;
}

static void
asking_end(struct asking *a)
{
	*a->back = a->next;
	if (a->next != NULL)
		a->next->back = a->back;
	slack_api_cancel(a->call);
	loop_timer_free(a->refused);
	free(a);
}

void
slack_send_free(struct slack_send *s)
{
	struct asking *a, *next;

	if (s == NULL)
		return;
	chat_jobs_free(s->jobs);
	for (a = s->askings; a != NULL; a = next) {
		next = a->next;
		asking_end(a);
	}
	slack_api_cancel(s->testing);
	loop_timer_free(s->test_again);
	slack_limits_free(s->limits);
	json_decref(s->direct);
	free(s->denied);
	free(s);
}

void
slack_send_learn(struct slack_send *s, const char *person, const char *place)
{
	if (json_object_size(s->direct) >= MAX_KNOWN)
		json_object_clear(s->direct);
	json_object_set_new(s->direct, person, json_string(place));
}

const char *
slack_send_known(const struct slack_send *s, const char *person)
{
	return json_string_value(json_object_get(s->direct, person));
}

const char *
slack_send_denied(const struct slack_send *s)
{
	return s->denied;
}

static void
deny(struct slack_send *s, const char *why)
{
	if (s->denied == NULL || strcmp(s->denied, why) != 0)
		log_error("token_refused", "chat=%s why=\"%s\"",
			s->settings->name, why);
	free(s->denied);
	s->denied = xstrdup(why);
	if (s->testing == NULL)
		loop_timer_set(s->test_again, backoff_slow());
}

/* What every answer tells us beyond the job that asked. */
static void
note(struct slack_job *j, const struct slack_reply *reply)
{
	struct slack_send *s = j->send;
	bool post = strcmp(j->method, "chat.postMessage") == 0;

	if (reply->outcome == SLACK_LIMITED)
		slack_limits_refused(s->limits, j->method,
			post ? j->say.place : NULL, reply->retry_ms,
			clock_steady());
	else if (reply->outcome == SLACK_DENIED)
		deny(s, reply->why);
}

/* Goes between the API and the job, to learn from every answer. */
static void
on_reply(void *arg, const struct slack_reply *reply)
{
	struct slack_job *j = arg;

	note(j, reply);
	j->on_reply(j, reply);
}

/* Whether the call may be made now; if not, the job has ended. */
static bool
may_call(struct slack_job *j, const char *method)
{
	struct slack_send *s = j->send;
	bool post = strcmp(method, "chat.postMessage") == 0;
	int64_t wait;

	j->method = method;
	if (s->denied != NULL) {
		chat_job_finish(&j->say, CHAT_LATER, DENIED_MS, s->denied);
		return false;
	}
	wait = slack_limits_take(
		s->limits, method, post ? j->say.place : NULL, clock_steady());
	if (wait == 0)
		return true;
	if (j->say.act == CHAT_FORM)
		chat_job_finish(
			&j->say, CHAT_NEVER, 0, "too many forms at once");
	else
		chat_job_finish(&j->say, CHAT_LATER, wait, "our own limit");
	return false;
}

void
slack_send_call(struct slack_job *j, const char *method, json_t *fields,
	slack_reply_fn *done)
{
	struct slack_request request = {.token = SLACK_BOT_TOKEN,
		.method = method,
		.fields = fields,
		.timeout_ms = j->say.act == CHAT_FORM ? FORM_MS : 0};

	if (may_call(j, method)) {
		j->on_reply = done;
		j->call = slack_api_ask(j->send->api, &request, on_reply, j);
	}
	json_decref(fields);
}

void
slack_send_answer(struct slack_job *j, json_t *message, slack_reply_fn *done)
{
	if (may_call(j, "response_url")) {
		j->on_reply = done;
		j->call = slack_api_answer(
			j->send->api, j->say.answer, message, on_reply, j);
	}
	json_decref(message);
}

void
slack_send_bytes(struct slack_job *j, const struct slack_bytes *bytes,
	slack_reply_fn *done)
{
	j->method = "upload";
	j->on_reply = done;
	j->call = slack_api_upload(j->send->api, bytes, on_reply, j);
}

bool
slack_send_takes_files(const struct slack_send *s)
{
	return clock_steady() >= s->no_files_until;
}

void
slack_send_no_files(struct slack_send *s, const char *why)
{
	s->no_files_until = clock_steady() + NO_FILES_MS;
	if (!s->no_files_said)
		log_warn("no_files", "chat=%s why=\"%s\"", s->settings->name,
			why);
	s->no_files_said = true;
}

struct loop *
slack_send_loop(const struct slack_send *s)
{
	return s->loop;
}

void
slack_send_say(struct slack_send *s, const struct chat_say *say,
	chat_sent_fn *done, void *arg)
{
	struct slack_job *j = xcalloc(1, sizeof *j);

	j->send = s;
	j->say.done = done;
	j->say.arg = arg;
	chat_job_start(s->jobs, &j->say, say);
	slack_job_go(j);
	chat_job_started(&j->say);
}

int64_t
slack_send_take(struct slack_send *s, const char *method)
{
	if (s->denied != NULL)
		return DENIED_MS;
	return slack_limits_take(s->limits, method, NULL, clock_steady());
}

void
slack_send_refused(struct slack_send *s, const char *method,
	const struct slack_reply *reply)
{
	if (reply->outcome == SLACK_LIMITED)
		slack_limits_refused(s->limits, method, NULL, reply->retry_ms,
			clock_steady());
	else if (reply->outcome == SLACK_DENIED)
		deny(s, reply->why);
}

static void
tell_person(struct asking *a, json_t *person)
{
	chat_person_fn *done = a->done;
	void *arg = a->arg;

	asking_end(a);
	done(arg, person);
	json_decref(person);
}

static void
on_person(void *arg, const struct slack_reply *reply)
{
	struct asking *a = arg;
	struct slack_send *s = a->send;
	const json_t *user = json_object_get(reply->body, "user");
	json_t *person = NULL;

	a->call = NULL;
	slack_send_refused(s, "users.info", reply);
	if (reply->outcome == SLACK_OK)
		person = slack_decode_person(user);
	else if (strcmp(reply->error, "user_not_found") == 0)
		person = json_pack("{s:b}", "unknown", 1);
	tell_person(a, person);
}

static void
on_not_asked(void *arg)
{
	tell_person(arg, NULL);
}

void
slack_send_ask_person(struct slack_send *s, const char *person,
	chat_person_fn *done, void *arg)
{
	struct asking *a = xcalloc(1, sizeof *a);
	json_t *fields =
		json_pack("{s:s, s:b}", "user", person, "include_locale", 1);
	struct slack_request request = {.token = SLACK_BOT_TOKEN,
		.method = "users.info",
		.fields = fields};

	a->send = s;
	a->done = done;
	a->arg = arg;
	a->next = s->askings;
	a->back = &s->askings;
	if (a->next != NULL)
		a->next->back = &a->next;
	s->askings = a;
	if (slack_send_take(s, "users.info") == 0) {
		a->call = slack_api_ask(s->api, &request, on_person, a);
	} else {
		a->refused = loop_timer_new(s->loop, on_not_asked, a);
		loop_timer_set(a->refused, 0);
	}
	json_decref(fields);
}

static void
on_tested(void *arg, const struct slack_reply *reply)
{
	struct slack_send *s = arg;
	const char *self = json_text(reply->body, "user_id", NULL);

	s->testing = NULL;
	if (reply->outcome == SLACK_OK && self != NULL) {
		log_info("slack_self", "chat=%s person=%s team=%s",
			s->settings->name, self,
			json_text(reply->body, "team_id", ""));
		free(s->denied);
		s->denied = NULL;
		s->test_attempts = 0;
		s->on_self(s->on_self_arg, self,
			json_text(reply->body, "url", ""));
		return;
	}
	if (reply->outcome == SLACK_DENIED) {
		deny(s, reply->why);
		return;
	}
	log_warn("auth_test_failed", "chat=%s why=\"%s\"", s->settings->name,
		reply->why == NULL ? "no user_id" : reply->why);
	loop_timer_set(s->test_again,
		reply->retry_ms > 0 ? reply->retry_ms
				    : backoff_next(&s->test_attempts));
}

static void
on_test_again(void *arg)
{
	struct slack_send *s = arg;
	struct slack_request request = {
		.token = SLACK_BOT_TOKEN, .method = "auth.test"};

	if (s->testing == NULL)
		s->testing = slack_api_ask(s->api, &request, on_tested, s);
}

void
slack_send_start(struct slack_send *s, slack_self_fn *on_self, void *arg)
{
	s->on_self = on_self;
	s->on_self_arg = arg;
	on_test_again(s);
}
