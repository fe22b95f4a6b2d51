#ifndef ADVOCATED_SLACK_JOB_H
#define ADVOCATED_SLACK_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "chat_job.h"
#include "slack_api.h"

struct loop;
struct loop_timer;
struct slack_send;

/* One thing being said, as far as it is Slack's. */
struct slack_job {
	struct chat_job say; /* first */
	struct slack_send *send;
	bool no_pictures;
	bool uploaded; /* its file or chart was, or cannot be */
	char *chart;   /* its picture */
	size_t chart_size;
	char *file; /* Slack's id of what was uploaded, or NULL */
	int waits;
	struct loop_timer *wait;
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

/* Bytes to an upload address. */
void slack_send_bytes(struct slack_job *j, const struct slack_bytes *bytes,
	slack_reply_fn *done);

/* Whether the app may upload, as far as is known. It may not: said in the log
 * once, and not tried again for some time. */
bool slack_send_takes_files(const struct slack_send *s);
void slack_send_no_files(struct slack_send *s, const char *why);

struct loop *slack_send_loop(const struct slack_send *s);

/* The direct conversation with a person, lent, or NULL. */
const char *slack_send_known(const struct slack_send *s, const char *person);

/* A deterministic UUID of a key, for client_msg_id. */
void slack_job_uuid(const char *key, char out[37]);

#endif
