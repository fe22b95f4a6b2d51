#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "mem.h"
#include "text.h"
#include "when.h"

#include "behaviour.h"
#include "channel_about.h"
#include "channel_set.h"
#include "number.h"
#include "timing.h"
#include "topic_marks.h"

#define MOST_A_DAY 100
#define SHOWN 60

/* One line of what can be set. */
struct setting;
typedef int setting_fn(struct turn *t, struct channel *c,
	const struct setting *s, const char *value, struct err *e);
struct setting {
	const char *word;
	setting_fn *run;
	const char *channel; /* as it was written */
};

static int
show(struct turn *t, const struct channel *c, bool changed, struct err *e)
{
	json_t *values = channel_about(t, c, e);

	if (values == NULL)
		return -1;
	json_object_set_new(values, "changed", json_boolean(changed));
	return turn_reply(t, "channel_show", values, e);
}

static int
refuse(struct turn *t, const struct setting *s, const char *value,
	struct err *e)
{
	char *shown = text_cut(value, SHOWN);
	int result = turn_reply(t, "channel_set_wrong",
		json_pack("{s:s, s:b, s:b, s:b}", "wrong", shown, "language",
			strcmp(s->word, "language") == 0, "quiet",
			strcmp(s->word, "quiet") == 0, "most",
			strcmp(s->word, "most") == 0),
		e);

	free(shown);
	return result;
}

static int
add_name(void *arg, const struct topic *topic, struct err *e)
{
	struct text *names = arg;

	(void)e;
	text_addf(names, "%s%s", names->size == 0 ? "" : ", ", topic->name);
	return 0;
}

/* How a setting stands in the store, for the audit; yours. NULL with e set. */
static char *
stands(struct turn *t, const struct channel *c, const char *word, struct err *e)
{
	struct text out = {0};
	struct channel now;

	if (channel_find(t->db, c->chat, c->place, &now, e) == -1)
		return NULL;
	if (strcmp(word, "topics") == 0) {
		if (topic_each_of_channel(t->db, c->chat, c->place, add_name,
			    &out, e) == -1) {
			text_free(&out);
			return NULL;
		}
	} else if (strcmp(word, "language") == 0) {
		text_add(&out, now.language);
	} else if (strcmp(word, "most") == 0) {
		if (now.most == -1)
			text_add(&out, "default");
		else
			text_addf(&out, "%d", now.most);
	} else {
		if (now.quiet_from != now.quiet_to)
			text_addf(&out, "%02d:%02d-%02d:%02d",
				now.quiet_from / 60, now.quiet_from % 60,
				now.quiet_to / 60, now.quiet_to % 60);
		text_add(&out, now.quiet_weekend ? " weekends" : "");
	}
	return text_take(&out);
}

/* Notes the change and shows what it made. */
static int
changed(struct turn *t, const struct channel *c, const struct setting *s,
	const char *before, struct err *e)
{
	char did[32], about[160], *after = stands(t, c, s->word, e);
	int result;

	snprintf(did, sizeof did, "channel.%s", s->word);
	snprintf(about, sizeof about, "%s:%s", c->chat, c->place);
	result = after == NULL ? -1
			       : turn_audit(t, did, about, before, after, e);
	free(after);
	return result == -1 ? -1 : show(t, c, true, e);
}

static int
save(struct turn *t, const struct channel *c, const struct setting *s,
	struct err *e)
{
	char *before = stands(t, c, s->word, e);
	int result = before == NULL ? -1 : channel_save(t->db, c, e);

	if (result == 0)
		result = timing_replan(t, c, e);
	if (result == 0)
		result = changed(t, c, s, before, e);
	free(before);
	return result;
}

/* Two or three letters, and what narrows them ("fi", "de-AT"). */
static bool
is_language(const char *s)
{
	size_t size = strcspn(s, "-_"), i;

	for (i = 0; i < size; i++)
		if (!isalpha((unsigned char)s[i]))
			return false;
	return (size == 2 || size == 3) && strlen(s) <= 10 &&
	       strspn(s + size, "-_abcdefghijklmnopqrstuvwxyz"
				"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") ==
		       strlen(s + size);
}

static int
set_language(struct turn *t, struct channel *c, const struct setting *s,
	const char *value, struct err *e)
{
	if (text_same(value, "all") || text_same(value, "none"))
		c->language[0] = '\0';
	else if (is_language(value))
		text_copy(c->language, sizeof c->language, value);
	else
		return refuse(t, s, value, e);
	return save(t, c, s, e);
}

/* "18:00-08:00" into the channel; false when it is none. */
static bool
read_hours(struct channel *c, char *word)
{
	char *to = strchr(word, '-');

	if (to == NULL)
		return false;
	*to++ = '\0';
	c->quiet_from = when_parse_minute(word);
	c->quiet_to = when_parse_minute(to);
	return c->quiet_from != -1 && c->quiet_to != -1 &&
	       c->quiet_from != c->quiet_to;
}

static bool
read_quiet(struct channel *c, char *words)
{
	bool any = false;
	char *word;

	c->quiet_from = c->quiet_to = 0;
	c->quiet_weekend = false;
	if (text_same(words, "none"))
		return true;
	while ((word = text_word(&words)) != NULL) {
		any = true;
		if (text_same(word, "weekends") || text_same(word, "weekend"))
			c->quiet_weekend = true;
		else if (!read_hours(c, word))
			return false;
	}
	return any;
}

static int
set_quiet(struct turn *t, struct channel *c, const struct setting *s,
	const char *value, struct err *e)
{
	char *copy = xstrdup(value);
	bool fine = read_quiet(c, copy);

	free(copy);
	return fine ? save(t, c, s, e) : refuse(t, s, value, e);
}

static int
set_most(struct turn *t, struct channel *c, const struct setting *s,
	const char *value, struct err *e)
{
	int64_t most = number_read(value);

	if (text_same(value, "default"))
		c->most = -1;
	else if (text_same(value, "none") || strcmp(value, "0") == 0)
		c->most = 0;
	else if (most >= 1 && most <= MOST_A_DAY)
		c->most = (int)most;
	else
		return refuse(t, s, value, e);
	return save(t, c, s, e);
}

static int
drop_topic(void *arg, const struct topic *topic, struct err *e)
{
	struct topic_marks *m = arg;

	(void)e;
	if (m->count == TOPICS_MOST)
		return 0;
	m->list[m->count].topic = *topic;
	m->list[m->count++].on = false;
	return 0;
}

static int
set_topics(struct turn *t, struct channel *c, const struct setting *s,
	const char *value, struct err *e)
{
	char *command = xasprintf("/campaign channels %s topics", s->channel);
	char *before;
	struct topic_marks marks;
	bool fine;
	size_t i;
	int result = topic_marks_read(t, value, command, &marks, &fine, e);

	free(command);
	if (result == -1 || !fine)
		return result;
	if (marks.none && topic_each_of_channel(t->db, c->chat, c->place,
				  drop_topic, &marks, e) == -1)
		return -1;
	before = stands(t, c, s->word, e);
	result = before == NULL ? -1 : 0;
	for (i = 0; i < marks.count && result == 0; i++)
		result = topic_set_channel(t->db, c->chat, c->place,
			&marks.list[i].topic, marks.list[i].on, e);
	if (result == 0)
		result = changed(t, c, s, before, e);
	free(before);
	return result;
}

/* The word is none of ours: the nearest, as a button. */
static int
refuse_word(struct turn *t, const char *channel, const char *word,
	const char *value, struct err *e)
{
	static const char *const words[] = {
		"topics", "language", "quiet", "most", NULL};
	char *command = xasprintf("/campaign channels %s", channel);
	const char *whole = t->text;
	int result;

	t->text = value;
	result = refuse_unknown(t, command, word, words, e);
	t->text = whole;
	free(command);
	return result;
}

int
channel_set_run(struct turn *t, struct channel *c, const char *word,
	const char *rest, struct err *e)
{
	static const struct setting settings[] = {{"topics", set_topics, NULL},
		{"language", set_language, NULL}, {"quiet", set_quiet, NULL},
		{"most", set_most, NULL}};
	char *copy = text_clean(rest), *line = copy, *what = text_word(&line);
	const char *value = what == NULL ? "" : text_trim(line);
	struct setting found = {.run = NULL};
	size_t i;
	int result;

	for (i = 0; i < sizeof settings / sizeof *settings; i++)
		if (text_same(settings[i].word, what))
			found = settings[i];
	found.channel = word;
	if (what == NULL || text_same(what, "help"))
		result = show(t, c, false, e);
	else if (t->role < ROLE_ADMIN)
		result = refuse_role(t, ROLE_ADMIN, e);
	else if (found.run == NULL)
		result = refuse_word(t, word, what, value, e);
	else
		result = found.run(t, c, &found, value, e);
	free(copy);
	return result;
}
