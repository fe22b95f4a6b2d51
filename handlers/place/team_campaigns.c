#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "audience.h"
#include "json.h"
#include "text.h"

#include "turn.h"

#include "campaign_names.h"
#include "team_campaigns.h"

struct naming {
	struct text all, shared, alone;
	json_t *first; /* of alone */
};

static void
add_name(struct text *list, const char *name)
{
	text_add(list, list->size > 0 ? ", " : "");
	text_add(list, name);
}

static int
on_name(void *arg, int64_t id, const char *name, bool alone, struct err *e)
{
	struct naming *n = arg;

	(void)id;
	(void)e;
	add_name(&n->all, name);
	if (alone && n->alone.size == 0)
		n->first = json_string(name);
	add_name(alone ? &n->alone : &n->shared, name);
	return 0;
}

static void
set_names(json_t *values, const char *key, struct text *list)
{
	char *names = text_take(list);

	json_object_set_new(values, key, json_string(names));
	free(names);
}

int
team_campaigns_add(struct turn *t, int64_t team, json_t *values, struct err *e)
{
	struct naming n = {.first = NULL};
	int result = audience_each_campaign(t->db, team, on_name, &n, e);

	set_names(values, "campaigns", &n.all);
	set_names(values, "shared", &n.shared);
	set_names(values, "alone", &n.alone);
	json_object_set_new(
		values, "first", n.first == NULL ? json_string("") : n.first);
	return result;
}

static int
on_campaign(void *arg, int64_t id, const char *name, bool alone, struct err *e)
{
	(void)name;
	(void)alone;
	(void)e;
	return json_array_append_new(
		arg, json_pack("{s:I}", "id", (json_int_t)id));
}

json_t *
team_campaigns_before(struct turn *t, int64_t team, struct err *e)
{
	json_t *list = json_array(), *one;
	char *teams;
	size_t i;
	int result = audience_each_campaign(t->db, team, on_campaign, list, e);

	json_array_foreach(list, i, one)
	{
		teams = result == -1
				? NULL
				: campaign_names_write(t, CAMPAIGN_TEAMS,
					  json_integer_value(
						  json_object_get(one, "id")),
					  e);
		if (teams == NULL) {
			result = -1;
			break;
		}
		json_object_set_new(one, "teams", json_string(teams));
		free(teams);
	}
	if (result == 0)
		return list;
	json_decref(list);
	return NULL;
}

static int
note(struct turn *t, const json_t *one, struct err *e)
{
	int64_t id = json_integer_value(json_object_get(one, "id")), dropped;
	char *after = campaign_names_write(t, CAMPAIGN_TEAMS, id, e);
	char about[32];
	int result;

	if (after == NULL)
		return -1;
	snprintf(about, sizeof about, "%" PRId64, id);
	result = audience_drop(t->db, id, &dropped, e);
	if (result == 0)
		result = turn_audit(t, "campaign.edit.teams", about,
			json_text(one, "teams", ""), after, e);
	free(after);
	return result;
}

int
team_campaigns_after(struct turn *t, json_t *before, struct err *e)
{
	json_t *one;
	size_t i;
	int result = 0;

	json_array_foreach(before, i, one)
	{
		if (result == 0)
			result = note(t, one, e);
	}
	json_decref(before);
	return result;
}
