#include <stdio.h>
#include <string.h>

#include "teams.h"

#include "admins.h"
#include "behaviour.h"
#include "team_fit.h"

/* Who is in a channel or group was asked: what it means for its teams, which
 * are gathered before anything is changed. */
#define TEAMS_MOST 32 /* of one channel */

struct found {
	const struct event *event;
	struct team teams[TEAMS_MOST];
	size_t count;
};

static int
on_team(void *arg, const struct team *team, struct err *e)
{
	struct found *f = arg;

	(void)e;
	if (f->count < TEAMS_MOST && strcmp(team->chat, f->event->chat) == 0 &&
		strcmp(team->source, f->event->place) == 0)
		f->teams[f->count++] = *team;
	return 0;
}

int
team_members_read(struct turn *t, struct err *e)
{
	struct found f = {.event = t->event};
	int result = team_each(t->db, on_team, &f, e);
	size_t i;

	for (i = 0; result == 0 && i < f.count; i++)
		result = team_fill(t, &f.teams[i], e);
	return result;
}

/* The channel is gone, or we are out of it; whoever is in the team stays. */
int
team_members_missed(struct turn *t, struct err *e)
{
	struct found f = {.event = t->event};
	int result = team_each(t->db, on_team, &f, e);
	json_t *values;
	char key[192];
	size_t i;

	for (i = 0; result == 0 && i < f.count; i++) {
		snprintf(key, sizeof key, "team_lost:%lld:%lld",
			(long long)f.teams[i].id, (long long)t->now);
		values = json_pack("{s:s, s:b}", "team", f.teams[i].name,
			"configured", f.teams[i].configured);
		result = admins_tell(t, key, "team_lost", values, e);
		json_decref(values);
	}
	return result;
}
