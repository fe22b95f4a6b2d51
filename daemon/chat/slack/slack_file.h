#ifndef ADVOCATED_SLACK_FILE_H
#define ADVOCATED_SLACK_FILE_H

#include <stdbool.h>

#include <jansson.h>

struct slack_job;
struct slack_reply;

/*
 * A card's file, or the picture of its chart: an address is asked for, the
 * bytes go there, and the upload is completed. A chart's picture then belongs
 * to nobody and stands as a block of the message; a file is completed into the
 * channel, with the card's words: that is the message. Steps before the last
 * may be repeated, nobody sees them. A file has no metadata: what is looked
 * for after a doubtful one is its name, which has a mark of our key.
 *
 * Where the app may not upload (files:write was not granted) the words alone
 * are said.
 */

/* Uploads it, once. True when it is under way: the job goes on from
 * slack_job_go(), with its file or without. False: there is nothing to do. */
bool slack_file_upload(struct slack_job *j);

/* What completes a file into the channel. Yours. */
json_t *slack_file_fields(const struct slack_job *j, json_t *message);

/* Whether a message of the channel's history has the job's file. */
bool slack_file_is_in(const struct slack_job *j, const json_t *message);

/* What was said was refused: waits for a picture that Slack is not done with,
 * or goes on without the file. False when there is none to leave. */
bool slack_file_refused(struct slack_job *j, const struct slack_reply *reply);

/* The name of the file there: "news.csv" as "news-0a1b2c3d.csv"; yours. */
char *slack_file_name(const char *key, const char *name);

#endif
