#ifndef ADVOCATED_MATTERMOST_HOLD_H
#define ADVOCATED_MATTERMOST_HOLD_H

#include <stdint.h>

/*
 * The server's one rate limit, as its answers tell of it (protocol 2.2): when
 * the next call may leave. Times are clock_steady(). All zero is a start.
 */
struct mattermost_hold {
	int64_t until; /* nothing leaves before it */
	int64_t given; /* the last time that somebody was told */
	int64_t step;  /* ms for one call as the server refills, 0: unknown */
};

/* What an answer's X-Ratelimit headers say, -1 where there are none. */
struct mattermost_rate {
	int64_t limit, left, reset;
};

/* 0: a call may leave now. Else the ms to wait: each who is told gets a time
 * of his own behind the others, so that they do not come back together. */
int64_t mattermost_hold_wait(struct mattermost_hold *h, int64_t now);

/* An answer came. When little is left, calls leave no faster than the server
 * refills. wall is clock_now(): a reset may be a time of day. */
void mattermost_hold_seen(struct mattermost_hold *h,
	const struct mattermost_rate *rate, int64_t now, int64_t wall);

/* A 429: nothing leaves for retry_ms (0: as long as the reset says, or a
 * second), with some jitter. Returns how long that is. */
int64_t mattermost_hold_limited(struct mattermost_hold *h, int64_t retry_ms,
	const struct mattermost_rate *rate, int64_t now, int64_t wall);

#endif
