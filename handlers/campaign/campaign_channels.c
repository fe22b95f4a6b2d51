#include <stdlib.h>
#include <string.h>

#include "audience.h"
#include "campaigns.h"
#include "mem.h"
#include "text.h"

#include "about.h"
#include "behaviour.h"
#include "campaign_place.h"
#include "place.h"
#include "spans.h"
#include "which.h"

#define WORDS_AT_ONCE 50

/* What was asked of the channels of a campaign. */
struct changing {
	struct turn *t;
	const struct campaign *campaign;
	json_t *added, *removed, *unknown, *absent, *kept; /* what came of it */
};

static int
add(struct changing *ch, const struct channel *c, struct err *e)
{
	json_array_append_new(ch->added, spans_channel(c->chat, c->place));
	if (strcmp(c->state, "joined") != 0)
		json_array_append_new(
			ch->absent, spans_channel(c->chat, c->place));
	return campaign_place_put(ch->t, ch->campaign, c, true, e);
}

/* What waits to go there goes there no more, unless the channel is a team's for
 * whom it is. */
static int
take(struct changing *ch, const struct channel *c, struct err *e)
{
	struct db *db = ch->t->db;
	int64_t campaign = ch->campaign->id;
	bool limited, kept;

	if (campaign_place_put(ch->t, ch->campaign, c, false, e) == -1 ||
		audience_is_limited(db, campaign, &limited, e) == -1 ||
		audience_has_channel(db, campaign, c, &kept, e) == -1)
		return -1;
	json_array_append_new(limited && kept ? ch->kept : ch->removed,
		spans_channel(c->chat, c->place));
	return 0;
}

/* One word: "+#news", "-#general"; a channel alone is added. */
static int
change_one(struct changing *ch, const char *word, bool remove, struct err *e)
{
	struct channel c;
	char *shown;

	if (place_read(ch->t, word, &c, e) == -1)
		return -1;
	if (c.place[0] == '\0') {
		shown = text_cut(word, 60);
		json_array_append_new(ch->unknown, json_string(shown));
		free(shown);
		return 0;
	}
	return remove ? take(ch, &c, e) : add(ch, &c, e);
}

static int
change_all(struct changing *ch, const char *text, struct err *e)
{
	char *copy = xstrdup(text), *rest = copy, *word;
	bool remove = false;
	int count = 0, result = 0;

	while (result == 0 && count < WORDS_AT_ONCE &&
		(word = text_word(&rest)) != NULL) {
		if (*word == '+' || *word == '-') {
			remove = *word++ == '-';
			if (*word == '\0')
				continue;
		}
		result = change_one(ch, word, remove, e);
		remove = false;
		count++;
	}
	free(copy);
	return result;
}

static int
answer(struct changing *ch, struct err *e)
{
	json_t *values = about_campaign(ch->t, ch->campaign, e);

	if (values == NULL)
		return -1;
	json_object_set(values, "added", ch->added);
	json_object_set(values, "removed", ch->removed);
	json_object_set(values, "unknown", ch->unknown);
	json_object_set(values, "absent", ch->absent);
	json_object_set(values, "kept", ch->kept);
	return turn_reply(ch->t, "campaign_channels", values, e);
}

/* /campaign channels <name> [+ #news - #general] */
int
campaign_channels_run(struct turn *t, struct err *e)
{
	struct which_campaign w;
	struct changing ch = {.t = t, .campaign = &w.campaign};
	int result;

	if (which_campaign(t, t->text, "channels", &w, e) == -1)
		return -1;
	if (w.campaign.id == 0)
		return 0;
	if (*w.rest != '\0' && t->role < ROLE_ADMIN)
		return refuse_role(t, ROLE_ADMIN, e);
	ch.added = json_array();
	ch.removed = json_array();
	ch.unknown = json_array();
	ch.absent = json_array();
	ch.kept = json_array();
	result = change_all(&ch, w.rest, e);
	if (result == 0)
		result = answer(&ch, e);
	json_decref(ch.added);
	json_decref(ch.removed);
	json_decref(ch.unknown);
	json_decref(ch.absent);
	json_decref(ch.kept);
	return result;
}
