#ifndef ADVOCATED_SLACK_API_H
#define ADVOCATED_SLACK_API_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "slack_error.h"

struct chat_settings;
struct err;
struct loop;
struct slack_api;
struct slack_api_call;

/* One call of the Web API: a form-encoded POST with a bearer token, its answer
 * read and classified. Knows no limits and repeats nothing. */
struct slack_reply {
	enum slack_outcome outcome;
	const char *error;  /* Slack's code, or "" */
	const char *why;    /* in words, for the log, unless SLACK_OK */
	const json_t *body; /* an object if there was one, else NULL */
	int64_t retry_ms;   /* of a Retry-After, else 0 */
};

typedef void slack_reply_fn(void *arg, const struct slack_reply *reply);

/* settings is lent for the lifetime. */
struct slack_api *slack_api_new(
	struct loop *l, const struct chat_settings *settings, struct err *e);
void slack_api_free(struct slack_api *a); /* calls end without callback */

enum slack_token { SLACK_BOT_TOKEN, SLACK_APP_TOKEN };

struct slack_request {
	enum slack_token token;
	const char *method;   /* "chat.postMessage" */
	const json_t *fields; /* text, numbers and flags as they are, objects
				 and lists as JSON text; lent, NULL: none */
	int timeout_ms;       /* 0: 10 s */
};

/* Never calls back before it returns. The call ends with its callback. */
struct slack_api_call *slack_api_ask(struct slack_api *a,
	const struct slack_request *request, slack_reply_fn *done, void *arg);

/* Posts JSON to a response_url, without a token. The outcome is SLACK_GONE
 * when the address is used up, too old, or no Slack address at all. */
struct slack_api_call *slack_api_answer(struct slack_api *a,
	const char *address, const json_t *message, slack_reply_fn *done,
	void *arg);

/* The bytes of a file, for an address that files.getUploadURLExternal gave;
 * without a token. SLACK_REFUSED when it is no Slack address. */
struct slack_bytes {
	const char *address;
	const char *bytes; /* lent */
	size_t size;
};
struct slack_api_call *slack_api_upload(struct slack_api *a,
	const struct slack_bytes *bytes, slack_reply_fn *done, void *arg);

/* No callback; NULL is fine. */
void slack_api_cancel(struct slack_api_call *call);

#endif
