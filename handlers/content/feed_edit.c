#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "text.h"
#include "topics.h"

#include "address.h"
#include "behaviour.h"
#include "feed_about.h"
#include "feed_form.h"
#include "feed_limits.h"
#include "line.h"
#include "topic_name.h"

static int
set_name(struct turn *t, struct line_change *c, struct err *e)
{
	struct feed_row other;

	if (feeds_find(t->db, c->value, &other, e) == -1)
		return -1;
	if (other.id != 0 && other.id != c->feed->id)
		return line_refuse(t, c, "feed_name_taken", NULL, e);
	return line_text(t, c,
		&(const struct line_room){.out = c->feed->name,
			.room = sizeof c->feed->name,
			.most = 80,
			.needed = true},
		e);
}

static int
set_url(struct turn *t, struct line_change *c, struct err *e)
{
	char *url = address_bare(c->value);
	enum url_fault fault = url_find_fault(url);
	struct feed_row other;
	char *guess;
	int result;

	if (fault != URL_FINE) {
		guess = url_guess(url);
		result = line_refuse(t, c, address_phrase(fault),
			json_pack("{s:s, s:i}", "example", guess, "most",
				URL_MAX),
			e);
		free(guess);
		return result;
	}
	if (feeds_find_url(t->db, url, &other, e) == -1)
		return -1;
	if (other.id != 0 && other.id != c->feed->id)
		return line_refuse(t, c, "feed_read_already",
			json_pack("{s:s}", "feed", other.name), e);
	text_copy(c->before, sizeof c->before, c->feed->url);
	text_copy(c->after, sizeof c->after, url);
	feed_form_moved(t, c->feed, url);
	return 0;
}

static int
set_campaign(struct turn *t, struct line_change *c, struct err *e)
{
	struct campaign before, after;

	if (campaign_get(t->db, c->feed->campaign, &before, e) == -1 ||
		campaign_find(t->db, c->value, &after, e) == -1)
		return -1;
	if (after.id == 0 || strcmp(after.state, "closed") == 0)
		return line_refuse(t, c, "feed_campaign_wrong", NULL, e);
	text_copy(c->before, sizeof c->before, before.name);
	c->feed->campaign = after.id;
	return 0;
}

static int
set_mode(struct turn *t, struct line_change *c, struct err *e)
{
	if (!text_same(c->value, "review") && !text_same(c->value, "auto"))
		return line_refuse(t, c, "feed_mode_wrong", NULL, e);
	text_copy(c->before, sizeof c->before, c->feed->mode);
	snprintf(c->feed->mode, sizeof c->feed->mode, "%s",
		text_same(c->value, "auto") ? "auto" : "review");
	return 0;
}

static int
set_interval(struct turn *t, struct line_change *c, struct err *e)
{
	int64_t span = feed_read_span(c->value);
	char *before;

	if (span < FEED_INTERVAL_LEAST || span > FEED_INTERVAL_MOST)
		return line_refuse(t, c, "interval_wrong", NULL, e);
	before = feed_write_span(c->feed->interval);
	text_copy(c->before, sizeof c->before, before);
	free(before);
	c->feed->interval = span;
	if (c->feed->next_at > t->now + span)
		c->feed->next_at = t->now + span;
	return 0;
}

static int
set_most(struct turn *t, struct line_change *c, struct err *e)
{
	int64_t most = c->feed->most;

	if (line_number(t, c,
		    &(const struct line_numbers){1, FEED_MOST_MOST, FEED_MOST},
		    &most, e) == -1)
		return -1;
	c->feed->most = (int)most;
	return 0;
}

static int
set_topic(struct turn *t, struct line_change *c, struct err *e)
{
	struct topic before, after = {.id = 0}, named;

	if (topic_get(t->db, c->feed->topic, &before, e) == -1)
		return -1;
	if (topic_name_read(c->value, &named) &&
		topic_find(t->db, named.name, &after, e) == -1)
		return -1;
	if (after.id == 0 && *c->value != '\0')
		return line_refuse(t, c, "feed_topic_wrong", NULL, e);
	if (before.id != 0)
		text_copy(c->before, sizeof c->before, before.name);
	c->feed->topic = after.id;
	return 0;
}

static const struct line_field fields[] = {
	{"name", set_name},
	{"url", set_url},
	{"campaign", set_campaign},
	{"topic", set_topic},
	{"mode", set_mode},
	{"interval", set_interval},
	{"most a day", set_most},
	{NULL, NULL},
};

static int
save(struct turn *t, const struct line_change *c, struct err *e)
{
	char did[64];

	snprintf(did, sizeof did, "feed.edit.%s", c->field->name);
	if (feeds_save(t->db, c->feed, e) == -1 ||
		turn_audit(t, did, c->name, c->before, c->after, e) == -1)
		return -1;
	return feed_answer(t, c->feed, "saved", e);
}

/* /campaign feeds edit <name> [<field>: <value>]: without a field it opens the
 * form. */
int
feed_edit_run(struct turn *t, struct err *e)
{
	struct feed_named named;
	char name[sizeof named.feed.name];
	struct line_change change = {
		.feed = &named.feed, .name = name, .command = "feeds edit"};
	bool refused, done;
	int result;

	if (feed_which(t, t->text, "edit", &named, e) == -1)
		return -1;
	if (named.feed.id == 0)
		return 0;
	if (feed_refuse_written(t, &named.feed, &refused, e) == -1)
		return -1;
	if (refused)
		return 0;
	if (*named.rest == '\0')
		return feed_form_open(t, &named.feed, e);
	snprintf(name, sizeof name, "%s", named.feed.name);
	result = line_run(t, fields, named.rest, &change, &done, e);
	if (result == 0 && done)
		result = save(t, &change, e);
	line_end(&change);
	return result;
}
