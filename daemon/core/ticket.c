#include <string.h>

#include "seal.h"

#include "ticket.h"

/* The wire form: fixed size, big-endian numbers, then the signature. */
#define BODY_SIZE (4 * 8 + 16)
#define TOKEN_SIZE (BODY_SIZE + SEAL_MAC_SIZE)

static void
put_number(unsigned char *at, int64_t number)
{
	int i;

	for (i = 0; i < 8; i++)
		at[i] = (unsigned char)((uint64_t)number >> (8 * (7 - i)));
}

static int64_t
get_number(const unsigned char *at)
{
	uint64_t number = 0;
	int i;

	for (i = 0; i < 8; i++)
		number = number << 8 | at[i];
	return (int64_t)number;
}

char *
ticket_write(const struct seal *seal, struct ticket *t)
{
	unsigned char token[TOKEN_SIZE];

	seal_random(&t->nonce, sizeof(t->nonce));
	t->nonce &= INT64_MAX;
	put_number(token, t->member);
	put_number(token + 8, t->item);
	put_number(token + 16, t->expires_at);
	put_number(token + 24, t->nonce);
	memcpy(token + 32, t->network, sizeof(t->network));
	seal_mac(seal, SEAL_TICKET, token, BODY_SIZE, token + BODY_SIZE);
	return seal_encode(token, sizeof(token));
}

int
ticket_read(const struct seal *seal, const char *token, struct ticket *out)
{
	unsigned char bytes[TOKEN_SIZE], mac[SEAL_MAC_SIZE];

	if (seal_decode(token, bytes, sizeof(bytes)) != TOKEN_SIZE)
		return -1;
	seal_mac(seal, SEAL_TICKET, bytes, BODY_SIZE, mac);
	if (!seal_same(mac, bytes + BODY_SIZE, sizeof(mac)))
		return -1;
	out->member = get_number(bytes);
	out->item = get_number(bytes + 8);
	out->expires_at = get_number(bytes + 16);
	out->nonce = get_number(bytes + 24);
	memcpy(out->network, bytes + 32, sizeof(out->network));
	out->network[sizeof(out->network) - 1] = '\0';
	return 0;
}
