#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "mem.h"
#include "teams.h"
#include "text.h"

#include "turn_people.h"

#include "answer.h"
#include "behaviour.h"
#include "number.h"
#include "place.h"
#include "spans.h"
#include "sub.h"
#include "team_campaigns.h"
#include "team_fit.h"
#include "team_name.h"

/* What a team is of, for a card: a channel's span, or the group's id. */
static void
add_source(json_t *values, const struct team *team)
{
	bool channel = strcmp(team->kind, "channel") == 0;

	json_object_set_new(values, "channel",
		channel ? spans_channel(team->chat, team->source)
			: json_string(""));
	json_object_set_new(values, "group",
		json_string(
			strcmp(team->kind, "group") == 0 ? team->source : ""));
}

/* How many are in a team is told only when nobody stands out alone. */
static json_t *
values_of(const struct turn *t, const struct team *team)
{
	bool shown = team->members >= t->programme->minimum_group;
	json_t *values = json_pack("{s:I, s:s, s:b, s:I, s:b, s:i}", "id",
		(json_int_t)team->id, "team", team->name, "shown", shown,
		"members", (json_int_t)(shown ? team->members : 0),
		"configured", team->configured, "needed",
		t->programme->minimum_group);

	add_source(values, team);
	return values;
}

struct list {
	struct turn *t;
	json_t *rows;
};

static int
on_team(void *arg, const struct team *team, struct err *e)
{
	const struct list *l = arg;

	(void)e;
	return json_array_append_new(l->rows, values_of(l->t, team));
}

/* /campaign teams */
static int
list_run(struct turn *t, struct err *e)
{
	struct list list = {t, json_array()};

	if (team_each(t->db, on_team, &list, e) == -1) {
		json_decref(list.rows);
		return -1;
	}
	return answer_here(t, "team_list",
		json_pack("{s:o, s:i}", "teams", list.rows, "needed",
			t->programme->minimum_group),
		e);
}

/* Refusals ---------------------------------------------------------------- */

static int
refuse_name(struct turn *t, const char *written, struct err *e)
{
	char *shown = text_cut(written, 60);
	int result = turn_reply(t, "team_name_wrong",
		json_pack("{s:s, s:i}", "wrong", shown, "most", TEAM_NAME_MAX),
		e);

	free(shown);
	return result;
}

/* True when another team than id has the name, and who acts was told. */
static int
is_taken(struct turn *t, const char *name, int64_t id, bool *taken,
	struct err *e)
{
	struct team known;

	if (team_find(t->db, name, &known, e) == -1)
		return -1;
	*taken = known.id != 0 && known.id != id;
	return *taken ? turn_reply(t, "team_taken", values_of(t, &known), e)
		      : 0;
}

/* Adding ------------------------------------------------------------------ */

/* "<!subteam^S1>": the id of a user group, into out. */
static bool
read_group(const char *word, struct team *out)
{
	static const char before[] = "<!subteam^";
	size_t size;

	if (!text_starts(word, before))
		return false;
	word += sizeof before - 1;
	size = strcspn(word, "|>");
	if (size == 0 || size >= sizeof out->source)
		return false;
	snprintf(out->source, sizeof out->source, "%.*s", (int)size, word);
	snprintf(out->kind, sizeof out->kind, "group");
	return true;
}

/* A channel that we are in: of others nobody tells us who is there. *found is
 * false when who acts was told that it is none. */
static int
read_channel(struct turn *t, const char *word, struct team *out, bool *found,
	struct err *e)
{
	struct channel c = {.place = ""};

	*found = false;
	if (place_is_written(word) && place_read(t, word, &c, e) == -1)
		return -1;
	if (c.place[0] == '\0')
		return place_refuse(t, word, e);
	if (place_is_lost(&c))
		return turn_reply(t, "team_channel_away",
			json_pack("{s:o}", "channel",
				spans_channel(c.chat, c.place)),
			e);
	*found = true;
	text_copy(out->source, sizeof out->source, c.place);
	snprintf(out->kind, sizeof out->kind, "channel");
	return 0;
}

/* "Support: #support", for the audit. Yours; NULL with e set. */
static char *
describe(struct turn *t, const struct team *team, struct err *e)
{
	struct channel c;

	if (channel_find(t->db, team->chat, team->source, &c, e) == -1)
		return NULL;
	if (c.name[0] != '\0')
		return xasprintf("%s: #%s", team->name, c.name);
	return xasprintf("%s: %s", team->name, team->source);
}

static int
put(struct turn *t, struct team *team, struct err *e)
{
	char *after;
	int result;

	text_copy(team->chat, sizeof team->chat, t->event->chat);
	after = describe(t, team, e);
	if (after == NULL)
		return -1;
	result = team_add(t->db, team, t->now, e);
	if (result == 0)
		result = turn_audit(t, "team.add", team->name, "", after, e);
	free(after);
	if (result == -1 || team_fill(t, team, e) == -1)
		return -1;
	turn_groups_changed(t);
	return turn_reply(t, "team_added", values_of(t, team), e);
}

/* /campaign teams add <name> <#channel or @group> */
static int
add_run(struct turn *t, struct err *e)
{
	char *copy = xstrdup(t->text), *line = text_trim(copy);
	char *last = strrchr(line, ' ');
	struct team team;
	bool taken = false, found = false;
	int result = 0;

	if (last == NULL) {
		result = turn_reply(t, "team_add_how", NULL, e);
		goto out;
	}
	*last++ = '\0';
	if (!team_name_read(line, &team)) {
		result = refuse_name(t, line, e);
		goto out;
	}
	found = read_group(last, &team);
	if (!found)
		result = read_channel(t, last, &team, &found, e);
	if (result == 0 && found)
		result = is_taken(t, team.name, 0, &taken, e);
	if (result == 0 && found && !taken)
		result = put(t, &team, e);
out:
	free(copy);
	return result;
}

/* Renaming ---------------------------------------------------------------- */

/* With the campaigns that are for it; takes values. */
static int
reply_about(struct turn *t, const struct team *team, const char *template,
	json_t *values, struct err *e)
{
	if (team_campaigns_add(t, team->id, values, e) == -1) {
		json_decref(values);
		return -1;
	}
	return turn_reply(t, template, values, e);
}

static int
rename_to(struct turn *t, struct team *team, const char *written, struct err *e)
{
	char before[sizeof team->name];
	struct team named;
	json_t *values;
	bool taken;

	if (team->configured)
		return turn_reply(t, "team_configured", values_of(t, team), e);
	if (!team_name_read(written, &named))
		return refuse_name(t, written, e);
	if (is_taken(t, named.name, team->id, &taken, e) == -1)
		return -1;
	if (taken)
		return 0;
	text_copy(before, sizeof before, team->name);
	text_copy(team->name, sizeof team->name, named.name);
	if (team_save(t->db, team, e) == -1 ||
		turn_audit(t, "team.rename", before, before, team->name, e) ==
			-1)
		return -1;
	values = values_of(t, team);
	json_object_set_new(values, "before", json_string(before));
	return reply_about(t, team, "team_renamed", values, e);
}

/* /campaign teams rename <name> [to] <another> */
static int
rename_run(struct turn *t, struct err *e)
{
	char *line = text_clean(t->text);
	const char *rest = "";
	struct team team;
	int result = team_name_first(
		t, line, "/campaign teams rename ", &team, &rest, e);

	if (text_starts(rest, "to "))
		rest += 3;
	if (result == 0 && team.id != 0)
		result = rename_to(t, &team, rest, e);
	free(line);
	return result;
}

/* Removing ---------------------------------------------------------------- */

/* /campaign teams remove <name>: asks. */
static int
remove_run(struct turn *t, struct err *e)
{
	struct team team;

	if (team_name_find(t, t->text, "/campaign teams remove ", &team, e) ==
		-1)
		return -1;
	if (team.id == 0)
		return 0;
	return reply_about(t, &team,
		team.configured ? "team_configured" : "team_remove_ask",
		values_of(t, &team), e);
}

int
teams_remove_yes_run(struct turn *t, struct err *e)
{
	json_t *campaigns;
	struct team team;
	char *before;
	int result;

	if (team_get(t->db, number_read(t->event->value), &team, e) == -1)
		return -1;
	if (team.id == 0 || team.configured)
		return turn_replace(t, "nothing_changed", NULL, e);
	campaigns = team_campaigns_before(t, team.id, e);
	if (campaigns == NULL)
		return -1;
	before = describe(t, &team, e);
	result = before == NULL ? -1 : team_remove(t->db, team.id, e);
	if (result == 0)
		result = turn_audit(t, "team.remove", team.name, before, "", e);
	free(before);
	if (result == -1) {
		json_decref(campaigns);
		return -1;
	}
	if (team_campaigns_after(t, campaigns, e) == -1)
		return -1;
	turn_groups_changed(t);
	return turn_replace(t, "team_removed", values_of(t, &team), e);
}

int
teams_run(struct turn *t, struct err *e)
{
	static const struct sub subs[] = {{NULL, ROLE_AUDITOR, list_run},
		{"list", ROLE_AUDITOR, list_run},
		{"help", ROLE_AUDITOR, list_run}, {"add", ROLE_ADMIN, add_run},
		{"rename", ROLE_ADMIN, rename_run},
		{"remove", ROLE_ADMIN, remove_run}, {NULL, ROLE_NONE, NULL}};

	return sub_run(t, "/campaign teams", subs, e);
}
