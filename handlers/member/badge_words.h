#ifndef ADVOCATED_BADGE_WORDS_H
#define ADVOCATED_BADGE_WORDS_H

#include <stdint.h>

#include <jansson.h>

struct err;
struct turn;

/* Badges and levels, as people read them. */

/* One badge: the name that the company gave it, else what it is for, as a
 * phrase ("10 readers"). Yours. */
json_t *badge_words(const struct turn *t, const char *kind, int64_t needed);

/* The last one that a member was given from one moment until another, into
 * *out, yours; NULL: none. */
int badge_words_newest(struct turn *t, int64_t member, const int64_t from_to[2],
	json_t **out, struct err *e);

/* Into values: "badges", those that the member has, and "level" and "next"
 * (points until the next one, 0: there is none). Empty and 0 when there are no
 * badges in the programme. */
int badge_words_add(struct turn *t, json_t *values, struct err *e);

/* Into values: "badges" that there are, and "levels", the points of each. */
void badge_words_rules(const struct turn *t, json_t *values);

#endif
