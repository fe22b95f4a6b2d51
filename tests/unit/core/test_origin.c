#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "event.h"
#include "json.h"
#include "seal.h"

#include "origin.h"

/* A form knows the message whose button opened it. */

#define SECRET "https://hooks.test/actions/secret"

static const struct event press = {.kind = EVENT_BUTTON,
	.chat = "acme",
	.person = "U1",
	.place = "C1",
	.message = "17.1",
	.answer = SECRET,
	.ephemeral = true};

static struct seal *
new_seal(void)
{
	struct err e = {""};
	struct seal *s = seal_new("0123456789012345678901234567890123", &e);

	assert_non_null(s);
	return s;
}

static json_t *
new_form(void)
{
	return json_pack("{s:s, s:s}", "form", "edit", "state", "17:x");
}

static void
a_form_comes_back_to_its_message(void **state)
{
	struct seal *seal = new_seal();
	json_t *form = new_form(), *kept;
	struct event submit = {.kind = EVENT_FORM, .name = "edit"}, back;

	(void)state;
	origin_put(seal, &press, form);
	submit.value = json_text(form, "state", "");
	assert_null(strstr(submit.value, "secret"));
	kept = origin_take(seal, &submit, &back);
	assert_non_null(kept);
	assert_string_equal(back.value, "17:x");
	assert_string_equal(back.place, "C1");
	assert_string_equal(back.message, "17.1");
	assert_string_equal(back.answer, SECRET);
	assert_true(back.ephemeral);
	json_decref(kept);
	json_decref(form);
	seal_free(seal);
}

static void
a_direct_message_is_changed_without_an_answer_address(void **state)
{
	struct seal *seal = new_seal();
	json_t *form = new_form(), *kept;
	struct event direct = press;
	struct event submit = {.kind = EVENT_FORM}, back;

	(void)state;
	direct.ephemeral = false;
	direct.direct = true;
	origin_put(seal, &direct, form);
	submit.value = json_text(form, "state", "");
	kept = origin_take(seal, &submit, &back);
	assert_non_null(kept);
	assert_null(back.answer);
	assert_true(back.direct);
	json_decref(kept);
	json_decref(form);
	seal_free(seal);
}

static void
other_forms_keep_their_state(void **state)
{
	struct seal *seal = new_seal();
	json_t *form = new_form();
	struct event other = press, back;
	struct event submit = {.kind = EVENT_FORM, .value = "17:x"};

	(void)state;
	other.kind = EVENT_COMMAND;
	origin_put(seal, &other, form);
	assert_string_equal(json_text(form, "state", ""), "17:x");
	other = press;
	other.ephemeral = false;
	origin_put(seal, &other, form);
	assert_string_equal(json_text(form, "state", ""), "17:x");
	assert_null(origin_take(seal, &submit, &back));
	submit.value = "from:forged";
	assert_null(origin_take(seal, &submit, &back));
	submit.value = NULL;
	assert_null(origin_take(seal, &submit, &back));
	json_decref(form);
	seal_free(seal);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_comes_back_to_its_message),
		cmocka_unit_test(
			a_direct_message_is_changed_without_an_answer_address),
		cmocka_unit_test(other_forms_keep_their_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
