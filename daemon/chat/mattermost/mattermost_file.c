#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "log.h"
#include "mem.h"

#include "card.h"
#include "chart.h"
#include "mattermost_file.h"
#include "mattermost_job.h"

#define UPLOAD_MS 60000 /* a table may be some megabytes */

/* Whether the post had to wait too: then so may its picture. */
static bool
is_passing(enum mattermost_outcome outcome)
{
	return outcome == MATTERMOST_LIMITED || outcome == MATTERMOST_DENIED;
}

static void
on_uploaded(void *arg, const struct mattermost_reply *reply)
{
	struct mattermost_job *j = arg;
	const json_t *info =
		json_array_get(json_object_get(reply->body, "file_infos"), 0);
	const char *id = json_text(info, "id", NULL);

	j->call = NULL;
	if (is_passing(reply->outcome)) {
		mattermost_job_refused(j, reply);
		return;
	}
	j->uploaded = true;
	if (reply->outcome == MATTERMOST_OK && id != NULL) {
		j->file = xstrdup(id);
	} else {
		log_warn("file_not_uploaded", "key=%s why=\"%s\"", j->say.key,
			reply->why == NULL ? "an odd answer" : reply->why);
		if (j->say.file != NULL)
			chat_job_leave_file(&j->say);
	}
	mattermost_job_go(j);
}

static void
upload(struct mattermost_job *j, const struct chat_file *file)
{
	char *path = xasprintf(
		"/files?channel_id=%s&filename=%s", j->say.place, file->name);
	const struct mattermost_request request = {.method = "POST",
		.path = path,
		.bytes = file->bytes,
		.size = file->size,
		.type = file->type,
		.timeout_ms = UPLOAD_MS};

	j->call = mattermost_api_ask(
		mattermost_send_api(j->send), &request, on_uploaded, j);
	free(path);
}

bool
mattermost_file_upload(struct mattermost_job *j)
{
	struct chat_file chart = {.name = "chart.png", .type = "image/png"};
	const json_t *block = card_find(j->say.card, "chart");
	char *bytes;

	if (j->uploaded || (j->say.file == NULL && block == NULL))
		return false;
	if (j->say.file != NULL) {
		upload(j, j->say.file);
		return true;
	}
	bytes = chart_draw(json_object_get(block, "chart"), &chart.size);
	if (bytes == NULL) {
		log_warn("chart_not_drawn", "key=%s", j->say.key);
		j->uploaded = true;
		return false;
	}
	chart.bytes = bytes;
	upload(j, &chart);
	free(bytes);
	return true;
}

void
mattermost_file_posted(const struct mattermost_job *j, const json_t *post)
{
	if (j->file != NULL &&
		json_array_size(json_object_get(post, "file_ids")) == 0)
		log_warn("file_dropped", "key=%s file=%s", j->say.key, j->file);
}
