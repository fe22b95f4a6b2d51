#ifndef ADVOCATED_SEAL_H
#define ADVOCATED_SEAL_H

#include <stddef.h>
#include <stdint.h>

struct err;
struct seal;

/* Keys derived from the one master secret (libsodium crypto_kdf). Each use
 * has its own key, so that a value made for one is worthless for another. */
enum seal_use {
	SEAL_TICKET = 1, /* /s/ links */
	SEAL_STRANGER,   /* hash of someone who said no thanks */
	SEAL_ANSWER,     /* answer addresses (bearer secrets) in the outbox */
	SEAL_REPORT,     /* signed addresses of pages and pictures */
	SEAL_CALLBACK,   /* context and state of buttons and dialogs */
	SEAL_KEY,        /* keys of events that would name a person */
	SEAL_PAIRING,    /* codes that link accounts, and who asked for them */
	SEAL_REWARD      /* codes of gift cards */
};

#define SEAL_MAC_SIZE 16

/* master: at least 32 bytes of secret text. Ends with seal_free(), which
 * wipes it. NULL with e set when it is too short. */
struct seal *seal_new(const char *master, struct err *e);
void seal_free(struct seal *s);

/* 16 bytes of keyed BLAKE2b over data. */
void seal_mac(const struct seal *s, enum seal_use use, const void *data,
	size_t size, unsigned char out[SEAL_MAC_SIZE]);

/* Equal in constant time. */
int seal_same(const void *a, const void *b, size_t size);

/* Encrypts text (XSalsa20-Poly1305, random nonce) to base64url; yours. */
char *seal_close_text(
	const struct seal *s, enum seal_use use, const char *text);

/* The text again, yours; NULL when it was not made with this key. */
char *seal_open_text(const struct seal *s, enum seal_use use, const char *box);

/* base64url without padding; yours to free. */
char *seal_encode(const void *data, size_t size);
/* Bytes written to out, or -1 when text is not base64url or does not fit. */
long seal_decode(const char *text, void *out, size_t room);

void seal_random(void *out, size_t size);
void seal_wipe(void *secret, size_t size);

/* 64-bit keyed hash (SipHash-2-4) with a 16-byte key, for visitors. */
uint64_t seal_hash64(
	const unsigned char key[16], const void *data, size_t size);

#endif
