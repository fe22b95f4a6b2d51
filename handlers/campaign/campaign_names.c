#include <stdlib.h>
#include <string.h>

#include "audience.h"
#include "campaigns.h"
#include "mem.h"
#include "teams.h"
#include "text.h"
#include "topics.h"

#include "turn.h"

#include "campaign_names.h"
#include "team_name.h"
#include "topic_name.h"

#define WRONG_SHOWN 40
#define NAMES_MOST 50
#define NAME_BYTES 200  /* no name is longer */
#define NAMES_SHOWN 400 /* letters of all there are */

/* Names being gathered, and ids. */
struct gathering {
	struct text names;
	json_t *ids;
};

static int
gather(struct gathering *g, const char *name, int64_t id)
{
	text_add(&g->names, g->names.size > 0 ? ", " : "");
	text_add(&g->names, name);
	return json_array_append_new(g->ids, json_integer(id));
}

static int
on_topic(void *arg, const struct topic *topic, struct err *e)
{
	(void)e;
	return gather(arg, topic->name, topic->id);
}

static int
on_team(void *arg, const struct team *team, struct err *e)
{
	(void)e;
	return gather(arg, team->name, team->id);
}

static int
on_team_id(void *arg, int64_t team, struct err *e)
{
	(void)e;
	return gather(arg, "", team);
}

/* All there are; campaign not 0: those of it. */
static int
gather_all(struct turn *t, enum campaign_names of, int64_t campaign,
	struct gathering *out, struct err *e)
{
	*out = (struct gathering){.ids = json_array()};
	if (of == CAMPAIGN_TOPICS)
		return campaign == 0 ? topic_each(t->db, on_topic, out, e)
				     : topic_each_of_campaign(t->db, campaign,
					       on_topic, out, e);
	return campaign == 0 ? team_each(t->db, on_team, out, e)
			     : team_each_of_campaign(
				       t->db, campaign, on_team, out, e);
}

static void
gathering_free(struct gathering *g)
{
	text_free(&g->names);
	json_decref(g->ids);
}

char *
campaign_names_write(
	struct turn *t, enum campaign_names of, int64_t campaign, struct err *e)
{
	struct gathering g;
	char *names = NULL;

	if (gather_all(t, of, campaign, &g, e) == 0)
		names = text_take(&g.names);
	gathering_free(&g);
	return names;
}

static int
find(struct turn *t, enum campaign_names of, const char *name, int64_t *id,
	struct err *e)
{
	struct topic written, topic = {.id = 0};
	struct team named, team = {.id = 0};
	int result = 0;

	if (of == CAMPAIGN_TOPICS && topic_name_read(name, &written))
		result = topic_find(t->db, written.name, &topic, e);
	if (of == CAMPAIGN_TEAMS && team_name_read(name, &named))
		result = team_find(t->db, named.name, &team, e);
	*id = of == CAMPAIGN_TOPICS ? topic.id : team.id;
	return result;
}

/* The longest name that *at begins with: a name may have commas of its own.
 * *at moves behind it, to NULL after the last one. */
static int
read_one(struct turn *t, enum campaign_names of, char **at,
	struct campaign_named *out, struct err *e)
{
	char *line = *at, *end = line + strnlen(line, NAME_BYTES), *copy;
	int64_t id = 0;
	int result = 0;

	for (; result == 0 && end > line; end--) {
		if (*end != ',' && *end != '\0')
			continue;
		copy = xstrndup(line, (size_t)(end - line));
		result = find(t, of, text_trim(copy), &id, e);
		free(copy);
		if (id != 0)
			break;
	}
	if (id != 0) {
		json_array_append_new(out->ids, json_integer(id));
		*at = *end == '\0' ? NULL : end + 1;
	} else if (result == 0) {
		copy = xstrndup(line, strcspn(line, ","));
		out->wrong = text_cut(text_trim(copy), WRONG_SHOWN);
		free(copy);
	}
	return result;
}

int
campaign_names_read(struct turn *t, enum campaign_names of, const char *text,
	struct campaign_named *out, struct err *e)
{
	char *copy = text_clean(text), *at;
	int result = 0;

	*out = (struct campaign_named){json_array(), NULL};
	for (at = copy; *at != '\0'; at++)
		if (*at == '\n')
			*at = ',';
	at = copy;
	while (result == 0 && at != NULL && out->wrong == NULL) {
		at += strspn(at, ", ");
		if (*at == '\0')
			break;
		if (json_array_size(out->ids) == NAMES_MOST)
			out->wrong = text_cut(at, WRONG_SHOWN);
		else
			result = read_one(t, of, &at, out, e);
	}
	free(copy);
	return result;
}

void
campaign_names_free(struct campaign_named *n)
{
	json_decref(n->ids);
	free(n->wrong);
}

const char *
campaign_names_phrase(enum campaign_names of)
{
	return of == CAMPAIGN_TOPICS ? "topics_unknown" : "teams_unknown";
}

json_t *
campaign_names_values(struct turn *t, enum campaign_names of,
	const struct campaign_named *n, struct err *e)
{
	struct gathering g;
	json_t *values = NULL;
	char *all, *cut;

	if (gather_all(t, of, 0, &g, e) == 0) {
		all = text_take(&g.names);
		cut = text_cut(all, NAMES_SHOWN);
		values = json_pack("{s:s, s:s}", "wrong", n->wrong,
			of == CAMPAIGN_TOPICS ? "topics" : "teams", cut);
		free(cut);
		free(all);
	}
	gathering_free(&g);
	return values;
}

static int
put_all(struct turn *t, enum campaign_names of, int64_t campaign,
	const json_t *ids, bool on, struct err *e)
{
	json_t *id;
	size_t i;
	int result = 0;

	json_array_foreach(ids, i, id)
	{
		if (result == 0 && of == CAMPAIGN_TOPICS)
			result = topic_set_campaign(
				t->db, campaign, json_integer_value(id), on, e);
		else if (result == 0)
			result = audience_set(
				t->db, campaign, json_integer_value(id), on, e);
	}
	return result;
}

int
campaign_names_put(struct turn *t, enum campaign_names of,
	const struct campaign_named *n, int64_t campaign, int64_t *dropped,
	struct err *e)
{
	struct gathering old = {.ids = json_array()};
	int result;

	*dropped = 0;
	if (of == CAMPAIGN_TOPICS)
		result = topic_each_of_campaign(
			t->db, campaign, on_topic, &old, e);
	else /* those that were removed, too */
		result = audience_each_id(t->db, campaign, on_team_id, &old, e);
	if (result == 0)
		result = put_all(t, of, campaign, old.ids, false, e);
	if (result == 0)
		result = put_all(t, of, campaign, n->ids, true, e);
	if (result == 0 && of == CAMPAIGN_TEAMS)
		result = audience_drop(t->db, campaign, dropped, e);
	gathering_free(&old);
	return result;
}

/* In one line ------------------------------------------------------------- */

static int
set(struct turn *t, struct line_change *c, enum campaign_names of,
	struct err *e)
{
	int64_t campaign = c->campaign->id;
	struct campaign_named named;
	char *before = campaign_names_write(t, of, campaign, e), *after = NULL;
	json_t *values;
	int result = campaign_names_read(t, of, c->value, &named, e);

	if (before == NULL)
		result = -1;
	if (result == 0 && named.wrong != NULL) {
		values = campaign_names_values(t, of, &named, e);
		result = values == NULL
				 ? -1
				 : line_refuse(t, c, campaign_names_phrase(of),
					   values, e);
	} else if (result == 0) {
		result = campaign_names_put(
			t, of, &named, campaign, &c->dropped, e);
		after = campaign_names_write(t, of, campaign, e);
		if (after == NULL)
			result = -1;
	}
	text_copy(c->before, sizeof c->before, before == NULL ? "" : before);
	text_copy(c->after, sizeof c->after, after == NULL ? "" : after);
	campaign_names_free(&named);
	free(before);
	free(after);
	return result;
}

int
campaign_topics_set(struct turn *t, struct line_change *c, struct err *e)
{
	return set(t, c, CAMPAIGN_TOPICS, e);
}

int
campaign_teams_set(struct turn *t, struct line_change *c, struct err *e)
{
	return set(t, c, CAMPAIGN_TEAMS, e);
}
