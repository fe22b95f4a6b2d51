#ifndef ADVOCATED_OUTCOME_H
#define ADVOCATED_OUTCOME_H

#include <stdint.h>

#include <jansson.h>

struct award;
struct err;
struct share;
struct turn;

/* What a share has come to, in words for the member: what waits for what,
 * what is theirs, what stood in the way. */

/* Of one award of the share (id 0: it gives no points). Spans, yours; NULL
 * with e set. */
json_t *outcome_words(struct turn *t, const struct award *a,
	const struct share *s, struct err *e);

/* Why points were stopped: "the budget of ... is used up". Spans, yours. */
json_t *outcome_reason(struct turn *t, const struct award *a, struct err *e);

/* The card that stands in chat for the share says how it goes on now, for its
 * member to read. Nothing when it has no award for having been shared. */
int outcome_refresh(struct turn *t, int64_t share, struct err *e);

/* The values of template "posted" for a share and its award. */
json_t *outcome_values(struct turn *t, const struct award *a,
	const struct share *s, struct err *e);

#endif
