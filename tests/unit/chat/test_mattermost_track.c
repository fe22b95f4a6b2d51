#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "mattermost/mattermost_mark.h"
#include "mattermost/mattermost_track.h"

static void
numbers_are_followed(void **state)
{
	struct mattermost_track t = {0};
	char *url;
	int i;

	(void)state;
	assert_true(mattermost_track_hello(&t, "one", 0));
	assert_int_equal(mattermost_track_event(&t, 1), MATTERMOST_NEXT);
	assert_false(mattermost_track_hello(&t, "one", 2));
	assert_int_equal(mattermost_track_event(&t, 2), MATTERMOST_SEEN);
	assert_int_equal(mattermost_track_event(&t, 3), MATTERMOST_NEXT);
	assert_int_equal(mattermost_track_event(&t, 5), MATTERMOST_LOST);
	mattermost_track_lost(&t);
	url = mattermost_track_url(&t, "https://chat.example/team");
	assert_string_equal(url, "wss://chat.example/team/api/v4/websocket"
				 "?connection_id=one&sequence_number=4");
	free(url);
	mattermost_track_resumed(&t);
	mattermost_track_lost(&t); /* the same are missing again */
	url = mattermost_track_url(&t, "http://10.0.0.1:8065");
	assert_string_equal(url, "ws://10.0.0.1:8065/api/v4/websocket");
	free(url);
	assert_true(mattermost_track_hello(&t, "two", 0));
	for (i = 0; i < 3; i++) {
		url = mattermost_track_url(&t, "http://h");
		assert_int_equal(strchr(url, '?') != NULL, i < 2);
		assert_int_equal(mattermost_track_opened(&t), i < 2);
		free(url);
	}
	assert_true(mattermost_track_hello(&t, "two", 0));
	assert_true(mattermost_track_hello(&t, "two", 0));
}

static void
a_mark_stands_still_in_a_gap(void **state)
{
	struct mattermost_mark m = {.heard = 1000};

	(void)state;
	mattermost_mark_gap(&m);
	assert_false(mattermost_mark_prove(&m, 5000));
	assert_int_equal(m.heard, 1000);
	assert_true(mattermost_mark_caught_up(&m));
	assert_int_equal(m.heard, 5000);
	assert_false(mattermost_mark_prove(&m, 6000));
	assert_int_equal(m.heard, 6000);
	assert_true(mattermost_mark_prove(&m, 5000 + 600000));
	mattermost_mark_gap(&m); /* and a second one before it was read up */
	mattermost_mark_gap(&m);
	assert_int_equal(m.heard, 605000);
	assert_false(mattermost_mark_caught_up(&m)); /* until when? */
	assert_int_equal(m.heard, 605000);
	assert_true(mattermost_mark_prove(&m, 700000));
	assert_int_equal(m.heard, 700000);
	assert_true(mattermost_mark_prove(&m, 600000)); /* put back */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_followed),
		cmocka_unit_test(a_mark_stands_still_in_a_gap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
