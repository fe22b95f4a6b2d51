#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "text.h"

#include "about.h"
#include "behaviour.h"
#include "campaign_make.h"
#include "campaign_networks.h"
#include "field.h"
#include "line.h"
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
	json_t *places = json_array(), *values;
	char *until, *start;

	if (campaign_each_channel(t->db, c->id, on_channel, places, e) == -1) {
		json_decref(places);
		return -1;
	}
	values = json_pack("{s:I, s:s, s:s, s:o, s:s, s:s, s:s, s:b}", "id",
		(json_int_t)c->id, "campaign", c->name, "goal", c->goal,
		"places", places, "disclosure", c->disclosure, "tone", c->tone,
		"texts", c->given ? "given" : "free", "draft",
		strcmp(c->state, "draft") == 0);
	json_object_set_new(values, "closed",
		json_boolean(strcmp(c->state, "closed") == 0));
	until = field_day(t, c->ends_at);
	start = field_first_day(t, c->starts_at);
	json_object_set_new(values, "until", json_string(until));
	json_object_set_new(values, "start", json_string(start));
	json_object_set_new(values, "options", campaign_networks_options(t));
	json_object_set_new(values, "chosen", campaign_networks_chosen(t, c));
	free(until);
	free(start);
	return turn_form(t, "campaign_edit_form", values, e);
}

/* Networks that were ticked; none is all of them. */
static void
read_networks(struct turn *t, struct campaign *c)
{
	const json_t *list = json_at(t->event->fields, "networks");
	struct text names = {NULL, 0, 0};
	char *written, *wrong;
	size_t i;

	if (list == NULL)
		return;
	for (i = 0; i < json_array_size(list); i++) {
		text_add(&names, json_string_value(json_array_get(list, i)));
		text_add(&names, " ");
	}
	written = text_take(&names);
	campaign_networks_read(
		t, written, c->networks, sizeof c->networks, &wrong);
	free(written);
	free(wrong);
}

/* What the form has beyond that of a new one. */
static int
read_more(struct turn *t, struct campaign *c, bool *fine, struct err *e)
{
	const char *texts = json_text(t->event->fields, "texts", "");
	int result = FIELD_FINE;

	if (json_at(t->event->fields, "texts") == NULL)
		return 0;
	field_copy(t, "disclosure", c->disclosure, sizeof c->disclosure);
	field_copy(t, "tone", c->tone, sizeof c->tone);
	c->given = strcmp(texts, "given") == 0;
	read_networks(t, c);
	if (strcmp(c->state, "draft") == 0)
		result = field_start(t, "start", &c->starts_at, e);
	if (result == FIELD_FINE && strcmp(c->state, "draft") == 0 &&
		c->ends_at != 0 && c->ends_at <= c->starts_at) {
		*fine = false;
		return turn_form_error(t, "until", "start_after_end", NULL, e);
	}
	*fine = *fine && result == FIELD_FINE;
	return result == -1 ? -1 : 0;
}

/* For the audit: what the form has, one a line. */
static void
write_all(const struct campaign *c, char out[LINE_SHOWN])
{
	struct text all = {NULL, 0, 0};

	text_addf(&all, "%s\n%s\n%s\n%s\n%s\n%s", c->name,
		c->given ? "given" : "free", c->networks, c->disclosure,
		c->goal, c->tone);
	text_copy(out, LINE_SHOWN, all.bytes);
	text_free(&all);
}

/* The form of a campaign that there is was sent. */
int
campaign_edit_form_run(struct turn *t, struct err *e)
{
	struct campaign c, other;
	char about[32], before[LINE_SHOWN], after[LINE_SHOWN];
	int64_t ended;
	json_t *values;
	bool fine;

	if (campaign_get(t->db, number_read(t->event->value), &c, e) == -1)
		return -1;
	write_all(&c, before);
	ended = c.ends_at;
	if (campaign_make_read(t, &c, &fine, e) == -1 ||
		read_more(t, &c, &fine, e) == -1)
		return -1;
	if (!fine)
		return 0;
	/* its form has no last day: it is over until it is started again */
	if (strcmp(c.state, "closed") == 0)
		c.ends_at = ended;
	write_all(&c, after);
	if (campaign_find(t->db, c.name, &other, e) == -1)
		return -1;
	if (other.id != 0 && other.id != c.id)
		return turn_form_error(t, "name", "name_taken", NULL, e);
	snprintf(about, sizeof about, "%" PRId64, c.id);
	if (campaign_save(t->db, &c, e) == -1 ||
		campaign_untarget(t->db, c.id, t->event->chat, e) == -1 ||
		campaign_make_channels(t, &c,
			json_object_get(t->event->fields, "channels"),
			e) == -1 ||
		turn_audit(t, "campaign.edit", about, before, after, e) == -1)
		return -1;
	values = about_campaign(t, &c, e);
	return values == NULL ? -1 : turn_reply(t, "campaign_saved", values, e);
}
