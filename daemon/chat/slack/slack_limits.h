#ifndef ADVOCATED_SLACK_LIMITS_H
#define ADVOCATED_SLACK_LIMITS_H

#include <stdint.h>

struct slack_limits;

/*
 * What one workspace lets us do, and when. Each method has its own bucket by
 * Slack's tiers; posts have one per channel and a ceiling for the workspace.
 * Times are clock_steady().
 */
struct slack_limits *slack_limits_new(
	int per_channel_per_minute, int per_workspace_per_minute);
void slack_limits_free(struct slack_limits *l);

/*
 * Takes what one call costs and returns 0, or the ms until it may be made.
 * place is the channel of a post, else NULL. Several that must wait for the
 * same bucket get times one behind the other, so that they do not all come
 * back at once for one place.
 */
int64_t slack_limits_take(struct slack_limits *l, const char *method,
	const char *place, int64_t now);

/*
 * Slack said 429. That of a post blocks its channel; only when a second
 * channel meets one while the first is still blocked is it taken for the
 * workspace's, and blocks all posts. Any other blocks its method. Never more.
 */
void slack_limits_refused(struct slack_limits *l, const char *method,
	const char *place, int64_t retry_ms, int64_t now);

#endif
