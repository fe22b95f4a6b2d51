#ifndef ADVOCATED_REPORT_SPAN_H
#define ADVOCATED_REPORT_SPAN_H

#include <stddef.h>
#include <stdint.h>

/*
 * A time that is written at the end of a command, in whole UTC days as
 * everything is counted: "today", "yesterday", "this week" (month, quarter,
 * year), "last week" ..., "last 30 days", "2026-11", "since 2026-11-01", "from
 * 1.11.2026 to 15.11.2026".
 */
struct report_span {
	int64_t from, to; /* to exclusive; 0: it goes on */
};

/* How many of the last words say it: 0 when none do, -1 when they begin to
 * and a day in them cannot be read or has not come yet. */
int report_span_read(
	char *const *words, size_t count, int64_t now, struct report_span *out);

#endif
