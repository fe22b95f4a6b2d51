#ifndef ADVOCATED_SLACK_JOB_H
#define ADVOCATED_SLACK_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "chat_job.h"
#include "slack_api.h"

struct slack_send;

/* One thing being said, as far as it is Slack's. */
struct slack_job {
	struct chat_job say; /* first */
	struct slack_send *send;
	bool no_pictures;
	struct slack_api_call *call;
	slack_reply_fn *on_reply; /* of that call */
	const char *method;
};

/* The next call of a job, as far as it is. */
void slack_job_go(struct slack_job *j);

/* A chat_job_free_fn. */
void slack_job_free(struct chat_job *say);

/* What slack_send.c does for jobs: */

/* Makes the call if the limits let it, else ends the job with CHAT_LATER.
 * fields is taken. */
void slack_send_call(struct slack_job *j, const char *method, json_t *fields,
	slack_reply_fn *done);

/* The same for the response_url. */
void slack_send_answer(
	struct slack_job *j, json_t *message, slack_reply_fn *done);

/* The direct conversation with a person, lent, or NULL. */
const char *slack_send_known(const struct slack_send *s, const char *person);

/* A deterministic UUID of a key, for client_msg_id. */
void slack_job_uuid(const char *key, char out[37]);

#endif
