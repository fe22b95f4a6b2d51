#ifndef ADVOCATED_REPORT_H
#define ADVOCATED_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/* Figures for reports and digests. */

/* What a report is about: one of campaign, item, network and team, or none of
 * them (0, ""): the whole programme. */
struct report_about {
	int64_t from, to; /* ms, to exclusive; readers: whole UTC days */
	int64_t campaign, item, team;
	char network[16];
};

#define REPORT_LEVELS 5 /* of evidence */

struct report {
	int64_t announced, kits, members; /* not of a network; members: those
					     of a team, else all */
	int64_t sharers, shares;       /* not withdrawn, as those that follow */
	int64_t levels[REPORT_LEVELS]; /* by the highest one they reached */
	int64_t declared, read; /* said to be posted; proven by readers */
	int64_t hits[4];        /* by class, visit.h order */
	/* Distinct people, through members' links. Of a team: those of what was
	 * shared in that time, whenever they came. */
	int64_t readers;
	int64_t company_readers; /* through the company page's link; not of a
				    network or a team */
	int64_t given, pending, settled, stopped; /* points */
	/* Granted in that time, their price, and to how many different people:
	 * of the programme alone (report_rewards). */
	int64_t rewards, redeemed, redeemers;
	int64_t looked_at; /* of pending: of shares with an open hold; not of a
			      team */
};

/* A fixed number of statements, each by an index. */
int report_make(struct db *db, const struct report_about *about,
	struct report *out, struct err *e);

/* Adds what of the programme's is no item's. */
int report_rewards(struct db *db, const struct report_about *about,
	struct report *out, struct err *e);

struct report_item {
	int64_t item, readers, shares;
	char title[320];
};
/* Items of a campaign, on a network, or all of them, by readers, best first,
 * with those none left out. Not of an item or a team. */
int report_items(struct db *db, const struct report_about *about,
	struct report_item *out, size_t room, size_t *count, struct err *e);

/* Readers through members' links on each day of the period, in order, as far
 * as there is room. Of a team: visits by people, each time, because whose
 * readers they are is not kept by day. */
int report_days(struct db *db, const struct report_about *about,
	int64_t *readers, size_t room, struct err *e);

struct report_network {
	char network[16];
	int64_t shares, readers;
};
/* Not of a team. */
int report_networks(struct db *db, const struct report_about *about,
	struct report_network *out, size_t room, size_t *count, struct err *e);

/* Whether a report of the team tells of at least that many members, and so does
 * what it leaves of everyone and of each other team that has as many: nobody
 * is to be found by a difference either. */
int report_team_is_large(
	struct db *db, int64_t team, int minimum, bool *large, struct err *e);

/* Every item of a campaign (0: all) with its figures of all time, in the order
 * of their numbers, from the one after `after` on, at most `room`: for tables
 * that are made some rows at a time. A fixed number of statements. */
struct report_line {
	int64_t item, campaign;
	char state[16], title[320], url[2048], name[128]; /* its campaign's */
	int64_t created_at, announced_at;                 /* 0: not announced */
	int64_t kits, shares, declared, read;
	int64_t hits[4], readers, company_readers;
	int64_t given, stopped;
};
int report_lines(struct db *db, int64_t campaign, int64_t after,
	struct report_line *out, size_t room, size_t *count, struct err *e);
/* How many there are. */
int report_lines_count(
	struct db *db, int64_t campaign, int64_t *count, struct err *e);

/* Weeks (Monday to Sunday) in a row, up to the one of `now`, in which the
 * member posted something: declared it or was read. Weeks in which they paused
 * are left out and break nothing, nor does the week of now. */
int report_streak(
	struct db *db, int64_t member, int64_t now, int *weeks, struct err *e);

#endif
