#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "json.h"
#include "log.h"
#include "mem.h"

#include "loop.h"

#include "mattermost_book.h"
#include "mattermost_decode.h"
#include "mattermost_encode.h"
#include "mattermost_job.h"
#include "mattermost_send.h"
#include "mattermost_trust.h"

#define ROOMY 6          /* the version that took larger props */
#define PROPS_MAX 700000 /* of 800,000: the server adds its own */

struct mattermost_send {
	const struct chat_settings *settings;
	struct mattermost_api *api;
	struct mattermost_book *book;
	const struct mattermost_trust *trust;
	const struct mattermost_self *self;
	char *url; /* of our listener, as the server reaches it */
	struct chat_jobs *jobs;
	struct asking *askings;
};

/* A question about a person. */
struct asking {
	struct mattermost_send *send;
	struct asking *next, **back;
	struct mattermost_api_call *call;
	char *person;
	chat_person_fn *done;
	void *arg;
};

struct mattermost_send *
mattermost_send_new(const struct mattermost_send_parts *parts)
{
	struct mattermost_send *s = xcalloc(1, sizeof *s);

	s->settings = parts->settings;
	s->api = parts->api;
	s->book = parts->book;
	s->trust = parts->trust;
	s->self = parts->self;
	s->url = xasprintf("%s/mattermost/%s", s->settings->callback_url,
		s->settings->name);
	s->jobs = chat_jobs_new(parts->loop, mattermost_job_free);
	return s;
}

static void
asking_end(struct asking *a)
{
	*a->back = a->next;
	if (a->next != NULL)
		a->next->back = a->back;
	mattermost_api_cancel(a->call);
	free(a->person);
	free(a);
}

void
mattermost_send_free(struct mattermost_send *s)
{
	struct asking *a, *next;

	if (s == NULL)
		return;
	chat_jobs_free(s->jobs);
	for (a = s->askings; a != NULL; a = next) {
		next = a->next;
		asking_end(a);
	}
	free(s->url);
	free(s);
}

const struct chat_settings *
mattermost_send_settings(const struct mattermost_send *s)
{
	return s->settings;
}

struct mattermost_api *
mattermost_send_api(const struct mattermost_send *s)
{
	return s->api;
}

const char *
mattermost_send_self(const struct mattermost_send *s)
{
	return s->self->person;
}

static const char *
person_name(void *arg, const char *id)
{
	return mattermost_book_person(arg, id);
}

static const char *
channel_name(void *arg, const char *id)
{
	return mattermost_book_channel(arg, id);
}

struct mattermost_encode
mattermost_send_encode(const struct mattermost_send *s, const char *person,
	const char *channel, const char *key)
{
	return (struct mattermost_encode){
		.names = {person_name, channel_name, s->book},
		.sign = {.seal = s->settings->seal,
			.chat = s->settings->name,
			.url = s->url,
			.person = person,
			.channel = channel,
			.key = key,
			.now = clock_now()},
		.props_max = mattermost_trust_version(s->trust) >= ROOMY
				     ? PROPS_MAX
				     : 0,
	};
}

static struct mattermost_job *
job_new(struct mattermost_send *s, const struct chat_say *say)
{
	struct mattermost_job *j = xcalloc(1, sizeof *j);

	j->send = s;
	j->book = s->book;
	chat_job_start(s->jobs, &j->say, say);
	return j;
}

static void
start(struct mattermost_job *j, chat_sent_fn *done, void *arg)
{
	j->say.done = done;
	j->say.arg = arg;
	mattermost_job_go(j);
	chat_job_started(&j->say);
}

void
mattermost_send_say(struct mattermost_send *s, const struct chat_say *say,
	chat_sent_fn *done, void *arg)
{
	start(job_new(s, say), done, arg);
}

static void
on_dialog(void *arg, const struct chat_sent *sent)
{
	struct mattermost_send *s = arg;

	if (sent->result != CHAT_SENT)
		log_warn("dialog_not_opened", "chat=%s why=\"%s\"",
			s->settings->name, sent->why == NULL ? "" : sent->why);
}

void
mattermost_send_dialog(struct mattermost_send *s, const char *trigger,
	const char *person, json_t *dialog)
{
	const struct chat_say say = {
		.act = CHAT_FORM, .person = person, .trigger = trigger};
	struct mattermost_job *j = job_new(s, &say);

	j->written = dialog;
	start(j, on_dialog, s);
}

static void
on_person(void *arg, const struct mattermost_reply *reply)
{
	struct asking *a = arg;
	chat_person_fn *done = a->done;
	void *done_arg = a->arg;
	json_t *person = NULL;

	a->call = NULL;
	if (reply->outcome == MATTERMOST_OK) {
		person = mattermost_decode_person(reply->body);
		mattermost_book_put_person(a->send->book, a->person,
			json_text(reply->body, "username", ""),
			json_is_true(json_object_get(person, "gone")));
	} else if (reply->outcome == MATTERMOST_GONE) {
		person = json_pack("{s:b}", "unknown", 1);
	}
	asking_end(a);
	done(done_arg, person);
	json_decref(person);
}

void
mattermost_send_ask_person(struct mattermost_send *s, const char *person,
	chat_person_fn *done, void *arg)
{
	struct asking *a = xcalloc(1, sizeof *a);
	char *path = xasprintf("/users/%s", person);
	const struct mattermost_request request = {
		.method = "GET", .path = path};

	a->send = s;
	a->person = xstrdup(person);
	a->done = done;
	a->arg = arg;
	a->next = s->askings;
	a->back = &s->askings;
	if (a->next != NULL)
		a->next->back = &a->next;
	s->askings = a;
	a->call = mattermost_api_ask(s->api, &request, on_person, a);
	free(path);
}
