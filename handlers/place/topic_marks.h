#ifndef ADVOCATED_TOPIC_MARKS_H
#define ADVOCATED_TOPIC_MARKS_H

#include <stdbool.h>
#include <stddef.h>

#include "topics.h"

struct err;
struct turn;

/* "+engineering -open source": topics with what is to become of them. */
struct topic_marks {
	struct {
		struct topic topic;
		bool on;
	} list[TOPICS_MOST];
	size_t count;
	bool none; /* "none": all of them off */
};

/*
 * Reads them. *fine is false when one is no topic, or nothing is marked, and
 * who acts was told so; command ("/campaign channels #news topics") stands
 * before what they could have meant.
 */
int topic_marks_read(struct turn *t, const char *text, const char *command,
	struct topic_marks *out, bool *fine, struct err *e);

#endif
