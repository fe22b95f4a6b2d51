#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audience.h"
#include "campaigns.h"
#include "items.h"
#include "mem.h"
#include "target.h"

#include "turn.h"

#include "campaign_names.h"
#include "nowhere.h"
#include "place.h"
#include "where.h"

enum reason {
	REASON_LANGUAGE, /* it goes there, but for its language */
	REASON_LOST,     /* but we are not in it */
	REASON_ARCHIVED,
	REASON_NOT_YET,   /* it would, but nobody planned it there */
	REASON_TEAMS,     /* its campaign is for teams that are not there */
	REASON_NO_TARGET, /* no channel of its campaign, not its topic */
	REASONS
};

static const char *const phrases[REASONS] = {"not_language", "not_lost",
	"not_archived", "not_yet", "not_teams", "not_target"};

/* A channel and what is known of the item there. */
struct place {
	char chat[64], place[64];
};

struct search {
	struct turn *t;
	const struct item *item;
	bool limited; /* its campaign is for teams */
	char *teams;
	struct place *places;
	size_t count, room;
	json_t *lists[REASONS];
	size_t counts[REASONS];
};

static bool
is_known(const struct search *s, const char *chat, const char *place)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (strcmp(s->places[i].place, place) == 0 &&
			strcmp(s->places[i].chat, chat) == 0)
			return true;
	return false;
}

static void
know(struct search *s, const char *chat, const char *place)
{
	struct place *p;

	if (s->count == s->room) {
		s->room = s->room == 0 ? 32 : 2 * s->room;
		s->places = xrealloc(s->places, s->room * sizeof *s->places);
	}
	p = &s->places[s->count++];
	snprintf(p->chat, sizeof p->chat, "%s", chat);
	snprintf(p->place, sizeof p->place, "%s", place);
}

static int
on_announcement(void *arg, const struct announcement *a, struct err *e)
{
	(void)e;
	if (strcmp(a->state, "posted") == 0 || strcmp(a->state, "due") == 0)
		know(arg, a->chat, a->place);
	return 0;
}

static void
add(struct search *s, enum reason why, const struct channel *c)
{
	know(s, c->chat, c->place);
	where_name(s->lists[why], &s->counts[why], c->chat, c->place);
}

static int
on_target(void *arg, const struct target *target, struct err *e)
{
	const struct channel *c = &target->channel;
	struct search *s = arg;

	(void)e;
	if (is_known(s, c->chat, c->place))
		return 0;
	if (strcmp(c->state, "archived") == 0)
		add(s, REASON_ARCHIVED, c);
	else if (place_is_lost(c))
		add(s, REASON_LOST, c);
	else if (!target_speaks(c, s->item))
		add(s, REASON_LANGUAGE, c);
	else
		add(s, REASON_NOT_YET, c);
	return 0;
}

static int
on_channel(void *arg, const struct channel *c, struct err *e)
{
	struct search *s = arg;
	enum reason why = s->limited ? REASON_TEAMS : REASON_NO_TARGET;

	(void)e;
	if (!is_known(s, c->chat, c->place) && !place_is_lost(c))
		where_name(s->lists[why], &s->counts[why], c->chat, c->place);
	return 0;
}

/* The reasons that hold for any channel. */
static json_t *
gather(struct search *s)
{
	json_t *all = json_array();
	int i;

	for (i = 0; i < REASONS; i++) {
		where_more(s->lists[i], s->counts[i]);
		if (s->counts[i] > 0)
			json_array_append_new(
				all, json_pack("{s:{s:s, s:s}, s:O}", "why",
					     "phrase", phrases[i], "teams",
					     s->teams == NULL ? "" : s->teams,
					     "channels", s->lists[i]));
		json_decref(s->lists[i]);
	}
	return all;
}

json_t *
nowhere_list(struct turn *t, const struct item *i, struct err *e)
{
	struct search s = {.t = t, .item = i};
	json_t *all;
	int result, reason;

	for (reason = 0; reason < REASONS; reason++)
		s.lists[reason] = json_array();
	s.teams = campaign_names_write(t, CAMPAIGN_TEAMS, i->campaign, e);
	result = s.teams == NULL ? -1
				 : audience_is_limited(
					   t->db, i->campaign, &s.limited, e);
	if (result == 0)
		result =
			announcement_each(t->db, i->id, on_announcement, &s, e);
	if (result == 0)
		result = target_each(t->db, i, on_target, &s, e);
	if (result == 0)
		result = channel_each(t->db, on_channel, &s, e);
	all = gather(&s);
	free(s.places);
	free(s.teams);
	if (result == 0)
		return all;
	json_decref(all);
	return NULL;
}
