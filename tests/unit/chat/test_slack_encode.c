#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "err.h"
#include "json.h"
#include "mem.h"
#include "text.h"

#include "card.h"
#include "chat.h"
#include "slack/slack_encode.h"
#include "slack/slack_encode_text.h"

#define GOLDEN SOURCE_DIR "/tests/golden/slack"

static json_t *
encode(const char *name, const json_t *card)
{
	if (json_object_get(card, "form") != NULL)
		return slack_encode_modal(card);
	if (text_starts(name, "home"))
		return slack_encode_home(card);
	return slack_encode_message(card, SLACK_WHOLE);
}

/* UPDATE_GOLDEN=1 in the environment writes what is made now. */
static void
check_golden(const char *name)
{
	char *path = xasprintf(GOLDEN "/%s", name);
	json_t *file = json_load_file(path, 0, NULL), *made, *card;
	struct err e = {{0}};

	assert_non_null(file);
	card = json_object_get(file, "card");
	card_check(card, &e);
	assert_string_equal(e.text, "");
	made = encode(name, card);
	assert_non_null(made);
	if (getenv("UPDATE_GOLDEN") != NULL) {
		json_object_set(file, "slack", made);
		json_dump_file(file, path, JSON_INDENT(1));
	}
	if (!json_equal(json_object_get(file, "slack"), made))
		fail_msg("%s is not made as it was: see UPDATE_GOLDEN=1 and "
			 "git diff",
			name);
	json_decref(made);
	json_decref(file);
	free(path);
}

static void
test_golden(void **state)
{
	DIR *dir = opendir(GOLDEN);
	struct dirent *entry;
	int count = 0;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (strstr(entry->d_name, ".json") == NULL)
			continue;
		check_golden(entry->d_name);
		count++;
	}
	closedir(dir);
	assert_true(count >= 8);
}

/* Slack writes dates in the language of whoever looks; where it has not that
 * of the card, the card's own words stand. */
static void
test_dates_stay_in_the_language_of_the_card(void **state)
{
	static const struct {
		const char *language;
		bool own;
	} cases[] = {{"de", false}, {"en", false}, {"fi", true}, {"sv", true}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		json_t *card = json_pack("{s:[{s:[s, {s:i, s:s, s:s, s:s}]}]}",
			"blocks", "text", "x ", "time", 1796342400, "style",
			"date", "text", "4.12.", "language", cases[i].language);
		json_t *message = slack_encode_message(card, SLACK_WHOLE);
		char *text = json_dumps(message, 0);

		assert_true(
			(strstr(text, "timestamp") == NULL) == cases[i].own);
		assert_non_null(strstr(text, "4.12."));
		free(text);
		json_decref(message);
		json_decref(card);
	}
}

/* What Slack would refuse as invalid_blocks, anywhere in a message. */
static void
check_limits(const char *key, const json_t *value)
{
	static const struct {
		const char *key;
		size_t max;
	} texts[] = {{"text", 3000}, {"alt_text", 2000}, {"value", 2000},
		{"image_url", 3000}, {"url", 3000}, {"accessibility_label", 75},
		{"action_id", 255}, {"block_id", 255},
		{"private_metadata", 3000}};
	const char *inner;
	json_t *child;
	size_t i;

	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (!json_is_string(value) || strcmp(key, texts[i].key) != 0)
			continue;
		assert_true(slack_encode_units(json_string_value(value),
				    false) <= texts[i].max);
		if (strcmp(key, "text") == 0)
			assert_true(json_string_length(value) > 0);
	}
	if (strcmp(key, "elements") == 0)
		assert_in_range(json_array_size(value), 1, SIZE_MAX);
	if (strcmp(key, "fields") == 0)
		assert_in_range(json_array_size(value), 1, 10);
	json_array_foreach(value, i, child)
	{
		check_limits("", child);
	}
	json_object_foreach((json_t *)value, inner, child)
	{
		check_limits(inner, child);
	}
}

static void
test_limits_hold_everywhere(void **state)
{
	DIR *dir = opendir(GOLDEN);
	struct dirent *entry;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		char *path;
		json_t *file, *made, *blocks;

		if (strstr(entry->d_name, ".json") == NULL)
			continue;
		path = xasprintf(GOLDEN "/%s", entry->d_name);
		file = json_load_file(path, 0, NULL);
		made = encode(entry->d_name, json_object_get(file, "card"));
		blocks = json_object_get(made, "blocks");
		assert_in_range(json_array_size(blocks), 1,
			json_object_get(made, "type") ? 100 : 50);
		check_limits("", blocks);
		json_decref(made);
		json_decref(file);
		free(path);
	}
	closedir(dir);
}

/* Nothing said by people may call anyone, in whatever part it stands. */
static void
test_nobody_is_pinged(void **state)
{
	char *path = xasprintf(GOLDEN "/hostile.json"), *text;
	json_t *file = json_load_file(path, 0, NULL), *blocks, *block;
	json_t *made = slack_encode_message(
		json_object_get(file, "card"), SLACK_WHOLE);
	size_t i;

	(void)state;
	text = json_dump(json_object_get(made, "text"));
	assert_null(strstr(text, "<!channel>"));
	assert_null(strstr(text, "<!here>"));
	assert_null(strstr(text, "<!everyone>"));
	assert_null(strstr(text, "@here"));
	assert_null(strstr(text, "@channel"));
	assert_null(strstr(text, "javascript:"));
	free(text);
	blocks = json_object_get(made, "blocks");
	json_array_foreach(blocks, i, block)
	{
		text = json_dump(block);
		/* rich_text and values are never read as markup */
		if (strstr(text, "rich_text") == NULL &&
			strstr(text, "\"value\"") == NULL) {
			assert_null(strstr(text, "<!channel"));
			assert_null(strstr(text, "<!here"));
			assert_null(strstr(text, "<!every"));
		}
		if (strstr(text, "mrkdwn") != NULL)
			assert_non_null(strstr(text, "\"verbatim\":true"));
		free(text);
	}
	json_decref(made);
	json_decref(file);
	free(path);
}

static void
assert_cut(const char *s, size_t max, bool escaped, const char *expected)
{
	char *cut = slack_encode_cut(s, max, escaped);

	assert_string_equal(cut, expected);
	assert_true(slack_encode_units(cut, escaped) <= max);
	free(cut);
}

static void
test_cutting(void **state)
{
	char *zalgo = xmalloc(2 * 500 + 2);
	size_t i;

	(void)state;
	assert_cut("short", 10, true, "short");
	assert_cut("", 10, true, "");
	/* astral characters count two, and are never halved */
	assert_cut("\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80", 5, false,
		"\xf0\x9f\x98\x80\xe2\x80\xa6");
	assert_int_equal(slack_encode_units("a\xf0\x9f\x98\x80&", true), 8);
	zalgo[0] = 'a';
	for (i = 0; i < 500; i++)
		memcpy(zalgo + 1 + 2 * i, "\xcc\x81", 2);
	zalgo[1001] = '\0';
	assert_cut(zalgo, 75, true, "");
	free(zalgo);
}

static void
test_acks(void **state)
{
	json_t *card = json_pack("{s:s}", "text", "Hi");
	json_t *errors = json_pack("{s:s}", "name", "Taken.");
	json_t *form = json_pack(
		"{s:s, s:s, s:[]}", "form", "f", "title", "T", "blocks");
	struct chat_answer answer = {.card = card};
	json_t *payload = slack_encode_answer(&answer, false);
	char *text = json_dump(payload), *ack = slack_encode_ack("e-1", text);

	(void)state;
	assert_string_equal(ack,
		"{\"envelope_id\":\"e-1\",\"payload\":{\"text\":\"Hi\","
		"\"blocks\":[{\"type\":\"rich_text\",\"elements\":[{\"type\":"
		"\"rich_text_section\",\"elements\":[{\"type\":\"text\","
		"\"text\":\"Hi\"}]}]}]}}");
	free(ack);
	free(text);
	json_decref(payload);
	assert_null(slack_encode_answer(&answer, true));
	answer = (struct chat_answer){.errors = errors};
	payload = slack_encode_answer(&answer, true);
	assert_string_equal(json_text(payload, "errors.name", ""), "Taken.");
	json_decref(payload);
	answer = (struct chat_answer){.form = form};
	payload = slack_encode_answer(&answer, true);
	assert_string_equal(json_text(payload, "view.callback_id", ""), "f");
	json_decref(payload);
	ack = slack_encode_ack("a\"b", NULL);
	assert_string_equal(ack, "{\"envelope_id\":\"a\\\"b\"}");
	free(ack);
	json_decref(form);
	json_decref(errors);
	json_decref(card);
}

static void
test_pictures_can_be_left_out(void **state)
{
	char *path = xasprintf(GOLDEN "/announcement.json"), *text;
	json_t *file = json_load_file(path, 0, NULL);
	json_t *made = slack_encode_message(
		json_object_get(file, "card"), SLACK_NO_PICTURES);

	(void)state;
	text = json_dump(made);
	assert_null(strstr(text, "image_url"));
	assert_non_null(strstr(text, "finished restore"));
	free(text);
	json_decref(made);
	json_decref(file);
	free(path);
}

/* The picture of a chart takes the place of its words in what is seen; what
 * reads it out has them in both. */
static void
test_a_chart_is_a_picture_or_words(void **state)
{
	json_t *card = json_pack("{s:[{s:{s:[{s:s, s:i}], s:s}}, {s:s, s:s, "
				 "s:s, s:s}]}",
		"blocks", "chart", "bars", "label", "Mon", "value", 3, "alt",
		"Mon 3", "file", "items 0", "name", "a.csv", "type", "text/csv",
		"instead", "not here");
	json_t *drawn = slack_encode_drawn(card, SLACK_WHOLE, "F1");
	json_t *plain = slack_encode_message(card, SLACK_WHOLE);
	json_t *without = card_without_file(card), *block;

	(void)state;
	assert_int_equal(json_array_size(json_object_get(drawn, "blocks")), 1);
	block = json_array_get(json_object_get(drawn, "blocks"), 0);
	assert_string_equal(json_text(block, "type", ""), "image");
	assert_string_equal(json_text(block, "slack_file.id", ""), "F1");
	assert_string_equal(json_text(block, "alt_text", ""), "Mon 3");
	assert_string_equal(json_text(drawn, "text", ""), "Mon 3\na.csv");
	assert_int_equal(json_array_size(json_object_get(plain, "blocks")), 1);
	block = json_array_get(json_object_get(plain, "blocks"), 0);
	assert_string_equal(json_text(block, "type", ""), "context");
	json_decref(plain);
	plain = slack_encode_message(without, SLACK_WHOLE);
	assert_string_equal(json_text(plain, "text", ""), "Mon 3\nnot here");
	assert_int_equal(json_array_size(json_object_get(plain, "blocks")), 2);
	json_decref(card);
	json_decref(drawn);
	json_decref(plain);
	json_decref(without);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_dates_stay_in_the_language_of_the_card),
		cmocka_unit_test(test_limits_hold_everywhere),
		cmocka_unit_test(test_nobody_is_pinged),
		cmocka_unit_test(test_cutting),
		cmocka_unit_test(test_acks),
		cmocka_unit_test(test_pictures_can_be_left_out),
		cmocka_unit_test(test_a_chart_is_a_picture_or_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
