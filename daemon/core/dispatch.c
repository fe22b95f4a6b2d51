#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "metric.h"
#include "seal.h"

#include "db.h"
#include "post.h"

#include "chat.h"
#include "event.h"

#include "pass.h"
#include "sender.h"
#include "turn_say.h"

struct dispatch {
	struct dispatch_parts parts;
};

/* An event on its way to its commit, and what was promised for after it. */
struct job {
	struct dispatch *dispatch;
	struct chat *chat; /* NULL for our own events */
	struct event *event;
	struct turn_say say;
	dispatch_page_fn *answer; /* EVENT_WEB */
	void *answer_arg;
};

struct dispatch *
dispatch_new(const struct dispatch_parts *parts)
{
	struct dispatch *d = xcalloc(1, sizeof(*d));

	d->parts = *parts;
	return d;
}

void
dispatch_free(struct dispatch *d)
{
	free(d);
}

static void
count(const struct event *event, const char *result)
{
	char labels[64];

	snprintf(labels, sizeof(labels), "kind=\"%s\",result=\"%s\"",
		event_kind_name(event->kind), result);
	metric_add(metric_get(METRIC_COUNTER, "events_total", labels,
			   "Events by kind and what became of them."),
		1);
}

/* Answer addresses are secrets: they do not go into the store in clear. Nor
 * does what is written into inputs that are called so. */
static void
blot(json_t *value, const char *secret)
{
	const char *name;
	json_t *part;
	size_t i;

	if (json_is_object(value)) {
		json_object_foreach(value, name, part) blot(part, secret);
	} else if (json_is_array(value)) {
		json_array_foreach(value, i, part) blot(part, secret);
	} else if (json_is_string(value) &&
		   strcmp(json_string_value(value), secret) == 0) {
		json_string_set(value, "(secret)");
	}
}

/* "secret_codes" and the like. */
static void
blot_inputs(struct event *event)
{
	const char *name, *value;
	char *secret;
	json_t *part;

	if (event->kind != EVENT_FORM)
		return;
	json_object_foreach((json_t *)event->fields, name, part)
	{
		value = json_string_value(part);
		if (strncmp(name, "secret_", 7) != 0 || value == NULL)
			continue;
		secret = xstrdup(value);
		blot(event->frame, secret);
		free(secret);
	}
}

static int
bury(struct job *job, const struct err *why, struct err *e)
{
	struct event *event = job->event;
	struct db *db = job->dispatch->parts.db;
	char *secret = event->answer == NULL ? NULL : xstrdup(event->answer);
	char *body;
	int result;

	/* The strings of the event point into the frame: done with it. */
	log_error("event_buried", "chat=%s key=%s kind=%s name=%s why=\"%s\"",
		event->chat, event->key, event_kind_name(event->kind),
		event->name == NULL ? "" : event->name, why->text);
	if (secret != NULL)
		blot(event->frame, secret);
	event->answer = NULL;
	free(secret);
	blot_inputs(event);
	body = event->frame == NULL ? xstrdup("{}") : json_dump(event->frame);
	result = inbox_bury(db, event->chat, event->key, "event", body,
		why->text, clock_now(), e);
	free(body);
	return result;
}

/* What became of an event whose handling did not fail. */
enum outcome {
	HANDLED,
	SEEN, /* before: nothing happened */
	OPEN, /* a form with mistakes in it: nothing happened */
	FORGED,
	UNKNOWN /* about nothing we know */
};

/* A button is ours by its seal; one that was copied to a message of somebody
 * else's is not where we put it. What is not known yet was said just now. */
static int
is_moved(const struct job *job, bool *moved, struct err *e)
{
	const struct event *event = job->event;
	struct post post;

	*moved = false;
	if (event->post_key == NULL)
		return 0;
	if (post_find(job->dispatch->parts.db, event->post_key, &post, e) == -1)
		return -1;
	*moved = post.message[0] != '\0' &&
		 (event->message == NULL ||
			 strcmp(post.message, event->message) != 0 ||
			 strcmp(post.chat, event->chat) != 0);
	if (*moved)
		log_warn("event_forged",
			"chat=%s key=%s person=%s name=%s post=%s message=%s",
			event->chat, event->key,
			event->person == NULL ? "" : event->person,
			event->name == NULL ? "" : event->name, event->post_key,
			event->message == NULL ? "" : event->message);
	return 0;
}

/* Some keys name who did it ("reaction:17:U1:mega"). Who has not said yes is
 * not to be found in the store, so of those only a mark is kept. */
static enum inbox_result
accept_once(const struct job *job, struct err *e)
{
	const struct dispatch_parts *p = &job->dispatch->parts;
	const struct event *event = job->event;
	unsigned char mark[SEAL_MAC_SIZE];
	enum inbox_result result;
	char *key;

	if (event->person == NULL || strstr(event->key, event->person) == NULL)
		return inbox_accept(
			p->db, event->chat, event->key, clock_now(), e);
	seal_mac(p->seal, SEAL_KEY, event->key, strlen(event->key), mark);
	key = seal_encode(mark, sizeof(mark));
	result = inbox_accept(p->db, event->chat, key, clock_now(), e);
	free(key);
	return result;
}

/* Accepts the event once and lets its handler run. */
static int
handle(struct job *job, enum outcome *out, struct err *e)
{
	const struct dispatch_parts *p = &job->dispatch->parts;
	struct turn turn = {.event = job->event};
	bool moved;

	*out = SEEN;
	switch (accept_once(job, e)) {
	case INBOX_SEEN:
		return 0;
	case INBOX_ERROR:
		return -1;
	case INBOX_NEW:
		break;
	}
	if (is_moved(job, &moved, e) == -1)
		return -1;
	*out = FORGED;
	job->say.refused = moved;
	if (moved)
		return 0;
	if (turn_begin(&turn, &job->say, e) == -1 || p->handle(&turn, e) == -1)
		return -1;
	*out = job->say.errors != NULL ? OPEN
	       : job->say.ignored      ? UNKNOWN
				       : HANDLED;
	return 0;
}

/* Says to who asked that it did not work out; best effort. */
static void
apologise(struct job *job)
{
	struct turn turn = {.event = job->event};
	struct err e = {""};

	if (job->event->person == NULL ||
		(job->event->kind != EVENT_COMMAND &&
			job->event->kind != EVENT_BUTTON))
		return;
	if (turn_begin(&turn, &job->say, &e) == -1 ||
		turn_reply(&turn, "trouble", NULL, &e) == -1)
		log_error("apology_failed", "why=\"%s\"", e.text);
}

/* What failed is undone, buried and accepted, so that it does not come
 * again; -1 when even that cannot be written. */
static int
give_up(struct job *job, const struct err *why)
{
	const struct dispatch_parts *p = &job->dispatch->parts;
	struct err e = {""};

	turn_say_clear(&job->say);
	if (db_mark(p->db, &e) == -1)
		goto fail;
	if (accept_once(job, &e) == INBOX_ERROR || bury(job, why, &e) == -1)
		goto undo;
	apologise(job);
	if (db_keep(p->db, &e) == -1)
		goto undo;
	count(job->event, "buried");
	return 0;
undo:
	db_undo(p->db);
fail:
	turn_say_clear(&job->say);
	log_error("bury_failed", "key=%s why=\"%s\"", job->event->key, e.text);
	count(job->event, "refused");
	return -1;
}

/* A form that stays open was not accepted: it may come again, whatever is in
 * it then, and counts once it closes. */
static int
run(struct job *job)
{
	static const char *const names[] = {[HANDLED] = "handled",
		[SEEN] = "seen",
		[OPEN] = "open",
		[FORGED] = "forged",
		[UNKNOWN] = "unknown"};
	const struct dispatch_parts *p = &job->dispatch->parts;
	struct err e = {""};
	enum outcome outcome;

	pass_open(p->pass);
	if (db_mark(p->db, &e) == -1)
		return -1;
	if (handle(job, &outcome, &e) == -1) {
		db_undo(p->db);
		return give_up(job, &e);
	}
	if (outcome == OPEN || outcome == FORGED || outcome == UNKNOWN)
		db_undo(p->db);
	else if (db_keep(p->db, &e) == -1)
		return -1;
	count(job->event, names[outcome]);
	return 0;
}

static void
job_free(struct job *job)
{
	turn_say_clear(&job->say);
	event_free(job->event);
	free(job);
}

/* The socket did not take the answer after all: say it another way. */
static void
reply_later(struct job *job)
{
	struct turn turn = {.event = job->event};
	struct err e = {""};

	pass_open(job->dispatch->parts.pass);
	if (turn_begin(&turn, &job->say, &e) == -1 ||
		turn_reply_later(&turn, &e) == -1)
		log_error("reply_lost", "key=%s why=\"%s\"", job->event->key,
			e.text);
}

static void
on_form_sent(void *arg, const struct chat_sent *sent)
{
	(void)arg;
	if (sent->result != CHAT_SENT)
		log_warn("form_not_opened", "why=\"%s\"",
			sent->why == NULL ? "" : sent->why);
}

static void
open_form(struct job *job)
{
	struct chat_say say = {.act = CHAT_FORM,
		.key = job->event->key,
		.person = job->event->person,
		.trigger = job->event->trigger,
		.message = job->event->kind == EVENT_TYPED ? job->event->message
							   : NULL,
		.answer = job->event->answer,
		.card = job->say.form};

	chat_send(job->chat, &say, on_form_sent, NULL);
}

static void
on_committed(void *arg)
{
	struct job *job = arg;
	struct turn_say *say = &job->say;
	bool form_rides =
		job->event->kind == EVENT_FORM && job->event->receipt != NULL;
	struct chat_answer answer = {.card = say->reply,
		.errors = say->errors,
		.form = form_rides ? say->form : NULL,
		.elsewhere = say->elsewhere,
		.refused = say->refused};

	if (job->event->receipt != NULL) {
		bool rode = chat_ack(job->chat, job->event->receipt, &answer);

		job->event->receipt = NULL;
		if (!rode && say->reply != NULL)
			reply_later(job);
	}
	if (say->form != NULL && !form_rides && job->event->trigger != NULL)
		open_form(job);
	if (job->answer != NULL)
		job->answer(job->answer_arg, &say->page);
	job_free(job);
}

/* Not written, not buried: no ack, so that it is delivered again. */
static void
on_refused(void *arg)
{
	struct job *job = arg;

	if (job->answer != NULL)
		job->answer(job->answer_arg,
			&(struct dispatch_page){.status = 503});
	job_free(job);
}

static void
start(struct job *job)
{
	struct pass *pass = job->dispatch->parts.pass;

	job->say.parts = &job->dispatch->parts;
	job->say.chat = job->chat;
	pass_after(pass, run(job) == 0 ? on_committed : on_refused, job);
}

void
dispatch_event(struct dispatch *d, struct chat *chat, struct event *event)
{
	struct job *job = xcalloc(1, sizeof(*job));

	job->dispatch = d;
	job->chat = chat;
	job->event = event;
	start(job);
}

void
dispatch_web(struct dispatch *d, struct event *event,
	const struct dispatch_browser *browser, dispatch_page_fn *answer,
	void *arg)
{
	struct job *job = xcalloc(1, sizeof(*job));

	job->dispatch = d;
	job->event = event;
	job->answer = answer;
	job->answer_arg = arg;
	job->say.address = browser->address;
	job->say.user_agent = browser->user_agent;
	start(job);
}
