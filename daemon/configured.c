#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "log.h"
#include "mem.h"
#include "text.h"

#include "audience.h"
#include "campaigns.h"
#include "db.h"
#include "feeds.h"
#include "items.h"
#include "teams.h"

#include "reward.h"
#include "role.h"

#include "config.h"
#include "configured.h"

static int
put_channels(struct db *db, const struct config_campaign *c, int64_t campaign,
	struct err *e)
{
	const char **channel;
	char chat[64];

	for (channel = c->channels; *channel != NULL; channel++) {
		const char *colon = strchr(*channel, ':');

		if (colon == NULL || colon == *channel || colon[1] == '\0')
			return err_set(e, "`%s` is not written chat:channel",
				*channel);
		snprintf(chat, sizeof(chat), "%.*s", (int)(colon - *channel),
			*channel);
		if (campaign_target(db, campaign, chat, colon + 1, e) == -1)
			return -1;
	}
	return 0;
}

static int
put_campaign(struct db *db, const struct config *all,
	const struct config_campaign *c, struct err *e)
{
	struct campaign row;
	int64_t budget = c->budget == -1 ? all->programme.budget : c->budget;
	int64_t now = clock_now();

	if (campaign_find(db, c->name, &row, e) == -1)
		return -1;
	if (row.id == 0) {
		row = (struct campaign){.created_at = now, .state = "running"};
		text_copy(row.name, sizeof(row.name), c->name);
		text_copy(row.goal, sizeof(row.goal), c->goal);
		row.milestone = c->milestone;
		text_copy(row.promise, sizeof(row.promise), c->promise);
		if (campaign_add(db, &row, e) == -1 ||
			reward_fund(db, row.id, budget, now, e) == -1)
			return -1;
	}
	return put_channels(db, c, row.id, e);
}

static int
put_feed(struct db *db, const struct config_feed *f, struct err *e)
{
	struct campaign campaign;
	struct feed_row row = {
		.interval = f->interval, .most = (int)f->most_a_day};

	if (campaign_find(db, f->campaign, &campaign, e) == -1)
		return -1;
	row.campaign = campaign.id;
	text_copy(row.name, sizeof(row.name), f->name);
	text_copy(row.url, sizeof(row.url), f->url);
	text_copy(row.mode, sizeof(row.mode), f->mode);
	return feeds_put(db, &row, e);
}

static bool
is_configured(const struct config *c, const char *name)
{
	size_t i;

	for (i = 0; i < c->programme.team_count; i++)
		if (text_same(c->programme.teams[i].name, name))
			return true;
	return false;
}

/* Teams that were configured and are no more. */
struct gone {
	const struct config *config;
	int64_t *ids;
	size_t count;
};

static int
on_team(void *arg, const struct team *t, struct err *e)
{
	struct gone *g = arg;

	(void)e;
	if (!t->configured || is_configured(g->config, t->name))
		return 0;
	g->ids = xrealloc(g->ids, (g->count + 1) * sizeof(g->ids[0]));
	g->ids[g->count++] = t->id;
	return 0;
}

/* What was for it, and for whom that is now, is for an admin to say. */
static int
on_campaign(void *arg, int64_t id, const char *name, bool alone, struct err *e)
{
	int64_t dropped;

	if (audience_drop(arg, id, &dropped, e) == -1)
		return -1;
	if (alone)
		log_warn("campaign_for_nobody", "campaign=\"%s\"", name);
	return 0;
}

static int
remove_teams(struct db *db, const struct config *c, struct err *e)
{
	struct gone g = {c, NULL, 0};
	int result = team_each(db, on_team, &g, e);
	size_t i;

	for (i = 0; result == 0 && i < g.count; i++) {
		result = team_remove(db, g.ids[i], e);
		if (result == 0)
			result = audience_each_campaign(
				db, g.ids[i], on_campaign, db, e);
	}
	free(g.ids);
	return result;
}

/* Its list; who is in its channel or group is put in once that is known. */
static int
put_members(struct db *db, const struct programme_team *t, int64_t team,
	struct err *e)
{
	const char *const *member;
	struct role_entry entry;

	if (t->source[0] == '\0' && team_empty(db, team, e) == -1)
		return -1;
	for (member = t->members; *member != NULL; member++)
		if (role_read(*member, &entry) &&
			team_put(db, team, entry.chat, entry.id, e) == -1)
			return -1;
	return 0;
}

/* One that chat made under that name is the configuration's from now on. */
static int
put_team(struct db *db, const struct programme_team *t, struct err *e)
{
	struct team row;
	bool moved;

	if (team_find(db, t->name, &row, e) == -1)
		return -1;
	moved = strcmp(row.chat, t->chat) != 0 ||
		strcmp(row.source, t->source) != 0;
	row.configured = true;
	text_copy(row.name, sizeof(row.name), t->name);
	text_copy(row.kind, sizeof(row.kind), t->kind);
	text_copy(row.chat, sizeof(row.chat), t->chat);
	text_copy(row.source, sizeof(row.source), t->source);
	if ((row.id == 0 ? team_add(db, &row, clock_now(), e)
			 : team_save(db, &row, e)) == -1)
		return -1;
	if (moved && team_empty(db, row.id, e) == -1)
		return -1;
	return put_members(db, t, row.id, e);
}

static int
put_teams(struct db *db, const struct config *c, struct err *e)
{
	const struct programme *p = &c->programme;
	size_t i;

	if (remove_teams(db, c, e) == -1)
		return -1;
	for (i = 0; i < p->team_count; i++)
		if (put_team(db, &p->teams[i], e) == -1)
			return err_add(e, "team %s", p->teams[i].name);
	return 0;
}

static int
put_all(struct db *db, const struct config *c, struct err *e)
{
	size_t i;

	for (i = 0; i < c->campaign_count; i++)
		if (put_campaign(db, c, &c->campaigns[i], e) == -1)
			return err_add(e, "campaign %s", c->campaigns[i].name);
	if (feeds_all_off(db, e) == -1)
		return -1;
	for (i = 0; i < c->feed_count; i++)
		if (put_feed(db, &c->feeds[i], e) == -1)
			return err_add(e, "feed %s", c->feeds[i].name);
	return put_teams(db, c, e);
}

int
configured_put(struct db *db, const struct config *c, struct err *e)
{
	if (db_mark(db, e) == -1)
		return -1;
	if (put_all(db, c, e) == -1) {
		db_undo(db);
		return -1;
	}
	return db_keep(db, e);
}
