#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "json.h"
#include "seal.h"
#include "when.h"

#include "db.h"
#include "items.h"
#include "posted.h"

#include "scene.h"

/* What our web site delivers, and what was suggested. U9 is the admin. */

static int
begin(void **state)
{
	*state = scene_new();
	scene_programme(*state)->content_review = true;
	return 0;
}

static int
end(void **state)
{
	scene_free(*state);
	return 0;
}

/* POST /content as the web side hands it on; hash is of the whole body. */
static void
deliver(struct scene *s, const char *body, const char *key)
{
	const struct posted_clock now = {scene_now(), "UTC"};
	struct posted_fault fault;
	json_t *content = posted_read(body, strlen(body), &now, &fault);
	unsigned char hash[16] = {0};
	struct event *event;
	json_t *frame;
	char *mark;

	assert_non_null(content);
	memcpy(hash, body + strlen(body) - 16, 16);
	mark = seal_encode(hash, sizeof hash);
	frame = json_pack("{s:{s:o, s:s, s:s}}", "fields", "content", content,
		"key", key, "hash", mark);
	free(mark);
	event = event_new(EVENT_WEB, frame);
	event->name = "content";
	event->fields = json_object_get(frame, "fields");
	scene_event(s, event);
}

static int64_t
items(struct scene *s)
{
	struct err e = {""};
	int64_t count;

	assert_int_equal(db_number(scene_db(s), &e, &count,
				 "SELECT count(*) FROM item", ""),
		0);
	return count;
}

static void
answered(struct scene *s, int status, const char *words)
{
	char *text;

	assert_int_equal(scene_status(s), status);
	text = json_dump(scene_answer(s));
	if (strstr(text, words) == NULL)
		fail_msg("answered: %s", text);
	free(text);
}

#define SHIP                                                                   \
	"{\"url\": \"https://blog.acme.test/ship\", \"title\": \"We ship\"}"
#define OTHER "{\"url\": \"https://blog.acme.test/other\", \"title\": \"Two\"}"

static void
the_same_key_gives_the_same_answer(void **state)
{
	struct scene *s = *state;

	deliver(s, SHIP, "k-1");
	answered(s, 202, "\"known\":false");
	scene_nothing(s);
	deliver(s, SHIP, "k-1");
	answered(s, 202, "\"known\":false");
	assert_int_equal(items(s), 1);
	/* Another process knows it too. */
	scene_restart(s);
	deliver(s, SHIP, "k-1");
	answered(s, 202, "\"known\":false");
	assert_int_equal(items(s), 1);
}

static void
a_key_is_for_one_thing(void **state)
{
	struct scene *s = *state;

	deliver(s, SHIP, "k-1");
	answered(s, 202, "\"item\":1");
	deliver(s, OTHER, "k-1");
	answered(s, 422, "key_used");
	assert_int_equal(items(s), 1);
	deliver(s, OTHER, "k-2");
	answered(s, 202, "\"item\":2");
}

static void
without_a_key_the_address_prevents_a_second_one(void **state)
{
	struct scene *s = *state;

	deliver(s, SHIP, "");
	answered(s, 202, "\"state\":\"reading\"");
	deliver(s, SHIP, "");
	answered(s, 200, "\"known\":true");
	assert_int_equal(items(s), 1);
}

static void
what_was_refused_may_come_again(void **state)
{
	static const char body[] = "{\"url\": \"https://blog.acme.test/x\","
				   " \"campaign\": \"Nothing\"}";
	struct scene *s = *state;

	deliver(s, body, "k-1");
	answered(s, 422, "\"field\":\"campaign\"");
	assert_int_equal(items(s), 0);
	deliver(s, OTHER, "k-1");
	answered(s, 202, "\"item\":1");
}

static void
a_network_must_be_one(void **state)
{
	static const char body[] =
		"{\"url\": \"https://blog.acme.test/x\", \"captions\":"
		" [{\"text\": \"a\"}, {\"network\": \"icq\", \"text\": "
		"\"b\"}]}";
	struct scene *s = *state;

	deliver(s, body, "");
	answered(s, 422, "\"field\":\"captions[1].network\"");
	assert_int_equal(items(s), 0);
}

static void
suggestions_have_a_most_a_day(void **state)
{
	struct scene *s = *state;
	char line[64];
	int i;

	for (i = 0; i < 10; i++) {
		snprintf(line, sizeof line, "suggest https://blog.acme.test/%d",
			i);
		scene_command(s, "U1", "/advocate", line);
		scene_said(s, "U1", "Thank you");
	}
	scene_command(
		s, "U1", "/advocate", "suggest https://blog.acme.test/10");
	scene_said(s, "U1", "more than 10 suggestions within a day");
	/* Of somebody else, and a day later. */
	scene_command(
		s, "U2", "/advocate", "suggest https://blog.acme.test/10");
	scene_said(s, "U2", "Thank you");
	scene_wait(WHEN_DAY);
	scene_command(
		s, "U1", "/advocate", "suggest https://blog.acme.test/11");
	scene_said(s, "U1", "Thank you");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_same_key_gives_the_same_answer),
		TEST(a_key_is_for_one_thing),
		TEST(without_a_key_the_address_prevents_a_second_one),
		TEST(what_was_refused_may_come_again),
		TEST(a_network_must_be_one),
		TEST(suggestions_have_a_most_a_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
