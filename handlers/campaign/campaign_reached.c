#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audience.h"
#include "campaigns.h"
#include "err.h"
#include "post.h"

#include "behaviour.h"
#include "campaign_milestone.h"
#include "number.h"
#include "place.h"
#include "timing.h"

#define KEY_SIZE 192

/* A milestone that was reached, on its way to the campaign's channels. */
struct telling {
	struct turn *t;
	const struct campaign *campaign;
	int64_t next; /* when the next channel ends to be quiet; 0: none is */
};

static int
is_said(struct turn *t, const char *key, bool *said, struct err *e)
{
	struct outbox_place waits;
	struct post post;

	if (post_find(t->db, key, &post, e) == -1 ||
		outbox_find(t->db, key, &waits, e) == -1)
		return -1;
	*said = post.message[0] != '\0' || waits.chat[0] != '\0';
	return 0;
}

static int
say(struct telling *tell, const char *chat, const char *place, struct err *e)
{
	const struct campaign *c = tell->campaign;
	char key[KEY_SIZE];
	bool said;

	snprintf(key, sizeof key, "milestone:%" PRId64 ":%" PRId64 ":%s:%s",
		c->id, c->milestone, chat, place);
	if (is_said(tell->t, key, &said, e) == -1)
		return -1;
	if (said)
		return 0;
	return turn_post(tell->t, chat, place, key, "milestone_reached",
		json_pack("{s:s, s:I, s:s}", "campaign", c->name, "milestone",
			(json_int_t)c->milestone, "promise", c->promise),
		e);
}

/* A channel hears it at once, or when it is not quiet any more. */
static int
on_channel(void *arg, const char *chat, const char *place, struct err *e)
{
	struct telling *tell = arg;
	struct plan_rules rules;
	struct channel c;
	int64_t at;

	if (channel_find(tell->t->db, chat, place, &c, e) == -1)
		return -1;
	if (place_is_lost(&c))
		return 0;
	timing_rules(tell->t, &c, &rules);
	at = plan_not_quiet(&rules, tell->t->now);
	if (at <= tell->t->now)
		return say(tell, chat, place, e);
	if (tell->next == 0 || at < tell->next)
		tell->next = at;
	return 0;
}

/*
 * As many people have read it as were wished for: each channel hears it once.
 * While one of them is quiet this comes again when that is over, and those
 * that heard it are known by the keys of what was said.
 */
int
campaign_reached_run(struct turn *t, struct err *e)
{
	struct campaign c;
	struct telling tell = {t, &c, 0};

	if (campaign_get(t->db, number_read(t->event->value), &c, e) == -1)
		return -1;
	if (strcmp(c.state, "running") != 0 || c.milestone <= c.reached ||
		c.readers < c.milestone || c.milestone_at > t->now)
		return 0;
	if (audience_each_channel(t->db, c.id, on_channel, &tell, e) == -1)
		return -1;
	c.milestone_at = tell.next;
	if (tell.next == 0) {
		c.reached = c.milestone;
		c.reached_at = t->now;
	}
	return campaign_save(t->db, &c, e);
}
