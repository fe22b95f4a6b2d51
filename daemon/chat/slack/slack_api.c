#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

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
#include "slack_api.h"

#define MAX_REPLY (4 * 1024 * 1024)
#define UPLOAD_MS 60000  /* a table may be some megabytes */
#define LIMITED_MS 30000 /* when a 429 does not say how long */

struct slack_api {
	struct loop *loop;
	const struct chat_settings *settings;
	struct http *http;
	struct slack_api_call *calls;
};

/* What kind of answer is expected. */
enum reading { OF_METHOD, OF_ADDRESS, OF_UPLOAD };

struct slack_api_call {
	struct slack_api *api;
	struct slack_api_call *next, **back;
	struct http_call *http;
	struct loop_timer *timer; /* of a call that is refused at once */
	const char *method;
	enum reading reading;
	slack_reply_fn *done;
	void *arg;
};

struct slack_api *
slack_api_new(
	struct loop *l, const struct chat_settings *settings, struct err *e)
{
	struct http_options options = {.user_agent = "advocated",
		.per_host = 16,
		.ca_file = settings->ca_file};
	struct slack_api *a = xcalloc(1, sizeof *a);

	a->loop = l;
	a->settings = settings;
	a->http = http_new(l, &options, e);
	if (a->http == NULL) {
		free(a);
		return NULL;
	}
	return a;
}

static void
call_free(struct slack_api_call *c)
{
	*c->back = c->next;
	if (c->next != NULL)
		c->next->back = c->back;
	loop_timer_free(c->timer);
	free(c);
}

void
slack_api_cancel(struct slack_api_call *call)
{
	if (call == NULL)
		return;
	http_cancel(call->http);
	call_free(call);
}

void
slack_api_free(struct slack_api *a)
{
	struct slack_api_call *c, *next;

	if (a == NULL)
		return;
	for (c = a->calls; c != NULL; c = next) {
		next = c->next;
		slack_api_cancel(c);
	}
	http_free(a->http);
	free(a);
}

static struct slack_api_call *
call_new(struct slack_api *a, slack_reply_fn *done, void *arg)
{
	struct slack_api_call *c = xcalloc(1, sizeof *c);

	c->api = a;
	c->done = done;
	c->arg = arg;
	c->next = a->calls;
	c->back = &a->calls;
	if (c->next != NULL)
		c->next->back = &c->next;
	a->calls = c;
	return c;
}

/* What Slack says of it: which field is wrong, which scope is missing. */
static char *
words(const json_t *body, const char *error)
{
	const char *needed = json_text(body, "needed", NULL);
	struct text out = {0};
	json_t *message;
	size_t i;

	text_add(&out, error);
	if (needed != NULL)
		text_addf(&out, ": needs %s", needed);
	json_array_foreach(
		json_at(body, "response_metadata.messages"), i, message)
	{
		if (json_is_string(message))
			text_addf(&out, "; %s", json_string_value(message));
	}
	return text_take(&out);
}

static void
count_limited(const struct slack_api_call *c)
{
	char *labels = xasprintf(
		"chat=\"%s\",method=\"%s\"", c->api->settings->name, c->method);

	metric_add(metric_get(METRIC_COUNTER, "limited_total", labels,
			   "Answers that said: too many requests."),
		1);
	free(labels);
}

static void
finish(struct slack_api_call *c, struct slack_reply *reply)
{
	slack_reply_fn *done = c->done;
	void *arg = c->arg;

	if (reply->outcome == SLACK_LIMITED) {
		count_limited(c);
		if (reply->retry_ms == 0)
			reply->retry_ms = LIMITED_MS;
	}
	call_free(c);
	done(arg, reply);
}

/* An answer that came, whatever it says. */
static void
read_reply(struct slack_api_call *c, const struct http_answer *answer)
{
	struct slack_reply reply = {.error = "", .retry_ms = answer->retry_ms};
	json_t *body = json_parse(answer->body, answer->size, NULL);
	char *why = NULL;

	reply.body = json_is_object(body) ? body : NULL;
	reply.error = json_text(reply.body, "error", "");
	if (answer->status == 200 &&
		json_is_true(json_object_get(reply.body, "ok"))) {
		reply.outcome = SLACK_OK;
	} else if (*reply.error != '\0') {
		reply.outcome = slack_error_outcome(reply.error);
		why = words(reply.body, reply.error);
	} else if (answer->status == 200) {
		reply.outcome = SLACK_UNSURE;
		why = xstrdup("the answer is not Slack's");
	} else {
		reply.outcome = slack_error_status(answer->status);
		why = xasprintf("HTTP status %d", answer->status);
	}
	if (answer->status == 429)
		reply.outcome = SLACK_LIMITED;
	reply.why = why;
	finish(c, &reply);
	free(why);
	json_decref(body);
}

/* A response_url answers "ok", or JSON, or a status alone. */
static void
read_answer(struct slack_api_call *c, const struct http_answer *answer)
{
	struct slack_reply reply = {.error = "", .retry_ms = answer->retry_ms};
	json_t *body = json_parse(answer->body, answer->size, NULL);

	reply.error = json_text(body, "error", "");
	if (answer->status == 429)
		reply.outcome = SLACK_LIMITED;
	else if (strcmp(reply.error, "used_url") == 0 ||
		 strcmp(reply.error, "expired_url") == 0 ||
		 answer->status == 404 || answer->status == 410 ||
		 answer->status == 403)
		reply.outcome = SLACK_GONE;
	else if (*reply.error != '\0')
		reply.outcome = slack_error_outcome(reply.error);
	else
		reply.outcome = answer->status == 200
					? SLACK_OK
					: slack_error_status(answer->status);
	if (reply.outcome == SLACK_DENIED) /* the address has no token */
		reply.outcome = SLACK_GONE;
	reply.why = *reply.error != '\0' ? reply.error : "answer refused";
	finish(c, &reply);
	json_decref(body);
}

/* "OK - 12", or a status alone. */
static void
read_upload(struct slack_api_call *c, const struct http_answer *answer)
{
	struct slack_reply reply = {.error = "", .retry_ms = answer->retry_ms};
	char *why = xasprintf("upload: HTTP status %d", answer->status);

	reply.outcome = answer->status == 200
				? SLACK_OK
				: slack_error_status(answer->status);
	if (reply.outcome == SLACK_DENIED) /* the address has no token */
		reply.outcome = SLACK_REFUSED;
	reply.why = why;
	finish(c, &reply);
	free(why);
}

static void
on_answer(void *arg, const struct http_answer *answer)
{
	struct slack_api_call *c = arg;
	struct slack_reply reply = {.error = "", .why = answer->why};

	c->http = NULL;
	if (answer->failure == HTTP_OK && c->reading == OF_ADDRESS) {
		read_answer(c, answer);
	} else if (answer->failure == HTTP_OK && c->reading == OF_UPLOAD) {
		read_upload(c, answer);
	} else if (answer->failure == HTTP_OK) {
		read_reply(c, answer);
	} else {
		reply.outcome = answer->failure == HTTP_UNSENT ? SLACK_UNSENT
							       : SLACK_UNSURE;
		finish(c, &reply);
	}
}

/* {"a": 1, "b": [..]} as a=1&b=%5B..%5D */
static char *
form_of(const json_t *fields)
{
	struct text out = {0};
	const char *name;
	json_t *value;
	char *text;

	json_object_foreach((json_t *)fields, name, value)
	{
		if (out.size > 0)
			text_add_char(&out, '&');
		text_add_percent(&out, name);
		text_add_char(&out, '=');
		if (json_is_string(value)) {
			text_add_percent(&out, json_string_value(value));
			continue;
		}
		text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
		text_add_percent(&out, text);
		free(text);
	}
	return text_take(&out);
}

struct slack_api_call *
slack_api_ask(struct slack_api *a, const struct slack_request *request,
	slack_reply_fn *done, void *arg)
{
	const char *base = a->settings->api_url;
	size_t size = strlen(base);
	char *url = xasprintf("%s%s%s", base,
		size > 0 && base[size - 1] == '/' ? "" : "/", request->method);
	char *bearer = xasprintf("Authorization: Bearer %s",
		request->token == SLACK_APP_TOKEN ? a->settings->app_token
						  : a->settings->bot_token);
	char *body = form_of(request->fields);
	const char *const headers[] = {bearer,
		"Content-Type: application/x-www-form-urlencoded", NULL};
	struct http_request http = {.method = "POST",
		.url = url,
		.headers = headers,
		.body = body,
		.body_size = strlen(body),
		.timeout_ms = request->timeout_ms,
		.max_bytes = MAX_REPLY};
	struct slack_api_call *c = call_new(a, done, arg);

	c->method = request->method;
	c->http = http_ask(a->http, &http, on_answer, c);
	seal_wipe(bearer, strlen(bearer));
	free(bearer);
	free(body);
	free(url);
	return c;
}

/* An address from a frame or a reply is posted to only where Slack takes
 * answers and files: it must not lead the daemon anywhere else. */
static bool
is_slack(const struct slack_api *a, const char *address)
{
	static const char *const hosts[] = {"https://hooks.slack.com/",
		"https://hooks.slack-gov.com/", "https://files.slack.com/",
		"https://files.slack-gov.com/"};
	const char *base = a->settings->api_url, *end;
	size_t i;

	for (i = 0; i < sizeof hosts / sizeof *hosts; i++)
		if (text_starts(address, hosts[i]))
			return true;
	end = strstr(base, "://");
	end = end == NULL ? NULL : strchr(end + 3, '/');
	return end != NULL &&
	       strncmp(address, base, (size_t)(end + 1 - base)) == 0;
}

static void
on_no_address(void *arg)
{
	struct slack_api_call *c = arg;
	struct slack_reply reply = {.error = "",
		.outcome = c->reading == OF_UPLOAD ? SLACK_REFUSED : SLACK_GONE,
		.why = "the address is not Slack's"};

	finish(c, &reply);
}

struct slack_api_call *
slack_api_answer(struct slack_api *a, const char *address,
	const json_t *message, slack_reply_fn *done, void *arg)
{
	static const char *const headers[] = {
		"Content-Type: application/json; charset=utf-8", NULL};
	struct slack_api_call *c = call_new(a, done, arg);
	struct http_request http = {
		.method = "POST", .url = address, .headers = headers};
	char *body;

	c->method = "response_url";
	c->reading = OF_ADDRESS;
	if (!is_slack(a, address)) {
		c->timer = loop_timer_new(a->loop, on_no_address, c);
		loop_timer_set(c->timer, 0);
		return c;
	}
	body = json_dump(message);
	http.body = body;
	http.body_size = strlen(body);
	c->http = http_ask(a->http, &http, on_answer, c);
	free(body);
	return c;
}

struct slack_api_call *
slack_api_upload(struct slack_api *a, const struct slack_bytes *bytes,
	slack_reply_fn *done, void *arg)
{
	static const char *const headers[] = {
		"Content-Type: application/octet-stream", NULL};
	struct slack_api_call *c = call_new(a, done, arg);
	const struct http_request http = {.method = "POST",
		.url = bytes->address,
		.headers = headers,
		.body = bytes->bytes,
		.body_size = bytes->size,
		.timeout_ms = UPLOAD_MS};

	c->method = "upload";
	c->reading = OF_UPLOAD;
	if (is_slack(a, bytes->address)) {
		c->http = http_ask(a->http, &http, on_answer, c);
		return c;
	}
	c->timer = loop_timer_new(a->loop, on_no_address, c);
	loop_timer_set(c->timer, 0);
	return c;
}
