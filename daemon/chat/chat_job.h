#ifndef ADVOCATED_CHAT_JOB_H
#define ADVOCATED_CHAT_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "chat.h"

struct chat_jobs;
struct loop;

/*
 * One thing being said: the say, copied, how far it is, and what came of it.
 * What a platform needs besides stands in a struct of its own that begins
 * with this one.
 */
struct chat_job {
	struct chat_jobs *jobs;
	struct chat_job *next, **back;
	enum chat_act act; /* a whisper may become a direct message */
	char *key, *place, *person, *message, *answer, *trigger, *value, *of;
	bool replace;
	bool doubtful; /* still to be looked for */
	bool repeated; /* said again without knowing: never a third time */
	bool starting; /* chat_send() has not returned yet */
	int64_t since;
	json_t *card;
	const struct chat_file *file; /* lent by who says it, or NULL */
	/* the result, once known */
	bool finished;
	enum chat_result result;
	int64_t retry_ms;
	char *sent_place, *sent_message, *why;
	bool gone;
	chat_sent_fn *done;
	void *arg;
};

/* Frees a job: what the platform added, then chat_job_clear(), then it. */
typedef void chat_job_free_fn(struct chat_job *j);

struct chat_jobs *chat_jobs_new(struct loop *l, chat_job_free_fn *free_job);
/* Jobs under way end without their callback. NULL is fine. */
void chat_jobs_free(struct chat_jobs *jobs);

/* Copies the say into a zeroed job and puts it into the list, which owns it
 * from now on. Its callback waits until chat_job_started(). */
void chat_job_start(
	struct chat_jobs *jobs, struct chat_job *j, const struct chat_say *say);
void chat_job_started(struct chat_job *j);

/* Ends the job: its callback comes, once, and it is freed: at once, or as
 * soon as it was started. CHAT_LATER without a time is in a second. */
void chat_job_finish(struct chat_job *j, enum chat_result result,
	int64_t retry_ms, const char *why);

/* From here on it is said without its file. */
void chat_job_leave_file(struct chat_job *j);

/* Frees what this struct holds. */
void chat_job_clear(struct chat_job *j);

#endif
