#ifndef ADVOCATED_LIMIT_H
#define ADVOCATED_LIMIT_H

#include <stdint.h>

struct limit;

/* Token buckets by name ("chat.postMessage:C1"), made at first use, dropped
 * when full again. now is clock_steady(). */
struct limit *limit_new(void);
void limit_free(struct limit *l);

/* ms until one may be taken from the bucket of that name (0: now). */
int64_t limit_wait(struct limit *l, const char *name, double per_minute,
	double burst, int64_t now);
void limit_take(struct limit *l, const char *name, double per_minute,
	double burst, int64_t now);
/* Nothing may be taken before `until` (a Retry-After). */
void limit_block(struct limit *l, const char *name, int64_t until);

#endif
