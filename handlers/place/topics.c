#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"
#include "topics.h"

#include "answer.h"
#include "behaviour.h"
#include "number.h"
#include "sub.h"
#include "topic_name.h"

/* A list being made. */
struct list {
	struct turn *t;
	json_t *rows;
};

static int
on_topic(void *arg, const struct topic *topic, struct err *e)
{
	const struct list *l = arg;
	struct topic_uses uses;

	if (topic_count(l->t->db, topic->id, &uses, e) == -1)
		return -1;
	return json_array_append_new(
		l->rows, json_pack("{s:s, s:I, s:I, s:I, s:I}", "topic",
				 topic->name, "items", (json_int_t)uses.items,
				 "feeds", (json_int_t)uses.feeds, "campaigns",
				 (json_int_t)uses.campaigns, "channels",
				 (json_int_t)uses.channels));
}

/* /campaign topics */
static int
list_run(struct turn *t, struct err *e)
{
	struct list list = {t, json_array()};

	if (topic_each(t->db, on_topic, &list, e) == -1) {
		json_decref(list.rows);
		return -1;
	}
	return answer_here(
		t, "topic_list", json_pack("{s:o}", "topics", list.rows), e);
}

static int
refuse_name(struct turn *t, const char *written, struct err *e)
{
	char *shown = text_cut(written, 60);
	int result = turn_reply(t, "topic_name_wrong",
		json_pack("{s:s, s:i}", "wrong", shown, "most", TOPIC_LETTERS),
		e);

	free(shown);
	return result;
}

static int
say_taken(struct turn *t, const struct topic *taken, struct err *e)
{
	return turn_reply(
		t, "topic_taken", json_pack("{s:s}", "topic", taken->name), e);
}

/* /campaign topics add <name> */
static int
add_run(struct turn *t, struct err *e)
{
	struct topic topic, known;

	if (!topic_name_read(t->text, &topic))
		return refuse_name(t, t->text, e);
	if (topic_find(t->db, topic.name, &known, e) == -1)
		return -1;
	if (known.id != 0)
		return say_taken(t, &known, e);
	if (topic_add(t->db, &topic, t->now, e) == -1)
		return -1;
	if (topic.id == 0)
		return turn_reply(t, "topic_many",
			json_pack("{s:s, s:i}", "topic", topic.name, "most",
				TOPICS_MOST),
			e);
	if (turn_audit(t, "topic.add", topic.name, "", topic.name, e) == -1)
		return -1;
	return turn_reply(
		t, "topic_added", json_pack("{s:s}", "topic", topic.name), e);
}

/* Names may have several words, so the old one is as many words of the line
 * as make a topic; *rest is what follows. id 0: none. */
static int
read_old(struct turn *t, char *line, struct topic *out, const char **rest,
	struct err *e)
{
	char *at = line + strlen(line), kept;
	struct topic named;

	*out = (struct topic){.id = 0};
	for (; at > line && out->id == 0; at--) {
		kept = *at;
		if (kept != '\0' && kept != ' ')
			continue;
		*at = '\0';
		if (topic_name_read(line, &named) &&
			topic_find(t->db, named.name, out, e) == -1)
			return -1;
		*rest = kept == '\0' ? at : at + 1;
		*at = kept;
	}
	return 0;
}

static int
rename_to(struct turn *t, struct topic *old, const char *written, struct err *e)
{
	struct topic topic, known;
	char before[sizeof topic.name];

	if (!topic_name_read(written, &topic))
		return refuse_name(t, written, e);
	if (topic_find(t->db, topic.name, &known, e) == -1)
		return -1;
	if (known.id != 0 && known.id != old->id)
		return say_taken(t, &known, e);
	topic.id = old->id;
	text_copy(before, sizeof before, old->name);
	if (topic_rename(t->db, &topic, e) == -1 ||
		turn_audit(t, "topic.rename", before, before, topic.name, e) ==
			-1)
		return -1;
	return turn_reply(t, "topic_renamed",
		json_pack("{s:s, s:s}", "before", before, "topic", topic.name),
		e);
}

/* /campaign topics rename <name> [to] <another> */
static int
rename_run(struct turn *t, struct err *e)
{
	char *line = text_clean(t->text);
	const char *rest = "";
	struct topic old;
	int result = read_old(t, line, &old, &rest, e);

	if (result == 0 && text_starts(rest, "to "))
		rest += 3;
	if (result == 0 && old.id == 0)
		result = topic_name_find(
			t, line, "/campaign topics rename ", &old, e);
	else if (result == 0)
		result = rename_to(t, &old, rest, e);
	free(line);
	return result;
}

/* /campaign topics remove <name>: asks. */
static int
remove_run(struct turn *t, struct err *e)
{
	struct topic topic;
	struct topic_uses uses;

	if (topic_name_find(
		    t, t->text, "/campaign topics remove ", &topic, e) == -1)
		return -1;
	if (topic.id == 0)
		return 0;
	if (topic_count(t->db, topic.id, &uses, e) == -1)
		return -1;
	return turn_reply(t, "topic_remove_ask",
		json_pack("{s:I, s:s, s:I, s:I, s:I, s:I}", "id",
			(json_int_t)topic.id, "topic", topic.name, "items",
			(json_int_t)uses.items, "feeds", (json_int_t)uses.feeds,
			"campaigns", (json_int_t)uses.campaigns, "channels",
			(json_int_t)uses.channels),
		e);
}

int
topics_remove_yes_run(struct turn *t, struct err *e)
{
	struct topic topic;

	if (topic_get(t->db, number_read(t->event->value), &topic, e) == -1)
		return -1;
	if (topic.id == 0)
		return turn_replace(t, "nothing_changed", NULL, e);
	if (topic_remove(t->db, topic.id, e) == -1 ||
		turn_audit(t, "topic.remove", topic.name, topic.name, "", e) ==
			-1)
		return -1;
	return turn_replace(
		t, "topic_removed", json_pack("{s:s}", "topic", topic.name), e);
}

int
topics_run(struct turn *t, struct err *e)
{
	static const struct sub subs[] = {{NULL, ROLE_AUDITOR, list_run},
		{"list", ROLE_AUDITOR, list_run},
		{"help", ROLE_AUDITOR, list_run}, {"add", ROLE_ADMIN, add_run},
		{"rename", ROLE_ADMIN, rename_run},
		{"remove", ROLE_ADMIN, remove_run}, {NULL, ROLE_NONE, NULL}};

	return sub_run(t, "/campaign topics", subs, e);
}
