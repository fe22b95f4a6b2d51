#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "err.h"
#include "seal.h"

#include "card.h"

#include "sealed.h"

#define MASTER "0123456789abcdef0123456789abcdef"
#define OTHER "fedcba9876543210fedcba9876543210"

static struct seal *
new_seal(const char *master)
{
	struct err e = {""};
	struct seal *seal = seal_new(master, &e);

	assert_non_null(seal);
	return seal;
}

static json_t *
new_card(const struct seal *seal, const char *code)
{
	char *box = seal_close_text(seal, SEAL_REWARD, code);
	json_t *card = json_pack("{s:[s, {s:s}], s:[{s:s}, {s:[{s:s}, s]}]}",
		"text", "Your code: ", "sealed", box, "blocks", "title",
		"Gift card", "verbatim", "sealed", box, "!");

	free(box);
	return card;
}

static void
the_code_is_in_what_goes_out_alone(void **state)
{
	struct seal *seal = new_seal(MASTER);
	json_t *card = new_card(seal, "AB-12"), *open;
	char *text;
	struct err e = {""};

	(void)state;
	assert_int_equal(card_check(card, &e), 0);
	assert_true(sealed_is_in(card));
	open = sealed_open(seal, card);
	assert_non_null(open);
	assert_false(sealed_is_in(open));
	assert_true(sealed_is_in(card));
	text = card_plain(open);
	assert_string_equal(text, "Your code: AB-12");
	free(text);
	text = json_dumps(open, 0);
	assert_non_null(strstr(text, "[\"AB-12\", \"!\"]"));
	free(text);
	text = json_dumps(card, 0);
	assert_null(strstr(text, "AB-12"));
	free(text);
	text = card_plain(card);
	assert_string_equal(text, "Your code: ");
	free(text);
	json_decref(open);
	json_decref(card);
	seal_free(seal);
}

static void
another_secret_opens_nothing(void **state)
{
	struct seal *seal = new_seal(MASTER), *other = new_seal(OTHER);
	json_t *card = new_card(seal, "AB-12");

	(void)state;
	assert_null(sealed_open(other, card));
	json_decref(card);
	seal_free(seal);
	seal_free(other);
}

static void
most_cards_have_nothing_sealed(void **state)
{
	json_t *card = json_pack("{s:[{s:[s, {s:s}]}]}", "blocks", "text",
		"sealed", "b", "sealed?");

	(void)state;
	assert_false(sealed_is_in(card));
	assert_false(sealed_is_in(NULL));
	json_decref(card);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_code_is_in_what_goes_out_alone),
		cmocka_unit_test(another_secret_opens_nothing),
		cmocka_unit_test(most_cards_have_nothing_sealed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
