#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "money.h"

static void
amounts_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *text, *currency;
		int64_t minor;
	} cases[] = {
		{"20 EUR", "EUR", 2000},
		{"EUR 19.90", "EUR", 1990},
		{"19,9 eur", "EUR", 1990},
		{"20€", "EUR", 2000},
		{"$ 5", "USD", 500},
		{"0.01 GBP", "GBP", 1},
		{"1500 JPY", "JPY", 1500},
		{"1.250 KWD", "KWD", 1250},
		{"1000000000 EUR", "EUR", MONEY_MOST},
	};
	char currency[4];
	int64_t minor;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(money_read(cases[i].text, &minor, currency));
		assert_int_equal(minor, cases[i].minor);
		assert_string_equal(currency, cases[i].currency);
	}
}

static void
what_is_no_amount_is_refused(void **state)
{
	static const char *const cases[] = {"", "20", "EUR", "0 EUR",
		"0.00 EUR", "-5 EUR", "20 EURO", "20 EU", "20 EUR 5",
		"1.234,50 EUR", "19.999 EUR", "19. EUR", "1.5 JPY",
		"EUR 20 EUR", "EUR20.", "1000000000.01 EUR",
		"99999999999999999999999999 EUR", "20 \xe2\x82"};
	char currency[4];
	int64_t minor;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (money_read(cases[i], &minor, currency))
			fail_msg("%s was taken", cases[i]);
}

static void
tables_have_all_digits(void **state)
{
	static const struct {
		int64_t minor;
		const char *currency, *text;
	} cases[] = {{2000, "EUR", "20.00"}, {5, "USD", "0.05"},
		{1500, "JPY", "1500"}, {1250, "KWD", "1.250"}};
	char *text;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		text = money_write(cases[i].minor, cases[i].currency);
		assert_string_equal(text, cases[i].text);
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_are_read_as_people_write_them),
		cmocka_unit_test(what_is_no_amount_is_refused),
		cmocka_unit_test(tables_have_all_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
