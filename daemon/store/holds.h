#ifndef ADVOCATED_HOLDS_H
#define ADVOCATED_HOLDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/* Shares that somebody looks at before their points settle. While a share has
 * an open hold none of its awards is due (due.h). */

#define HOLD_TEXT 2304

struct hold {
	int64_t id; /* 0: none */
	int64_t share, member, item;
	char name[128]; /* the member's, as shown in chat */
	char network[16], title[320], url[2048];
	char reason[12]; /* burst doubtful above many */
	int64_t part, whole, span;
	int64_t opened_at, until_at;
	char answer[HOLD_TEXT]; /* the member's; "": none */
	char decision[12];      /* released withdrawn dropped; "": it is open */
	int64_t points;         /* that wait, or were decided about */
	char chat[64], person[64]; /* who decided; "": nobody did */
	char note[HOLD_TEXT];      /* to the member */
	int64_t decided_at;
};

/* Opens one, by share, reason and its numbers, opened_at and until_at; fills
 * id. A share has one open hold at most. */
int hold_open(struct db *db, struct hold *h, struct err *e);
int hold_get(struct db *db, int64_t id, struct hold *out, struct err *e);
/* The newest of the share, open or not. */
int hold_of_share(
	struct db *db, int64_t share, struct hold *out, struct err *e);
/* What the member says to an open one. */
int hold_answer(struct db *db, int64_t id, const char *answer, int64_t now,
	struct err *e);
/* Stores decision, points, chat, person, note and decided_at of an open
 * one. */
int hold_decide(struct db *db, const struct hold *h, struct err *e);

/* The open ones; those that end first come first, at most max after skip. */
typedef int hold_fn(void *arg, const struct hold *h, struct err *e);
int hold_each(struct db *db, int64_t skip, int64_t max, hold_fn *fn, void *arg,
	struct err *e);
int hold_count(struct db *db, int64_t *open, struct err *e);

/* Open ones that admins have not heard of; and now they have. */
int hold_untold(struct db *db, int64_t *count, struct err *e);
int hold_told(struct db *db, int64_t now, struct err *e);

/* The reasons for which the share was looked at and released. */
typedef int hold_reason_fn(void *arg, const char *reason, struct err *e);
int hold_each_released(struct db *db, int64_t share, hold_reason_fn *fn,
	void *arg, struct err *e);

/* Whether the share was looked at and its points were withdrawn. */
int hold_withdrawn(
	struct db *db, int64_t share, bool *withdrawn, struct err *e);

/* Holds of a share that is the same as another become the other's; of two open
 * ones the other's stays. */
int hold_merge(struct db *db, int64_t from, int64_t to, struct err *e);

/* What the store knows of a share for core/suspicion. */

/* Its distinct readers, in no order, at most max: when each came, and whether
 * any of those bits is among the reasons of the visit (visit.h). */
typedef int hold_reader_fn(void *arg, int64_t at, bool marked, struct err *e);
struct hold_readers {
	int64_t share, bits, max;
};
int hold_each_reader(struct db *db, const struct hold_readers *of,
	hold_reader_fn *fn, void *arg, struct err *e);

/* The other shares of its item that were read, and how many readers they have
 * together. */
struct share;
int hold_others(struct db *db, const struct share *s, int64_t *shares,
	int64_t *readers, struct err *e);

/* How many others its member said to have posted in the time before it. */
int hold_declared(struct db *db, const struct share *s, int64_t span,
	int64_t *count, struct err *e);

#endif
