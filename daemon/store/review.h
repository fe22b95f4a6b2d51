#ifndef ADVOCATED_REVIEW_H
#define ADVOCATED_REVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/* How an item came in, and what was decided of it. */
struct review {
	int64_t item;
	char source[12]; /* feed admin content suggestion; "": there is no row
			  */
	bool held;       /* above its feed's most a day */
	int round;       /* how often it was asked about */
	int64_t snoozed_until;     /* 0: not */
	char decision[12];         /* approved rejected; "": none yet */
	char chat[64], person[64]; /* who decided, or snoozed it */
	char note[1024];           /* to who suggested it */
	int64_t decided_at;
};
/* Makes the row of an item that just came in, or makes it anew. */
int review_put(struct db *db, const struct review *r, struct err *e);
/* out->source "" when there is no row; item is filled in any case. */
int review_get(struct db *db, int64_t item, struct review *out, struct err *e);

/* What waits: items in state review, oldest first. */
struct review_wait {
	int64_t item;
	char title[320], url[2048];
	char source[12];           /* as above */
	int64_t snoozed_until;     /* 0: not */
	char chat[64], person[64]; /* of the item: who added it */
	int64_t created_at;
};
typedef int review_fn(void *arg, const struct review_wait *w, struct err *e);
/* Those that are snoozed come last. At most max after the first skip. */
int review_each(struct db *db, int64_t skip, int64_t max, review_fn *fn,
	void *arg, struct err *e);
int review_count(
	struct db *db, int64_t *waiting, int64_t *snoozed, struct err *e);

/* Who suggested an item: member 0 is nobody that we know. Twice is fine. */
int suggestion_add(struct db *db, int64_t item, int64_t member, int64_t now,
	struct err *e);
/* Moves them to an item that turned out to be the same page. */
int suggestion_move(struct db *db, int64_t from, int64_t to, struct err *e);
/* The members who want to hear what becomes of it. */
typedef int suggestion_fn(void *arg, int64_t member, struct err *e);
int suggestion_each(struct db *db, int64_t item, suggestion_fn *fn, void *arg,
	struct err *e);

/* How much was suggested since then by who has that keyed hash; since is a day
 * ago. */
#define SUGGESTED_HASH 16
int suggested_count(struct db *db, const unsigned char hash[SUGGESTED_HASH],
	int64_t since, int64_t *count, struct err *e);
int suggested_add(struct db *db, const unsigned char hash[SUGGESTED_HASH],
	int64_t since, int64_t now, struct err *e);
int suggested_prune(struct db *db, int64_t before, struct err *e);

/* What the webhook answered to an Idempotency-Key. */
#define DELIVERY_HASH 16
struct delivery {
	char key[256];
	unsigned char hash[DELIVERY_HASH]; /* of what was posted */
	int status;                        /* 0: no such key */
	char answer[1024];                 /* JSON */
	bool same; /* found: hash is that of what was posted then */
};
int delivery_add(
	struct db *db, const struct delivery *d, int64_t now, struct err *e);
/* By d->key and d->hash: fills status, answer and same. */
int delivery_find(struct db *db, struct delivery *d, struct err *e);
int delivery_prune(struct db *db, int64_t before, struct err *e);

#endif
