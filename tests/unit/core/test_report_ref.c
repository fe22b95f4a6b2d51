#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "mem.h"
#include "seal.h"

#include "report.h"

#include "report_ref.h"

#define NOW INT64_C(1796000000000)
#define UNTIL (NOW + 1000)

static void
is_the_same(const struct report_about *about, const char *word)
{
	struct report_about read;
	char *written = report_ref_write(about);

	assert_string_equal(written, word);
	assert_int_equal(report_ref_read(written, &read), 0);
	assert_memory_equal(&read, about, sizeof(read));
	free(written);
}

static void
a_report_is_a_word(void **state)
{
	struct report_about all = {.from = 0}, campaign = {.campaign = 3};
	struct report_about item = {.item = 17, .from = 1, .to = 2};
	struct report_about team = {.team = 2, .to = NOW};
	struct report_about network = {.network = "linkedin", .from = NOW};

	(void)state;
	is_the_same(&all, "p.0.0");
	is_the_same(&campaign, "c3.0.0");
	is_the_same(&item, "i17.1.2");
	is_the_same(&team, "t2.0.1796000000000");
	is_the_same(&network, "n.linkedin.1796000000000.0");
}

static void
other_words_are_none(void **state)
{
	static const char *const bad[] = {"", "p", "p.", "p.0", "p.0.",
		"p.0.0.", "p.0.0x", "p.-1.0", "p.0. 0", "x1.0.0", "c.0.0", "c3",
		"c-3.0.0", "n..0.0", "n.linkedin", "n.a-b.0.0",
		"n.aaaaaaaaaaaaaaaaaaaaaaaa.0.0", "i99999999999999999999.0.0",
		"p.99999999999999999999.0", "c3.0.0 or 1"};
	struct report_about about;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		if (report_ref_read(bad[i], &about) != -1)
			fail_msg("read: %s", bad[i]);
}

/* "of=..&until=..&sign=.." in its parts, in place. */
static void
take_apart(char *address, const char *parts[3])
{
	char *rest = address;
	int i;

	for (i = 0; i < 3; i++) {
		char *part = strsep(&rest, "&");

		assert_non_null(part);
		parts[i] = strchr(part, '=') + 1;
	}
	assert_null(rest);
}

static void
an_address_is_good_as_it_was_signed_and_until_then(void **state)
{
	const struct report_about campaign = {.campaign = 3};
	struct seal *seal = seal_new("0123456789abcdef0123456789abcdef", NULL);
	struct seal *other = seal_new("0123456789abcdef0123456789abcdeX", NULL);
	char *address =
		report_ref_sign(seal, REPORT_REF_FIGURES, &campaign, UNTIL);
	const char *parts[3], *wrong[3];
	struct report_about about;
	int i;

	(void)state;
	take_apart(address, parts);
	assert_int_equal(
		report_ref_check(seal, REPORT_REF_FIGURES, parts, NOW, &about),
		REPORT_REF_FINE);
	assert_int_equal(about.campaign, 3);
	assert_int_equal(report_ref_check(seal, REPORT_REF_FIGURES, parts,
				 UNTIL, &about),
		REPORT_REF_OVER);
	assert_int_equal(
		report_ref_check(seal, REPORT_REF_CHART, parts, NOW, &about),
		REPORT_REF_WRONG);
	assert_int_equal(
		report_ref_check(seal, REPORT_REF_PAGE, parts, NOW, &about),
		REPORT_REF_WRONG);
	assert_int_equal(
		report_ref_check(other, REPORT_REF_FIGURES, parts, NOW, &about),
		REPORT_REF_WRONG);
	for (i = 0; i < 3; i++) {
		static const char *const edits[] = {
			"c4.0.0", "1896000000000", "AAAAAAAAAAAAAAAAAAAAAA"};

		memcpy(wrong, parts, sizeof(wrong));
		wrong[i] = edits[i];
		assert_int_equal(report_ref_check(seal, REPORT_REF_FIGURES,
					 wrong, NOW, &about),
			REPORT_REF_WRONG);
		wrong[i] = NULL;
		assert_int_equal(report_ref_check(seal, REPORT_REF_FIGURES,
					 wrong, NOW, &about),
			REPORT_REF_WRONG);
		wrong[i] = "";
		assert_int_equal(report_ref_check(seal, REPORT_REF_FIGURES,
					 wrong, NOW, &about),
			REPORT_REF_WRONG);
	}
	free(address);
	seal_free(seal);
	seal_free(other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_is_a_word),
		cmocka_unit_test(other_words_are_none),
		cmocka_unit_test(
			an_address_is_good_as_it_was_signed_and_until_then),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
