#ifndef ADVOCATED_ANSWER_H
#define ADVOCATED_ANSWER_H

#include <stdint.h>

#include <jansson.h>

struct err;
struct turn;

/* In place of the message that was pressed when only who acts sees it; a
 * message in a channel is everybody's and is left alone: they get a reply.
 * Takes values. */
int answer_here(
	struct turn *t, const char *template, json_t *values, struct err *e);

/* A moment, {"time", "style"}, written when the card is, for who reads it.
 * style is "date", "date_time" or "day"; "day" becomes
 * "date" when the day is not within the coming six. 0 gives null. Yours. */
json_t *answer_time(const struct turn *t, int64_t at, const char *style);

#endif
