#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "reward.h"
#include "text.h"

#include "turn.h"

#include "campaign_make.h"
#include "campaign_place.h"
#include "field.h"

static int
add_channels(struct turn *t, const struct campaign *c, const json_t *places,
	struct err *e)
{
	const char *place;
	size_t i;

	for (i = 0; i < json_array_size(places); i++) {
		place = json_string_value(json_array_get(places, i));
		if (place != NULL && campaign_target(t->db, c->id,
					     t->event->chat, place, e) == -1)
			return -1;
	}
	return 0;
}

/* The channels that it has on the chat of the event. */
struct placing {
	const struct turn *t;
	json_t *had; /* ids */
};

static int
on_channel(void *arg, const char *chat, const char *place, struct err *e)
{
	const struct placing *p = arg;

	(void)e;
	if (strcmp(chat, p->t->event->chat) != 0)
		return 0;
	return json_array_append_new(p->had, json_string(place));
}

static bool
has(const json_t *list, const char *place)
{
	size_t i;

	for (i = 0; i < json_array_size(list); i++)
		if (json_is_string(json_array_get(list, i)) &&
			strcmp(place, json_string_value(
					      json_array_get(list, i))) == 0)
			return true;
	return false;
}

/* Those of the first list that are not in the other. */
static int
put_rest(struct turn *t, const struct campaign *c, const json_t *const lists[2],
	bool on, struct err *e)
{
	struct channel channel = {.most = -1};
	const char *place;
	size_t i;

	text_copy(channel.chat, sizeof channel.chat, t->event->chat);
	for (i = 0; i < json_array_size(lists[0]); i++) {
		place = json_string_value(json_array_get(lists[0], i));
		if (place == NULL || has(lists[1], place))
			continue;
		text_copy(channel.place, sizeof channel.place, place);
		if (campaign_place_put(t, c, &channel, on, e) == -1)
			return -1;
	}
	return 0;
}

int
campaign_make_places(struct turn *t, const struct campaign *c,
	const json_t *places, struct err *e)
{
	struct placing p = {t, json_array()};
	int result = campaign_each_channel(t->db, c->id, on_channel, &p, e);

	if (result == 0)
		result = put_rest(
			t, c, (const json_t *[]){p.had, places}, false, e);
	if (result == 0)
		result = put_rest(
			t, c, (const json_t *[]){places, p.had}, true, e);
	json_decref(p.had);
	return result;
}

int
campaign_make(struct turn *t, struct campaign *c, int64_t budget,
	const json_t *places, bool *taken, struct err *e)
{
	struct campaign other;
	char about[32];

	if (campaign_find(t->db, c->name, &other, e) == -1)
		return -1;
	*taken = other.id != 0;
	if (*taken)
		return 0;
	if (c->state[0] == '\0')
		snprintf(c->state, sizeof c->state, "%s",
			c->starts_at > t->now ? "draft" : "running");
	c->created_at = t->now;
	if (campaign_add(t->db, c, e) == -1 ||
		add_channels(t, c, places, e) == -1)
		return -1;
	if (budget > 0 && reward_fund(t->db, c->id, budget, t->now, e) == -1)
		return -1;
	snprintf(about, sizeof about, "%" PRId64, c->id);
	return turn_audit(t, "campaign.new", about, "", c->name, e);
}

int
campaign_make_read(
	struct turn *t, struct campaign *c, bool *fine, struct err *e)
{
	int result;

	field_copy(t, "name", c->name, sizeof c->name);
	field_copy(t, "goal", c->goal, sizeof c->goal);
	result = field_until(t, "until", &c->ends_at, e);
	*fine = result == FIELD_FINE && c->name[0] != '\0';
	if (c->name[0] == '\0' &&
		turn_form_error(t, "name", "name_missing", NULL, e) == -1)
		return -1;
	return result == -1 ? -1 : 0;
}
