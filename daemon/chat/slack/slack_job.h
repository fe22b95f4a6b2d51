#ifndef ADVOCATED_SLACK_JOB_H
#define ADVOCATED_SLACK_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "chat.h"
#include "slack_api.h"

struct slack_send;

/* One thing being said: the say, copied, and how far it is. */
struct slack_job {
	struct slack_send *send;
	struct slack_job *next, **back;
	enum chat_act act; /* a whisper may become a direct message */
	char *key, *place, *person, *message, *answer, *trigger, *value;
	bool replace;
	bool doubtful; /* still to be looked for */
	bool repeated; /* said again without knowing: never a third time */
	bool no_pictures;
	bool starting; /* chat_send() has not returned yet */
	int64_t since;
	json_t *card;
	struct slack_api_call *call;
	slack_reply_fn *on_reply; /* of that call */
	const char *method;
	/* the result, once known */
	bool finished;
	enum chat_result result;
	int64_t retry_ms;
	char *sent_place, *sent_message, *why;
	bool gone;
	chat_sent_fn *done;
	void *arg;
};

/* The next call of a job, as far as it is. */
void slack_job_go(struct slack_job *j);

void slack_job_free(struct slack_job *j);

/* What slack_send.c does for jobs: */

/* Makes the call if the limits let it, else ends the job with CHAT_LATER.
 * fields is taken. */
void slack_send_call(struct slack_job *j, const char *method, json_t *fields,
	slack_reply_fn *done);

/* The same for the response_url. */
void slack_send_answer(
	struct slack_job *j, json_t *message, slack_reply_fn *done);

/* Ends the job: its callback comes, not before chat_send() has returned. */
void slack_send_finish(struct slack_job *j, enum chat_result result,
	int64_t retry_ms, const char *why);

/* The direct conversation with a person, lent, or NULL. */
const char *slack_send_known(const struct slack_send *s, const char *person);

/* A deterministic UUID of a key, for client_msg_id. */
void slack_job_uuid(const char *key, char out[37]);

#endif
