#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feeds.h"
#include "items.h"
#include "json.h"
#include "review.h"
#include "seal.h"
#include "text.h"
#include "url.h"
#include "when.h"

#include "about.h"
#include "admins.h"
#include "behaviour.h"
#include "feed_about.h"
#include "number.h"

#define LONGEST_WAIT (24 * WHEN_HOUR)
#define TOLD_AT 3 /* failures in a row before admins hear of it */

/* A first read brings a feed's whole past: only what came out within the last
 * hour is news. Later reads bring what is new, but a feed that changes all its
 * addresses must not flood a channel: what is above its most a day, and above
 * this in one read, waits for somebody to look at it. */
#define NEWS_AGE WHEN_HOUR
#define NEWS_MOST 5

/* 0.9 to 1.1 times that, so that many feeds do not come at once. */
static int64_t
jitter(int64_t wait)
{
	uint32_t random;

	seal_random(&random, sizeof random);
	return wait - wait / 10 + (int64_t)(random % 1000) * (wait / 5) / 1000;
}

static int
tell(struct turn *t, const struct feed_row *f, const char *template,
	int left_out, struct err *e)
{
	char key[192];
	json_t *values;
	int result;

	snprintf(key, sizeof key, "%s:%" PRId64 ":%" PRId64, template, f->id,
		t->now);
	values = json_pack("{s:s, s:s, s:o, s:i, s:b}", "feed", f->name, "url",
		f->url, "trouble", about_trouble(t), "left_out", left_out,
		"config", strcmp(f->source, "config") == 0);
	result = admins_tell(t, key, template, values, e);
	json_decref(values);
	return result;
}

static int
meet_trouble(struct turn *t, struct feed_row *f, struct err *e)
{
	int64_t wait = f->interval;
	int i;

	f->failures++;
	feed_note_trouble(f, t->event->fields);
	for (i = 0; i < f->failures && wait < LONGEST_WAIT; i++)
		wait *= 2;
	if (wait > LONGEST_WAIT)
		wait = LONGEST_WAIT;
	f->next_at = t->now + jitter(wait);
	if (feeds_save(t->db, f, e) == -1)
		return -1;
	return f->failures == TOLD_AT ? tell(t, f, "feed_trouble", 0, e) : 0;
}

/* The feed answered: the next read is planned, and who heard of its trouble
 * hears that it is over. */
static int
meet_answer(struct turn *t, struct feed_row *f, struct err *e)
{
	bool told = f->failures >= TOLD_AT;

	f->failures = 0;
	f->trouble[0] = '\0';
	f->read_at = t->now;
	f->next_at = t->now + f->interval;
	if (feeds_save(t->db, f, e) == -1)
		return -1;
	return told ? tell(t, f, "feed_works", 0, e) : 0;
}

/* What a read has brought so far. */
struct harvest {
	struct feed_row *feed;
	bool first;
	int room; /* for so many more that go their way by themselves */
	int left_out;
};

static bool
is_news(struct turn *t, const struct harvest *h, const json_t *entry)
{
	int64_t at = json_integer_value(json_object_get(entry, "at"));

	return !h->first || (at > t->now - NEWS_AGE && at <= t->now + NEWS_AGE);
}

static void
fill(struct item *i, const json_t *entry)
{
	text_copy(i->url, sizeof i->url, json_text(entry, "url", ""));
	text_copy(i->title, sizeof i->title, json_text(entry, "title", ""));
	text_copy(
		i->summary, sizeof i->summary, json_text(entry, "summary", ""));
	text_copy(i->image, sizeof i->image, json_text(entry, "image", ""));
	text_copy(i->language, sizeof i->language,
		json_text(entry, "language", ""));
}

static char *
canonical_of(const json_t *entry)
{
	const char *given = json_text(entry, "canonical", "");

	return url_canonical(
		*given == '\0' ? json_text(entry, "url", "") : given);
}

static int
note_source(struct turn *t, const struct item *i, bool held, struct err *e)
{
	struct review r = {.item = i->id, .source = "feed", .held = held};

	return review_put(t->db, &r, e);
}

/* Today where the programme is. */
static int64_t
today(const struct turn *t)
{
	struct when_local local;

	when_to_local(t->now, t->programme->zone, &local);
	local.hour = local.minute = 0;
	return when_day(when_from_local(&local, "UTC"));
}

/* How many of a read go their way by themselves. */
static int
room_of(struct turn *t, struct feed_row *f)
{
	int64_t day = today(t);

	if (f->day != day) {
		f->day = day;
		f->taken = 0;
	}
	if (f->most - f->taken < NEWS_MOST)
		return f->taken < f->most ? f->most - f->taken : 0;
	return NEWS_MOST;
}

static void
use_room(struct harvest *h)
{
	h->room--;
	h->feed->taken++;
}

/* An entry that we do not know yet becomes an item: one whose page is read
 * now, or one that is only remembered. What there is no room for waits. */
static int
take_entry(
	struct turn *t, struct harvest *h, const json_t *entry, struct err *e)
{
	struct item item = {.feed = h->feed->id,
		.topic = h->feed->topic,
		.campaign = h->feed->campaign,
		.created_at = t->now};
	struct item known = {.id = 0};
	char *canonical = canonical_of(entry);
	bool news, held;
	int result = 0;

	if (canonical == NULL || strlen(canonical) >= sizeof item.canonical)
		goto out;
	result = item_find_canonical(t->db, canonical, &known, e);
	if (result == -1 || known.id != 0)
		goto out;
	news = is_news(t, h, entry);
	held = news && h->room == 0;
	if (held)
		h->left_out++;
	else if (news)
		use_room(h);
	fill(&item, entry);
	text_copy(item.canonical, sizeof item.canonical, canonical);
	snprintf(item.state, sizeof item.state, news ? "reading" : "rejected");
	item.read_at = news ? t->now : 0;
	result = item_add(t->db, &item, e);
	if (result == 0 && news)
		result = note_source(t, &item, held, e);
out:
	free(canonical);
	return result;
}

static int
take_entries(struct turn *t, struct feed_row *f, const json_t *entries,
	struct err *e)
{
	struct harvest h = {
		.feed = f, .first = !f->seeded, .room = room_of(t, f)};
	size_t i;

	for (i = 0; i < json_array_size(entries); i++)
		if (take_entry(t, &h, json_array_get(entries, i), e) == -1)
			return -1;
	return h.left_out > 0 ? tell(t, f, "feed_flood", h.left_out, e) : 0;
}

/* A feed was read, or could not be. */
int
feed_read_run(struct turn *t, struct err *e)
{
	const json_t *fields = t->event->fields;
	const json_t *entries = json_object_get(fields, "entries");
	struct feed_row f;

	if (feeds_get(t->db, number_read(t->event->value), &f, e) == -1)
		return -1;
	if (!f.active || f.paused)
		return 0;
	if (json_object_get(fields, "trouble") != NULL)
		return meet_trouble(t, &f, e);
	if (entries != NULL) {
		if (take_entries(t, &f, entries, e) == -1)
			return -1;
		f.seeded = true;
		text_copy(f.etag, sizeof f.etag, json_text(fields, "etag", ""));
		text_copy(f.modified, sizeof f.modified,
			json_text(fields, "modified", ""));
	}
	return meet_answer(t, &f, e);
}
