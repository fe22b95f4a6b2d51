#ifndef ADVOCATED_PAIRING_H
#define ADVOCATED_PAIRING_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct err;

#define PAIRING_HASH 16

/* A one-time code that makes two accounts one member. Nothing in it can be
 * read: hashes are keyed, the box is encrypted by the caller. */
struct pairing {
	unsigned char account[PAIRING_HASH]; /* who asked */
	unsigned char hash[PAIRING_HASH];    /* the code; all 0: none */
	char box[1024];
	int64_t member; /* who asked; 0: no member */
	int64_t expires_at, used_at;
};

/* Keeps the code; an earlier one of that account ends. */
int pairing_put(struct db *db, const struct pairing *p, struct err *e);
/* Found by the code's hash; *found is false when there is none. */
int pairing_find(struct db *db, const unsigned char hash[PAIRING_HASH],
	struct pairing *out, bool *found, struct err *e);
/* The code has done its work: what it says of an account goes. */
int pairing_use(struct db *db, const unsigned char hash[PAIRING_HASH],
	int64_t now, struct err *e);
/* Takes back what the account asked for and tried. */
int pairing_drop(struct db *db, const unsigned char account[PAIRING_HASH],
	struct err *e);

/* How often that account was wrong since then, and from when on. */
int pairing_tries(struct db *db, const unsigned char account[PAIRING_HASH],
	int64_t since, int64_t *tries, int64_t *first, struct err *e);
/* It was wrong once more; tries before since do not count any longer. */
int pairing_wrong(struct db *db, const unsigned char account[PAIRING_HASH],
	int64_t since, int64_t now, struct err *e);

/* Codes that ended and tries that were made before then go. */
int pairing_prune(struct db *db, int64_t before, struct err *e);

#endif
