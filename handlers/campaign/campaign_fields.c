#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "items.h"
#include "text.h"

#include "turn.h"

#include "campaign_fields.h"
#include "campaign_milestone.h"
#include "campaign_names.h"
#include "campaign_networks.h"
#include "field.h"
#include "notice.h"

#define CARDS_MOST 100 /* that follow a change of the rules at once */

static int
set_name(struct turn *t, struct line_change *c, struct err *e)
{
	struct campaign other;

	if (campaign_find(t->db, c->value, &other, e) == -1)
		return -1;
	if (other.id != 0 && other.id != c->campaign->id)
		return line_refuse(t, c, "name_taken", NULL, e);
	return line_text(t, c,
		&(const struct line_room){.out = c->campaign->name,
			.room = sizeof c->campaign->name,
			.most = CAMPAIGN_NAME_MOST,
			.needed = true},
		e);
}

static int
set_goal(struct turn *t, struct line_change *c, struct err *e)
{
	return line_text(t, c,
		&(const struct line_room){.out = c->campaign->goal,
			.room = sizeof c->campaign->goal,
			.most = CAMPAIGN_TEXT_MOST},
		e);
}

static int
set_milestone(struct turn *t, struct line_change *c, struct err *e)
{
	char *before = campaign_milestone_write(t, c->campaign, e), *after;
	const char *refused;
	json_t *values;

	if (before == NULL)
		return -1;
	text_copy(c->before, sizeof c->before, before);
	free(before);
	refused = campaign_milestone_put(t, c->campaign, c->value, &values);
	if (refused != NULL)
		return line_refuse(t, c, refused, values, e);
	after = campaign_milestone_write(t, c->campaign, e);
	if (after == NULL)
		return -1;
	text_copy(c->after, sizeof c->after, after);
	free(after);
	return 0;
}

static int
set_tone(struct turn *t, struct line_change *c, struct err *e)
{
	return line_text(t, c,
		&(const struct line_room){.out = c->campaign->tone,
			.room = sizeof c->campaign->tone,
			.most = CAMPAIGN_TEXT_MOST},
		e);
}

static int
set_disclosure(struct turn *t, struct line_change *c, struct err *e)
{
	return line_text(t, c,
		&(const struct line_room){.out = c->campaign->disclosure,
			.room = sizeof c->campaign->disclosure,
			.most = CAMPAIGN_DISCLOSURE_MOST},
		e);
}

/* Only what has not begun has a time to begin. */
static int
set_start(struct turn *t, struct line_change *c, struct err *e)
{
	char *before;
	int64_t at;

	if (strcmp(c->campaign->state, "draft") != 0)
		return line_refuse(t, c, "start_begun", NULL, e);
	if (field_read_start(t, c->value, &at) == FIELD_REFUSED)
		return line_refuse(t, c, "until_wrong", NULL, e);
	if (at != 0 && c->campaign->ends_at != 0 && at >= c->campaign->ends_at)
		return line_refuse(t, c, "start_after_end", NULL, e);
	before = field_first_day(t, c->campaign->starts_at);
	text_copy(c->before, sizeof c->before, before);
	free(before);
	c->campaign->starts_at = at;
	return 0;
}

static int
set_end(struct turn *t, struct line_change *c, struct err *e)
{
	int64_t before = c->campaign->ends_at;

	if (strcmp(c->campaign->state, "closed") == 0)
		return line_refuse(t, c, "end_over", NULL, e);
	if (line_until(t, c, &c->campaign->ends_at, e) == -1)
		return -1;
	if (c->refused != NULL || c->campaign->ends_at == 0 ||
		strcmp(c->campaign->state, "draft") != 0 ||
		c->campaign->ends_at > c->campaign->starts_at)
		return 0;
	c->campaign->ends_at = before;
	return line_refuse(t, c, "start_after_end", NULL, e);
}

static int
set_networks(struct turn *t, struct line_change *c, struct err *e)
{
	char networks[sizeof c->campaign->networks], *wrong;
	int result;

	campaign_networks_read(t, c->value, networks, sizeof networks, &wrong);
	if (wrong != NULL) {
		result = line_refuse(t, c, "network_unknown",
			json_pack("{s:s, s:o}", "wrong", wrong, "networks",
				campaign_networks_all(t)),
			e);
		free(wrong);
		return result;
	}
	text_copy(c->before, sizeof c->before, c->campaign->networks);
	text_copy(
		c->campaign->networks, sizeof c->campaign->networks, networks);
	return 0;
}

/* "given" and "free", and as they are written in each language. */
static int
set_captions(struct turn *t, struct line_change *c, struct err *e)
{
	static const char *const given[] = {
		"given", "vorgegeben", "annetut", NULL};
	static const char *const free_words[] = {
		"", "free", "frei", "vapaat", "vapaa", NULL};
	bool is_given = false, known = false;
	int i;

	for (i = 0; given[i] != NULL; i++)
		is_given |= text_same(given[i], c->value);
	for (i = 0; free_words[i] != NULL; i++)
		known |= text_same(free_words[i], c->value);
	if (!is_given && !known)
		return line_refuse(t, c, "captions_wrong", NULL, e);
	text_copy(c->before, sizeof c->before,
		c->campaign->given ? "given" : "free");
	text_copy(c->after, sizeof c->after, is_given ? "given" : "free");
	c->campaign->given = is_given;
	return 0;
}

static int set_rule(struct turn *t, struct line_change *c, struct err *e);

static const struct line_field fields[] = {
	{"name", set_name},
	{"goal", set_goal},
	{"milestone", set_milestone},
	{"start", set_start},
	{"end", set_end},
	{"topics", campaign_topics_set},
	{"teams", campaign_teams_set},
	{"networks", set_networks},
	{"disclosure", set_disclosure},
	{"texts", set_captions},
	{"tone", set_tone},
	/* in the order of enum campaign_rule */
	{"share points", set_rule},
	{"again points", set_rule},
	{"readers needed", set_rule},
	{"cap day", set_rule},
	{"cap item", set_rule},
	{"cap campaign", set_rule},
	{NULL, NULL},
};

#define FIRST_RULE (sizeof fields / sizeof *fields - 1 - CAMPAIGN_RULES)

const struct line_field *
campaign_fields(void)
{
	return fields;
}

const struct line_field *
campaign_fields_rules(void)
{
	return fields + FIRST_RULE;
}

struct campaign_fields_limit
campaign_fields_limit(enum campaign_rule rule)
{
	switch (rule) {
	case RULE_SHARE_POINTS:
	case RULE_AGAIN_POINTS:
		return (struct campaign_fields_limit){0, 10000};
	case RULE_READERS_NEEDED:
		return (struct campaign_fields_limit){1, 1000};
	default:
		return (struct campaign_fields_limit){0, 1000000};
	}
}

/* Nothing written: it is the programme's again. */
static int
set_rule(struct turn *t, struct line_change *c, struct err *e)
{
	size_t rule = (size_t)(c->field - campaign_fields_rules());
	struct campaign_rules *r = &c->campaign->rules;
	struct campaign_fields_limit limit =
		campaign_fields_limit((enum campaign_rule)rule);
	const struct line_numbers numbers = {limit.least, limit.most, -1};
	int64_t is = r->own[rule] ? r->is[rule] : -1;

	if (line_number(t, c, &numbers, &is, e) == -1)
		return -1;
	if (c->refused != NULL)
		return 0;
	r->own[rule] = is != -1;
	r->is[rule] = is == -1 ? 0 : is;
	return 0;
}

static int
on_item(void *arg, const struct item *i, struct err *e)
{
	(void)e;
	return json_array_append_new(arg, json_integer(i->id));
}

/* Cards in channels tell the points. */
static int
refresh_cards(struct turn *t, const struct campaign *c, struct err *e)
{
	json_t *ids = json_array();
	struct item item;
	size_t i;
	int result = item_each(
		t->db, c->id, "announced", CARDS_MOST, on_item, ids, e);

	for (i = 0; result == 0 && i < json_array_size(ids); i++) {
		result = item_find(t->db,
			json_integer_value(json_array_get(ids, i)), &item, e);
		if (result == 0)
			result = notice_refresh(t, &item, e);
	}
	json_decref(ids);
	return result;
}

static bool
has_same_rules(const struct campaign *a, const struct campaign *b)
{
	int i;

	for (i = 0; i < CAMPAIGN_RULES; i++)
		if (a->rules.own[i] != b->rules.own[i] ||
			a->rules.is[i] != b->rules.is[i])
			return false;
	return true;
}

int
campaign_fields_save(struct turn *t, const struct campaign *before,
	const struct campaign *c, const struct line_change *change,
	struct err *e)
{
	char did[64], about[32];

	snprintf(did, sizeof did, "campaign.edit.%s", change->field->name);
	snprintf(about, sizeof about, "%" PRId64, c->id);
	if (campaign_save(t->db, c, e) == -1 ||
		turn_audit(t, did, about, change->before, change->after, e) ==
			-1)
		return -1;
	if (has_same_rules(before, c))
		return 0;
	return refresh_cards(t, c, e);
}
