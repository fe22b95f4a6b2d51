#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "log.h"
#include "mem.h"
#include "seal.h"

#include "loop.h"

#include "card.h"
#include "chart.h"
#include "slack_file.h"
#include "slack_job.h"

#define COMPLETE "files.completeUploadExternal"
#define MAX_ALT 1000
#define LATER_MS 3000
#define WAITS 4 /* for a picture that Slack is not done with */
#define WAIT_MS 1000

char *
slack_file_name(const char *key, const char *name)
{
	static const unsigned char use[16] = "advocated files";
	const char *dot = strrchr(name, '.');
	size_t stem = dot == NULL ? strlen(name) : (size_t)(dot - name);

	return xasprintf("%.*s-%08x%s", (int)stem, name,
		(unsigned)seal_hash64(use, key, strlen(key)), name + stem);
}

/* From here on the words alone are said. */
static void
leave(struct slack_job *j, const struct slack_reply *reply)
{
	const char *why = reply->why == NULL ? "an odd answer" : reply->why;

	if (strcmp(reply->error, "missing_scope") == 0)
		slack_send_no_files(j->send, why);
	else
		log_warn("file_not_uploaded", "key=%s why=\"%s\"", j->say.key,
			why);
	j->uploaded = true;
	free(j->file);
	j->file = NULL;
	if (j->say.file != NULL)
		chat_job_leave_file(&j->say);
	slack_job_go(j);
}

/* Nobody saw anything yet, so what did not get through is begun anew. */
static void
go_on_without(struct slack_job *j, const struct slack_reply *reply)
{
	bool passing = reply->outcome == SLACK_LIMITED ||
		       reply->outcome == SLACK_UNSURE ||
		       reply->outcome == SLACK_UNSENT ||
		       reply->outcome == SLACK_DENIED;

	if (passing)
		chat_job_finish(&j->say, CHAT_LATER,
			reply->retry_ms > 0 ? reply->retry_ms : LATER_MS,
			reply->why);
	else
		leave(j, reply);
}

static void
on_completed(void *arg, const struct slack_reply *reply)
{
	struct slack_job *j = arg;

	j->call = NULL;
	if (reply->outcome != SLACK_OK) {
		go_on_without(j, reply);
		return;
	}
	j->uploaded = true;
	slack_job_go(j);
}

static void
on_put(void *arg, const struct slack_reply *reply)
{
	struct slack_job *j = arg;

	j->call = NULL;
	if (reply->outcome != SLACK_OK) {
		go_on_without(j, reply);
	} else if (j->say.file != NULL) {
		j->uploaded = true;
		slack_job_go(j);
	} else {
		slack_send_call(j, COMPLETE,
			json_pack("{s:[{s:s, s:s}]}", "files", "id", j->file,
				"title", "chart.png"),
			on_completed);
	}
}

static void
on_address(void *arg, const struct slack_reply *reply)
{
	struct slack_job *j = arg;
	const struct chat_file *file = j->say.file;
	const char *address = json_text(reply->body, "upload_url", NULL);
	const char *id = json_text(reply->body, "file_id", NULL);
	struct slack_bytes bytes = {address, j->chart, j->chart_size};

	j->call = NULL;
	if (reply->outcome != SLACK_OK || address == NULL || id == NULL) {
		go_on_without(j, reply);
		return;
	}
	j->file = xstrdup(id);
	if (file != NULL)
		bytes = (struct slack_bytes){address, file->bytes, file->size};
	slack_send_bytes(j, &bytes, on_put);
}

static void
ask_address(struct slack_job *j, const char *name, size_t size, const char *alt)
{
	json_t *fields = json_pack(
		"{s:s, s:I}", "filename", name, "length", (json_int_t)size);

	if (alt != NULL && strlen(alt) <= MAX_ALT)
		json_object_set_new(fields, "alt_txt", json_string(alt));
	slack_send_call(j, "files.getUploadURLExternal", fields, on_address);
}

static bool
upload_chart(struct slack_job *j, const json_t *chart)
{
	j->chart = chart_draw(chart, &j->chart_size);
	if (j->chart == NULL) {
		log_warn("chart_not_drawn", "key=%s", j->say.key);
		j->uploaded = true;
		return false;
	}
	ask_address(
		j, "chart.png", j->chart_size, json_text(chart, "alt", NULL));
	return true;
}

bool
slack_file_upload(struct slack_job *j)
{
	const json_t *block = card_find(j->say.card, "chart");
	char *name;

	if (j->uploaded || (j->say.file == NULL && block == NULL))
		return false;
	if (!slack_send_takes_files(j->send)) {
		j->uploaded = true;
		if (j->say.file != NULL)
			chat_job_leave_file(&j->say);
		return false;
	}
	if (j->say.file == NULL)
		return upload_chart(j, json_object_get(block, "chart"));
	name = slack_file_name(j->say.key, j->say.file->name);
	ask_address(j, name, j->say.file->size, NULL);
	free(name);
	return true;
}

json_t *
slack_file_fields(const struct slack_job *j, json_t *message)
{
	json_t *fields = json_pack("{s:[{s:s, s:s}], s:s, s:O}", "files", "id",
		j->file, "title", j->say.file->name, "channel_id", j->say.place,
		"blocks", json_object_get(message, "blocks"));

	json_decref(message);
	return fields;
}

bool
slack_file_is_in(const struct slack_job *j, const json_t *message)
{
	bool found = false;
	json_t *file;
	char *name;
	size_t i;

	if (j->say.file == NULL)
		return false;
	name = slack_file_name(j->say.key, j->say.file->name);
	json_array_foreach(json_object_get(message, "files"), i, file)
	{
		found = found || strcmp(json_text(file, "name", ""), name) == 0;
	}
	free(name);
	return found;
}

static void
on_wait_over(void *arg)
{
	slack_job_go(arg);
}

bool
slack_file_refused(struct slack_job *j, const struct slack_reply *reply)
{
	if (j->file == NULL)
		return false;
	if (j->say.file == NULL && strcmp(reply->error, "invalid_blocks") != 0)
		return false;
	if (j->say.file == NULL && j->waits < WAITS) {
		j->waits++;
		if (j->wait == NULL)
			j->wait = loop_timer_new(
				slack_send_loop(j->send), on_wait_over, j);
		loop_timer_set(j->wait, WAIT_MS);
		return true;
	}
	leave(j, reply);
	return true;
}
