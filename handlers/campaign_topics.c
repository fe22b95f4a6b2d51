#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "mem.h"
#include "text.h"
#include "topics.h"

#include "turn.h"

#include "campaign_topics.h"
#include "topic_name.h"

#define NAMED_MOST 20

static int
on_name(void *arg, const struct topic *topic, struct err *e)
{
	struct text *all = arg;

	(void)e;
	text_add(all, all->size > 0 ? ", " : "");
	text_add(all, topic->name);
	return 0;
}

char *
campaign_topics_names(struct turn *t, int64_t campaign, struct err *e)
{
	struct text all = {NULL, 0, 0};

	if (topic_each_of_campaign(t->db, campaign, on_name, &all, e) == -1) {
		text_free(&all);
		return NULL;
	}
	return text_take(&all);
}

static int
refuse(struct turn *t, struct line_change *c, const char *name, struct err *e)
{
	struct text all = {NULL, 0, 0};
	char *wrong, *topics;
	int result;

	if (topic_each(t->db, on_name, &all, e) == -1) {
		text_free(&all);
		return -1;
	}
	topics = text_take(&all);
	wrong = text_cut(name, 40);
	result = line_refuse(t, c, "topics_unknown",
		json_pack("{s:s, s:s}", "wrong", wrong, "topics", topics), e);
	free(wrong);
	free(topics);
	return result;
}

/* The ids of what is named; *fine is false when one is unknown and refused. */
static int
read_ids(struct turn *t, struct line_change *c, json_t *ids, struct err *e)
{
	char *copy = xstrdup(c->value), *rest = copy, *name;
	struct topic written, topic;
	int result = 0;

	while (result == 0 && c->refused == NULL &&
		(name = strsep(&rest, ",")) != NULL) {
		name = text_trim(name);
		if (*name == '\0')
			continue;
		topic.id = 0;
		if (topic_name_read(name, &written))
			result = topic_find(t->db, written.name, &topic, e);
		if (result == 0 &&
			(topic.id == 0 || json_array_size(ids) == NAMED_MOST))
			result = refuse(t, c, name, e);
		else
			json_array_append_new(ids, json_integer(topic.id));
	}
	free(copy);
	return result;
}

struct setting {
	struct turn *t;
	int64_t campaign;
	json_t *off;
};

static int
on_old(void *arg, const struct topic *topic, struct err *e)
{
	const struct setting *s = arg;

	(void)e;
	return json_array_append_new(s->off, json_integer(topic->id));
}

static int
set_all(const struct setting *s, const json_t *ids, bool on, struct err *e)
{
	size_t i;

	for (i = 0; i < json_array_size(ids); i++)
		if (topic_set_campaign(s->t->db, s->campaign,
			    json_integer_value(json_array_get(ids, i)), on,
			    e) == -1)
			return -1;
	return 0;
}

int
campaign_topics_set(struct turn *t, struct line_change *c, struct err *e)
{
	struct setting s = {t, c->campaign->id, json_array()};
	json_t *ids = json_array();
	char *before = campaign_topics_names(t, s.campaign, e);
	int result = before == NULL ? -1 : read_ids(t, c, ids, e);

	if (result == 0 && c->refused == NULL) {
		text_copy(c->before, sizeof c->before, before);
		result = topic_each_of_campaign(
			t->db, s.campaign, on_old, &s, e);
		if (result == 0)
			result = set_all(&s, s.off, false, e);
		if (result == 0)
			result = set_all(&s, ids, true, e);
	}
	free(before);
	json_decref(ids);
	json_decref(s.off);
	return result;
}
