#ifndef ADVOCATED_TOPIC_NAME_H
#define ADVOCATED_TOPIC_NAME_H

#include <stdbool.h>

#include <jansson.h>

struct err;
struct topic;
struct turn;

/* Topics as people write them. */

/* Takes a name as it was written; false when it is no name: empty, too long,
 * or beginning with what has a meaning of its own. */
bool topic_name_read(const char *written, struct topic *out);

/*
 * The topic that was named. out->id is 0 when there is none, and who acts was
 * told so with the nearest, or all there are. command ("/campaign topic 12 ")
 * and the right name make the whole command that they meant.
 */
int topic_name_find(struct turn *t, const char *written, const char *command,
	struct topic *out, struct err *e);

/* The names of all topics, a list; yours. NULL with e set. */
json_t *topic_name_list(struct turn *t, struct err *e);

#endif
