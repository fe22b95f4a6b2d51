#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#include "about.h"
#include "behaviour.h"
#include "campaign_make.h"
#include "field.h"
#include "number.h"

static int
on_channel(void *arg, const char *chat, const char *place, struct err *e)
{
	(void)chat;
	(void)e;
	return json_array_append_new(arg, json_string(place));
}

int
campaign_edit_open(struct turn *t, const struct campaign *c, struct err *e)
{
	json_t *places = json_array();
	char *until;
	int result;

	if (campaign_each_channel(t->db, c->id, on_channel, places, e) == -1) {
		json_decref(places);
		return -1;
	}
	until = field_day(t, c->ends_at);
	result = turn_form(t, "campaign_edit_form",
		json_pack("{s:I, s:s, s:s, s:o, s:s}", "id", (json_int_t)c->id,
			"campaign", c->name, "goal", c->goal, "places", places,
			"until", until),
		e);
	free(until);
	return result;
}

/* The form of a campaign that there is was sent. */
int
campaign_edit_form_run(struct turn *t, struct err *e)
{
	struct campaign c, other;
	char about[32], before[sizeof c.name];
	json_t *values;
	bool fine;

	if (campaign_get(t->db, number_read(t->event->value), &c, e) == -1)
		return -1;
	text_copy(before, sizeof before, c.name);
	if (campaign_make_read(t, &c, &fine, e) == -1)
		return -1;
	if (!fine)
		return 0;
	if (campaign_find(t->db, c.name, &other, e) == -1)
		return -1;
	if (other.id != 0 && other.id != c.id)
		return turn_form_error(t, "name", "name_taken", NULL, e);
	/* one that was over and gets more time runs again */
	if (strcmp(c.state, "closed") == 0 &&
		(c.ends_at == 0 || c.ends_at > t->now))
		snprintf(c.state, sizeof c.state, "running");
	snprintf(about, sizeof about, "%" PRId64, c.id);
	if (campaign_save(t->db, &c, e) == -1 ||
		campaign_untarget(t->db, c.id, t->event->chat, e) == -1 ||
		campaign_make_channels(t, &c,
			json_object_get(t->event->fields, "channels"),
			e) == -1 ||
		turn_audit(t, "campaign.edit", about, before, c.name, e) == -1)
		return -1;
	values = about_campaign(t, &c, e);
	return values == NULL ? -1 : turn_reply(t, "campaign_saved", values, e);
}
