#include <inttypes.h>
#include <stdbool.h>

#include "text.h"
#include "when.h"

#include "report.h"

#include "figures_chart.h"
#include "programme.h"

#define DAYS_LEAST 7 /* however late the first reader came */

static json_t *
bar(int64_t day, int64_t readers)
{
	struct when_local local;

	when_to_local(day * WHEN_DAY, "UTC", &local);
	return json_pack("{s:o, s:I}", "label", json_sprintf("%d", local.day),
		"value", (json_int_t)readers);
}

/* "0, 12, 40" */
static json_t *
numbers(const int64_t *readers, size_t count)
{
	struct text out = {NULL, 0, 0};
	json_t *words;
	size_t i;

	for (i = 0; i < count; i++)
		text_addf(&out, "%s%" PRId64, i == 0 ? "" : ", ", readers[i]);
	words = json_string(out.bytes);
	text_free(&out);
	return words;
}

static json_t *
draw(int64_t first, const int64_t *readers, size_t count)
{
	const json_int_t from = first * WHEN_DAY;
	json_t *bars = json_array();
	size_t i, best = 0;

	for (i = 0; i < count; i++) {
		json_array_append_new(
			bars, bar(first + (int64_t)i, readers[i]));
		if (readers[i] > readers[best])
			best = i;
	}
	return json_pack("{s:o, s:o, s:I, s:I, s:I, s:I}", "bars", bars,
		"numbers", numbers(readers, count), "from", from, "to",
		from + (json_int_t)(count - 1) * WHEN_DAY, "most",
		(json_int_t)readers[best], "best",
		from + (json_int_t)best * WHEN_DAY);
}

json_t *
figures_chart(struct db *db, const struct programme *p,
	const struct report_about *about, struct err *e)
{
	struct report_about days = *about;
	int64_t all[FIGURES_CHART_DAYS], first, end;
	size_t count, skip = 0;
	bool large = true;

	if (about->team != 0 && report_team_is_large(db, about->team,
					p->minimum_group, &large, e) == -1)
		return NULL;
	end = when_day(about->to + WHEN_DAY - 1);
	first = when_day(about->from);
	if (!large || end <= first)
		return json_null();
	if (first < end - FIGURES_CHART_DAYS)
		first = end - FIGURES_CHART_DAYS;
	count = (size_t)(end - first);
	days.from = first * WHEN_DAY;
	if (report_days(db, &days, all, count, e) == -1)
		return NULL;
	while (skip < count && all[skip] == 0)
		skip++;
	if (skip == count)
		return json_null();
	if (count - skip < DAYS_LEAST)
		skip = count < DAYS_LEAST ? 0 : count - DAYS_LEAST;
	return draw(first + (int64_t)skip, all + skip, count - skip);
}
