#ifndef ADVOCATED_DIGEST_NAMED_H
#define ADVOCATED_DIGEST_NAMED_H

#include <jansson.h>

struct err;
struct report_about;
struct turn;

/*
 * Who is named in the digest of a week (whole UTC days, of a campaign or of
 * all), added to its values: "top", "roll" and "badges" of those who earned
 * points and show themselves, empty unless they are enough; "teams", the best
 * of those that are large enough, empty unless there are two to compare.
 */
int digest_named_add(struct turn *t, const struct report_about *week,
	json_t *values, struct err *e);

#endif
