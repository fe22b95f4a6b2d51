#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "metric.h"
#include "when.h"

#include "http.h"
#include "loop.h"

#include "db.h"
#include "due.h"
#include "feeds.h"
#include "items.h"

#include "feed.h"
#include "page.h"
#include "url.h"

#include "event.h"

#include "dispatch.h"
#include "supply.h"

#define MOST_AT_ONCE 8
#define TICK (1 * WHEN_SECOND)
#define TICK_MOVED 50
#define FETCH_TIMEOUT 20000

#define FEED_ACCEPT                                                            \
	"Accept: application/atom+xml, application/rss+xml, "                  \
	"application/feed+json, application/xml;q=0.9, */*;q=0.5"

enum what { FETCH_FEED, FETCH_PAGE, FETCH_TEST };

/* Of events, by what. */
static const char *const names[] = {[FETCH_FEED] = "feed",
	[FETCH_PAGE] = "page",
	[FETCH_TEST] = "feed_test"};

/* A feed or page being read. */
struct fetch {
	struct supply *supply;
	struct fetch *next;
	enum what what;
	int64_t id;
	int64_t planned; /* the moment it was due: part of the event's key */
	struct http_call *call;
	char url[2048];
};

struct supply {
	struct db *db;
	struct dispatch *dispatch;
	struct http *http;
	struct loop_timer *timer;
	struct fetch *under_way;
	int count;
};

static void
fetch_free(struct fetch *f)
{
	struct fetch **at = &f->supply->under_way;

	while (*at != NULL && *at != f)
		at = &(*at)->next;
	if (*at == f)
		*at = f->next;
	f->supply->count--;
	http_cancel(f->call);
	free(f);
}

/* Says what was read, as an event; takes fields. */
static void
dispatch_fetched(const struct fetch *f, json_t *fields)
{
	const char *name = names[f->what];
	const char *trouble = json_text(fields, "trouble", NULL);
	json_t *frame = json_pack("{s:o, s:s, s:o, s:o}", "fields", fields,
		"name", name, "value", json_sprintf("%" PRId64, f->id), "key",
		json_sprintf(
			"%s:%" PRId64 ":%" PRId64, name, f->id, f->planned));
	struct event *event = event_new(EVENT_FETCHED, frame);
	char labels[64];

	if (trouble != NULL)
		log_warn("fetch_failed", "%s=%" PRId64 " url=%s why=\"%s\"",
			name, f->id, f->url, trouble);
	snprintf(labels, sizeof(labels), "what=\"%s\",result=\"%s\"", name,
		trouble != NULL ? "trouble" : "read");
	metric_add(metric_get(METRIC_COUNTER, "fetches_total", labels,
			   "Feeds and pages read."),
		1);
	event->chat = "";
	event->key = json_text(frame, "key", "");
	event->name = json_text(frame, "name", "");
	event->value = json_text(frame, "value", "");
	event->fields = json_at(frame, "fields");
	event->at = clock_now();
	dispatch_event(f->supply->dispatch, NULL, event);
}

static json_t *
text_or_null(const char *text)
{
	return text == NULL ? json_null() : json_string(text);
}

/* phrase says it in every language, words are the detail of it. */
static json_t *
trouble(const char *phrase, const char *words, int status)
{
	return json_pack("{s:s, s:b, s:{s:s, s:s, s:i}}", "trouble", words,
		"gone", status == 404 || status == 410, "why", "phrase", phrase,
		"detail", words, "status", status);
}

static json_t *
failed_fields(const struct http_answer *a)
{
	json_t *fields;

	if (a->failure == HTTP_TOO_LARGE)
		return trouble("trouble_large", a->why, 0);
	if (a->failure != HTTP_REFUSED)
		return trouble("trouble_reach", a->why, 0);
	fields = trouble("trouble_refused", a->why, 0);
	json_object_set_new(fields, "gone", json_true());
	return fields;
}

static json_t *
entry_fields(const struct feed_entry *entry)
{
	char *canonical = url_canonical(entry->url);
	json_t *fields = json_pack("{s:s, s:o, s:s, s:s, s:o, s:o, s:I}", "url",
		entry->url, "canonical", text_or_null(canonical), "title",
		entry->title, "summary", entry->summary, "image",
		text_or_null(entry->image), "language",
		text_or_null(entry->language), "at", (json_int_t)entry->at);

	free(canonical);
	return fields;
}

static json_t *
feed_fields(const struct http_answer *a)
{
	struct err e = {""};
	struct feed *feed;
	json_t *fields, *entries;
	size_t i;

	feed = feed_parse(a->body, a->size, a->type, a->url, &e);
	if (feed == NULL)
		return trouble("trouble_feed", e.text, 0);
	entries = json_array();
	for (i = 0; i < feed->count; i++)
		json_array_append_new(entries, entry_fields(&feed->entries[i]));
	fields = json_pack("{s:o, s:o, s:o}", "etag", text_or_null(a->etag),
		"modified", text_or_null(a->modified), "entries", entries);
	feed_free(feed);
	return fields;
}

static json_t *
page_fields(const struct http_answer *a)
{
	struct err e = {""};
	struct page *page = page_parse(a->body, a->size, a->type, a->url, &e);
	json_t *fields;
	char *canonical;

	if (page == NULL)
		return trouble("trouble_page", e.text, 0);
	canonical = url_canonical(page->canonical);
	fields = json_pack("{s:s, s:o, s:s, s:s, s:o, s:s, s:o, s:i}", "url",
		page->url, "canonical", text_or_null(canonical), "title",
		page->title, "summary", page->summary, "image",
		text_or_null(page->image), "site", page->site, "language",
		text_or_null(page->language), "minutes", page->minutes);
	free(canonical);
	page_free(page);
	return fields;
}

static json_t *
answer_fields(const struct fetch *f, const struct http_answer *a)
{
	char words[96];

	if (a->failure != HTTP_OK)
		return failed_fields(a);
	if (a->status == 304)
		return json_pack("{s:b}", "unchanged", 1);
	if (a->status != 200) {
		snprintf(words, sizeof(words), "the server answered %d",
			a->status);
		return trouble("trouble_status", words, a->status);
	}
	return f->what == FETCH_PAGE ? page_fields(a) : feed_fields(a);
}

static void
on_answer(void *arg, const struct http_answer *a)
{
	struct fetch *f = arg;

	f->call = NULL;
	dispatch_fetched(f, answer_fields(f, a));
	/* There is room for another one: look at once. */
	loop_timer_set(f->supply->timer, 1);
	fetch_free(f);
}

static bool
is_under_way(const struct supply *s, enum what what, int64_t id)
{
	const struct fetch *f;

	for (f = s->under_way; f != NULL; f = f->next)
		if (f->what == what && f->id == id)
			return true;
	return false;
}

static struct fetch *
fetch_new(struct supply *s, enum what what, int64_t id, int64_t planned)
{
	struct fetch *f = xcalloc(1, sizeof(*f));

	f->supply = s;
	f->what = what;
	f->id = id;
	f->planned = planned;
	f->next = s->under_way;
	s->under_way = f;
	s->count++;
	return f;
}

static void
ask(struct fetch *f, const char *const *headers)
{
	const struct http_request request = {.method = "GET",
		.url = f->url,
		.headers = headers,
		.timeout_ms = FETCH_TIMEOUT,
		.max_bytes = f->what == FETCH_PAGE ? PAGE_MAX_BYTES
						   : FEED_MAX_BYTES};

	f->call = http_ask(f->supply->http, &request, on_answer, f);
}

static int
read_feed(void *arg, int64_t id, struct err *e)
{
	struct supply *s = arg;
	struct feed_row row;
	struct fetch *f;
	char etag[300], modified[96];
	const char *headers[4] = {FEED_ACCEPT};
	size_t n = 1;

	if (s->count >= MOST_AT_ONCE || is_under_way(s, FETCH_FEED, id))
		return 0;
	if (feeds_get(s->db, id, &row, e) == -1)
		return -1;
	f = fetch_new(s, FETCH_FEED, id, row.next_at);
	snprintf(f->url, sizeof(f->url), "%s", row.url);
	snprintf(etag, sizeof(etag), "If-None-Match: %s", row.etag);
	snprintf(modified, sizeof(modified), "If-Modified-Since: %s",
		row.modified);
	if (row.etag[0] != '\0')
		headers[n++] = etag;
	if (row.modified[0] != '\0')
		headers[n++] = modified;
	ask(f, headers);
	return 0;
}

static int
read_page(void *arg, int64_t id, struct err *e)
{
	static const char *const headers[] = {
		"Accept: text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
		NULL};
	struct supply *s = arg;
	struct item item;
	struct fetch *f;

	if (s->count >= MOST_AT_ONCE || is_under_way(s, FETCH_PAGE, id))
		return 0;
	if (item_find(s->db, id, &item, e) == -1)
		return -1;
	f = fetch_new(s, FETCH_PAGE, id, item.read_at);
	snprintf(f->url, sizeof(f->url), "%s", item.url);
	ask(f, headers);
	return 0;
}

/* A feed as it is for somebody who never read it. */
static int
read_test(void *arg, int64_t id, struct err *e)
{
	static const char *const headers[] = {FEED_ACCEPT, NULL};
	struct supply *s = arg;
	struct feed_test test;
	struct fetch *f;

	if (s->count >= MOST_AT_ONCE || is_under_way(s, FETCH_TEST, id))
		return 0;
	if (feed_test_get(s->db, id, &test, e) == -1)
		return -1;
	f = fetch_new(s, FETCH_TEST, id, 0);
	snprintf(f->url, sizeof(f->url), "%s", test.url);
	ask(f, headers);
	return 0;
}

static void
on_tick(void *arg)
{
	struct supply *s = arg;
	struct err e = {""};
	int64_t now = clock_now();
	/* Those under way are found again, so ask for more than fit. */
	int most = 2 * MOST_AT_ONCE;

	loop_timer_set(s->timer, clock_is_moved() ? TICK_MOVED : TICK);
	if (due_feed_tests(s->db, most, read_test, s, &e) == -1 ||
		due_pages(s->db, now, most, read_page, s, &e) == -1 ||
		due_feeds(s->db, now, most, read_feed, s, &e) == -1)
		log_error("supply_failed", "why=\"%s\"", e.text);
}

struct supply *
supply_new(struct loop *l, struct db *db, struct dispatch *d,
	const char *const *allowed, struct err *e)
{
	const struct http_options options = {.guarded = true,
		.allowed = allowed,
		.user_agent = "advocated (employee advocacy; reads feeds)",
		.per_host = 2};
	struct supply *s = xcalloc(1, sizeof(*s));

	s->db = db;
	s->dispatch = d;
	s->http = http_new(l, &options, e);
	if (s->http == NULL) {
		free(s);
		return NULL;
	}
	s->timer = loop_timer_new(l, on_tick, s);
	loop_timer_set(s->timer, 1);
	return s;
}

void
supply_free(struct supply *s)
{
	if (s == NULL)
		return;
	loop_timer_free(s->timer);
	while (s->under_way != NULL)
		fetch_free(s->under_way);
	http_free(s->http);
	free(s);
}
