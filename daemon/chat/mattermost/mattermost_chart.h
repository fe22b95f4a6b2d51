#ifndef ADVOCATED_MATTERMOST_CHART_H
#define ADVOCATED_MATTERMOST_CHART_H

#include <stdbool.h>

#include <jansson.h>

struct mattermost_job;

/*
 * The picture of a card's first chart: a file in the channel, which the post
 * then names. A file can be named by one post only, so each attempt uploads
 * its own. The words of the chart stand in the post either way: without the
 * picture nothing is lost.
 */

/* Draws and uploads it, once. True when it is under way: the job goes on from
 * mattermost_job_go(), with its file or without. False: there is nothing to
 * do. */
bool mattermost_chart_upload(struct mattermost_job *j);

/* Logs when the server made the post without the file. */
void mattermost_chart_posted(
	const struct mattermost_job *j, const json_t *post);

#endif
