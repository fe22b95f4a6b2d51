#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "items.h"
#include "json.h"
#include "mem.h"
#include "text.h"

#include "about.h"
#include "address.h"
#include "answer.h"
#include "behaviour.h"
#include "feed_about.h"
#include "number.h"

#define SHOWN 5

/* /campaign feeds test <address or name>: it is read once, nothing of it is
 * stored, and what it would bring comes as a message. */
static int
start(struct turn *t, const char *url, struct err *e)
{
	struct feed_test test = {.id = 0};
	char *site = url_host_for_display(url);
	int result = -1;

	text_copy(test.url, sizeof test.url, url);
	text_copy(test.chat, sizeof test.chat, t->event->chat);
	text_copy(test.person, sizeof test.person, t->event->person);
	if (feed_test_add(t->db, &test, e) == 0)
		result = turn_reply(
			t, "feed_testing", json_pack("{s:s}", "site", site), e);
	free(site);
	return result;
}

int
feed_test_run(struct turn *t, struct err *e)
{
	struct feed_row known;
	char *copy, *rest, *word;
	enum url_fault fault;
	int result;

	if (feeds_find(t->db, t->text, &known, e) == -1)
		return -1;
	if (known.id != 0)
		return start(t, known.url, e);
	copy = rest = xstrdup(t->text);
	word = text_word(&rest);
	word = address_bare(word == NULL ? copy : word);
	fault = url_find_fault(word);
	result = fault == URL_FINE ? start(t, word, e)
				   : address_refuse(t, word, fault, e);
	free(copy);
	return result;
}

static json_t *
entry_values(struct turn *t, const json_t *entry)
{
	const char *url = json_text(entry, "url", "");
	const char *title = json_text(entry, "title", "");
	char *cut = text_cut(*title == '\0' ? url : title, 150);
	int64_t at = json_integer_value(json_object_get(entry, "at"));
	json_t *values = json_pack("{s:s, s:s, s:o}", "title", cut, "url", url,
		"at", answer_time(t, at, "date"));

	free(cut);
	return values;
}

/* How many of the entries are items already. */
static int
count_known(
	struct turn *t, const json_t *entries, int64_t *known, struct err *e)
{
	struct item item;
	const char *canonical;
	json_t *entry;
	size_t i;

	*known = 0;
	json_array_foreach(entries, i, entry)
	{
		canonical = json_text(entry, "canonical", "");
		if (item_find_canonical(t->db, canonical, &item, e) == -1)
			return -1;
		if (item.id != 0)
			++*known;
	}
	return 0;
}

static json_t *
result_values(struct turn *t, const struct feed_test *test, struct err *e)
{
	const json_t *entries = json_at(t->event->fields, "entries");
	json_t *newest = json_array(), *entry;
	struct feed_row feed;
	int64_t known;
	size_t i;

	if (feeds_find_url(t->db, test->url, &feed, e) == -1 ||
		count_known(t, entries, &known, e) == -1) {
		json_decref(newest);
		return NULL;
	}
	json_array_foreach(entries, i, entry)
	{
		if (i < SHOWN)
			json_array_append_new(newest, entry_values(t, entry));
	}
	return json_pack("{s:s, s:o, s:I, s:I, s:o, s:s, s:b}", "url",
		test->url, "trouble", about_trouble(t), "count",
		(json_int_t)json_array_size(entries), "known",
		(json_int_t)known, "newest", newest, "feed",
		feed.id == 0 ? "" : feed.name, "empty",
		json_array_size(entries) == 0);
}

/* It was read, or could not be. */
int
feed_tested_run(struct turn *t, struct err *e)
{
	struct feed_test test;
	json_t *values;
	char key[64];

	if (feed_test_get(t->db, number_read(t->event->value), &test, e) == -1)
		return -1;
	if (test.id == 0)
		return 0;
	values = result_values(t, &test, e);
	if (values == NULL || feed_test_drop(t->db, test.id, e) == -1) {
		json_decref(values);
		return -1;
	}
	snprintf(key, sizeof key, "feed_test:%" PRId64, test.id);
	return turn_tell(
		t, test.chat, test.person, key, "feed_tested", values, e);
}
