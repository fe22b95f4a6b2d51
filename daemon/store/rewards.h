#ifndef ADVOCATED_REWARDS_H
#define ADVOCATED_REWARDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/* What points buy: the catalogue, and who wanted what. */

#define REWARD_NAME_MOST 60 /* characters */
#define REWARD_WORDS_MOST 300
#define REWARD_NOTE_MOST 500
#define REWARD_COST_MOST 10000000
#define REWARD_STOCK_MOST 1000000
#define REWARD_CODE_MOST 200

/* A reward. id 0: none. */
struct reward {
	int64_t id;
	char name[256];
	char words[1280];
	char kind[12]; /* goods day_off code donation */
	int64_t cost;  /* points */
	int64_t stock; /* in all; -1: no limit. Of codes: how many there are */
	int64_t taken; /* redeemed and not turned down */
	int64_t starts_at, ends_at; /* 0: none */
	char picture[2048];         /* https, or "" */
	int64_t value;              /* in minor units, 0: none is known */
	char currency[4];           /* "" when value is 0 */
	bool approval;              /* an admin decides about each */
	bool offered, retired;
	int64_t created_at;
};

/* How many are left; -1: any number. */
int64_t reward_left(const struct reward *r);

/* A new one; fills id. Its name must be no other's that is not retired. */
int catalogue_add(struct db *db, struct reward *r, int64_t now, struct err *e);
/* Stores all that can be edited; stock of kind code is left as it is. */
int catalogue_save(struct db *db, const struct reward *r, struct err *e);
/* Nobody gets it any more: deleted, or retired when somebody ever wanted it
 * (*retired). Codes that nobody got are gone. */
int catalogue_remove(struct db *db, int64_t id, bool *retired, struct err *e);
/* By number (retired ones too), or by name in whatever letters (not those). */
int catalogue_get(struct db *db, int64_t id, struct reward *out, struct err *e);
int catalogue_find(
	struct db *db, const char *name, struct reward *out, struct err *e);
/* The one of the longest name that text begins with, as words. */
int catalogue_starting(
	struct db *db, const char *text, struct reward *out, struct err *e);

/* fn must not change them. */
typedef int reward_fn(void *arg, const struct reward *r, struct err *e);
/* Those not retired, by name. */
int catalogue_each(struct db *db, int64_t skip, int64_t most, reward_fn *fn,
	void *arg, struct err *e);
int catalogue_count(struct db *db, int64_t *out, struct err *e);
/* What members see: offered and not over, the cheapest first. */
struct catalogue_page {
	int64_t now, skip, most;
};
int catalogue_each_offered(struct db *db, const struct catalogue_page *page,
	reward_fn *fn, void *arg, struct err *e);
int catalogue_count_offered(
	struct db *db, int64_t now, int64_t *out, struct err *e);

/* Codes of a reward of that kind. The caller encrypts (box) and hashes. */
#define REWARD_CODE_HASH 16
/* One more; *fresh is false, and nothing was done, when there is such a code,
 * whichever reward's. */
int reward_code_add(struct db *db, int64_t reward,
	const unsigned char hash[REWARD_CODE_HASH], const char *box,
	bool *fresh, struct err *e);
/* Those that nobody has or waits for are gone. */
int reward_code_drop(
	struct db *db, int64_t reward, int64_t *dropped, struct err *e);
/* What was set aside for the redemption, "" when nothing. */
int reward_code_get(struct db *db, int64_t redemption, char *box, size_t room,
	struct err *e);

/* Somebody wants a reward, or got it. id 0: none. */
struct redemption {
	int64_t id, member, reward, ask;
	char name[256]; /* the reward's */
	char kind[12];
	int64_t cost, value;
	char currency[4];
	char state[12]; /* requested approved delivered rejected cancelled */
	int64_t requested_at, decided_at, delivered_at; /* 0: not */
	char chat[64], person[64]; /* who took the last step; "": nobody */
	char note[2048];
};

enum redemption_answer {
	REDEMPTION_MADE,
	REDEMPTION_SEEN, /* that question was answered before: out has it */
	REDEMPTION_GONE, /* there is no such reward any more */
	REDEMPTION_OUT,  /* none is left */
	REDEMPTION_POOR  /* the member has fewer settled points */
};

/*
 * The member says yes to the question `ask`: one is taken from the stock, a
 * code is set aside, and the points move from settled to redeemed; all of it
 * or, by the answer, nothing. Whether it is offered now is for the caller to
 * look.
 */
struct redemption_wish {
	int64_t member, reward, ask;
};
int redemption_request(struct db *db, const struct redemption_wish *w,
	int64_t now, struct redemption *out, enum redemption_answer *answer,
	struct err *e);

/* What came of that question, when its answer was yes. */
int redemption_find(struct db *db, const struct redemption_wish *w,
	struct redemption *out, struct err *e);

/*
 * The next step: requested -> approved, delivered, rejected, cancelled;
 * approved -> delivered, rejected. What is rejected or cancelled gives back its
 * points (of a forgotten member to the programme), its place in the stock and
 * its code. *moved is false, and nothing was done, for any other; r is read
 * again.
 */
struct redemption_step {
	const char *state;
	const char *chat, *person; /* who runs it and decided; "" */
	const char *note;
};
int redemption_move(struct db *db, struct redemption *r,
	const struct redemption_step *step, int64_t now, bool *moved,
	struct err *e);

int redemption_get(
	struct db *db, int64_t id, struct redemption *out, struct err *e);
typedef int redemption_fn(void *arg, const struct redemption *r, struct err *e);
/* Requested and approved ones, the oldest first; all, the newest first. */
int redemption_each_open(struct db *db, int64_t skip, int64_t most,
	redemption_fn *fn, void *arg, struct err *e);
int redemption_each(struct db *db, int64_t skip, int64_t most,
	redemption_fn *fn, void *arg, struct err *e);
int redemption_count(struct db *db, int64_t *open, int64_t *all, struct err *e);
/* Those of a member, or of a reward, that are open. */
int redemption_count_member(
	struct db *db, int64_t member, int64_t *open, struct err *e);
int redemption_count_reward(
	struct db *db, int64_t reward, int64_t *open, struct err *e);
/* The member's, newest first. */
int redemption_each_of_member(struct db *db, int64_t member, int64_t most,
	redemption_fn *fn, void *arg, struct err *e);
/* What was granted (approved, delivered) from then to then (exclusive; 0: it
 * goes on), as a table: those after, in the order of that. */
struct redemption_span {
	int64_t from, to;
	int64_t after_at, after; /* the last of the page before */
};
int redemption_each_granted(struct db *db, const struct redemption_span *s,
	int64_t most, redemption_fn *fn, void *arg, struct err *e);
int redemption_count_granted(struct db *db, const struct redemption_span *s,
	int64_t *out, struct err *e);

/* The member is about to be forgotten: what waits is cancelled, what was
 * granted stays; notes to them and codes they got are wiped. */
int redemption_forget(
	struct db *db, int64_t member, int64_t now, struct err *e);

#endif
