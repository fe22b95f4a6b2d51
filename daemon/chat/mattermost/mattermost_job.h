#ifndef ADVOCATED_MATTERMOST_JOB_H
#define ADVOCATED_MATTERMOST_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "chat.h"
#include "mattermost_api.h"

struct mattermost_book;
struct mattermost_send;

/* One thing being said: the say, copied, and how far it is. */
struct mattermost_job {
	struct mattermost_send *send;
	struct mattermost_book *book;
	struct mattermost_job *next, **back;
	enum chat_act act; /* a whisper becomes a direct message */
	char *key, *place, *person, *message, *answer, *trigger, *value, *of;
	bool doubtful; /* still to be looked for */
	bool repeated; /* said again without knowing: never a third time */
	bool starting; /* mattermost_send_say() has not returned yet */
	bool learnt;   /* the names it needs were asked for */
	int64_t since;
	json_t *card;    /* or NULL: written already */
	json_t *written; /* a dialog */
	json_t *unknown; /* {"people", "channels"} still to be asked for */
	struct mattermost_api_call *call;
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
void mattermost_job_go(struct mattermost_job *j);

void mattermost_job_free(struct mattermost_job *j);

/* A call for the job (path and body are taken), its answer goes to done. */
void mattermost_job_call(struct mattermost_job *j, const char *method,
	char *path, json_t *body, mattermost_reply_fn *done);

/* Ends the job: its callback comes, not before mattermost_send_say() has
 * returned. In mattermost_send.c. */
void mattermost_send_finish(struct mattermost_job *j, enum chat_result result,
	int64_t retry_ms, const char *why);

/* Ends the job with what a reply that is not OK means for it, or goes on
 * another way. */
void mattermost_job_refused(
	struct mattermost_job *j, const struct mattermost_reply *reply);

const struct chat_settings *mattermost_send_settings(
	const struct mattermost_send *s);
struct mattermost_api *mattermost_send_api(const struct mattermost_send *s);
/* Our own person id. */
const char *mattermost_send_self(const struct mattermost_send *s);

#endif
