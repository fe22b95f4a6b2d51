#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "text.h"

#include "about.h"
#include "behaviour.h"
#include "campaign_make.h"
#include "field.h"
#include "place.h"

static int
answer(struct turn *t, const struct campaign *c, const char *template,
	struct err *e)
{
	json_t *values = about_campaign(t, c, e);

	return values == NULL ? -1 : turn_reply(t, template, values, e);
}

/* Takes the channels from the end of what was written ("Backups #news"). */
static int
take_places(struct turn *t, char *name, json_t *places, struct err *e)
{
	struct channel c;
	char *last;

	for (;;) {
		last = strrchr(name, ' ');
		if (last == NULL || !place_is_written(last + 1))
			break;
		if (place_read(t, last + 1, &c, e) == -1)
			return -1;
		if (c.place[0] != '\0')
			json_array_insert_new(places, 0, json_string(c.place));
		*last = '\0';
		text_trim(name);
	}
	if (json_array_size(places) == 0 && t->event->place != NULL &&
		!t->event->direct)
		json_array_append_new(places, json_string(t->event->place));
	return 0;
}

/* In one line: the name, and channels; else it is the one it was written in. */
static int
make_by_line(struct turn *t, struct err *e)
{
	struct campaign c = {.id = 0};
	char *name = text_clean(t->text);
	json_t *places = json_array();
	bool taken;
	int result = take_places(t, name, places, e);

	text_copy(c.name, sizeof c.name, name);
	if (result == 0)
		result = campaign_make(
			t, &c, t->programme->budget, places, &taken, e);
	json_decref(places);
	free(name);
	if (result == -1)
		return -1;
	if (taken)
		return turn_reply(t, "campaign_taken",
			json_pack("{s:s}", "campaign", c.name), e);
	return answer(t, &c, "campaign_made", e);
}

/* /campaign new [name [#channels]]: without a name it opens the form. */
int
campaign_new_run(struct turn *t, struct err *e)
{
	if (*t->text != '\0')
		return make_by_line(t, e);
	if (t->event->trigger == NULL)
		return turn_reply(t, "form_needs_command", NULL, e);
	return turn_form(t, "campaign_form",
		json_pack("{s:I}", "budget", (json_int_t)t->programme->budget),
		e);
}

/* The form of a new campaign was sent. */
int
campaign_new_form_run(struct turn *t, struct err *e)
{
	struct campaign c = {.id = 0};
	int64_t budget = t->programme->budget;
	bool fine, taken;
	int result;

	if (campaign_make_read(t, &c, &fine, e) == -1)
		return -1;
	result = field_number(t, "budget", CAMPAIGN_BUDGET_MOST, &budget, e);
	if (result == -1)
		return -1;
	if (!fine || result == FIELD_REFUSED)
		return 0;
	if (campaign_make(t, &c, budget,
		    json_object_get(t->event->fields, "channels"), &taken,
		    e) == -1)
		return -1;
	return taken ? turn_form_error(t, "name", "name_taken", NULL, e)
		     : answer(t, &c, "campaign_made", e);
}
