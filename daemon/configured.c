#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "err.h"

#include "campaigns.h"
#include "db.h"
#include "feeds.h"
#include "items.h"

#include "reward.h"

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
		snprintf(row.name, sizeof(row.name), "%s", c->name);
		snprintf(row.goal, sizeof(row.goal), "%s", c->goal);
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
	snprintf(row.name, sizeof(row.name), "%s", f->name);
	snprintf(row.url, sizeof(row.url), "%s", f->url);
	snprintf(row.mode, sizeof(row.mode), "%s", f->mode);
	return feeds_put(db, &row, e);
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
	return 0;
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
