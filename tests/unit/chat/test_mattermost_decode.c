#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "json.h"
#include "mem.h"

#include "event.h"
#include "mattermost/mattermost_decode.h"

static const char me[] = "bbbbbbbbbbbbbbbbbbbbbbbbbb";

/* Frames ---------------------------------------------------------------------
 */

static const struct mattermost_self us = {.person = me,
	.prefix = "acme-",
	.connection = "cccccccccccccccccccccccccc"};

/* The event of a frame written in C, or NULL. The frame is freed by who asked:
 * f. */
static struct event *
decode(struct mattermost_frame *f, const char *text)
{
	struct err e;

	assert_int_equal(
		mattermost_decode_frame(f, text, strlen(text), &us, &e), 0);
	return f->event;
}

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbb"
#define P "pppppppppppppppppppppppppp"
#define C "dddddddddddddddddddddddddd"

/* {"posted"} of a post in a channel of that type. */
static char *
posted(const char *post, const char *type, bool as_text)
{
	json_t *frame = json_pack("{s:s, s:i, s:{s:s}, s:{s:s, s:s}}", "event",
		"posted", "seq", 7, "broadcast", "channel_id", C, "data",
		"channel_type", type, "sender_name", "@ana");
	json_t *data = json_object_get(frame, "data");
	char *text;

	if (as_text)
		json_object_set_new(data, "post", json_string(post));
	else
		json_object_set_new(data, "post", json_loads(post, 0, NULL));
	text = json_dumps(frame, 0);
	json_decref(frame);
	return text;
}

static void
check_posted(const char *post, const char *type, const char *text)
{
	struct mattermost_frame f;
	int as_text;

	for (as_text = 0; as_text <= 1; as_text++) {
		char *frame = posted(post, type, as_text);
		struct event *e = decode(&f, frame);

		if (text == NULL) {
			assert_null(e);
		} else {
			assert_non_null(e);
			assert_int_equal(e->kind, EVENT_MESSAGE);
			assert_string_equal(e->text, text);
			assert_string_equal(e->key, "message:" P);
			assert_string_equal(e->place, C);
			assert_true(e->direct);
		}
		mattermost_decode_free(&f);
		free(frame);
	}
}

#define POST(more)                                                             \
	"{\"id\":\"" P                                                         \
	"\",\"message\":\" join \xe2\x80\x9cme\xe2\x80\x9d \"," more "}"
#define BY_ANA "\"user_id\":\"" A "\""

static void
test_direct_messages_of_people_alone(void **state)
{
	(void)state;
	check_posted(POST(BY_ANA), "D", "join \"me\"");
	check_posted(POST(BY_ANA ",\"props\":null"), "D", "join \"me\"");
	check_posted(POST(BY_ANA), "O", NULL);
	check_posted(POST(BY_ANA), "G", NULL);
	check_posted(POST("\"user_id\":\"" B "\""), "D", NULL);
	check_posted(
		POST(BY_ANA ",\"type\":\"system_join_channel\""), "D", NULL);
	check_posted(
		POST(BY_ANA ",\"props\":{\"from_bot\":\"true\"}"), "D", NULL);
	check_posted(POST(BY_ANA ",\"props\":{\"from_webhook\":\"true\"}"), "D",
		NULL);
	check_posted(POST(BY_ANA ",\"delete_at\":5"), "D", NULL);
	check_posted(POST(BY_ANA ",\"original_id\":\"" A "\""), "D", NULL);
	check_posted("[]", "D", NULL);
	check_posted("{\"id\":\"../x\"}", "D", NULL);
}

/* Heard live, then read up with a later update time: one and the same. */
static void
test_a_backfill_has_the_keys_of_the_socket(void **state)
{
	json_t *post = json_loads(POST(BY_ANA ",\"channel_id\":\"" C "\","
					      "\"update_at\":1795398947000"),
		0, NULL);
	json_t *reaction = json_loads(
		"{\"user_id\":\"" A "\",\"post_id\":\"" P "\","
		"\"emoji_name\":\"tada\",\"create_at\":1795398944929,"
		"\"update_at\":1795398944943}",
		0, NULL);
	struct event *e = mattermost_decode_post(post, true, &us);

	(void)state;
	assert_non_null(e);
	assert_string_equal(e->key, "message:" P);
	assert_string_equal(e->place, C);
	event_free(e);
	assert_null(mattermost_decode_post(post, false, &us));
	e = mattermost_decode_reaction(reaction, C, &us);
	assert_non_null(e);
	assert_string_equal(e->key, "reaction:" P ":" A ":tada:1795398944943");
	assert_string_equal(e->place, C);
	event_free(e);
	json_object_set_new(reaction, "user_id", json_string(B));
	assert_null(mattermost_decode_reaction(reaction, C, &us));
	json_decref(reaction);
	json_decref(post);
}

/* The event's key of a reaction's frame, yours. */
static char *
reaction_key(const char *event, const char *emoji, long long create_at,
	long long update_at)
{
	char *text = xasprintf(
		"{\"event\":\"%s\",\"seq\":4,\"broadcast\":{\"channel_id\":"
		"\"" C "\"},\"data\":{\"reaction\":\"{\\\"user_id\\\":"
		"\\\"" A "\\\",\\\"post_id\\\":\\\"" P
		"\\\",\\\"emoji_name\\\":\\\"%s\\\","
		"\\\"create_at\\\":%lld,\\\"update_at\\\":%lld}\"}}",
		event, emoji, create_at, update_at);
	struct mattermost_frame f;
	struct event *e = decode(&f, text);
	char *key;

	assert_non_null(e);
	assert_string_equal(e->name, "wave");
	assert_string_equal(e->place, C);
	key = xstrdup(e->key);
	mattermost_decode_free(&f);
	free(text);
	return key;
}

/* The server keeps the create time of the first of three. */
static void
test_reacting_thrice_is_three_happenings(void **state)
{
	char *first = reaction_key("reaction_added", "wave", 1000, 1000);
	char *removed = reaction_key("reaction_removed", "wave", 0, 2000);
	char *again = reaction_key("reaction_added", "wave", 3000, 3000);
	char *read = reaction_key("reaction_added", "wave", 1000, 3000);
	char *toned = reaction_key(
		"reaction_added", "wave_medium_dark_skin_tone", 1000, 1000);

	(void)state;
	assert_string_not_equal(first, removed);
	assert_string_not_equal(first, again);
	assert_string_not_equal(removed, again);
	assert_string_equal(again, read);
	assert_string_not_equal(first, toned);
	free(toned);
	free(read);
	free(again);
	free(removed);
	free(first);
}

static void
test_removal_has_two_shapes(void **state)
{
	static const char *const frames[] = {
		"{\"event\":\"user_removed\",\"seq\":3,\"data\":{\"channel_"
		"id\":"
		"\"" C "\",\"remover_id\":\"" A "\"},\"broadcast\":{"
		"\"user_id\":\"" B "\",\"channel_id\":\"\"}}",
		"{\"event\":\"user_removed\",\"seq\":3,\"data\":{\"user_id\":"
		"\"" B "\",\"remover_id\":\"" A "\"},\"broadcast\":{"
		"\"user_id\":\"\",\"channel_id\":\"" C "\"}}"};
	struct mattermost_frame f;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		struct event *e = decode(&f, frames[i]);

		assert_non_null(e);
		assert_int_equal(e->kind, EVENT_PLACE);
		assert_string_equal(e->name, "left");
		assert_string_equal(e->place, C);
		mattermost_decode_free(&f);
	}
}

static void
test_what_is_no_frame(void **state)
{
	static const char *const bad[] = {"", "x", "[]",
		("\"Invalid session token=" A "\""), ("{\"a\":" A)};
	static const char *const other[] = {"{}", "{\"event\":\"posted\"}",
		"{\"event\":7,\"seq\":1}", "{\"seq\":1}",
		"{\"event\":\"a b\",\"seq\":1}"};
	struct mattermost_frame f;
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(mattermost_decode_frame(
					 &f, bad[i], strlen(bad[i]), &us, &e),
			-1);
		assert_null(strstr(e.text, A));
		mattermost_decode_free(&f);
	}
	for (i = 0; i < sizeof other / sizeof *other; i++) {
		assert_null(decode(&f, other[i]));
		assert_int_equal(f.kind, MATTERMOST_OTHER);
		mattermost_decode_free(&f);
	}
}

/* A failed action's words have the token in them: only its id is taken. */
static void
test_no_token_leaves_a_reply(void **state)
{
	struct mattermost_frame f;

	(void)state;
	decode(&f, "{\"status\":\"FAIL\",\"seq_reply\":9,\"error\":{"
		   "\"id\":\"Invalid session token=" A "\","
		   "\"message\":\"Invalid session token=" A "\"}}");
	assert_int_equal(f.kind, MATTERMOST_REPLY);
	assert_false(f.ok);
	assert_string_equal(f.error, "");
	assert_int_equal(f.reply_to, 9);
	mattermost_decode_free(&f);
}

/* People ------------------------------------------------------------------- */

static void
check_person(const char *user, const char *fields)
{
	json_t *in = json_loads(user, 0, NULL), *out;
	char *made;

	assert_non_null(in);
	out = mattermost_decode_person(in);
	made = json_dumps(out, JSON_COMPACT | JSON_SORT_KEYS);
	assert_string_equal(made, fields);
	free(made);
	json_decref(out);
	json_decref(in);
}

static void
test_people(void **state)
{
	(void)state;
	check_person("{\"username\":\"ana\",\"nickname\":\"\","
		     "\"first_name\":\"Ana\",\"last_name\":\"Lima\","
		     "\"locale\":\"pt-BR\",\"roles\":"
		     "\"system_user system_admin\",\"delete_at\":0,"
		     "\"timezone\":{\"useAutomaticTimezone\":\"true\","
		     "\"automaticTimezone\":\"America/Bahia\","
		     "\"manualTimezone\":\"Europe/Oslo\"}}",
		"{\"admin\":true,\"bot\":false,\"gone\":false,"
		"\"language\":\"pt\",\"name\":\"Ana Lima\","
		"\"zone\":\"America/Bahia\"}");
	check_person("{\"username\":\"ben\",\"is_bot\":true,"
		     "\"roles\":\"system_administrator\",\"delete_at\":17,"
		     "\"timezone\":{\"useAutomaticTimezone\":\"true\","
		     "\"automaticTimezone\":\"\","
		     "\"manualTimezone\":\"Europe/Oslo\"}}",
		"{\"admin\":false,\"bot\":true,\"gone\":true,"
		"\"name\":\"ben\",\"zone\":\"Europe/Oslo\"}");
	check_person("{\"nickname\":\"Zo\",\"last_name\":\"Ek\"}",
		"{\"bot\":false,\"name\":\"Zo\"}");
	check_person("{}", "{\"bot\":false}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_direct_messages_of_people_alone),
		cmocka_unit_test(test_a_backfill_has_the_keys_of_the_socket),
		cmocka_unit_test(test_reacting_thrice_is_three_happenings),
		cmocka_unit_test(test_removal_has_two_shapes),
		cmocka_unit_test(test_what_is_no_frame),
		cmocka_unit_test(test_no_token_leaves_a_reply),
		cmocka_unit_test(test_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
