#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"
#include "when.h"

#include "number.h"
#include "report_span.h"

#define MAX_DAYS 3660
#define ZONE "UTC"

static int64_t
midnight(int64_t at)
{
	return when_day(at) * WHEN_DAY;
}

static int64_t
month_start(int64_t at, int months_before, int months_of)
{
	struct when_local local;
	int month;

	when_to_local(at, ZONE, &local);
	month = local.year * 12 + local.month - 1;
	month -= month % months_of + months_before;
	local = (struct when_local){
		.year = month / 12, .month = month % 12 + 1, .day = 1};
	return when_from_local(&local, ZONE);
}

/* The one of now, or the one before it. */
static void
set_week(int64_t now, bool last, struct report_span *out)
{
	struct when_local local;

	when_to_local(now, ZONE, &local);
	out->from = midnight(now) - (local.weekday - 1) * WHEN_DAY;
	if (last) {
		out->to = out->from;
		out->from -= 7 * WHEN_DAY;
	}
}

static void
set_months(int64_t now, bool last, int months, struct report_span *out)
{
	out->from = month_start(now, last ? months : 0, months);
	out->to = last ? month_start(now, 0, months) : 0;
}

/* "this month", "last week" */
static bool
read_pair(const char *which, const char *what, int64_t now,
	struct report_span *out)
{
	static const struct {
		const char *word;
		int months; /* 0: a week */
	} kinds[] = {{"week", 0}, {"month", 1}, {"quarter", 3}, {"year", 12}};
	bool last = text_same(which, "last");
	size_t i;

	if (!last && !text_same(which, "this"))
		return false;
	for (i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (!text_same(what, kinds[i].word))
			continue;
		if (kinds[i].months == 0)
			set_week(now, last, out);
		else
			set_months(now, last, kinds[i].months, out);
		return true;
	}
	return false;
}

/* "last 30 days" */
static bool
read_days(char *const *words, int64_t now, struct report_span *out)
{
	int64_t days = number_read(words[1]);

	if (!text_same(words[0], "last") || days == 0 || days > MAX_DAYS ||
		(!text_same(words[2], "days") && !text_same(words[2], "day")))
		return false;
	out->from = midnight(now) - (days - 1) * WHEN_DAY;
	return true;
}

/* A day that has come. */
static bool
read_day(const char *word, int64_t now, int64_t *out)
{
	*out = when_parse_day(word, now, ZONE);
	return *out > 0 && *out <= now;
}

/* "2026-11", unless it has not begun. */
static bool
read_month(const char *word, int64_t now, struct report_span *out)
{
	char *day = xasprintf("%s-01", word);
	bool is_month = strlen(word) == strlen("2026-11") &&
			read_day(day, now, &out->from);

	free(day);
	if (is_month)
		out->to = month_start(out->from, -1, 1);
	return is_month;
}

static int
read_since(const char *word, int64_t now, struct report_span *out)
{
	return read_day(word, now, &out->from) ? 2 : -1;
}

static int
read_from_to(char *const *words, int64_t now, struct report_span *out)
{
	if (!read_day(words[1], now, &out->from) ||
		!read_day(words[3], now, &out->to) || out->to < out->from)
		return -1;
	out->to += WHEN_DAY;
	return 4;
}

int
report_span_read(
	char *const *words, size_t count, int64_t now, struct report_span *out)
{
	char *const *end = words + count;

	*out = (struct report_span){0, 0};
	if (count >= 4 && text_same(end[-4], "from") &&
		text_same(end[-2], "to"))
		return read_from_to(end - 4, now, out);
	if (count >= 3 && read_days(end - 3, now, out))
		return 3;
	if (count >= 2 && text_same(end[-2], "since"))
		return read_since(end[-1], now, out);
	if (count >= 2 && read_pair(end[-2], end[-1], now, out))
		return 2;
	if (count >= 1 && read_month(end[-1], now, out))
		return 1;
	if (count >= 1 && text_same(end[-1], "today")) {
		out->from = midnight(now);
		return 1;
	}
	if (count >= 1 && text_same(end[-1], "yesterday")) {
		out->to = midnight(now);
		out->from = out->to - WHEN_DAY;
		return 1;
	}
	return 0;
}
