#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "seal.h"

#define MASTER "0123456789abcdef0123456789abcdef"

static void
a_short_secret_is_refused(void **state)
{
	struct err e = {""};

	(void)state;
	assert_null(seal_new("too short", &e));
	assert_non_null(strstr(e.text, "shorter than 32"));
	seal_free(NULL);
}

static void
each_use_has_its_own_key(void **state)
{
	struct seal *s = seal_new(MASTER, NULL);
	unsigned char a[SEAL_MAC_SIZE], b[SEAL_MAC_SIZE];

	(void)state;
	seal_mac(s, SEAL_TICKET, "x", 1, a);
	seal_mac(s, SEAL_TICKET, "x", 1, b);
	assert_true(seal_same(a, b, sizeof(a)));
	seal_mac(s, SEAL_CALLBACK, "x", 1, b);
	assert_false(seal_same(a, b, sizeof(a)));
	seal_mac(s, SEAL_TICKET, "y", 1, b);
	assert_false(seal_same(a, b, sizeof(a)));
	seal_free(s);
}

static void
a_secret_gives_the_same_keys_next_time(void **state)
{
	struct seal *s = seal_new(MASTER, NULL);
	struct seal *again = seal_new(MASTER, NULL);
	struct seal *other = seal_new(MASTER "!", NULL);
	char *box = seal_close_text(s, SEAL_ANSWER, "https://hooks/x");
	char *text = seal_open_text(again, SEAL_ANSWER, box);

	(void)state;
	assert_string_equal(text, "https://hooks/x");
	assert_null(seal_open_text(other, SEAL_ANSWER, box));
	assert_null(seal_open_text(again, SEAL_REPORT, box));
	box[strlen(box) / 2] ^= 1;
	assert_null(seal_open_text(again, SEAL_ANSWER, box));
	assert_null(seal_open_text(again, SEAL_ANSWER, ""));
	assert_null(seal_open_text(again, SEAL_ANSWER, "not base64!"));
	free(text);
	free(box);
	seal_free(s);
	seal_free(again);
	seal_free(other);
}

static void
boxes_of_the_same_text_differ(void **state)
{
	struct seal *s = seal_new(MASTER, NULL);
	char *a = seal_close_text(s, SEAL_ANSWER, "");
	char *b = seal_close_text(s, SEAL_ANSWER, "");
	char *text = seal_open_text(s, SEAL_ANSWER, a);

	(void)state;
	assert_string_not_equal(a, b);
	assert_string_equal(text, "");
	free(a);
	free(b);
	free(text);
	seal_free(s);
}

static void
bytes_fit_into_addresses(void **state)
{
	unsigned char raw[4];
	char *text = seal_encode("\xfb\xff\xfe", 3);

	(void)state;
	assert_string_equal(text, "-__-");
	assert_int_equal(seal_decode(text, raw, sizeof(raw)), 3);
	assert_memory_equal(raw, "\xfb\xff\xfe", 3);
	assert_int_equal(seal_decode("AAAAAAAA", raw, sizeof(raw)), -1);
	assert_int_equal(seal_decode("a+b/", raw, sizeof(raw)), -1);
	free(text);
}

static void
visitors_are_hashed_as_siphash_says(void **state)
{
	unsigned char key[16];

	(void)state;
	/* The test vector of the SipHash paper, appendix A. */
	for (unsigned i = 0; i < 16; i++)
		key[i] = (unsigned char)i;
	assert_true(seal_hash64(key, "\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16",
			    15) == UINT64_C(0xa129ca6149be45e5));
}

static void
secrets_are_wiped_and_random(void **state)
{
	unsigned char a[16] = {0}, zero[16] = {0};

	(void)state;
	seal_random(a, sizeof(a));
	assert_memory_not_equal(a, zero, sizeof(a));
	seal_wipe(a, sizeof(a));
	assert_memory_equal(a, zero, sizeof(a));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_short_secret_is_refused),
		cmocka_unit_test(each_use_has_its_own_key),
		cmocka_unit_test(a_secret_gives_the_same_keys_next_time),
		cmocka_unit_test(boxes_of_the_same_text_differ),
		cmocka_unit_test(bytes_fit_into_addresses),
		cmocka_unit_test(visitors_are_hashed_as_siphash_says),
		cmocka_unit_test(secrets_are_wiped_and_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
