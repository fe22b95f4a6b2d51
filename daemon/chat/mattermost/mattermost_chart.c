#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "log.h"
#include "mem.h"

#include "chart.h"
#include "mattermost_chart.h"
#include "mattermost_job.h"

/* The card's first chart, or NULL. */
static const json_t *
find_chart(const json_t *card)
{
	const json_t *blocks = json_object_get(card, "blocks"), *block, *chart;
	size_t i;

	json_array_foreach(blocks, i, block)
	{
		chart = json_object_get(block, "chart");
		if (chart != NULL)
			return chart;
	}
	return NULL;
}

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
	j->drawn = true;
	if (reply->outcome == MATTERMOST_OK && id != NULL)
		j->file = xstrdup(id);
	else
		log_warn("chart_not_uploaded", "key=%s why=\"%s\"", j->say.key,
			reply->why == NULL ? "an odd answer" : reply->why);
	mattermost_job_go(j);
}

bool
mattermost_chart_upload(struct mattermost_job *j)
{
	const json_t *chart = j->drawn ? NULL : find_chart(j->say.card);
	struct mattermost_request request = {
		.method = "POST", .type = "image/png"};
	char *path, *bytes;

	if (chart == NULL)
		return false;
	bytes = chart_draw(chart, &request.size);
	if (bytes == NULL) {
		log_warn("chart_not_drawn", "key=%s", j->say.key);
		j->drawn = true;
		return false;
	}
	path = xasprintf(
		"/files?channel_id=%s&filename=chart.png", j->say.place);
	request.path = path;
	request.bytes = bytes;
	j->call = mattermost_api_ask(
		mattermost_send_api(j->send), &request, on_uploaded, j);
	free(path);
	free(bytes);
	return true;
}

void
mattermost_chart_posted(const struct mattermost_job *j, const json_t *post)
{
	if (j->file != NULL &&
		json_array_size(json_object_get(post, "file_ids")) == 0)
		log_warn(
			"chart_dropped", "key=%s file=%s", j->say.key, j->file);
}
