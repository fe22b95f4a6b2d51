#ifndef ADVOCATED_FEED_LIMITS_H
#define ADVOCATED_FEED_LIMITS_H

#include "when.h"

/* What may be said of a feed in chat. */
#define FEED_INTERVAL_LEAST WHEN_MINUTE
#define FEED_INTERVAL_MOST (7 * WHEN_DAY)
#define FEED_MOST_MOST 1000

#endif
