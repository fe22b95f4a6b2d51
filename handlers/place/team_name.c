#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "teams.h"
#include "text.h"

#include "turn.h"

#include "team_name.h"

#define SHOWN 60
#define NEAR_AMONG 200 /* of so many teams the nearest is looked for */

bool
team_name_read(const char *written, struct team *out)
{
	char *copy = text_clean(written), *rest = copy, *word;
	struct text name = {0};
	bool fine;

	*out = (struct team){.id = 0};
	while ((word = text_word(&rest)) != NULL) {
		text_add(&name, name.size == 0 ? "" : " ");
		text_add(&name, word);
	}
	free(copy);
	fine = name.size > 0 && name.size <= TEAM_NAME_MAX &&
	       strchr("#@<~`", name.bytes[0]) == NULL;
	if (fine)
		text_copy(out->name, sizeof out->name, name.bytes);
	text_free(&name);
	return fine;
}

static int
on_name(void *arg, const struct team *team, struct err *e)
{
	(void)e;
	return json_array_append_new(arg, json_string(team->name));
}

/* The name among names that is nearest, or NULL. */
static const char *
nearest(const char *wrong, const json_t *names)
{
	const char *words[NEAR_AMONG + 1];
	size_t i, count = json_array_size(names);
	int at;

	for (i = 0; i < count && i < NEAR_AMONG; i++)
		words[i] = json_string_value(json_array_get(names, i));
	words[i] = NULL;
	at = text_nearest(wrong, words);
	return at == -1 ? NULL : words[at];
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
	near = nearest(shown, names);
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
