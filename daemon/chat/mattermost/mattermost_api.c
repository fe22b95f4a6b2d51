#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoff.h"
#include "clock.h"
#include "err.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "metric.h"
#include "seal.h"
#include "text.h"

#include "http.h"
#include "loop.h"

#include "chat.h"
#include "mattermost_api.h"
#include "mattermost_hold.h"

#define MAX_REPLY ((size_t)4 << 20)
#define PER_HOST 8
#define BUSY_MS 1000
#define HOOK "/hooks/commands/"
#define ID_SIZE 26
#define SAME_TIME 3000 /* Date counts seconds, and answers take time */

struct mattermost_api {
	struct loop *loop;
	const struct chat_settings *settings;
	struct http *http;
	char *base;
	struct mattermost_hold hold;
	struct mattermost_api_call *calls;
	char denied[192]; /* "" : fine */
	int64_t skew;
	mattermost_api_token_fn *on_token;
	void *token_arg;
};

struct mattermost_api_call {
	struct mattermost_api *api;
	struct mattermost_api_call *next, **back;
	struct http_call *http;
	struct loop_timer *timer; /* of a call that never leaves */
	char *path;
	bool is_answer;
	int64_t retry_ms; /* of one that is held back; 0: no such address */
	mattermost_reply_fn *done;
	void *arg;
};

struct mattermost_api *
mattermost_api_new(
	struct loop *l, const struct chat_settings *settings, struct err *e)
{
	struct http_options options = {.user_agent = "advocated",
		.per_host = PER_HOST,
		.ca_file = settings->ca_file};
	struct mattermost_api *a = xcalloc(1, sizeof *a);
	size_t size = strlen(settings->api_url);

	a->loop = l;
	a->settings = settings;
	while (size > 0 && settings->api_url[size - 1] == '/')
		size--;
	a->base = xstrndup(settings->api_url, size);
	a->http = http_new(l, &options, e);
	if (a->http == NULL) {
		free(a->base);
		free(a);
		return NULL;
	}
	return a;
}

static void
call_free(struct mattermost_api_call *c)
{
	*c->back = c->next;
	if (c->next != NULL)
		c->next->back = c->back;
	loop_timer_free(c->timer);
	free(c->path);
	free(c);
}

void
mattermost_api_cancel(struct mattermost_api_call *call)
{
	if (call == NULL)
		return;
	http_cancel(call->http);
	call_free(call);
}

void
mattermost_api_free(struct mattermost_api *a)
{
	struct mattermost_api_call *c, *next;

	if (a == NULL)
		return;
	for (c = a->calls; c != NULL; c = next) {
		next = c->next;
		mattermost_api_cancel(c);
	}
	http_free(a->http);
	free(a->base);
	free(a);
}

const char *
mattermost_api_denied(const struct mattermost_api *a)
{
	return a->denied[0] == '\0' ? NULL : a->denied;
}

void
mattermost_api_on_token(
	struct mattermost_api *a, mattermost_api_token_fn *fn, void *arg)
{
	a->on_token = fn;
	a->token_arg = arg;
}

int64_t
mattermost_api_wait(struct mattermost_api *a)
{
	return mattermost_hold_wait(&a->hold, clock_steady());
}

int64_t
mattermost_api_limited(struct mattermost_api *a)
{
	const struct mattermost_rate untold = {-1, -1, -1};

	return mattermost_hold_limited(
		&a->hold, 0, &untold, clock_steady(), clock_now());
}

const char *
mattermost_api_base(const struct mattermost_api *a)
{
	return a->base;
}

int64_t
mattermost_api_skew(const struct mattermost_api *a)
{
	return a->skew;
}

static void
note_date(struct mattermost_api *a, int64_t date)
{
	int64_t skew = date - clock_now();

	if (date > 0)
		a->skew = llabs(skew) < SAME_TIME ? 0 : skew;
}

static struct mattermost_api_call *
call_new(struct mattermost_api *a, const char *path, mattermost_reply_fn *done,
	void *arg)
{
	struct mattermost_api_call *c = xcalloc(1, sizeof *c);

	c->api = a;
	c->path = xstrdup(path);
	c->done = done;
	c->arg = arg;
	c->next = a->calls;
	c->back = &a->calls;
	if (c->next != NULL)
		c->next->back = &c->next;
	a->calls = c;
	return c;
}

/* Counted by the first word of the path: ids are not for metrics. */
static void
count_limited(const struct mattermost_api_call *c)
{
	size_t size = strcspn(c->path + 1, "/?");
	char *labels = xasprintf("chat=\"%s\",method=\"%.*s\"",
		c->api->settings->name, (int)size, c->path + 1);

	metric_add(metric_get(METRIC_COUNTER, "limited_total", labels,
			   "Answers that said: too many requests."),
		1);
	free(labels);
}

/* These ask for no token, so their answers say nothing of it. */
static bool
is_open_to_all(const struct mattermost_api_call *c)
{
	return c->is_answer || text_starts(c->path, "/config/client") ||
	       text_starts(c->path, "/system/ping") ||
	       text_starts(c->path, "/actions/dialogs/open");
}

/* Keeps what the answer says of the token. Whether somebody should hear. */
static bool
note_token(struct mattermost_api *a, const struct mattermost_reply *reply)
{
	bool was_denied = a->denied[0] != '\0';

	if (reply->outcome == MATTERMOST_DENIED) {
		if (!was_denied)
			log_error("mattermost_token_refused",
				"chat=%s why=\"%s\"", a->settings->name,
				reply->why);
		snprintf(a->denied, sizeof a->denied,
			"the bot's token is refused: %s", reply->why);
		return true;
	}
	if (reply->outcome != MATTERMOST_OK || !was_denied)
		return false;
	log_info("mattermost_token_works", "chat=%s", a->settings->name);
	a->denied[0] = '\0';
	return true;
}

/* The end of every call that was not cancelled. */
static void
finish(struct mattermost_api_call *c, struct mattermost_reply *reply)
{
	struct mattermost_api *a = c->api;
	mattermost_reply_fn *done = c->done;
	void *arg = c->arg;
	bool tell = !is_open_to_all(c) && note_token(a, reply);
	mattermost_api_token_fn *fn = tell ? a->on_token : NULL;
	void *fn_arg = a->token_arg;

	call_free(c);
	done(arg, reply);
	if (fn != NULL)
		fn(fn_arg, reply->outcome == MATTERMOST_OK);
}

/* The error id, if it looks like one, else "". Lent by body. */
static const char *
id_of(const json_t *body)
{
	const char *id = json_text(body, "id", ""), *c;

	for (c = id; *c != '\0'; c++)
		if (!isalnum((unsigned char)*c) && strchr("._-", *c) == NULL)
			return "";
	return c - id > 120 ? "" : id;
}

static int64_t
retry_after(struct mattermost_api_call *c, const struct http_answer *answer,
	enum mattermost_outcome outcome)
{
	struct mattermost_rate rate = {
		answer->rate_limit, answer->rate_left, answer->rate_reset};

	if (outcome == MATTERMOST_BUSY)
		return backoff_between(BUSY_MS, 2 * BUSY_MS);
	if (outcome != MATTERMOST_LIMITED)
		return answer->retry_ms;
	count_limited(c);
	return mattermost_hold_limited(&c->api->hold, answer->retry_ms, &rate,
		clock_steady(), clock_now());
}

static bool
is_success(const struct mattermost_api_call *c,
	const struct http_answer *answer, const json_t *body)
{
	return answer->status >= 200 && answer->status < 300 &&
	       (c->is_answer || body != NULL);
}

/* An answer that came, whatever it says. A success that is not JSON (but of a
 * response_url) is not the server's: a page of some proxy. */
static void
read_reply(struct mattermost_api_call *c, const struct http_answer *answer)
{
	struct mattermost_rate rate = {
		answer->rate_limit, answer->rate_left, answer->rate_reset};
	struct mattermost_reply reply = {.error = "", .status = answer->status};
	json_t *body = json_parse(answer->body, answer->size, NULL);
	char *why = NULL;

	note_date(c->api, answer->date);
	mattermost_hold_seen(&c->api->hold, &rate, clock_steady(), clock_now());
	if (is_success(c, answer, body)) {
		reply.outcome = MATTERMOST_OK;
		reply.body = body;
	} else if (answer->status >= 200 && answer->status < 300) {
		reply.outcome = MATTERMOST_UNSURE;
		why = xstrdup("the answer is not Mattermost's");
	} else {
		reply.error = id_of(body);
		reply.outcome = mattermost_error_outcome(
			c->path, answer->status, reply.error);
		if (c->is_answer && reply.outcome == MATTERMOST_DENIED)
			reply.outcome = MATTERMOST_GONE; /* it has no token */
		why = *reply.error == '\0'
			      ? xasprintf("HTTP status %d", answer->status)
			      : xasprintf(
					"%s (%d)", reply.error, answer->status);
		reply.retry_ms = retry_after(c, answer, reply.outcome);
	}
	reply.why = why;
	finish(c, &reply);
	free(why);
	json_decref(body);
}

static void
on_answer(void *arg, const struct http_answer *answer)
{
	struct mattermost_api_call *c = arg;
	struct mattermost_reply reply = {.error = "", .why = answer->why};

	c->http = NULL;
	if (answer->failure == HTTP_OK) {
		read_reply(c, answer);
		return;
	}
	reply.too_large = answer->failure == HTTP_TOO_LARGE;
	reply.outcome = answer->failure == HTTP_UNSENT ||
					answer->failure == HTTP_REFUSED
				? MATTERMOST_UNSENT
				: MATTERMOST_UNSURE;
	finish(c, &reply);
}

/* A call that does not leave. */
static void
on_held(void *arg)
{
	struct mattermost_api_call *c = arg;
	struct mattermost_reply reply = {.error = "",
		.outcome = MATTERMOST_LIMITED,
		.why = "held back: the server has had enough requests",
		.retry_ms = c->retry_ms};

	if (c->retry_ms == 0) {
		reply.outcome = MATTERMOST_GONE;
		reply.why = "the answer address is not Mattermost's";
	}
	finish(c, &reply);
}

static void
hold_back(struct mattermost_api_call *c, int64_t retry_ms)
{
	c->retry_ms = retry_ms;
	c->timer = loop_timer_new(c->api->loop, on_held, c);
	loop_timer_set(c->timer, 0);
}

static void
send_with_token(struct mattermost_api_call *c,
	const struct mattermost_request *request, struct http_request *http)
{
	struct mattermost_api *a = c->api;
	char *url = xasprintf("%s/api/v4%s", a->base, request->path);
	char *bearer =
		xasprintf("Authorization: Bearer %s", a->settings->bot_token);
	char *type = xasprintf("Content-Type: %s",
		request->bytes != NULL && request->type != NULL
			? request->type
			: "application/json");
	const char *const headers[] = {
		bearer, http->body == NULL ? NULL : type, NULL};

	http->url = url;
	http->headers = headers;
	c->http = http_ask(a->http, http, on_answer, c);
	seal_wipe(bearer, strlen(bearer));
	free(bearer);
	free(type);
	free(url);
}

struct mattermost_api_call *
mattermost_api_ask(struct mattermost_api *a,
	const struct mattermost_request *request, mattermost_reply_fn *done,
	void *arg)
{
	struct mattermost_api_call *c = call_new(a, request->path, done, arg);
	char *body = request->body == NULL ? NULL : json_dump(request->body);
	struct http_request http = {.method = request->method,
		.body = request->bytes != NULL ? request->bytes : body,
		.body_size = request->bytes != NULL ? request->size
			     : body != NULL         ? strlen(body)
						    : 0,
		.timeout_ms = request->timeout_ms,
		.max_bytes = request->max_bytes != 0 ? request->max_bytes
						     : MAX_REPLY};
	int64_t wait = request->urgent ? 0 : mattermost_api_wait(a);

	if (wait > 0)
		hold_back(c, wait);
	else
		send_with_token(c, request, &http);
	free(body);
	return c;
}

/* The part of a response_url that counts: "/hooks/commands/" and an id. NULL
 * when it is none. An address from outside must not lead the daemon anywhere
 * but to its own server. */
static char *
hook_of(const char *address)
{
	const char *hook = strstr(address, HOOK), *id, *c;

	if (hook == NULL)
		return NULL;
	id = hook + strlen(HOOK);
	for (c = id; isdigit((unsigned char)*c) || islower((unsigned char)*c);)
		c++;
	return c - id == ID_SIZE && *c == '\0' ? xstrdup(hook) : NULL;
}

struct mattermost_api_call *
mattermost_api_answer(struct mattermost_api *a, const char *address,
	const json_t *message, mattermost_reply_fn *done, void *arg)
{
	static const char *const headers[] = {
		"Content-Type: application/json", NULL};
	struct mattermost_api_call *c = call_new(a, "/hooks", done, arg);
	char *hook = hook_of(address), *url, *body;
	int64_t wait = hook == NULL ? 0 : mattermost_api_wait(a);
	struct http_request http = {.method = "POST", .headers = headers};

	c->is_answer = true;
	if (hook == NULL || wait > 0) {
		hold_back(c, wait);
		free(hook);
		return c;
	}
	url = xasprintf("%s%s", a->base, hook);
	body = json_dump(message);
	http.url = url;
	http.body = body;
	http.body_size = strlen(body);
	http.max_bytes = MAX_REPLY;
	c->http = http_ask(a->http, &http, on_answer, c);
	seal_wipe(url, strlen(url));
	seal_wipe(hook, strlen(hook));
	free(body);
	free(url);
	free(hook);
	return c;
}
