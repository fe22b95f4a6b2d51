#ifndef ADVOCATED_REWARD_VALUE_H
#define ADVOCATED_REWARD_VALUE_H

#include <stddef.h>

#include <jansson.h>

#include "rewards.h"

struct err;
struct turn;

/* What is said of a reward, field by field, as a form or a line changes it. To
 * add one: a row in reward_value.c, its phrase "field_<name>" in words.json,
 * and what reads it. Nothing is saved here but by reward_value_save(). */

struct reward_value {
	const char *field; /* "cost" */
	const char *text;  /* cleaned and trimmed; "" empties it */
	/* why it was not taken: a phrase of words.json with its values, which
	 * are yours; NULL: it was */
	const char *phrase;
	json_t *values;
};

/* The name of the field at i; NULL past the last. */
const char *reward_value_name(size_t i);

/* Puts it into r. What is the same as before is always taken. */
int reward_value_set(struct turn *t, struct reward *r, struct reward_value *v,
	struct err *e);

/* The field as it would be written; yours. */
char *reward_value_write(
	const struct turn *t, const struct reward *r, const char *field);

/* Saves r, and notes in the audit each field that is not as in before. */
int reward_value_save(struct turn *t, const struct reward *before,
	const struct reward *r, struct err *e);

#endif
