#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "text.h"

#include "about.h"
#include "behaviour.h"
#include "campaign_edited.h"
#include "campaign_milestone.h"
#include "campaign_make.h"
#include "campaign_names_form.h"
#include "campaign_networks.h"
#include "field.h"
#include "number.h"

/* The channels that this chat can show. */
struct listing {
	const char *chat;
	json_t *places;
};

static int
on_channel(void *arg, const char *chat, const char *place, struct err *e)
{
	const struct listing *l = arg;

	(void)e;
	if (strcmp(chat, l->chat) != 0)
		return 0;
	return json_array_append_new(l->places, json_string(place));
}

static void
add_days(const struct turn *t, const struct campaign *c, json_t *values)
{
	char *until = field_day(t, c->ends_at);
	char *start = field_first_day(t, c->starts_at);

	json_object_set_new(values, "until", json_string(until));
	json_object_set_new(values, "start", json_string(start));
	free(until);
	free(start);
}

static int
add_names(
	struct turn *t, const struct campaign *c, json_t *values, struct err *e)
{
	char *topics = campaign_names_write(t, CAMPAIGN_TOPICS, c->id, e);
	char *teams = topics == NULL ? NULL
				     : campaign_names_write(
					       t, CAMPAIGN_TEAMS, c->id, e);

	if (teams != NULL) {
		json_object_set_new(values, "topics", json_string(topics));
		json_object_set_new(values, "teams", json_string(teams));
	}
	free(topics);
	free(teams);
	return teams == NULL ? -1 : 0;
}

static int
add_milestone(
	struct turn *t, const struct campaign *c, json_t *values, struct err *e)
{
	char *milestone = campaign_milestone_write(t, c, e);

	if (milestone == NULL)
		return -1;
	json_object_set_new(values, "milestone", json_string(milestone));
	free(milestone);
	return 0;
}

int
campaign_edit_open(struct turn *t, const struct campaign *c, struct err *e)
{
	struct listing l = {t->event->chat, json_array()};
	json_t *values;

	if (campaign_each_channel(t->db, c->id, on_channel, &l, e) == -1) {
		json_decref(l.places);
		return -1;
	}
	values = json_pack("{s:I, s:s, s:s, s:o, s:s, s:s, s:s, s:b}", "id",
		(json_int_t)c->id, "campaign", c->name, "goal", c->goal,
		"places", l.places, "disclosure", c->disclosure, "tone",
		c->tone, "texts", c->given ? "given" : "free", "draft",
		strcmp(c->state, "draft") == 0);
	json_object_set_new(values, "closed",
		json_boolean(strcmp(c->state, "closed") == 0));
	add_days(t, c, values);
	json_object_set_new(values, "options", campaign_networks_options(t));
	json_object_set_new(values, "chosen", campaign_networks_chosen(t, c));
	if (add_names(t, c, values, e) == -1 ||
		add_milestone(t, c, values, e) == -1) {
		json_decref(values);
		return -1;
	}
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
	if (campaign_milestone_read(t, c, fine, e) == -1)
		return -1;
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

/* Everything that the form says, or why it stays open (*fine is false). */
static int
read_form(struct turn *t, struct campaign *c, struct campaign_names_form *names,
	bool *fine, struct err *e)
{
	int64_t ended = c->ends_at;
	struct campaign other;
	bool named;

	if (campaign_make_read(t, c, fine, e) == -1 ||
		read_more(t, c, fine, e) == -1 ||
		campaign_names_form_read(t, c->id, names, &named, e) == -1)
		return -1;
	*fine = *fine && named;
	/* its form has no last day: it is over until it is started again */
	if (strcmp(c->state, "closed") == 0)
		c->ends_at = ended;
	if (!*fine)
		return 0;
	if (campaign_find(t->db, c->name, &other, e) == -1)
		return -1;
	*fine = other.id == 0 || other.id == c->id;
	return *fine ? 0 : turn_form_error(t, "name", "name_taken", NULL, e);
}

static int
save(struct turn *t, const struct campaign *c,
	const struct campaign_names_form *names, struct err *e)
{
	if (campaign_save(t->db, c, e) == -1 ||
		campaign_make_places(t, c,
			json_object_get(t->event->fields, "channels"), e) == -1)
		return -1;
	return campaign_names_form_put(t, names, c->id, e);
}

/* The form of a campaign that there is was sent. */
int
campaign_edit_form_run(struct turn *t, struct err *e)
{
	struct campaign_names_form names = {.topics = {NULL, NULL}};
	struct campaign_edited before = {.is = {NULL}};
	struct campaign_waits waited, waits;
	struct campaign c;
	json_t *values;
	bool fine = false;
	int result = -1;

	if (campaign_get(t->db, number_read(t->event->value), &c, e) == -1 ||
		campaign_edited_look(t, &c, &before, e) == -1 ||
		campaign_waiting(t->db, c.id, &waited, e) == -1 ||
		read_form(t, &c, &names, &fine, e) == -1)
		goto out;
	result = 0;
	if (!fine)
		goto out;
	result = -1;
	if (save(t, &c, &names, e) == -1 ||
		campaign_edited_note(t, &c, &before, e) == -1 ||
		campaign_waiting(t->db, c.id, &waits, e) == -1)
		goto out;
	values = about_campaign(t, &c, e);
	if (values == NULL)
		goto out;
	json_object_set_new(values, "dropped",
		json_integer((json_int_t)(waited.due - waits.due)));
	result = turn_reply(t, "campaign_saved", values, e);
out:
	campaign_edited_free(&before);
	campaign_names_form_free(&names);
	return result;
}
