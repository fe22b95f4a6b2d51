#ifndef ADVOCATED_FIGURES_H
#define ADVOCATED_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct db;
struct err;
struct programme;
struct report;
struct report_about;
struct templates;

/*
 * The figures of a report as card, table and address share them. Each has a
 * name, what it is called and how it was counted: phrases "figure_<name>" and
 * "counted_<name>" of words.json. Nobody is named in any.
 */
struct figures_parts {
	struct db *db;
	const struct programme *programme;
	const struct templates *templates;
	const char *language;
};

/* The rules of what a report is about: a campaign's own, else the
 * programme's. */
struct rules;
int figures_rules(struct db *db, const struct rules *r,
	const struct report_about *about, struct rules *out, struct err *e);

/* What a report is about, as its titles say it: {"kind": "campaign", "id",
 * "name"}. Yours; NULL with e set; {"kind": ""} when it is gone. */
json_t *figures_subject(const struct figures_parts *p,
	const struct report_about *about, struct err *e);

/* [{"name", "value", "label", "counted"}]; the value is null when it cannot be
 * said. What does not exist for what it is about is left out. Yours. */
json_t *figures_list(const struct figures_parts *p,
	const struct report_about *about, const struct report *r,
	struct err *e);

/* The whole report: {"company", "of", "from", "to", "made_at" (ISO or null),
 * "figures", "networks"}; yours; NULL with e set, or when it is gone. */
json_t *figures_report(const struct figures_parts *p,
	const struct report_about *about, int64_t now, struct err *e);

/* The same as a table (csv.h), yours. */
char *figures_table(const struct figures_parts *p,
	const struct report_about *about, int64_t now, size_t *size,
	struct err *e);

/* A phrase of words.json, its name in three parts, as plain text; yours. */
json_t *figures_phrase(const struct figures_parts *p, const char *before,
	const char *name, const char *after, struct err *e);

/* Tenths: how many times as many read it through people as through the company
 * page; 0 when there is nothing to compare with. */
int64_t figures_times(const struct report *r);

/* Points that wait for a second look; -1: that cannot be said, because so few
 * shared that they would be suspected. */
int64_t figures_looked_at(const struct programme *p, const struct report *r);

/* Whether so few got rewards that they would be known. */
bool figures_few_redeemed(const struct programme *p, const struct report *r);

#endif
