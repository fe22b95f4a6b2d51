#include <stdlib.h>
#include <string.h>

#include "seal.h"

#include "visitor.h"

#include "sealed.h"
#include "turn_say.h"

void
turn_account_hash(const struct turn *t, const char *chat, const char *person,
	unsigned char out[16])
{
	sealed_account(t->say->parts->seal, chat, person, out);
}

void
turn_stranger_hash(const struct turn *t, unsigned char out[16])
{
	turn_account_hash(t, t->event->chat, t->event->person, out);
}

void
turn_pairing_hash(const struct turn *t, const char *code, unsigned char out[16])
{
	seal_mac(t->say->parts->seal, SEAL_PAIRING, code, strlen(code), out);
}

char *
turn_pairing_close(const struct turn *t, const char *text)
{
	return seal_close_text(t->say->parts->seal, SEAL_PAIRING, text);
}

char *
turn_pairing_open(const struct turn *t, const char *box)
{
	return seal_open_text(t->say->parts->seal, SEAL_PAIRING, box);
}

void
turn_merged(struct turn *t, int64_t keep, int64_t drop)
{
	visitor_merge(t->say->parts->visitor, keep, drop);
}
