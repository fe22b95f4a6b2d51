#include "when.h"
#include "span.h"

/* 1 January 1970 was a Thursday. */
#define THURSDAY 3
#define WEEK 7

struct span_days
span_week(int64_t now)
{
	int64_t day = when_day(now);
	int64_t monday = day - (day + THURSDAY) % WEEK;

	return (struct span_days){monday, monday + WEEK};
}

struct span_days
span_month(int64_t now)
{
	struct when_local first, next;

	when_to_local(now, "UTC", &first);
	first.day = 1;
	first.hour = first.minute = 0;
	next = first;
	next.month++;
	if (next.month > 12) {
		next.month = 1;
		next.year++;
	}
	return (struct span_days){when_day(when_from_local(&first, "UTC")),
		when_day(when_from_local(&next, "UTC"))};
}

struct span_days
span_all(int64_t now)
{
	return (struct span_days){0, when_day(now) + 1};
}
