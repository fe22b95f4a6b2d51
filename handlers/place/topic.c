#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "items.h"
#include "mem.h"
#include "text.h"
#include "topics.h"

#include "about.h"
#include "behaviour.h"
#include "topic_name.h"
#include "which.h"

static int
set(struct turn *t, struct item *i, const struct topic *to, struct err *e)
{
	struct topic from;
	char about[32];

	snprintf(about, sizeof about, "%" PRId64, i->id);
	if (topic_get(t->db, i->topic, &from, e) == -1)
		return -1;
	i->topic = to->id;
	if (from.id != to->id && (item_save(t->db, i, e) == -1 ||
					 turn_audit(t, "item.topic", about,
						 from.name, to->name, e) == -1))
		return -1;
	return turn_reply(t, "topic_set",
		json_pack("{s:I, s:s, s:s}", "item", (json_int_t)i->id, "title",
			about_title(i), "topic", to->name),
		e);
}

/* What was written after the item: a topic, "none", or nothing: then the
 * topics there are. */
static int
read_topic(struct turn *t, struct item *i, const char *written, struct err *e)
{
	struct topic topic = {.id = 0};
	char *command;
	int result;

	if (text_same(written, "none") || text_same(written, "-"))
		return set(t, i, &topic, e);
	command = xasprintf("/campaign topic %" PRId64 " ", i->id);
	result = topic_name_find(t, written, command, &topic, e);
	free(command);
	if (result == -1 || topic.id == 0)
		return result;
	return set(t, i, &topic, e);
}

/* /campaign topic 12 <name> */
int
topic_run(struct turn *t, struct err *e)
{
	char *copy = xstrdup(t->text), *rest = copy;
	struct item item;
	int result = which_item(t, text_word(&rest), "topic", &item, e);

	if (result == 0 && item.id != 0)
		result = read_topic(
			t, &item, rest == NULL ? "" : text_trim(rest), e);
	free(copy);
	return result;
}
