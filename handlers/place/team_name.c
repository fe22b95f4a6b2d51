#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "teams.h"
#include "text.h"

#include "turn.h"

#include "named.h"
#include "team_name.h"

#define SHOWN 60

bool
team_name_read(const char *written, struct team *out)
{
	char *name = named_words(written);
	bool fine;

	*out = (struct team){.id = 0};
	fine = strlen(name) > 0 && strlen(name) <= TEAM_NAME_MAX &&
	       strchr("#@<~`", name[0]) == NULL;
	if (fine)
		text_copy(out->name, sizeof out->name, name);
	free(name);
	return fine;
}

static int
on_name(void *arg, const struct team *team, struct err *e)
{
	(void)e;
	return json_array_append_new(arg, json_string(team->name));
}

static int
refuse(struct turn *t, const char *written, const char *command, struct err *e)
{
	json_t *names = json_array();
	char *shown, *line = NULL;
	const char *near;
	int result;

	if (team_each(t->db, on_name, names, e) == -1) {
		json_decref(names);
		return -1;
	}
	shown = text_cut(written, SHOWN);
	near = named_nearest(shown, names);
	if (near != NULL)
		line = xasprintf("%s%s", command, near);
	result = turn_reply(t, "team_unknown",
		json_pack("{s:s, s:s, s:s, s:b}", "wrong", shown, "near",
			near == NULL ? "" : near, "value",
			line == NULL ? "" : line, "some",
			json_array_size(names) > 0),
		e);
	free(shown);
	free(line);
	json_decref(names);
	return result;
}

int
team_name_find(struct turn *t, const char *written, const char *command,
	struct team *out, struct err *e)
{
	struct team named;

	*out = (struct team){.id = 0};
	if (team_name_read(written, &named) &&
		team_find(t->db, named.name, out, e) == -1)
		return -1;
	return out->id != 0 ? 0 : refuse(t, written, command, e);
}

int
team_name_first(struct turn *t, char *line, const char *command,
	struct team *out, const char **rest, struct err *e)
{
	char *at = line + strlen(line), kept;
	struct team named;

	*out = (struct team){.id = 0};
	for (; at > line && out->id == 0; at--) {
		kept = *at;
		if (kept != '\0' && kept != ' ')
			continue;
		*at = '\0';
		if (team_name_read(line, &named) &&
			team_find(t->db, named.name, out, e) == -1)
			return -1;
		*rest = kept == '\0' ? at : at + 1;
		*at = kept;
	}
	return out->id != 0 ? 0 : refuse(t, line, command, e);
}

char *
team_names_of(struct turn *t, int64_t member, struct err *e)
{
	json_t *names = json_array(), *name;
	struct text out = {0};
	size_t i;

	if (team_each_of_member(t->db, member, on_name, names, e) == -1) {
		json_decref(names);
		return NULL;
	}
	json_array_foreach(names, i, name)
	{
		text_add(&out, i == 0 ? "" : ", ");
		text_add(&out, json_string_value(name));
	}
	json_decref(names);
	return text_take(&out);
}
