#ifndef ADVOCATED_BACKOFF_H
#define ADVOCATED_BACKOFF_H

#include <stdint.h>

/* How long to wait before something is tried again, in ms. All is random, so
 * that many who failed together do not come back together. */

/* Anything from min to max. */
int64_t backoff_between(int64_t min, int64_t max);

/* 1 to 5 minutes: what a person must mend. */
int64_t backoff_slow(void);

/* From 0.5 s up to a cap that starts at 1 s and doubles with each attempt to
 * 24 s; counts the attempt. The cap and the 8 s that one attempt may take keep
 * what was promised: connected within 35 s of the other side's return. */
int64_t backoff_next(unsigned *attempts);

#endif
