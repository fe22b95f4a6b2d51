#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "text.h"
#include "topics.h"

#include "turn.h"

#include "named.h"
#include "topic_name.h"

#define SHOWN 60

bool
topic_name_read(const char *written, struct topic *out)
{
	char *name = named_words(written);
	bool fine;

	*out = (struct topic){.id = 0};
	fine = strlen(name) > 0 && strlen(name) < sizeof out->name &&
	       text_graphemes(name) <= TOPIC_LETTERS &&
	       strchr("+-#`", name[0]) == NULL;
	if (fine)
		text_copy(out->name, sizeof out->name, name);
	free(name);
	return fine;
}

static int
on_topic(void *arg, const struct topic *t, struct err *e)
{
	(void)e;
	return json_array_append_new(arg, json_string(t->name));
}

json_t *
topic_name_list(struct turn *t, struct err *e)
{
	json_t *names = json_array();

	if (topic_each(t->db, on_topic, names, e) == 0)
		return names;
	json_decref(names);
	return NULL;
}

static int
refuse(struct turn *t, const char *written, const char *command, struct err *e)
{
	json_t *names = topic_name_list(t, e);
	char *shown, *line = NULL;
	const char *near;
	int result;

	if (names == NULL)
		return -1;
	shown = text_cut(written, SHOWN);
	near = named_nearest(shown, names);
	if (near != NULL)
		line = xasprintf("%s%s", command, near);
	result = turn_reply(t, "topic_unknown",
		json_pack("{s:s, s:s, s:s, s:o}", "wrong", shown, "near",
			near == NULL ? "" : near, "value",
			line == NULL ? "" : line, "topics", names),
		e);
	free(shown);
	free(line);
	return result;
}

int
topic_name_find(struct turn *t, const char *written, const char *command,
	struct topic *out, struct err *e)
{
	struct topic named;

	*out = (struct topic){.id = 0};
	if (topic_name_read(written, &named) &&
		topic_find(t->db, named.name, out, e) == -1)
		return -1;
	return out->id != 0 ? 0 : refuse(t, written, command, e);
}
