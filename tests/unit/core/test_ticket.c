#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "seal.h"

#include "ticket.h"

#define SECRET "0123456789abcdef0123456789abcdef"
/* Longer than any token. */
#define A16 "AAAAAAAAAAAAAAAA"
#define LONG A16 A16 A16 A16 A16 A16 A16 A16 A16
#define OTHER "fedcba9876543210fedcba9876543210"

static char *
write_one(const char *secret, struct ticket *t)
{
	struct seal *seal = seal_new(secret, NULL);
	char *token = ticket_write(seal, t);

	seal_free(seal);
	return token;
}

static void
comes_back_as_written(void **state)
{
	struct seal *seal = seal_new(SECRET, NULL);
	struct ticket t = {7, INT64_MAX, 1790000000000, 0, "linkedin"}, back;
	char *token = ticket_write(seal, &t);

	(void)state;
	assert_int_equal(ticket_read(seal, token, &back), 0);
	assert_int_equal(back.member, 7);
	assert_int_equal(back.item, INT64_MAX);
	assert_int_equal(back.expires_at, 1790000000000);
	assert_int_equal(back.nonce, t.nonce);
	assert_string_equal(back.network, "linkedin");
	free(token);
	seal_free(seal);
}

static void
no_two_are_alike(void **state)
{
	struct ticket t = {7, 17, 1, 0, "x"};
	char *a = write_one(SECRET, &t), *b = write_one(SECRET, &t);

	(void)state;
	assert_string_not_equal(a, b);
	free(a);
	free(b);
}

static void
every_changed_character_is_refused(void **state)
{
	struct seal *seal = seal_new(SECRET, NULL);
	struct ticket t = {7, 17, 1790000000000, 0, "bluesky"}, back;
	char *token = ticket_write(seal, &t);
	size_t i;

	(void)state;
	/* The last one may hold spare bits that no byte comes from. */
	for (i = 0; i + 1 < strlen(token); i++) {
		char was = token[i];

		token[i] = was == 'A' ? 'B' : 'A';
		assert_int_equal(ticket_read(seal, token, &back), -1);
		token[i] = was;
	}
	assert_int_equal(ticket_read(seal, token, &back), 0);
	free(token);
	seal_free(seal);
}

static void
another_secret_is_refused(void **state)
{
	struct seal *seal = seal_new(SECRET, NULL);
	struct ticket t = {7, 17, 1, 0, "x"}, back;
	char *token = write_one(OTHER, &t);

	(void)state;
	assert_int_equal(ticket_read(seal, token, &back), -1);
	free(token);
	seal_free(seal);
}

static void
rubbish_is_refused(void **state)
{
	static const char *const rubbish[] = {
		"", "A", "../../etc/passwd", "%00", "====", LONG};
	struct seal *seal = seal_new(SECRET, NULL);
	struct ticket back;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rubbish) / sizeof(rubbish[0]); i++)
		assert_int_equal(ticket_read(seal, rubbish[i], &back), -1);
	seal_free(seal);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back_as_written),
		cmocka_unit_test(no_two_are_alike),
		cmocka_unit_test(every_changed_character_is_refused),
		cmocka_unit_test(another_secret_is_refused),
		cmocka_unit_test(rubbish_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
