#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "chat.h"
#include "slack/slack_written.h"

static json_t *
card(int n)
{
	return json_pack(
		"{s:[{s:o}]}", "blocks", "text", json_sprintf("number %d", n));
}

/* What is written for a card must be what it says now. */
static void
assert_says(struct slack_written *w, const json_t *said, int n)
{
	struct chat_answer answer = {.card = said};
	char *text = slack_written_answer(w, &answer, false);
	json_t *words = json_sprintf("number %d", n);

	assert_non_null(text);
	assert_non_null(strstr(text, json_string_value(words)));
	json_decref(words);
	free(text);
}

static void
test_each_card_is_written_as_it_is(void **state)
{
	struct slack_written *w = slack_written_new();
	json_t *cards[20];
	int round, i;

	(void)state;
	for (i = 0; i < 20; i++)
		cards[i] = card(i);
	/* More than are kept, alone and shared, in turn. */
	for (round = 0; round < 3; round++)
		for (i = 0; i < 20; i++) {
			if (i % 2 == 0)
				json_incref(cards[i]);
			assert_says(w, cards[i], i);
			assert_says(w, cards[i], i);
			if (i % 2 == 0)
				json_decref(cards[i]);
		}
	for (i = 0; i < 20; i++)
		json_decref(cards[i]);
	slack_written_free(w);
}

static void
test_a_card_of_one_may_change_between(void **state)
{
	struct slack_written *w = slack_written_new();
	json_t *own = card(1);

	(void)state;
	assert_says(w, own, 1);
	json_array_set_new(json_object_get(own, "blocks"), 0,
		json_pack("{s:s}", "text", "number 2"));
	assert_says(w, own, 2);
	json_decref(own);
	slack_written_free(w);
}

static void
test_nothing_to_say(void **state)
{
	struct slack_written *w = slack_written_new();
	struct chat_answer answer = {.card = NULL};
	json_t *errors = json_pack("{s:s}", "name", "is taken");
	char *text;

	(void)state;
	assert_null(slack_written_answer(w, NULL, false));
	assert_null(slack_written_answer(w, &answer, false));
	assert_null(slack_written_answer(w, &answer, true));
	answer.errors = errors;
	text = slack_written_answer(w, &answer, true);
	assert_non_null(strstr(text, "is taken"));
	free(text);
	json_decref(errors);
	slack_written_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_card_is_written_as_it_is),
		cmocka_unit_test(test_a_card_of_one_may_change_between),
		cmocka_unit_test(test_nothing_to_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
