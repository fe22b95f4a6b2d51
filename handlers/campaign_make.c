#include <inttypes.h>
#include <stdio.h>

#include "reward.h"

#include "turn.h"

#include "campaign_make.h"
#include "field.h"

int
campaign_make_channels(struct turn *t, const struct campaign *c,
	const json_t *places, struct err *e)
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
		campaign_make_channels(t, c, places, e) == -1)
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
