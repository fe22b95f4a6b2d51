#ifndef ADVOCATED_MATTERMOST_API_H
#define ADVOCATED_MATTERMOST_API_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

struct chat_settings;
struct err;
struct loop;
struct mattermost_api;
struct mattermost_api_call;

/*
 * One call of REST v4 with the bot's token: JSON in, JSON out, read and
 * classified (protocol 2.1, 2.2). Repeats nothing. The server's one rate limit
 * is kept here for all calls: after a 429 none leaves before its time (each
 * gets MATTERMOST_LIMITED at once with what is left), and X-Ratelimit headers
 * slow us down before it comes to that.
 */
enum mattermost_outcome {
	MATTERMOST_OK,
	MATTERMOST_LIMITED, /* again after retry_ms; it did not happen */
	MATTERMOST_UNSENT,  /* did not reach the server, or it was starting:
			       again later */
	MATTERMOST_UNSURE,  /* may have happened */
	MATTERMOST_DENIED,  /* 401: the token; nothing works until it does */
	MATTERMOST_GONE,    /* the target is: archived or deleted channel, not a
			       member, unknown post or person */
	MATTERMOST_BUSY,    /* pending_post_id: the first try is in flight */
	MATTERMOST_REFUSED  /* our mistake, or not allowed: never again */
};

struct mattermost_reply {
	enum mattermost_outcome outcome;
	int status;         /* of HTTP, 0 without one */
	const char *error;  /* the server's error id, or "" */
	const char *why;    /* in words, for the log, unless OK; no secrets */
	const json_t *body; /* object or list if there was one, else NULL */
	int64_t retry_ms;
};

typedef void mattermost_reply_fn(void *arg, const struct mattermost_reply *r);

struct mattermost_api *mattermost_api_new(
	struct loop *l, const struct chat_settings *settings, struct err *e);
void mattermost_api_free(struct mattermost_api *a); /* no callbacks */

struct mattermost_request {
	const char *method; /* "GET", "POST", "PUT", "DELETE" */
	const char *path;   /* "/posts/abc/patch?x=1", below /api/v4 */
	const json_t *body; /* lent, or NULL */
	int timeout_ms;     /* 0: 10 s */
	bool urgent;        /* a form: leaves although we hold back */
};
/* Never calls back before it returns. The call ends with its callback. */
struct mattermost_api_call *mattermost_api_ask(struct mattermost_api *a,
	const struct mattermost_request *request, mattermost_reply_fn *done,
	void *arg);

/* Posts JSON to a response_url, without a token. GONE when it is used up,
 * too old, or no address of this server. */
struct mattermost_api_call *mattermost_api_answer(struct mattermost_api *a,
	const char *address, const json_t *message, mattermost_reply_fn *done,
	void *arg);

void mattermost_api_cancel(struct mattermost_api_call *call); /* NULL fine */

/* The last 401, in words, until a call worked again; NULL: fine. */
const char *mattermost_api_denied(const struct mattermost_api *a);

#endif
