#include <stdio.h>
#include <string.h>

#include "topics.h"

#include "behaviour.h"
#include "topic_marks.h"
#include "topic_name.h"

static int
on_topic(void *arg, const struct topic *topic, struct err *e)
{
	(void)e;
	return json_array_append_new(arg, json_string(topic->name));
}

static int
show(struct turn *t, bool changed, struct err *e)
{
	json_t *all = topic_name_list(t, e), *chosen = json_array();

	if (all == NULL || topic_each_of_member(t->db, t->member.id, on_topic,
				   chosen, e) == -1) {
		json_decref(all);
		json_decref(chosen);
		return -1;
	}
	return turn_reply(t, "my_topics",
		json_pack("{s:o, s:o, s:b}", "topics", all, "chosen", chosen,
			"changed", changed),
		e);
}

static int
drop_topic(void *arg, const struct topic *topic, struct err *e)
{
	struct topic_marks *m = arg;

	(void)e;
	if (m->count < TOPICS_MOST)
		m->list[m->count++].topic = *topic;
	return 0;
}

/* /advocate topics [+engineering -hiring] */
int
my_topics_run(struct turn *t, struct err *e)
{
	struct topic_marks marks;
	bool fine;
	size_t i;

	if (*t->text == '\0')
		return show(t, false, e);
	if (topic_marks_read(
		    t, t->text, "/advocate topics", &marks, &fine, e) == -1)
		return -1;
	if (!fine)
		return 0;
	if (marks.none && topic_each_of_member(t->db, t->member.id, drop_topic,
				  &marks, e) == -1)
		return -1;
	for (i = 0; i < marks.count; i++)
		if (topic_set_member(t->db, t->member.id,
			    marks.list[i].topic.id, marks.list[i].on, e) == -1)
			return -1;
	return show(t, true, e);
}
