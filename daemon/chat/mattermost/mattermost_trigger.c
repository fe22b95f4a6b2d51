#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "err.h"
#include "mem.h"

#include "mattermost_trigger.h"

#define MAX_TRIGGER 1024
#define MAX_KEY 4096
#define ID_SIZE 26
#define DIGITS_MAX 16

struct mattermost_key {
	EVP_PKEY *key;
};

/* A trigger taken apart. */
struct pieces {
	char *text;         /* RANDOM:USER:MILLIS:SIGNATURE; owned */
	const char *end[3]; /* its colons */
};

/* Bytes of strict base64 as text (a NUL is added), yours; NULL: it is none. */
static char *
decode(const char *text, size_t max, size_t *size)
{
	size_t length = strlen(text), padding = 0;
	unsigned char *raw;
	int got;

	if (length == 0 || length > max || length % 4 != 0 ||
		text[strcspn(text, " \t\r\n")] != '\0')
		return NULL;
	while (padding < 2 && text[length - 1 - padding] == '=')
		padding++;
	raw = xmalloc(length / 4 * 3 + 1);
	got = EVP_DecodeBlock(raw, (const unsigned char *)text, (int)length);
	if (got < (int)padding) {
		free(raw);
		return NULL;
	}
	*size = (size_t)got - padding;
	raw[*size] = '\0';
	return (char *)raw;
}

struct mattermost_key *
mattermost_key_read(const char *base64, struct err *e)
{
	struct mattermost_key *k;
	const unsigned char *at;
	EVP_PKEY *key;
	size_t size;
	char *raw;

	raw = decode(base64, MAX_KEY, &size);
	if (raw == NULL)
		return err_null(e, "the signing key is no base64");
	at = (const unsigned char *)raw;
	key = d2i_PUBKEY(NULL, &at, (long)size);
	free(raw);
	if (key == NULL || EVP_PKEY_get_base_id(key) != EVP_PKEY_EC) {
		EVP_PKEY_free(key);
		return err_null(e, "the signing key is no elliptic one");
	}
	k = xcalloc(1, sizeof *k);
	k->key = key;
	return k;
}

void
mattermost_key_free(struct mattermost_key *k)
{
	if (k == NULL)
		return;
	EVP_PKEY_free(k->key);
	free(k);
}

static bool
is_id(const char *s, const char *end)
{
	return end - s == ID_SIZE &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789") == ID_SIZE;
}

static bool
is_number(const char *s, const char *end)
{
	return end > s && end - s <= DIGITS_MAX &&
	       strspn(s, "0123456789") == (size_t)(end - s);
}

static int
take_apart(struct pieces *p, const char *trigger, struct err *e)
{
	const char *from;
	size_t size, i;

	*p = (struct pieces){0};
	p->text = decode(trigger, MAX_TRIGGER, &size);
	if (p->text == NULL || strlen(p->text) != size) {
		err_set(e, "the trigger is no base64 of a text");
		return -1;
	}
	from = p->text;
	for (i = 0; i < 3; i++) {
		p->end[i] = strchr(from, ':');
		if (p->end[i] == NULL)
			return err_set(e, "the trigger has too few parts");
		from = p->end[i] + 1;
	}
	if (!is_id(p->text, p->end[0]) || !is_id(p->end[0] + 1, p->end[1]) ||
		!is_number(p->end[1] + 1, p->end[2]))
		return err_set(e, "the trigger's parts are none");
	return 0;
}

static void
read_parts(struct mattermost_trigger_parts *out, const struct pieces *p)
{
	memcpy(out->random, p->text, ID_SIZE);
	out->random[ID_SIZE] = '\0';
	memcpy(out->person, p->end[0] + 1, ID_SIZE);
	out->person[ID_SIZE] = '\0';
	out->at = strtoll(p->end[1] + 1, NULL, 10);
}

int
mattermost_trigger_read(struct mattermost_trigger_parts *out,
	const char *trigger, struct err *e)
{
	struct pieces p;
	int status = take_apart(&p, trigger, e);

	*out = (struct mattermost_trigger_parts){.at = 0};
	if (status == 0)
		read_parts(out, &p);
	free(p.text);
	return status;
}

static int
check_signature(
	const struct mattermost_key *k, const struct pieces *p, struct err *e)
{
	EVP_MD_CTX *context = NULL;
	size_t size;
	char *signature;
	int good = 0;

	signature = decode(p->end[2] + 1, MAX_TRIGGER, &size);
	if (signature == NULL)
		goto out;
	context = EVP_MD_CTX_new();
	if (context == NULL || EVP_DigestVerifyInit(context, NULL, EVP_sha256(),
				       NULL, k->key) != 1)
		goto out;
	good = EVP_DigestVerify(context, (const unsigned char *)signature, size,
		(const unsigned char *)p->text,
		(size_t)(p->end[2] + 1 - p->text));
out:
	EVP_MD_CTX_free(context);
	free(signature);
	return good == 1
		       ? 0
		       : err_set(e, "the trigger is not signed by the server");
}

int
mattermost_trigger_check(const struct mattermost_key *k, const char *trigger,
	const char *person, int64_t now, int64_t max_age, struct err *e)
{
	struct mattermost_trigger_parts parts;
	struct pieces p;
	int status = take_apart(&p, trigger, e);

	if (status == -1)
		goto out;
	read_parts(&parts, &p);
	status = check_signature(k, &p, e);
	if (status == 0 && strcmp(parts.person, person) != 0)
		status = err_set(e, "the trigger is of another person");
	if (status == 0 && parts.at < now - max_age)
		status = err_set(e, "the trigger is %" PRId64 " s old",
			(now - parts.at) / 1000);
	if (status == 0 && parts.at > now + max_age)
		status = err_set(e, "the trigger is from the future");
out:
	free(p.text);
	return status;
}
