#ifndef ADVOCATED_MATTERMOST_FILE_H
#define ADVOCATED_MATTERMOST_FILE_H

#include <stdbool.h>

#include <jansson.h>

struct mattermost_job;

/*
 * A card's file, or the picture of its chart: a file in the channel, which the
 * post then names. A file can be named by one post only, so each attempt
 * uploads its own. Where the server does not take it the words say so; those
 * of a chart stand in the post either way.
 */

/* Uploads it, once. True when it is under way: the job goes on from
 * mattermost_job_go(), with its file or without. False: there is nothing to
 * do. */
bool mattermost_file_upload(struct mattermost_job *j);

/* Logs when the server made the post without the file. */
void mattermost_file_posted(const struct mattermost_job *j, const json_t *post);

#endif
