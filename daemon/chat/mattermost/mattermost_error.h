#ifndef ADVOCATED_MATTERMOST_ERROR_H
#define ADVOCATED_MATTERMOST_ERROR_H

/* What an answer of the server means for whoever asked. */
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

/* The meaning of a status that is no success, with the server's error id (""
 * when whoever answered gave none: a proxy then) for a call of that path
 * (below /api/v4). Never looks at a message: those are in any language. */
enum mattermost_outcome mattermost_error_outcome(
	const char *path, int status, const char *id);

#endif
