#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "err.h"
#include "json.h"
#include "text.h"
#include "topics.h"
#include "when.h"

#include "address.h"
#include "behaviour.h"
#include "feed_about.h"
#include "feed_form.h"
#include "feed_limits.h"
#include "field.h"
#include "number.h"
#include "topic_name.h"

#define CAMPAIGNS_MOST 100

static int
on_campaign(void *arg, const struct campaign *c, struct err *e)
{
	json_t *options = arg;

	(void)e;
	if (strcmp(c->state, "closed") != 0 &&
		json_array_size(options) < CAMPAIGNS_MOST)
		json_array_append_new(options,
			json_pack("{s:s, s:o}", "text", c->name, "value",
				json_sprintf("%" PRId64, c->id)));
	return 0;
}

static json_t *
form_values(
	const struct feed_row *f, const struct topic *topic, json_t *campaigns)
{
	char *interval = feed_write_span(f->interval);
	json_t *values = json_pack(
		"{s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:s, s:i, s:b}", "state",
		"new", "topic", topic->id == 0 ? "" : topic->name, "feed",
		f->name, "url", f->url, "campaigns", campaigns, "campaign",
		json_sprintf("%" PRId64, f->campaign), "mode", f->mode,
		"interval", interval, "most", f->most, "fresh", f->id == 0);

	if (f->id != 0)
		json_object_set_new(
			values, "state", json_sprintf("%" PRId64, f->id));
	free(interval);
	return values;
}

int
feed_form_open(struct turn *t, const struct feed_row *f, struct err *e)
{
	struct feed_row fresh = {.mode = "review",
		.interval = 10 * WHEN_MINUTE,
		.most = FEED_MOST};
	struct topic topic;
	json_t *campaigns;
	struct campaign c;

	if (t->event->trigger == NULL)
		return turn_reply(t, "form_needs_command", NULL, e);
	if (campaign_first(t->db, &c, e) == -1)
		return -1;
	if (c.id == 0)
		return turn_reply(t, "campaign_none", NULL, e);
	fresh.campaign = c.id;
	f = f == NULL ? &fresh : f;
	if (topic_get(t->db, f->topic, &topic, e) == -1)
		return -1;
	campaigns = json_array();
	if (campaign_each(t->db, on_campaign, campaigns, e) == -1) {
		json_decref(campaigns);
		return -1;
	}
	return turn_form(t, "feed_form", form_values(f, &topic, campaigns), e);
}

void
feed_form_moved(struct turn *t, struct feed_row *f, const char *url)
{
	if (strcmp(f->url, url) == 0)
		return;
	text_copy(f->url, sizeof f->url, url);
	f->etag[0] = f->modified[0] = f->trouble[0] = '\0';
	f->seeded = false;
	f->failures = 0;
	f->next_at = t->now;
}

static int
read_url(struct turn *t, struct feed_row *f, bool *fine, struct err *e)
{
	char *text = field_text(t, "url"), *guess = url_guess(text);
	enum url_fault fault = url_find_fault(text);
	int result = 0;

	if (fault == URL_FINE) {
		feed_form_moved(t, f, text);
	} else {
		*fine = false;
		result = turn_form_error(t, "url", address_phrase(fault),
			json_pack("{s:s, s:i}", "example", guess, "most",
				URL_MAX),
			e);
	}
	free(guess);
	free(text);
	return result;
}

static int
read_interval(struct turn *t, struct feed_row *f, bool *fine, struct err *e)
{
	char *text = field_text(t, "interval");
	int64_t span = feed_read_span(text);

	free(text);
	if (span >= FEED_INTERVAL_LEAST && span <= FEED_INTERVAL_MOST) {
		f->interval = span;
		return 0;
	}
	*fine = false;
	return turn_form_error(t, "interval", "interval_wrong", NULL, e);
}

static int
read_most(struct turn *t, struct feed_row *f, bool *fine, struct err *e)
{
	int64_t most = f->most;
	int result = field_number(t, "most", FEED_MOST_MOST, &most, e);

	if (result == -1)
		return -1;
	if (result == FIELD_FINE && most > 0)
		f->most = (int)most;
	else
		*fine = false;
	return result == FIELD_FINE && most == 0
		       ? turn_form_error(t, "most", "number_between",
				 json_pack("{s:i, s:i}", "least", 1, "most",
					 FEED_MOST_MOST),
				 e)
		       : 0;
}

static int
read_topic(struct turn *t, struct feed_row *f, bool *fine, struct err *e)
{
	char *text = field_text(t, "topic");
	struct topic topic = {.id = 0}, named;
	int result = 0;

	if (topic_name_read(text, &named))
		result = topic_find(t->db, named.name, &topic, e);
	if (result == 0 && topic.id == 0 && *text != '\0') {
		*fine = false;
		result = turn_form_error(
			t, "topic", "feed_topic_wrong", NULL, e);
	}
	f->topic = topic.id;
	free(text);
	return result;
}

static int
read_fields(struct turn *t, struct feed_row *f, bool *fine, struct err *e)
{
	char *campaign = field_text(t, "campaign"), *mode;

	*fine = true;
	field_copy(t, "name", f->name, sizeof f->name);
	f->campaign = number_read(campaign);
	free(campaign);
	mode = field_text(t, "mode");
	snprintf(f->mode, sizeof f->mode, "%s",
		strcmp(mode, "auto") == 0 ? "auto" : "review");
	free(mode);
	if (read_url(t, f, fine, e) == -1 || read_topic(t, f, fine, e) == -1 ||
		read_interval(t, f, fine, e) == -1 ||
		read_most(t, f, fine, e) == -1)
		return -1;
	return 0;
}

/* Another feed has that name or address: the form says so. */
static int
refuse_taken(struct turn *t, const struct feed_row *f,
	const struct feed_row *taken, struct err *e)
{
	bool same = strcmp(f->url, taken->url) == 0;

	return turn_form_error(t, same ? "url" : "name",
		same ? "feed_read_already" : "feed_name_taken",
		json_pack("{s:s}", "feed", taken->name), e);
}

static int
save(struct turn *t, struct feed_row *f, const struct feed_row *before,
	struct err *e)
{
	struct feed_row taken;

	if (f->name[0] == '\0')
		snprintf(f->name, sizeof f->name, "%s", before->name);
	if (feeds_find(t->db, f->name, &taken, e) == -1)
		return -1;
	if (taken.id == 0 || taken.id == f->id)
		if (feeds_find_url(t->db, f->url, &taken, e) == -1)
			return -1;
	if (taken.id != 0 && taken.id != f->id)
		return refuse_taken(t, f, &taken, e);
	if (feeds_save(t->db, f, e) == -1 ||
		turn_audit(t, "feed.edit", f->name, before->url, f->url, e) ==
			-1)
		return -1;
	return feed_answer(t, f, "saved", e);
}

static int
make(struct turn *t, struct feed_row *f, struct err *e)
{
	struct feed_row taken;

	if (feed_form_make(t, f, &taken, e) == -1)
		return -1;
	return taken.id != 0 ? refuse_taken(t, f, &taken, e)
			     : feed_answer(t, f, "made", e);
}

/* The form of a feed was sent; its state is the feed, or "new". */
int
feed_form_run(struct turn *t, struct err *e)
{
	int64_t id = number_read(t->event->value);
	struct feed_row f = {.most = FEED_MOST}, before;
	bool fine, refused;

	if (id != 0 && feeds_get(t->db, id, &f, e) == -1)
		return -1;
	if (id != 0 && !f.active)
		return refuse_gone(t, f.name, e);
	if (id != 0) {
		if (feed_refuse_written(t, &f, &refused, e) == -1)
			return -1;
		if (refused)
			return 0;
	}
	before = f;
	if (read_fields(t, &f, &fine, e) == -1)
		return -1;
	if (!fine)
		return 0;
	return id == 0 ? make(t, &f, e) : save(t, &f, &before, e);
}
