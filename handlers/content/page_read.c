#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feeds.h"
#include "items.h"
#include "json.h"
#include "mem.h"
#include "review.h"
#include "text.h"
#include "url.h"
#include "when.h"

#include "about.h"
#include "admins.h"
#include "behaviour.h"
#include "notice.h"
#include "number.h"
#include "reason.h"
#include "reviewing.h"
#include "suggesting.h"

#define TRIES 3
#define TITLE_MOST 150
#define SUMMARY_MOST 300
#define FIRST_RETRY (15 * WHEN_SECOND)

/* Takes what the page says where it says something; keep what is there when
 * keep is set. */
static void
take(char *into, size_t room, const json_t *fields, const char *name, bool keep)
{
	const char *text = json_text(fields, name, "");

	if (*text != '\0' && !(keep && *into != '\0'))
		text_copy(into, room, text);
}

/* A feed's title is an editor's, so it stays; the page's own summary is made
 * for being shared, so it comes first, unless our web site delivered one
 * (keep). */
static void
fill(struct item *i, const json_t *fields, bool keep)
{
	take(i->title, sizeof i->title, fields, "title", true);
	take(i->summary, sizeof i->summary, fields, "summary", keep);
	take(i->image, sizeof i->image, fields, "image", keep);
	take(i->site, sizeof i->site, fields, "site", false);
	take(i->language, sizeof i->language, fields, "language", true);
	i->minutes =
		(int)json_integer_value(json_object_get(fields, "minutes"));
}

/* Cards show a title and a few lines, whatever a page or feed says. */
static void
shorten(char *text, size_t room, size_t most)
{
	char *cut = text_cut(text, most);

	text_copy(text, room, cut);
	free(cut);
}

static bool
is_delivered(const struct review *r)
{
	return strcmp(r->source, "content") == 0;
}

/* Whether somebody is to decide of it: what employees suggest, what is above a
 * feed's most a day, and what comes where that is the mode. */
static int
wants_review(struct turn *t, const struct item *i, const struct review *r,
	bool *out, struct err *e)
{
	struct feed_row feed;

	*out = r->held || strcmp(r->source, "suggestion") == 0 ||
	       (is_delivered(r) && t->programme->content_review);
	if (*out || i->feed == 0)
		return 0;
	if (feeds_get(t->db, i->feed, &feed, e) == -1)
		return -1;
	*out = strcmp(feed.mode, "review") == 0;
	return 0;
}

static int
tell_admins(struct turn *t, const struct item *i, const char *template,
	struct err *e)
{
	json_t *values = about_item(t, i, e);
	char key[64];
	int result;

	if (values == NULL)
		return -1;
	snprintf(key, sizeof key, "item:%" PRId64, i->id);
	result = admins_tell(t, key, template, values, e);
	json_decref(values);
	return result;
}

/* Tells who added the item. */
static int
tell_adder(struct turn *t, const struct item *i, const char *template,
	json_t *values, struct err *e)
{
	char key[256];

	if (values == NULL)
		return -1;
	if (i->person[0] == '\0') {
		json_decref(values);
		return 0;
	}
	snprintf(key, sizeof key, "item:%" PRId64 ":%s:%s", i->id, i->chat,
		i->person);
	return turn_tell(t, i->chat, i->person, key, template, values, e);
}

/* It waits for a decision: of who added it, else of the reviewers. What was
 * held back waits in the queue, of which admins were told as a whole. */
static int
ask(struct turn *t, const struct item *i, const struct review *r, struct err *e)
{
	if (i->person[0] == '\0')
		return r->held ? 0 : reviewing_ask(t, i, e);
	return tell_adder(t, i, "item_ready", about_item(t, i, e), e);
}

/* It goes out by itself; with time to look, admins hear of it before. */
static int
plan(struct turn *t, const struct item *i, struct err *e)
{
	int64_t wait = t->programme->announce_after;

	if (notice_plan(t, i, t->now + wait, e) == -1)
		return -1;
	return wait == 0 ? 0 : tell_admins(t, i, "item_coming", e);
}

/* The item is complete: it is announced by itself, or waits to be looked at.
 * Who adds a page by hand sees what was made of it before everybody does. */
static int
complete(struct turn *t, struct item *i, struct err *e)
{
	bool review = true;
	struct review r;

	if (review_get(t->db, i->id, &r, e) == -1)
		return -1;
	if (i->person[0] == '\0' && wants_review(t, i, &r, &review, e) == -1)
		return -1;
	shorten(i->title, sizeof i->title, TITLE_MOST);
	shorten(i->summary, sizeof i->summary, SUMMARY_MOST);
	if ((review ? reason_propose(t, i, e) : reason_take(t, i, e)) == -1)
		return -1;
	i->read_at = 0;
	snprintf(i->state, sizeof i->state, review ? "review" : "ready");
	if (item_save(t->db, i, e) == -1 || item_page_put(t->db, i, e) == -1)
		return -1;
	return review ? ask(t, i, &r, e) : plan(t, i, e);
}

static int
reject(struct turn *t, struct item *i, struct err *e)
{
	i->read_at = 0;
	snprintf(i->state, sizeof i->state, "rejected");
	return item_save(t->db, i, e);
}

/* The same of one that nobody added in chat. What was suggested is asked about
 * when nobody decided of it before. */
static int
meet_suggested(struct turn *t, const struct item *i, struct item *other,
	const json_t *fields, struct err *e)
{
	struct review mine, theirs;

	if (review_get(t->db, i->id, &mine, e) == -1 ||
		review_get(t->db, other->id, &theirs, e) == -1)
		return -1;
	if (strcmp(mine.source, "suggestion") != 0)
		return 0;
	if (strcmp(other->state, "rejected") != 0 || theirs.decision[0] != '\0')
		return suggesting_tell_known(t, i, other, e);
	theirs = mine;
	theirs.item = other->id;
	if (review_put(t->db, &theirs, e) == -1 ||
		suggestion_move(t->db, i->id, other->id, e) == -1)
		return -1;
	fill(other, fields, false);
	return complete(t, other, e);
}

/* The page turns out to be one that we have. One that was only ever known
 * from its feed's past takes the place of what an admin added. */
static int
meet_duplicate(struct turn *t, struct item *i, struct item *other,
	const json_t *fields, struct err *e)
{
	if (reject(t, i, e) == -1)
		return -1;
	if (i->person[0] == '\0')
		return meet_suggested(t, i, other, fields, e);
	if (strcmp(other->state, "rejected") != 0)
		return tell_adder(
			t, i, "item_duplicate", about_item(t, other, e), e);
	text_copy(other->chat, sizeof other->chat, i->chat);
	text_copy(other->person, sizeof other->person, i->person);
	fill(other, fields, false);
	return complete(t, other, e);
}

static int
read_page(struct turn *t, struct item *i, struct err *e)
{
	const json_t *fields = t->event->fields;
	struct item other = {.id = 0};
	struct review r;
	char *canonical =
		url_canonical(json_text(fields, "canonical", i->canonical));
	int result = -1;

	if (canonical == NULL || strlen(canonical) >= sizeof i->canonical) {
		free(canonical);
		canonical = xstrdup(i->canonical);
	}
	if (item_find_canonical(t->db, canonical, &other, e) == -1 ||
		review_get(t->db, i->id, &r, e) == -1)
		goto out;
	if (other.id != 0 && other.id != i->id) {
		result = meet_duplicate(t, i, &other, fields, e);
		goto out;
	}
	text_copy(i->canonical, sizeof i->canonical, canonical);
	fill(i, fields, is_delivered(&r));
	result = complete(t, i, e);
out:
	free(canonical);
	return result;
}

/* Who delivered it is a program: admins hear of it. */
static int
tell_delivered_unreadable(struct turn *t, const struct item *i, struct err *e)
{
	struct review r;
	json_t *values;
	char key[64];
	int result;

	if (review_get(t->db, i->id, &r, e) == -1)
		return -1;
	if (!is_delivered(&r))
		return 0;
	snprintf(key, sizeof key, "unreadable:%" PRId64, i->id);
	values = json_pack(
		"{s:s, s:o}", "url", i->url, "trouble", about_trouble(t));
	result = admins_tell(t, key, "item_unreadable", values, e);
	json_decref(values);
	return result;
}

/* A feed's item goes on with what the feed said of it, unless its page is not
 * there at all; who added a page is told what is wrong with it. */
static int
give_up(struct turn *t, struct item *i, bool gone, struct err *e)
{
	char *site;

	if (i->person[0] == '\0' && !gone && i->title[0] != '\0') {
		if (i->site[0] == '\0') {
			site = url_host_for_display(i->url);
			text_copy(i->site, sizeof i->site, site);
			free(site);
		}
		return complete(t, i, e);
	}
	if (reject(t, i, e) == -1 || suggesting_tell_unreadable(t, i, e) == -1)
		return -1;
	if (tell_delivered_unreadable(t, i, e) == -1)
		return -1;
	return tell_adder(t, i, "item_unreadable",
		json_pack("{s:s, s:o}", "url", i->url, "trouble",
			about_trouble(t)),
		e);
}

static int
meet_trouble(struct turn *t, struct item *i, struct err *e)
{
	bool gone = json_is_true(json_object_get(t->event->fields, "gone"));

	i->tries++;
	if (gone || i->tries >= TRIES)
		return give_up(t, i, gone, e);
	i->read_at = t->now + FIRST_RETRY * (INT64_C(1) << 2 * (i->tries - 1));
	return item_save(t->db, i, e);
}

/* The page of an item was read, or could not be. */
int
page_read_run(struct turn *t, struct err *e)
{
	struct item item;

	if (item_find(t->db, number_read(t->event->value), &item, e) == -1)
		return -1;
	if (item.id == 0 || strcmp(item.state, "reading") != 0)
		return 0;
	if (json_object_get(t->event->fields, "trouble") != NULL)
		return meet_trouble(t, &item, e);
	return read_page(t, &item, e);
}
