#ifndef ADVOCATED_FEED_ABOUT_H
#define ADVOCATED_FEED_ABOUT_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "feeds.h"

struct err;
struct turn;

/* What cards say about a feed: id feed url campaign topic, review (else it goes
 * its way by itself), every (phrase), items, most, read (time or null), trouble
 * (or ""), paused, config. Yours; NULL with e set. */
json_t *feed_about(struct turn *t, const struct feed_row *f, struct err *e);

/* Keeps what went wrong with a read, so that it can be told later in any
 * language. */
void feed_note_trouble(struct feed_row *f, const json_t *fields);

/* The feed whose name text begins with, and what comes after it (lent by
 * text). out->id is 0 when there is none, and who acts was told so, with the
 * nearest as a button; deed is the word of the command ("pause"). */
struct feed_named {
	struct feed_row feed;
	const char *rest;
};
int feed_which(struct turn *t, const char *text, const char *deed,
	struct feed_named *out, struct err *e);

/* "10m", "2h", "1d" as ms; -1 when it is none. And back: yours to free. */
int64_t feed_read_span(const char *text);
char *feed_write_span(int64_t ms);

/* Settings of what is written in the configuration are changed there: tells
 * so, and *refused is true. */
int feed_refuse_written(
	struct turn *t, const struct feed_row *f, bool *refused, struct err *e);

/* Answers with the feed as it is now; what is one of made saved stopped
 * resumed, or "" when it was only asked for. */
int feed_answer(struct turn *t, const struct feed_row *f, const char *what,
	struct err *e);

#endif
