#ifndef ADVOCATED_SLACK_ERROR_H
#define ADVOCATED_SLACK_ERROR_H

/* What an answer of the Web API means for whoever asked. */
enum slack_outcome {
	SLACK_OK,
	SLACK_LIMITED, /* 429: not done; again after retry_ms */
	SLACK_UNSENT,  /* did not reach Slack: again whenever */
	SLACK_UNSURE,  /* may have been done, wholly or in part */
	SLACK_DENIED,  /* our token is worth nothing now: nothing will work */
	SLACK_GONE,    /* the target is not there for us any more */
	SLACK_REFUSED  /* wrong in itself: never again */
};

/* The meaning of an error code; what is not known is SLACK_REFUSED. */
enum slack_outcome slack_error_outcome(const char *code);

/* The meaning of an HTTP status that is no 200. */
enum slack_outcome slack_error_status(int status);

#endif
