#ifndef ADVOCATED_MATTERMOST_API_H
#define ADVOCATED_MATTERMOST_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "mattermost_error.h"

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
 * slow us down before it comes to that. What the server says in words is
 * never kept: it may hold the token.
 */
struct mattermost_reply {
	enum mattermost_outcome outcome;
	int status;         /* of HTTP, 0 without one */
	const char *error;  /* the server's error id, or "" */
	const char *why;    /* in words, for the log, unless OK; no secrets */
	const json_t *body; /* OK: the object or list that came, if one did;
			       else NULL */
	int64_t retry_ms;   /* LIMITED, BUSY: that long; else 0 or a wish */
	bool too_large;     /* UNSURE: the answer passed max_bytes */
};

typedef void mattermost_reply_fn(void *arg, const struct mattermost_reply *r);

/* settings is lent for the lifetime. */
struct mattermost_api *mattermost_api_new(
	struct loop *l, const struct chat_settings *settings, struct err *e);
void mattermost_api_free(struct mattermost_api *a); /* no callbacks */

struct mattermost_request {
	const char *method; /* "GET", "POST", "PUT", "DELETE" */
	const char *path;   /* "/posts/abc/patch?x=1", below /api/v4 */
	const json_t *body; /* lent, or NULL */
	const char *bytes;  /* instead of body: a file, lent, of that type */
	size_t size;
	const char *type;
	int timeout_ms;   /* 0: 10 s */
	size_t max_bytes; /* of the answer; 0: 4 MiB */
	bool urgent;      /* a form: leaves although we hold back */
};
/* Never calls back before it returns. The call ends with its callback. */
struct mattermost_api_call *mattermost_api_ask(struct mattermost_api *a,
	const struct mattermost_request *request, mattermost_reply_fn *done,
	void *arg);

/* Posts JSON to a response_url, without a token. GONE when it is used up,
 * too old, or no such address. It is sent to the configured address of the
 * server, whatever host the address names. */
struct mattermost_api_call *mattermost_api_answer(struct mattermost_api *a,
	const char *address, const json_t *message, mattermost_reply_fn *done,
	void *arg);

void mattermost_api_cancel(struct mattermost_api_call *call); /* NULL fine */

/* The last 401, in words, until a call worked again; NULL: fine. */
const char *mattermost_api_denied(const struct mattermost_api *a);

/* Whom to tell, after the callback of the call that showed it, when the token
 * is refused (at every 401) and when it works again. For the socket. */
typedef void mattermost_api_token_fn(void *arg, bool works);
void mattermost_api_on_token(
	struct mattermost_api *a, mattermost_api_token_fn *fn, void *arg);

/* The limit holds for the websocket's upgrade too: ms until it may be tried,
 * and that it was refused with 429. */
int64_t mattermost_api_wait(struct mattermost_api *a);
int64_t mattermost_api_limited(struct mattermost_api *a);

/* The server's clock less ours, ms, by the last answer; 0: about the same. */
int64_t mattermost_api_skew(const struct mattermost_api *a);

/* scheme://host[/subpath] of the server, without a slash at its end; lent. */
const char *mattermost_api_base(const struct mattermost_api *a);

#endif
