#ifndef ADVOCATED_MATTERMOST_TRIGGER_H
#define ADVOCATED_MATTERMOST_TRIGGER_H

#include <stdint.h>

struct err;
struct mattermost_key;

/*
 * trigger_id: base64 of RANDOM26:USERID:MILLIS:BASE64(signature), ECDSA P-256
 * with SHA-256 (DER) over "RANDOM26:USERID:MILLIS:", by the server's key,
 * which anybody may read: GET /config/client?format=old,
 * AsymmetricSigningPublicKey, base64 of a SPKI (protocol 4.2). Measured, not
 * documented by Mattermost.
 */
struct mattermost_trigger_parts {
	char random[27];
	char person[27];
	int64_t at; /* ms */
};

/* The public key; NULL with e set when it is none. */
struct mattermost_key *mattermost_key_read(const char *base64, struct err *e);
void mattermost_key_free(struct mattermost_key *k);

/* Takes a trigger apart; -1: it has another shape. */
int mattermost_trigger_read(struct mattermost_trigger_parts *out,
	const char *trigger, struct err *e);

/* 0: signed by key, of that person, at most max_age ms old (and not from the
 * future by more than that). */
int mattermost_trigger_check(const struct mattermost_key *k,
	const char *trigger, const char *person, int64_t now, int64_t max_age,
	struct err *e);

#endif
