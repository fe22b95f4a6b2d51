#include <stdlib.h>

#include "mem.h"

#include "loop.h"

#include "card.h"
#include "chat_job.h"

#define LATER_MS 1000

struct chat_jobs {
	struct chat_job *first;
	struct loop_timer *ready; /* jobs that ended before they had begun */
	chat_job_free_fn *free_job;
};

static void on_ready(void *arg);

struct chat_jobs *
chat_jobs_new(struct loop *l, chat_job_free_fn *free_job)
{
	struct chat_jobs *jobs = xcalloc(1, sizeof *jobs);

	jobs->ready = loop_timer_new(l, on_ready, jobs);
	jobs->free_job = free_job;
	return jobs;
}

void
chat_jobs_free(struct chat_jobs *jobs)
{
	struct chat_job *j, *next;

	if (jobs == NULL)
		return;
	for (j = jobs->first; j != NULL; j = next) {
		next = j->next;
		jobs->free_job(j);
	}
	loop_timer_free(jobs->ready);
	free(jobs);
}

/* The callback may send again, so the job is out of the list first. */
static void
tell(struct chat_job *j)
{
	struct chat_sent sent = {.result = j->result,
		.as = j->act,
		.place = j->sent_place,
		.message = j->sent_message,
		.retry_ms = j->retry_ms,
		.why = j->why,
		.gone = j->gone};

	*j->back = j->next;
	if (j->next != NULL)
		j->next->back = j->back;
	j->done(j->arg, &sent);
	j->jobs->free_job(j);
}

/* Jobs that ended while they were started. Those that end in the callbacks
 * set the timer again. */
static void
on_ready(void *arg)
{
	struct chat_jobs *jobs = arg;
	struct chat_job *j;

	for (j = jobs->first; j != NULL; j = j->next) {
		if (!j->finished)
			continue;
		tell(j);
		loop_timer_set(jobs->ready, 0);
		return;
	}
}

void
chat_job_start(
	struct chat_jobs *jobs, struct chat_job *j, const struct chat_say *say)
{
	j->jobs = jobs;
	j->act = say->act;
	j->key = xstrdup(say->key == NULL ? "" : say->key);
	j->place = say->act == CHAT_DIRECT ? NULL : xstrdup(say->place);
	j->person = xstrdup(say->person);
	j->message = xstrdup(say->message);
	j->answer = xstrdup(say->answer);
	j->trigger = xstrdup(say->trigger);
	j->value = xstrdup(say->value);
	j->of = xstrdup(say->of);
	j->replace = say->replace;
	j->doubtful = say->doubtful;
	j->since = say->since;
	j->card = json_incref((json_t *)say->card);
	j->file = say->file;
	if (j->file == NULL && card_find(j->card, "file") != NULL)
		chat_job_leave_file(j);
	j->next = jobs->first;
	j->back = &jobs->first;
	if (j->next != NULL)
		j->next->back = &j->next;
	jobs->first = j;
	j->starting = true;
}

void
chat_job_started(struct chat_job *j)
{
	j->starting = false;
}

void
chat_job_finish(struct chat_job *j, enum chat_result result, int64_t retry_ms,
	const char *why)
{
	j->result = result;
	j->why = xstrdup(why);
	j->retry_ms = retry_ms;
	if (result == CHAT_LATER && retry_ms <= 0)
		j->retry_ms = LATER_MS;
	j->finished = true;
	if (j->starting)
		loop_timer_set(j->jobs->ready, 0);
	else
		tell(j);
}

void
chat_job_leave_file(struct chat_job *j)
{
	json_t *card = card_without_file(j->card);

	json_decref(j->card);
	j->card = card;
	j->file = NULL;
}

void
chat_job_clear(struct chat_job *j)
{
	free(j->key);
	free(j->place);
	free(j->person);
	free(j->message);
	free(j->answer);
	free(j->trigger);
	free(j->value);
	free(j->of);
	free(j->sent_place);
	free(j->sent_message);
	free(j->why);
	json_decref(j->card);
}
