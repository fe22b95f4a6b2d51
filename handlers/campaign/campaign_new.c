#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "text.h"

#include "about.h"
#include "behaviour.h"
#include "campaign_fields.h"
#include "campaign_milestone.h"
#include "campaign_kind.h"
#include "campaign_make.h"
#include "campaign_names_form.h"
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

/* What stands before the colon of "draft launch: Name". */
struct beginning {
	bool draft;
	const struct campaign_kind *kind;
	const char *name; /* what comes after it */
};

/* Only words that are known begin it: names may have colons too. */
static void
read_beginning(const char *line, struct beginning *out)
{
	size_t size = strcspn(line, ":");
	char *copy = xstrdup(line), *rest = copy, *word;
	bool known = true;

	*out = (struct beginning){.name = line};
	copy[size] = '\0';
	while (known && (word = text_word(&rest)) != NULL) {
		if (text_same(word, "draft"))
			out->draft = true;
		else if (campaign_kind_find(word) != NULL)
			out->kind = campaign_kind_find(word);
		else
			known = false;
	}
	free(copy);
	if (!known)
		*out = (struct beginning){.name = line};
	else
		out->name = line + size + (line[size] == ':');
}

static int
make(struct turn *t, const struct beginning *b, char *name, struct err *e)
{
	struct campaign c = {.id = 0};
	json_t *places = json_array();
	bool taken = false;
	int result = take_places(t, name, places, e);

	text_trim(name);
	if (result == 0 && text_graphemes(name) > CAMPAIGN_NAME_MOST) {
		json_decref(places);
		return turn_reply(t, "campaign_name_long",
			json_pack("{s:i}", "most", CAMPAIGN_NAME_MOST), e);
	}
	text_copy(c.name, sizeof c.name, name);
	if (b->draft)
		snprintf(c.state, sizeof c.state, "draft");
	if (result == 0 && b->kind != NULL)
		result = campaign_kind_apply(t, b->kind, &c, e);
	if (result == 0)
		result = campaign_make(
			t, &c, t->programme->budget, places, &taken, e);
	json_decref(places);
	if (result == -1)
		return -1;
	if (taken)
		return turn_reply(t, "campaign_taken",
			json_pack("{s:s}", "campaign", c.name), e);
	return answer(t, &c, "campaign_made", e);
}

/* The goal and the end that suit are in it, to be changed. */
static int
open_form(struct turn *t, const struct campaign_kind *kind, struct err *e)
{
	struct campaign c = {.id = 0};
	char *until;
	int result;

	if (t->event->trigger == NULL)
		return turn_reply(t, "form_needs_command", NULL, e);
	if (kind != NULL && campaign_kind_apply(t, kind, &c, e) == -1)
		return -1;
	until = field_day(t, c.ends_at);
	result = turn_form(t, "campaign_form",
		json_pack("{s:I, s:s, s:s, s:s}", "budget",
			(json_int_t)t->programme->budget, "kind",
			kind == NULL ? "none" : campaign_kind_name(kind),
			"goal", c.goal, "until", until),
		e);
	free(until);
	return result;
}

/* In one line: the name, and channels; else it is the one it was written in.
 * Longer names are refused, not cut. */
static int
make_by_line(struct turn *t, const struct beginning *b, struct err *e)
{
	char *name = text_clean(b->name), *at;
	int result;

	for (at = name; *at != '\0'; at++)
		if (*at == '\n')
			*at = ' ';
	result = make(t, b, text_trim(name), e);
	free(name);
	return result;
}

/* /campaign new [draft] [launch | hiring | event] [: name [#channels]]: without
 * a name it opens the form. */
int
campaign_new_run(struct turn *t, struct err *e)
{
	struct beginning b;
	const char *at;

	read_beginning(t->text, &b);
	for (at = b.name; *at == ' ' || *at == '\n'; at++)
		continue;
	return *at == '\0' ? open_form(t, b.kind, e) : make_by_line(t, &b, e);
}

/* What the form says, or why it stays open (*fine is false). */
static int
read_form(struct turn *t, struct campaign *c, int64_t *budget, bool *fine,
	struct err *e)
{
	const struct campaign_kind *kind =
		campaign_kind_find(json_text(t->event->fields, "kind", ""));
	int begins, points;

	if (campaign_make_read(t, c, fine, e) == -1 ||
		campaign_milestone_read(t, c, fine, e) == -1)
		return -1;
	begins = field_start(t, "start", &c->starts_at, e);
	points = field_number(t, "budget", CAMPAIGN_BUDGET_MOST, budget, e);
	if (begins == -1 || points == -1)
		return -1;
	*fine = *fine && begins == FIELD_FINE && points == FIELD_FINE;
	if (!*fine)
		return 0;
	if (kind != NULL && campaign_kind_apply(t, kind, c, e) == -1)
		return -1;
	*fine = c->ends_at == 0 || c->ends_at > c->starts_at;
	return *fine ? 0
		     : turn_form_error(t, "until", "start_after_end", NULL, e);
}

/* The form of a new campaign was sent. */
int
campaign_new_form_run(struct turn *t, struct err *e)
{
	struct campaign_names_form names = {.topics = {NULL, NULL}};
	struct campaign c = {.id = 0};
	int64_t budget = t->programme->budget;
	bool fine = false, named = false, taken;
	int result = -1;

	if (read_form(t, &c, &budget, &fine, e) == -1 ||
		campaign_names_form_read(t, 0, &names, &named, e) == -1)
		goto out;
	result = 0;
	if (!fine || !named)
		goto out;
	result = campaign_make(t, &c, budget,
		json_object_get(t->event->fields, "channels"), &taken, e);
	if (result == 0 && taken)
		result = turn_form_error(t, "name", "name_taken", NULL, e);
	else if (result == 0)
		result = campaign_names_form_put(t, &names, c.id, e) == -1
				 ? -1
				 : answer(t, &c, "campaign_made", e);
out:
	campaign_names_form_free(&names);
	return result;
}
