#ifndef ADVOCATED_SPAN_H
#define ADVOCATED_SPAN_H

#include <stdint.h>

/* Spans of days (UTC, as points are counted) that people ask about; to is
 * exclusive. */
struct span_days {
	int64_t from, to;
};

struct span_days span_week(int64_t now);  /* Monday to Sunday */
struct span_days span_month(int64_t now); /* the calendar's */
struct span_days span_all(int64_t now);   /* as far as there is */

#endif
