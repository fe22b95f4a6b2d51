#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "backoff.h"
#include "slack/slack_error.h"
#include "slack/slack_job.h"
#include "slack/slack_limits.h"

#define POST "chat.postMessage"

static void
test_one_channel_holds_up_itself_alone(void **state)
{
	struct slack_limits *l = slack_limits_new(60, 240);

	(void)state;
	assert_int_equal(slack_limits_take(l, POST, "C1", 1000), 0);
	slack_limits_refused(l, POST, "C1", 5000, 1000);
	assert_int_equal(slack_limits_take(l, POST, "C1", 2000), 4000);
	assert_int_equal(slack_limits_take(l, POST, "C2", 2000), 0);
	assert_int_equal(slack_limits_take(l, "chat.update", NULL, 2000), 0);
	assert_int_equal(slack_limits_take(l, POST, "C1", 6000), 0);
	slack_limits_free(l);
}

static void
test_a_second_channel_blocks_all_posts(void **state)
{
	struct slack_limits *l = slack_limits_new(60, 240);

	(void)state;
	slack_limits_refused(l, POST, "C1", 5000, 1000);
	slack_limits_refused(l, POST, "C2", 3000, 2000);
	assert_in_range(slack_limits_take(l, POST, "C3", 2000), 2900, 3300);
	assert_int_equal(
		slack_limits_take(l, "chat.postEphemeral", NULL, 2000), 0);
	slack_limits_free(l);
	/* but not when the first was over by then */
	l = slack_limits_new(60, 240);
	slack_limits_refused(l, POST, "C1", 1000, 1000);
	slack_limits_refused(l, POST, "C2", 3000, 2500);
	assert_int_equal(slack_limits_take(l, POST, "C3", 2600), 0);
	slack_limits_free(l);
}

static void
test_other_methods_block_themselves(void **state)
{
	struct slack_limits *l = slack_limits_new(60, 240);

	(void)state;
	slack_limits_refused(l, "chat.update", NULL, 5000, 1000);
	assert_in_range(
		slack_limits_take(l, "chat.update", NULL, 2000), 4000, 5300);
	assert_int_equal(slack_limits_take(l, "chat.delete", NULL, 2000), 0);
	assert_int_equal(slack_limits_take(l, POST, "C1", 2000), 0);
	slack_limits_free(l);
}

/* 500 channels at once: each is told its own time, as the ceiling lets them
 * through, and none comes back in vain. */
static void
test_many_channels_are_spread(void **state)
{
	struct slack_limits *l = slack_limits_new(60, 240);
	int64_t wait, last = 0;
	char place[16];
	int i, now = 0;

	(void)state;
	for (i = 0; i < 500; i++) {
		snprintf(place, sizeof place, "C%d", i);
		wait = slack_limits_take(l, POST, place, 1000);
		now += wait == 0;
		if (wait == 0)
			continue;
		assert_true(wait > last);
		last = wait;
	}
	assert_in_range(now, 4, 16);
	assert_in_range(last, 118000, 126000);
	slack_limits_free(l);
}

/* A channel that has to wait takes nothing of what others may send. */
static void
test_a_busy_channel_costs_others_nothing(void **state)
{
	struct slack_limits *l = slack_limits_new(60, 60);
	int i;

	(void)state;
	assert_int_equal(slack_limits_take(l, POST, "C1", 1000), 0);
	assert_int_equal(slack_limits_take(l, POST, "C1", 1000), 0);
	for (i = 0; i < 50; i++)
		assert_true(slack_limits_take(l, POST, "C1", 2000) >= 0);
	assert_true(slack_limits_take(l, POST, "C2", 4000) == 0);
	slack_limits_free(l);
}

static void
test_errors_mean_what_they_do(void **state)
{
	(void)state;
	assert_int_equal(slack_error_outcome("is_archived"), SLACK_GONE);
	assert_int_equal(slack_error_outcome("restricted_action_thread_locked"),
		SLACK_GONE);
	assert_int_equal(slack_error_outcome("fatal_error"), SLACK_UNSURE);
	assert_int_equal(slack_error_outcome("token_revoked"), SLACK_DENIED);
	assert_int_equal(slack_error_outcome("ratelimited"), SLACK_LIMITED);
	assert_int_equal(slack_error_outcome("invalid_blocks"), SLACK_REFUSED);
	assert_int_equal(slack_error_outcome("brand_new"), SLACK_REFUSED);
	assert_int_equal(slack_error_status(503), SLACK_UNSURE);
	assert_int_equal(slack_error_status(429), SLACK_LIMITED);
}

static void
test_a_key_has_one_uuid(void **state)
{
	char a[37], b[37], c[37];

	(void)state;
	slack_job_uuid("announce:17:C1", a);
	slack_job_uuid("announce:17:C1", b);
	slack_job_uuid("announce:17:C2", c);
	assert_string_equal(a, b);
	assert_string_not_equal(a, c);
	assert_int_equal(strlen(a), 36);
	assert_int_equal(a[14], '8');
	assert_non_null(strchr("89ab", a[19]));
}

static void
test_backoff_stays_within_its_promise(void **state)
{
	unsigned attempts = 0;
	int64_t wait, most = 0;
	int i;

	(void)state;
	assert_in_range(backoff_next(&attempts), 500, 1000);
	for (i = 0; i < 500; i++) {
		wait = backoff_next(&attempts);
		assert_in_range(wait, 500, 24000);
		if (wait > most)
			most = wait;
	}
	assert_true(most > 12000);
	assert_in_range(backoff_slow(), 60000, 300000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_channel_holds_up_itself_alone),
		cmocka_unit_test(test_a_second_channel_blocks_all_posts),
		cmocka_unit_test(test_other_methods_block_themselves),
		cmocka_unit_test(test_many_channels_are_spread),
		cmocka_unit_test(test_a_busy_channel_costs_others_nothing),
		cmocka_unit_test(test_errors_mean_what_they_do),
		cmocka_unit_test(test_a_key_has_one_uuid),
		cmocka_unit_test(test_backoff_stays_within_its_promise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
