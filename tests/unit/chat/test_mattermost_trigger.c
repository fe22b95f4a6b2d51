#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "text.h"

#include "mattermost/mattermost_trigger.h"

#define RANDOM "rrrrrrrrrrrrrrrrrrrrrrrrrr"
#define ANA "aaaaaaaaaaaaaaaaaaaaaaaaaa"
#define BEN "bbbbbbbbbbbbbbbbbbbbbbbbbb"
#define AT INT64_C(1795399040697)

static char *
base64(const unsigned char *data, size_t size)
{
	char *out = xmalloc(size / 3 * 4 + 8);

	EVP_EncodeBlock((unsigned char *)out, data, (int)size);
	return out;
}

/* A public key as the server tells it, yours. */
static char *
public_key(EVP_PKEY *key)
{
	unsigned char *der = NULL;
	int size = i2d_PUBKEY(key, &der);
	char *out;

	assert_true(size > 0);
	out = base64(der, (size_t)size);
	OPENSSL_free(der);
	return out;
}

/* A trigger as the server makes it, yours. */
static char *
sign(EVP_PKEY *key, const char *signed_part)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char signature[256];
	size_t size = sizeof signature;
	char *text, *whole, *out;

	assert_int_equal(
		EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key), 1);
	assert_int_equal(EVP_DigestSign(context, signature, &size,
				 (const unsigned char *)signed_part,
				 strlen(signed_part)),
		1);
	EVP_MD_CTX_free(context);
	text = base64(signature, size);
	whole = xasprintf("%s%s", signed_part, text);
	out = base64((const unsigned char *)whole, strlen(whole));
	free(whole);
	free(text);
	return out;
}

static const char fine[] = RANDOM ":" ANA ":1795399040697:";

struct world {
	EVP_PKEY *ours, *foreign;
	struct mattermost_key *key;
};

static int
set_up(void **state)
{
	struct world *w = xcalloc(1, sizeof *w);
	char *text;

	w->ours = EVP_EC_gen("P-256");
	w->foreign = EVP_EC_gen("P-256");
	text = public_key(w->ours);
	w->key = mattermost_key_read(text, NULL);
	free(text);
	*state = w;
	return w->key == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	mattermost_key_free(w->key);
	EVP_PKEY_free(w->ours);
	EVP_PKEY_free(w->foreign);
	free(w);
	return 0;
}

static void
test_what_the_server_signed_counts(void **state)
{
	struct world *w = *state;
	char *trigger = sign(w->ours, fine);
	struct mattermost_trigger_parts parts;
	struct err e = {{0}};

	assert_int_equal(mattermost_trigger_read(&parts, trigger, &e), 0);
	assert_string_equal(parts.random, RANDOM);
	assert_string_equal(parts.person, ANA);
	assert_int_equal(parts.at, AT);
	mattermost_trigger_check(w->key, trigger, ANA, AT + 60000, 60000, &e);
	assert_string_equal(e.text, "");
	free(trigger);
}

static void
refuse(struct world *w, const char *trigger, int64_t now, const char *why)
{
	struct err e = {{0}};

	assert_int_equal(
		mattermost_trigger_check(w->key, trigger, ANA, now, 60000, &e),
		-1);
	assert_non_null(strstr(e.text, why));
}

static void
test_all_else_is_refused(void **state)
{
	struct world *w = *state;
	char *trigger = sign(w->ours, fine), *other, *text;
	unsigned char raw[512];
	int size;

	refuse(w, trigger, AT + 60001, "old");
	refuse(w, trigger, AT - 60001, "future");
	other = sign(w->ours, RANDOM ":" BEN ":1795399040697:");
	refuse(w, other, AT, "another person");
	free(other);
	other = sign(w->foreign, fine);
	refuse(w, other, AT, "not signed");
	free(other);

	/* somebody else's name under a good signature */
	size = EVP_DecodeBlock(
		raw, (unsigned char *)trigger, (int)strlen(trigger));
	assert_true(size > 60);
	text = xstrndup((char *)raw, (size_t)size);
	memcpy(text, BEN, 26);
	other = base64((unsigned char *)text, strlen(text));
	refuse(w, other, AT, "not signed");
	free(other);
	free(text);
	free(trigger);
}

static void
test_what_is_no_trigger(void **state)
{
	static const char *const texts[] = {"", ":", "a:b:c:d",
		RANDOM ":" ANA ":1795399040697", RANDOM ":" ANA "::x",
		RANDOM ":" ANA ":-5:x", RANDOM ":" ANA ":12345678901234567:x",
		"R" RANDOM ":" ANA ":1795399040697:x",
		RANDOM ":AAAAAAAAAAAAAAAAAAAAAAAAAA:1795399040697:x", fine,
		RANDOM ":" ANA ":1795399040697:!!!!",
		RANDOM ":" ANA ":1795399040697:MEUC"};
	static const char *const raw[] = {
		"=", "a", "====", "a b c d ", "\xff", "cnJy\ncnJy", "AAAA"};
	struct world *w = *state;
	struct mattermost_trigger_parts parts;
	char *trigger, *huge = xmalloc(4097);
	size_t i;

	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		trigger = base64(
			(const unsigned char *)texts[i], strlen(texts[i]));
		refuse(w, trigger, AT, "trigger");
		free(trigger);
	}
	for (i = 0; i < sizeof raw / sizeof *raw; i++) {
		refuse(w, raw[i], AT, "trigger");
		assert_int_equal(
			mattermost_trigger_read(&parts, raw[i], NULL), -1);
	}
	memset(huge, 'A', 4096);
	huge[4096] = '\0';
	refuse(w, huge, AT, "trigger");
	free(huge);
}

static void
test_what_is_no_key(void **state)
{
	EVP_PKEY *rsa = EVP_RSA_gen(1024);
	char *text = public_key(rsa);
	struct err e;

	(void)state;
	assert_null(mattermost_key_read("", &e));
	assert_null(mattermost_key_read("no base64 at all", &e));
	assert_null(mattermost_key_read("AAAA", &e));
	assert_null(mattermost_key_read(text, &e));
	assert_non_null(strstr(e.text, "elliptic"));
	mattermost_key_free(NULL);
	free(text);
	EVP_PKEY_free(rsa);
}

/* Recordings, where they are: the key of a real server and what it signed. */

static json_t *
recording(const char *name)
{
	static const char *const folders[] = {SOURCE_DIR
		"/../shared/captures/mattermost",
		SOURCE_DIR "/../../shared/captures/mattermost"};
	json_t *file = NULL;
	char *path;
	size_t i;

	for (i = 0; i < 2 && file == NULL; i++) {
		path = xasprintf("%s/%s", folders[i], name);
		file = json_load_file(path, 0, NULL);
		free(path);
	}
	return file;
}

/* The trigger and person of a recorded request, checked at its own time. */
static void
check_recorded(const struct mattermost_key *key, const char *name)
{
	json_t *file = recording(name);
	const json_t *body = json_object_get(file, "body_json");
	struct mattermost_trigger_parts parts;
	struct err e = {{0}};
	const char *trigger;

	if (body == NULL)
		body = json_object_get(file, "body_form");
	trigger = json_text(body, "trigger_id", NULL);
	assert_non_null(trigger);
	assert_int_equal(mattermost_trigger_read(&parts, trigger, &e), 0);
	mattermost_trigger_check(key, trigger, json_text(body, "user_id", ""),
		parts.at + 1000, 60000, &e);
	assert_string_equal(e.text, "");
	json_decref(file);
}

static void
test_recorded_triggers(void **state)
{
	static const char *const names[] = {"integ-button-click-request.json",
		"integ-button-on-ephemeral-request.json",
		"integ-select-request.json", "integ-select-users-request.json",
		"integ-select-request-bogus-option.json",
		"integ-slash-command-request.json",
		"integ-slash-command-request-in-dm.json",
		"integ-slash-command-request-with-mentions.json",
		"integ-slash-command-slow.json"};
	json_t *config = recording("rest-config-client.json");
	struct mattermost_key *key;
	struct err e = {{0}};
	size_t i;

	(void)state;
	if (config == NULL) {
		print_message("[  NOTE  ] captures/mattermost is not here\n");
		skip();
	}
	key = mattermost_key_read(
		json_text(config, "body.AsymmetricSigningPublicKey", ""), &e);
	assert_string_equal(e.text, "");
	for (i = 0; i < sizeof names / sizeof *names; i++)
		check_recorded(key, names[i]);
	mattermost_key_free(key);
	json_decref(config);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_the_server_signed_counts),
		cmocka_unit_test(test_all_else_is_refused),
		cmocka_unit_test(test_what_is_no_trigger),
		cmocka_unit_test(test_what_is_no_key),
		cmocka_unit_test(test_recorded_triggers),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
