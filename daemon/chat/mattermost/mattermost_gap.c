#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "json.h"
#include "log.h"
#include "mem.h"

#include "loop.h"

#include "backoff.h"
#include "chat.h"
#include "chat_metric.h"
#include "event.h"
#include "mattermost_api.h"
#include "mattermost_backfill.h"
#include "mattermost_gap.h"

#define OVERLAP_MS 5000
#define READ_MS 10000
#define MAX_ANSWER ((size_t)16 << 20)
#define MAX_TEAMS 200
#define MAX_PLACES 2000
#define MAX_PAGES 50
#define SINCE_MAX 1000 /* posts in one answer to "since" */
#define PAGE 200
#define PAGE_LEAST 2
#define ASK_REACTIONS 100 /* posts in one question */

/* In order of happening: teams, the channels of each team, and then for each
 * channel its posts, their pages if need be, and their reactions. */
enum gap_step { GAP_TEAMS, GAP_CHANNELS, GAP_POSTS, GAP_PAGES, GAP_REACTIONS };

struct mattermost_gap {
	const struct chat_settings *settings;
	struct mattermost_api *api;
	const struct mattermost_self *self;
	mattermost_gap_event_fn *event;
	mattermost_gap_done_fn *done;
	void *arg;

	struct loop_timer *timer; /* until the next call */
	struct mattermost_api_call *call;
	unsigned attempts;
	bool open;     /* something is to be read */
	int64_t since; /* without the overlap */
	int64_t began;

	enum gap_step step;
	json_t *teams;  /* ids */
	json_t *places; /* see mattermost_backfill_places() */
	size_t team, place;
	json_t *changed; /* see mattermost_backfill_changed() */
	json_t *asked;   /* those of them asked about now, ids */
	int64_t asked_at;
	char before[64]; /* the page wanted ends there; "": the newest */
	int page_size, pages;
	int events;
};

static void
forget(struct mattermost_gap *g)
{
	mattermost_api_cancel(g->call);
	g->call = NULL;
	loop_timer_stop(g->timer);
	json_decref(g->teams);
	json_decref(g->places);
	json_decref(g->changed);
	json_decref(g->asked);
	g->teams = g->places = g->changed = g->asked = NULL;
}

static void
emit(void *arg, struct event *event)
{
	struct mattermost_gap *g = arg;

	g->events++;
	g->event(g->arg, event);
}

static int64_t
since_of(const struct mattermost_gap *g)
{
	return g->since > OVERLAP_MS ? g->since - OVERLAP_MS : g->since;
}

static const json_t *
place_of(const struct mattermost_gap *g)
{
	return json_array_get(g->places, g->place);
}

static bool
is_direct(const struct mattermost_gap *g)
{
	return json_is_true(json_object_get(place_of(g), "direct"));
}

static void
finish(struct mattermost_gap *g)
{
	log_info("mattermost_read_up",
		"chat=%s since=%lld channels=%zu events=%d", g->settings->name,
		(long long)g->since, json_array_size(g->places), g->events);
	chat_metric_count(g->settings->name, "gaps_read_total",
		"Gaps that were read up by REST.");
	forget(g);
	g->open = false;
	g->done(g->arg, g->began);
}

/* What comes next ---------------------------------------------------------- */

static void
begin_place(struct mattermost_gap *g, size_t place)
{
	json_decref(g->changed);
	g->changed = json_object();
	g->place = place;
	g->step = GAP_POSTS;
}

static void
after_channels(struct mattermost_gap *g)
{
	if (json_array_size(g->places) >= MAX_PLACES)
		log_warn("mattermost_gap_cut", "chat=%s channels=%d",
			g->settings->name, MAX_PLACES);
	emit(g, mattermost_backfill_where(g->places, clock_now()));
	begin_place(g, g->since == 0 ? json_array_size(g->places) : 0);
}

static void
after_posts(struct mattermost_gap *g)
{
	if (json_object_size(g->changed) > 0)
		g->step = GAP_REACTIONS;
	else
		begin_place(g, g->place + 1);
}

static void
begin_pages(struct mattermost_gap *g)
{
	g->step = GAP_PAGES;
	g->before[0] = '\0';
	g->page_size = PAGE;
	g->pages = 0;
}

/* What was answered -------------------------------------------------------- */

static void
read_page(struct mattermost_gap *g, const json_t *body)
{
	if (is_direct(g))
		mattermost_backfill_messages(
			body, g->self, since_of(g), emit, g);
	else
		mattermost_backfill_changed(
			g->changed, body, g->self, since_of(g));
}

static void
on_teams(struct mattermost_gap *g, const json_t *body)
{
	json_decref(g->teams);
	g->teams = mattermost_backfill_ids(body, MAX_TEAMS);
	g->team = 0;
	g->step = GAP_CHANNELS;
	if (json_array_size(g->teams) == 0)
		after_channels(g);
}

static void
on_channels(struct mattermost_gap *g, const json_t *body)
{
	mattermost_backfill_places(g->places, body, since_of(g), MAX_PLACES);
	if (++g->team == json_array_size(g->teams))
		after_channels(g);
}

static void
on_posts(struct mattermost_gap *g, const json_t *body)
{
	struct mattermost_page page;

	read_page(g, body);
	mattermost_backfill_page(&page, body);
	if (page.count >= SINCE_MAX)
		begin_pages(g);
	else
		after_posts(g);
}

static void
on_page(struct mattermost_gap *g, const json_t *body)
{
	struct mattermost_page page;

	read_page(g, body);
	mattermost_backfill_page(&page, body);
	if (page.oldest == NULL || page.oldest_at <= since_of(g) ||
		page.count < (size_t)g->page_size) {
		after_posts(g);
		return;
	}
	if (++g->pages == MAX_PAGES) {
		log_warn("mattermost_gap_cut", "chat=%s channel=%s pages=%d",
			g->settings->name, json_text(place_of(g), "id", ""),
			MAX_PAGES);
		after_posts(g);
		return;
	}
	snprintf(g->before, sizeof g->before, "%s", page.oldest);
}

static void
on_reactions(struct mattermost_gap *g, const json_t *body)
{
	struct mattermost_standing standing = {
		.channel = json_text(place_of(g), "id", ""),
		.asked = g->asked_at,
		.since = since_of(g)};
	json_t *id, *one;
	size_t i;

	json_array_foreach(g->asked, i, id)
	{
		standing.post = json_string_value(id);
		one = json_object_get(g->changed, standing.post);
		standing.key = json_text(one, "key", NULL);
		standing.changed =
			json_integer_value(json_object_get(one, "at"));
		mattermost_backfill_reactions(&standing,
			json_object_get(body, standing.post), g->self, emit, g);
		json_object_del(g->changed, standing.post);
	}
	after_posts(g);
}

/* The calls -----------------------------------------------------------------
 */

static char *
path_of(const struct mattermost_gap *g)
{
	const char *channel = json_text(place_of(g), "id", "");

	switch (g->step) {
	case GAP_TEAMS:
		return xstrdup("/users/me/teams");
	case GAP_CHANNELS:
		return xasprintf("/users/me/teams/%s/channels",
			json_string_value(json_array_get(g->teams, g->team)));
	case GAP_POSTS:
		return xasprintf("/channels/%s/posts?since=%" PRId64, channel,
			since_of(g));
	case GAP_PAGES:
		return xasprintf("/channels/%s/posts?per_page=%d%s%s", channel,
			g->page_size,
			g->before[0] == '\0' ? "" : "&before=", g->before);
	case GAP_REACTIONS:
		break;
	}
	return xstrdup("/posts/ids/reactions");
}

/* The next posts to be asked about. */
static const json_t *
choose(struct mattermost_gap *g)
{
	const char *id;
	json_t *at;

	json_decref(g->asked);
	g->asked = json_array();
	g->asked_at = clock_now();
	json_object_foreach(g->changed, id, at)
	{
		if (json_array_size(g->asked) < ASK_REACTIONS)
			json_array_append_new(g->asked, json_string(id));
	}
	return g->asked;
}

static void on_reply(void *arg, const struct mattermost_reply *r);

static void
ask(void *arg)
{
	struct mattermost_gap *g = arg;
	struct mattermost_request request = {.method = "GET",
		.timeout_ms = READ_MS,
		.max_bytes = MAX_ANSWER};
	char *path;

	if (g->step >= GAP_POSTS && g->place >= json_array_size(g->places)) {
		finish(g);
		return;
	}
	path = path_of(g);
	request.path = path;
	if (g->step == GAP_REACTIONS) {
		request.method = "POST";
		request.body = choose(g);
	}
	g->call = mattermost_api_ask(g->api, &request, on_reply, g);
	free(path);
}

/* An answer that passed all measure: smaller pages. */
static bool
ask_for_less(struct mattermost_gap *g)
{
	if (g->step == GAP_POSTS) {
		begin_pages(g);
		return true;
	}
	if (g->step != GAP_PAGES || g->page_size <= PAGE_LEAST)
		return false;
	g->page_size /= 10;
	return true;
}

/* How long to wait before the next try of what failed. */
static int64_t
after_failure(struct mattermost_gap *g, const struct mattermost_reply *r)
{
	if (r->outcome == MATTERMOST_LIMITED)
		return r->retry_ms;
	if (r->too_large && ask_for_less(g))
		return 0;
	log_warn("mattermost_gap", "chat=%s step=%d why=\"%s\"",
		g->settings->name, g->step, r->why);
	if ((r->outcome == MATTERMOST_GONE ||
		    r->outcome == MATTERMOST_REFUSED || r->too_large) &&
		g->step >= GAP_POSTS) {
		begin_place(g, g->place + 1);
		return 0;
	}
	if (r->outcome == MATTERMOST_DENIED)
		return backoff_slow();
	return backoff_next(&g->attempts);
}

static void
on_reply(void *arg, const struct mattermost_reply *r)
{
	static void (*const steps[])(
		struct mattermost_gap *, const json_t *) = {
		on_teams, on_channels, on_posts, on_page, on_reactions};
	struct mattermost_gap *g = arg;

	g->call = NULL;
	if (r->outcome != MATTERMOST_OK) {
		loop_timer_set(g->timer, after_failure(g, r));
		return;
	}
	g->attempts = 0;
	steps[g->step](g, r->body);
	loop_timer_set(g->timer, 0);
}

struct mattermost_gap *
mattermost_gap_new(struct loop *l, const struct chat_settings *settings,
	struct mattermost_api *api, const struct mattermost_self *self)
{
	struct mattermost_gap *g = xcalloc(1, sizeof *g);

	g->settings = settings;
	g->api = api;
	g->self = self;
	g->timer = loop_timer_new(l, ask, g);
	return g;
}

void
mattermost_gap_free(struct mattermost_gap *g)
{
	if (g == NULL)
		return;
	forget(g);
	loop_timer_free(g->timer);
	free(g);
}

void
mattermost_gap_on(struct mattermost_gap *g, mattermost_gap_event_fn *event,
	mattermost_gap_done_fn *done, void *arg)
{
	g->event = event;
	g->done = done;
	g->arg = arg;
}

void
mattermost_gap_read(struct mattermost_gap *g, int64_t since)
{
	if (!g->open || since < g->since)
		g->since = since;
	forget(g);
	g->open = true;
	g->began = clock_now();
	g->attempts = 0;
	g->events = 0;
	g->step = GAP_TEAMS;
	g->places = json_array();
	loop_timer_set(g->timer, 0);
}
