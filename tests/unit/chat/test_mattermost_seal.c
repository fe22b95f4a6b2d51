#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "seal.h"

#include "mattermost/mattermost_seal.h"

#define ANA "aaaaaaaaaaaaaaaaaaaaaaaaaa"
#define BEN "bbbbbbbbbbbbbbbbbbbbbbbbbb"
#define HERE "cccccccccccccccccccccccccc"
#define THERE "dddddddddddddddddddddddddd"
#define HOUR INT64_C(3600000)

static int
set_up(void **state)
{
	*state = seal_new("0123456789abcdef0123456789abcdef", NULL);
	return *state == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	seal_free(*state);
	return 0;
}

/* As the server sends it back: any order, through its own JSON. */
static json_t *
round_trip(json_t *context)
{
	char *text = json_dumps(context, JSON_SORT_KEYS | JSON_ENSURE_ASCII);
	json_t *back = json_loads(text, 0, NULL);

	free(text);
	json_decref(context);
	return back;
}

static void
check(const struct seal *seal, const json_t *context,
	const struct mattermost_caller *caller, const char *why)
{
	struct mattermost_bound out;
	struct err e = {{0}};
	int status = mattermost_seal_check(seal, context, caller, &out, &e);

	assert_string_equal(e.text, why == NULL ? "" : why);
	assert_int_equal(status, why == NULL ? 0 : -1);
}

static const struct mattermost_caller ana_here = {"acme", ANA, HERE};

static void
test_a_button_proves_itself(void **state)
{
	json_t *ask = json_pack("{s:s, s:s, s:s, s:s}", "title", "Sure?",
		"text", "Gone is gone \xc3\xa9", "yes", "Yes", "no", "No");
	struct mattermost_bound made = {"acme", "share", "17 \xc3\xa9<&>", ANA,
					HERE, "item:17", true, ask},
				out;
	json_t *context = round_trip(mattermost_seal_context(*state, &made));
	struct err e;

	json_object_set_new(context, "selected_option", json_string("x"));
	assert_int_equal(
		mattermost_seal_check(*state, context, &ana_here, &out, &e), 0);
	assert_string_equal(out.action, "share");
	assert_string_equal(out.value, made.value);
	assert_string_equal(out.key, "item:17");
	assert_true(out.ephemeral);
	assert_true(json_equal((json_t *)out.confirm, ask));
	json_decref(context);
	json_decref(ask);
}

static void
test_what_is_not_bound_is_anybodys(void **state)
{
	struct mattermost_bound made = {.chat = "acme", .action = "share"}, out;
	struct mattermost_caller ben_there = {"acme", BEN, THERE};
	json_t *context = mattermost_seal_context(*state, &made);
	json_t *again = mattermost_seal_context(*state, &made);
	struct err e;

	assert_int_equal(
		mattermost_seal_check(*state, context, &ben_there, &out, &e),
		0);
	assert_string_equal(out.value, "");
	assert_string_equal(out.person, "");
	assert_string_equal(out.channel, "");
	assert_string_equal(out.key, "");
	assert_false(out.ephemeral);
	assert_null(out.confirm);
	/* no two are the same */
	assert_false(json_equal(context, again));
	json_decref(again);
	json_decref(context);
}

static void
test_what_is_edited_is_refused(void **state)
{
	static const char *const keys[] = {
		"a", "x", "p", "c", "k", "e", "n", "v", "q"};
	struct mattermost_bound made = {
		"acme", "share", "17", ANA, HERE, "k", true, NULL};
	json_t *context = mattermost_seal_context(*state, &made), *copy;
	size_t i;

	for (i = 0; i < sizeof keys / sizeof *keys; i++) {
		copy = json_copy(context);
		json_object_set_new(copy, keys[i], json_string("other"));
		check(*state, copy, &ana_here,
			"the context's signature is wrong");
		json_object_del(copy, keys[i]);
		if (json_object_get(context, keys[i]) != NULL)
			check(*state, copy, &ana_here,
				"the context's signature is wrong");
		json_decref(copy);
	}
	json_object_set_new(context, "m", json_string(""));
	check(*state, context, &ana_here, "the context's signature is wrong");
	json_object_set_new(context, "m", json_integer(1));
	check(*state, context, &ana_here, "the context's signature is wrong");
	json_object_del(context, "m");
	check(*state, context, &ana_here, "the context is not signed");
	check(*state, NULL, &ana_here, "no context");
	json_decref(context);
}

/* Moving bytes from one member to the next must not keep the signature. */
static void
test_members_do_not_run_together(void **state)
{
	struct mattermost_bound made = {
		.chat = "acme", .action = "ab", .value = "c"};
	json_t *context = mattermost_seal_context(*state, &made);

	json_object_set_new(context, "a", json_string("a"));
	json_object_set_new(context, "x", json_string("bc"));
	check(*state, context, &ana_here, "the context's signature is wrong");
	json_decref(context);
}

static void
test_what_is_foreign_is_refused(void **state)
{
	struct mattermost_bound made = {
		"acme", "share", "17", ANA, HERE, "k", false, NULL};
	struct mattermost_caller ben = {"acme", BEN, HERE},
				 elsewhere = {"acme", ANA, THERE},
				 other_server = {"sub", ANA, HERE};
	struct seal *other = seal_new("another-secret-another-secret-xx", NULL);
	json_t *context = mattermost_seal_context(*state, &made);

	check(*state, context, &ben, "the button is another person's");
	check(*state, context, &elsewhere, "the button is of another channel");
	check(*state, context, &other_server,
		"the context's signature is wrong");
	check(other, context, &ana_here, "the context's signature is wrong");
	seal_free(other);
	json_decref(context);
}

/* Forms -------------------------------------------------------------------- */

static char *
new_form(const struct seal *seal, struct mattermost_form *f)
{
	json_t *kinds = json_pack(
		"{s:s, s:[s, s]}", "why", "text", "nets", "linkedin", "x");
	char *state;

	*f = (struct mattermost_form){.chat = "acme",
		.name = "edit",
		.person = ANA,
		.state = "17:linkedin",
		.answer = "https://chat.acme.com/hooks/commands/secret",
		.kinds = kinds,
		.until = 5 * HOUR};
	state = mattermost_seal_state(seal, f);
	json_decref(kinds);
	return state;
}

static void
test_a_form_comes_back(void **state)
{
	struct mattermost_form made, out;
	char *text = new_form(*state, &made);
	struct err e = {{0}};
	json_t *box = mattermost_seal_open(
		*state, text, &ana_here, 5 * HOUR, &out, &e);

	assert_string_equal(e.text, "");
	assert_non_null(box);
	assert_string_equal(out.name, "edit");
	assert_string_equal(out.state, "17:linkedin");
	assert_string_equal(out.answer, made.answer);
	assert_string_equal(out.nonce, made.nonce);
	assert_true(strlen(out.nonce) >= 16);
	assert_string_equal(
		json_string_value(json_object_get(out.kinds, "why")), "text");
	assert_null(out.press);
	/* nobody reads the answer's address on the way */
	assert_null(strstr(text, "secret"));
	json_decref(box);
	free(text);
}

static void
refuse(const struct seal *seal, const char *text,
	const struct mattermost_caller *caller, int64_t now, const char *why)
{
	struct mattermost_form out;
	struct err e = {{0}};

	assert_null(mattermost_seal_open(seal, text, caller, now, &out, &e));
	assert_string_equal(e.text, why);
}

static void
test_other_states_are_refused(void **state)
{
	struct mattermost_caller ben = {"acme", BEN, HERE},
				 other_server = {"sub", ANA, HERE};
	struct mattermost_form made;
	char *text = new_form(*state, &made), *edited, *answer;
	size_t i;

	refuse(*state, text, &ben, HOUR, "the form is another person's");
	refuse(*state, text, &other_server, HOUR,
		"the form is of another server");
	refuse(*state, text, &ana_here, 5 * HOUR + 1, "the form is too old");
	for (i = 0; i < strlen(text); i += 7) {
		edited = xstrdup(text);
		edited[i] = edited[i] == 'A' ? 'B' : 'A';
		refuse(*state, edited, &ana_here, HOUR,
			"the form's state is none of ours");
		free(edited);
	}
	refuse(*state, "", &ana_here, HOUR, "the form's state is none of ours");
	refuse(*state, "v1.c1.sig", &ana_here, HOUR,
		"the form's state is none of ours");
	/* something else that we sealed, for another use of the same key */
	answer = seal_close_text(*state, SEAL_CALLBACK, "{\"state\":\"x\"}");
	refuse(*state, answer, &ana_here, HOUR,
		"the form's state is none of ours");
	free(answer);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_button_proves_itself),
		cmocka_unit_test(test_what_is_not_bound_is_anybodys),
		cmocka_unit_test(test_what_is_edited_is_refused),
		cmocka_unit_test(test_members_do_not_run_together),
		cmocka_unit_test(test_what_is_foreign_is_refused),
		cmocka_unit_test(test_a_form_comes_back),
		cmocka_unit_test(test_other_states_are_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
