#ifndef ADVOCATED_TICKET_H
#define ADVOCATED_TICKET_H

#include <stdint.h>

struct seal;

/* What a /s/ link says: who shares what where, once, until when. It is
 * signed, so nothing is stored before it is used. */
struct ticket {
	int64_t member, item, expires_at;
	int64_t nonce; /* made by ticket_write() */
	char network[16];
};

/* The token, base64url; yours to free. Sets the nonce. */
char *ticket_write(const struct seal *seal, struct ticket *t);

/* 0, or -1 when the token is not ours. Expiry is the reader's business. */
int ticket_read(const struct seal *seal, const char *token, struct ticket *out);

#endif
