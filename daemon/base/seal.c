#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "err.h"
#include "mem.h"

#include "seal.h"

#define MASTER_MIN 32
#define USES (SEAL_REWARD + 1)

struct seal {
	unsigned char key[USES][32]; /* by enum seal_use; 0 is not used */
};

struct seal *
seal_new(const char *master, struct err *e)
{
	unsigned char root[crypto_kdf_KEYBYTES];
	struct seal *s;

	if (sodium_init() < 0)
		return err_null(e, "no source of random numbers");
	if (strlen(master) < MASTER_MIN)
		return err_null(e, "the secret is shorter than %d characters",
			MASTER_MIN);
	crypto_generichash(root, sizeof(root), (const unsigned char *)master,
		strlen(master), NULL, 0);
	s = xcalloc(1, sizeof(*s));
	sodium_mlock(s, sizeof(*s));
	for (unsigned use = 1; use < USES; use++)
		crypto_kdf_derive_from_key(s->key[use], sizeof(s->key[use]),
			use, "advocate", root);
	sodium_memzero(root, sizeof(root));
	return s;
}

void
seal_free(struct seal *s)
{
	if (!s)
		return;
	sodium_munlock(s, sizeof(*s)); /* wipes it too */
	free(s);
}

void
seal_mac(const struct seal *s, enum seal_use use, const void *data, size_t size,
	unsigned char out[SEAL_MAC_SIZE])
{
	crypto_generichash(out, SEAL_MAC_SIZE, data, size, s->key[use],
		sizeof(s->key[use]));
}

int
seal_same(const void *a, const void *b, size_t size)
{
	return sodium_memcmp(a, b, size) == 0;
}

char *
seal_close_text(const struct seal *s, enum seal_use use, const char *text)
{
	size_t size = strlen(text);
	size_t room =
		crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + size;
	unsigned char *box = xmalloc(room);
	char *out;

	seal_random(box, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES,
		(const unsigned char *)text, size, box, s->key[use]);
	out = seal_encode(box, room);
	free(box);
	return out;
}

char *
seal_open_text(const struct seal *s, enum seal_use use, const char *box)
{
	const size_t head =
		crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
	unsigned char *raw = xmalloc(strlen(box) + 1);
	char *text = NULL;
	long got;

	got = seal_decode(box, raw, strlen(box) + 1);
	if (got < (long)head)
		goto out;
	text = xcalloc(1, (size_t)got - head + 1);
	if (crypto_secretbox_open_easy((unsigned char *)text,
		    raw + crypto_secretbox_NONCEBYTES,
		    (size_t)got - crypto_secretbox_NONCEBYTES, raw,
		    s->key[use]) != 0) {
		free(text);
		text = NULL;
	}
out:
	free(raw);
	return text;
}

char *
seal_encode(const void *data, size_t size)
{
	const int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
	size_t room = sodium_base64_encoded_len(size, variant);
	char *out = xmalloc(room);

	return sodium_bin2base64(out, room, data, size, variant);
}

long
seal_decode(const char *text, void *out, size_t room)
{
	size_t got = 0;

	if (sodium_base642bin(out, room, text, strlen(text), NULL, &got, NULL,
		    sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return -1;
	return (long)got;
}

void
seal_random(void *out, size_t size)
{
	randombytes_buf(out, size);
}

void
seal_wipe(void *secret, size_t size)
{
	sodium_memzero(secret, size);
}

uint64_t
seal_hash64(const unsigned char key[16], const void *data, size_t size)
{
	unsigned char raw[crypto_shorthash_BYTES];
	uint64_t hash = 0;

	crypto_shorthash(raw, data, size, key);
	for (size_t i = 0; i < sizeof(raw); i++)
		hash |= (uint64_t)raw[i] << (8 * i);
	return hash;
}
