#ifndef ADVOCATED_LEDGER_H
#define ADVOCATED_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;
struct share;

enum account_kind {
	ACCOUNT_PROGRAMME, /* owner 0; may go below zero: where points come from
			    */
	ACCOUNT_BUDGET,    /* owner: campaign */
	ACCOUNT_PENDING,   /* owner: member */
	ACCOUNT_SETTLED,
	ACCOUNT_REDEEMED
};

struct account {
	enum account_kind kind;
	int64_t owner;
};

/*
 * Moves points from one account to another, once per cause: a cause seen
 * before does nothing and succeeds. -1 when the source would go below zero.
 */
int ledger_give(struct db *db, const struct account *from,
	const struct account *to, int64_t points, const char *cause,
	int64_t now, struct err *e);
int ledger_balance(
	struct db *db, const struct account *a, int64_t *out, struct err *e);

/* What lies in the accounts of one kind together. */
int ledger_total(
	struct db *db, enum account_kind kind, int64_t *out, struct err *e);
/* "pending": as in the store, in metrics and reports. */
const char *ledger_kind_name(enum account_kind kind);

/* Awards: why points were given, or why not. */
struct award {
	int64_t id, share, member, item, campaign;
	char kind[8]; /* share readers */
	int step;
	int64_t points, wanted;
	char stopped[16]; /* "", day item member campaign budget */
	char state[16];   /* pending settled expired withdrawn stopped */
	int64_t created_at, settles_at, expires_at; /* settles_at 0: waits */
};
/* Stores the award, tallies it and moves its points from the campaign's
 * budget to the member's pending account. Fills id, state ("stopped" when
 * there are no points, else "pending") and created_at. One that exists
 * already is left as it is (id 0). */
int award_add(struct db *db, struct award *a, int64_t now, struct err *e);
int award_find(struct db *db, int64_t share, const char *kind, int step,
	struct award *out, struct err *e); /* id 0: none */
int award_get(struct db *db, int64_t id, struct award *out, struct err *e);
/* Sets when the pending awards of a share settle, where none is set. */
int award_ripen(
	struct db *db, int64_t share, int64_t settles_at, struct err *e);
/* pending -> settled; expired and withdrawn give the points back to the
 * budget and leave the tally. Only a pending award changes; for any other
 * this does nothing and succeeds. */
int award_settle(struct db *db, int64_t id, int64_t now, struct err *e);
int award_end(struct db *db, int64_t id, const char *state, int64_t now,
	struct err *e);
/* A pending award comes to fewer points (0: it is stopped), the rest goes back
 * to the budget; a->points, wanted and stopped say to what. */
int award_cut(struct db *db, const struct award *a, int64_t now, struct err *e);
/* A settled award is withdrawn: its points go back to the budget, as far as
 * the member still has them. */
int award_take_back(struct db *db, int64_t id, int64_t now, struct err *e);
/* The awards of a share that is the same as another become the other's (of
 * the member to); see people_merge() for those that both have. */
int award_merge(struct db *db, const struct share *from, const struct share *to,
	int64_t now, struct err *e);
/* The award of the member for sharing the item on its first network: the
 * best that wants more than points. 0: none. */
int award_first(struct db *db, int64_t member, int64_t item, int64_t points,
	int64_t *id, struct err *e);
/* For how many networks of the item the member was given share points
 * (withdrawn and expired ones do not count). */
int award_networks(
	struct db *db, int64_t member, int64_t item, int *out, struct err *e);
typedef int award_fn(void *arg, const struct award *a, struct err *e);
int award_each_of_share(
	struct db *db, int64_t share, award_fn *fn, void *arg, struct err *e);
/* The member's that are still pending. */
int award_each_pending(
	struct db *db, int64_t member, award_fn *fn, void *arg, struct err *e);
/* The member's, newest first, at most max. */
int award_each_of_member(struct db *db, int64_t member, int max, award_fn *fn,
	void *arg, struct err *e);

/* What was given already, for caps: points of awards not given back. */
struct award_sums {
	int64_t member_day, member_day_campaign, member_item;
	int64_t member_campaign, campaign, budget_left;
};
int award_sum(struct db *db, const struct award *a, int64_t day,
	struct award_sums *out, struct err *e);

/* Rankings. from and to are days (to exclusive); campaign 0: all. Whole weeks
 * (Monday to Sunday), months and quarters, all time, and the last 7 and 30
 * days up to today come from maintained boards; any other range is added up
 * from the days. */
struct rank {
	int64_t member, points;
	int place; /* 1 is first; equal points share a place; 0: no points */
	char name[128];
};
/* Top of members not hidden, active, best first; count gets the number. */
int ledger_top(struct db *db, int64_t from, int64_t to, int64_t campaign,
	struct rank *out, size_t room, size_t *count, struct err *e);
int ledger_rank(struct db *db, int64_t member, int64_t from, int64_t to,
	int64_t campaign, struct rank *out, struct err *e);
/* Moves the last 7 and 30 days to end with today, if they do not. award_add()
 * and due_each() do so by themselves. */
int ledger_roll(struct db *db, int64_t today, struct err *e);

#endif
