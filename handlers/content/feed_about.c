#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "json.h"
#include "mem.h"
#include "text.h"
#include "topics.h"
#include "when.h"

#include "turn.h"

#include "answer.h"
#include "feed_about.h"

#define NAMES_MOST 500
#define DETAIL_MOST 100 /* bytes of a trouble's detail that are kept */

static const struct {
	int64_t ms;
	const char *letter, *phrase;
} units[] = {
	{WHEN_DAY, "d", "every_days"},
	{WHEN_HOUR, "h", "every_hours"},
	{WHEN_MINUTE, "m", "every_minutes"},
	{WHEN_SECOND, "s", "every_seconds"},
};

#define UNITS (sizeof units / sizeof *units)

int64_t
feed_read_span(const char *text)
{
	char *end;
	long long number;
	size_t i;

	if (*text < '0' || *text > '9')
		return -1;
	number = strtoll(text, &end, 10);
	while (*end == ' ')
		end++;
	for (i = 0; i < UNITS; i++)
		if (text_same(end, units[i].letter) && number <= 100000)
			return number * units[i].ms;
	return -1;
}

/* The largest unit that it is a whole number of. */
static size_t
unit_of(int64_t ms)
{
	size_t i = 0;

	while (i < UNITS - 1 && ms % units[i].ms != 0)
		i++;
	return i;
}

char *
feed_write_span(int64_t ms)
{
	size_t i = unit_of(ms);

	return xasprintf("%" PRId64 "%s", ms / units[i].ms, units[i].letter);
}

static json_t *
every(int64_t ms)
{
	size_t i = unit_of(ms);

	return json_pack("{s:s, s:I}", "phrase", units[i].phrase, "n",
		(json_int_t)(ms / units[i].ms));
}

/* The phrase, with a detail short enough for its place; where it does not fit
 * nevertheless the words alone. */
void
feed_note_trouble(struct feed_row *f, const json_t *fields)
{
	json_t *why = json_deep_copy(json_at(fields, "why"));
	char detail[DETAIL_MOST + 1], *packed;

	text_copy(f->trouble, sizeof f->trouble,
		json_text(fields, "trouble", ""));
	if (why == NULL)
		return;
	text_copy(detail, sizeof detail, json_text(why, "detail", ""));
	json_object_set_new(why, "detail", json_string(detail));
	packed = json_dump(why);
	if (strlen(packed) < sizeof f->trouble)
		text_copy(f->trouble, sizeof f->trouble, packed);
	free(packed);
	json_decref(why);
}

static json_t *
trouble_of(const struct feed_row *f)
{
	json_t *why = NULL;

	if (f->trouble[0] == '{')
		why = json_parse(f->trouble, strlen(f->trouble), NULL);
	return why != NULL ? why : json_string(f->trouble);
}

json_t *
feed_about(struct turn *t, const struct feed_row *f, struct err *e)
{
	struct campaign c;
	struct topic topic;
	int64_t items;

	if (campaign_get(t->db, f->campaign, &c, e) == -1 ||
		topic_get(t->db, f->topic, &topic, e) == -1 ||
		feeds_items(t->db, f->id, &items, e) == -1)
		return NULL;
	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:b, s:o, s:I, s:i, s:o, "
			 "s:o, s:b, s:b}",
		"id", (json_int_t)f->id, "feed", f->name, "url", f->url,
		"campaign", c.name, "topic", topic.id == 0 ? "" : topic.name,
		"review", strcmp(f->mode, "review") == 0, "every",
		every(f->interval), "items", (json_int_t)items, "most", f->most,
		"read", answer_time(t, f->read_at, "date_time"), "trouble",
		trouble_of(f), "paused", (int)f->paused, "config",
		strcmp(f->source, "config") == 0);
}

/* All names, to look for one in. */
struct search {
	const char *text;
	struct feed_named *out;
	size_t size; /* of the longest name so far */
	const char *names[NAMES_MOST + 1];
	size_t count;
};

static int
on_feed(void *arg, const struct feed_row *f, struct err *e)
{
	struct search *s = arg;
	size_t size = strlen(f->name);
	char after = '\0';

	(void)e;
	if (s->count < NAMES_MOST)
		s->names[s->count++] = xstrdup(f->name);
	if (strncasecmp(s->text, f->name, size) != 0)
		return 0;
	after = s->text[size];
	if ((after != '\0' && after != ' ' && after != '\n') || size < s->size)
		return 0;
	/* Of two that differ by case alone the one that was written. */
	if (size == s->size && strncmp(s->text, f->name, size) != 0)
		return 0;
	s->size = size;
	s->out->feed = *f;
	s->out->rest = s->text + size;
	return 0;
}

static int
refuse(struct turn *t, const struct search *s, const char *deed, struct err *e)
{
	char *wrong = text_cut(s->text, 60);
	int nearest = text_nearest(wrong, s->names);
	const char *near = nearest < 0 ? "" : s->names[nearest];
	int result = turn_reply(t, "feed_unknown",
		json_pack("{s:s, s:s, s:s, s:b}", "wrong", wrong, "near", near,
			"deed", deed, "none", s->count == 0),
		e);

	free(wrong);
	return result;
}

int
feed_which(struct turn *t, const char *text, const char *deed,
	struct feed_named *out, struct err *e)
{
	struct search *s = xcalloc(1, sizeof *s);
	int result;
	size_t i;

	s->text = text;
	s->out = out;
	*out = (struct feed_named){.rest = ""};
	result = feeds_each(t->db, 0, NAMES_MOST, on_feed, s, e);
	while (*out->rest == ' ' || *out->rest == '\n')
		out->rest++;
	if (result == 0 && out->feed.id == 0)
		result = refuse(t, s, deed, e);
	for (i = 0; i < s->count; i++)
		free((char *)(uintptr_t)s->names[i]);
	free(s);
	return result;
}

int
feed_refuse_written(
	struct turn *t, const struct feed_row *f, bool *refused, struct err *e)
{
	json_t *values;

	*refused = strcmp(f->source, "config") == 0;
	if (!*refused)
		return 0;
	values = feed_about(t, f, e);
	return values == NULL ? -1 : answer_here(t, "feed_written", values, e);
}

int
feed_answer(struct turn *t, const struct feed_row *f, const char *what,
	struct err *e)
{
	static const char *const all[] = {
		"made", "saved", "stopped", "resumed", NULL};
	json_t *values = feed_about(t, f, e);
	int i;

	if (values == NULL)
		return -1;
	for (i = 0; all[i] != NULL; i++)
		json_object_set_new(values, all[i],
			json_boolean(strcmp(what, all[i]) == 0));
	return answer_here(t, "feed_show", values, e);
}
