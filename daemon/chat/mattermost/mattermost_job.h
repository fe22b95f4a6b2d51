#ifndef ADVOCATED_MATTERMOST_JOB_H
#define ADVOCATED_MATTERMOST_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "chat_job.h"
#include "mattermost_api.h"

struct mattermost_book;
struct mattermost_send;

/* One thing being said, as far as it is Mattermost's. */
struct mattermost_job {
	struct chat_job say; /* first; its card is NULL when it is written */
	struct mattermost_send *send;
	struct mattermost_book *book;
	bool learnt;     /* the names it needs were asked for */
	json_t *written; /* a dialog */
	bool uploaded;   /* its file or chart was, or cannot be */
	char *file;      /* as it was uploaded, or NULL */
	json_t *unknown; /* {"people", "channels"} still to be asked for */
	struct mattermost_api_call *call;
};

/* The next call of a job, as far as it is. */
void mattermost_job_go(struct mattermost_job *j);

/* A chat_job_free_fn. */
void mattermost_job_free(struct chat_job *say);

/* A call for the job (path and body are taken), its answer goes to done. */
void mattermost_job_call(struct mattermost_job *j, const char *method,
	char *path, json_t *body, mattermost_reply_fn *done);

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
