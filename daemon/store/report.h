#ifndef ADVOCATED_REPORT_H
#define ADVOCATED_REPORT_H

#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/* Figures for reports and digests. from and to are ms (to exclusive; days
 * are whole UTC days); campaign and item 0: all. */
struct report {
	int64_t announced, kits, members;
	int64_t sharers, shares; /* not withdrawn, as those that follow */
	int64_t declared, read;  /* said to be posted; proven by readers */
	int64_t hits[4];         /* by class, visit.h order */
	int64_t readers;         /* distinct people, through members' links */
	int64_t company_readers; /* through the company page's link */
	int64_t given, pending, settled, stopped; /* points */
};
int report_make(struct db *db, int64_t from, int64_t to, int64_t campaign,
	int64_t item, struct report *out, struct err *e);

struct report_item {
	int64_t item, readers, shares;
	char title[320];
};
/* Items by readers, best first, those with none left out. */
int report_items(struct db *db, int64_t from, int64_t to, int64_t campaign,
	struct report_item *out, size_t room, size_t *count, struct err *e);

/* Readers through members' links on each day of the period, in order, as far
 * as there is room. */
int report_days(struct db *db, int64_t from, int64_t to, int64_t campaign,
	int64_t *readers, size_t room, struct err *e);

struct report_network {
	char network[16];
	int64_t shares, readers;
};
int report_networks(struct db *db, int64_t from, int64_t to, int64_t campaign,
	int64_t item, struct report_network *out, size_t room, size_t *count,
	struct err *e);

/* Weeks (Monday to Sunday) in a row, up to the one of `now`, in which the
 * member posted something: declared it or was read. Weeks in which they paused
 * are left out and break nothing, nor does the week of now. */
int report_streak(
	struct db *db, int64_t member, int64_t now, int *weeks, struct err *e);

#endif
