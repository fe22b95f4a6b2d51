#ifndef ADVOCATED_FIGURES_CHART_H
#define ADVOCATED_FIGURES_CHART_H

#include <stdint.h>

#include <jansson.h>

struct db;
struct err;
struct programme;
struct report_about;

/* A day a bar (chart.h): of a longer time the last ones. */
#define FIGURES_CHART_DAYS 30

/*
 * Readers (of a team: visits by people, report.h) on each day of a report that
 * is over at `to`, as the chart of a card: {"bars", "numbers" ("0, 12, 40"),
 * "from", "to" (ms: the first and the last day), "most", "best" (ms: its
 * day)}; null when nobody came, or of a team that is too small to have a
 * report. Yours; NULL with e set.
 */
json_t *figures_chart(struct db *db, const struct programme *p,
	const struct report_about *about, struct err *e);

#endif
