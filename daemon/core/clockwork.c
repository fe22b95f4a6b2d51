#include <inttypes.h>
#include <stdlib.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "when.h"

#include "loop.h"

#include "db.h"
#include "due.h"
#include "pairing.h"
#include "post.h"
#include "review.h"
#include "shares.h"

#include "event.h"

#include "clockwork.h"
#include "dispatch.h"
#include "pass.h"

#define MOST_AT_ONCE 100
#define TICK (1 * WHEN_SECOND)
#define TICK_MOVED 50

/* How long an event id is remembered; platforms redeliver within 24 h. */
#define INBOX_LIFE (3 * WHEN_DAY)
/* How long the webhook's keys are: whoever repeats a request does so soon. */
#define DELIVERY_LIFE (7 * WHEN_DAY)
#define SORT_MOST 1000 /* clicks in a tick */
#define PRUNE_EVERY WHEN_HOUR

/* Days for which clicks are kept one by one. */
#define CLICK_DAYS 90

struct clockwork {
	struct db *db;
	struct dispatch *dispatch;
	struct pass *pass;
	struct loop_timer *timer;
	int64_t pruned_at;
};

/* Due things are gathered first and dispatched after the statement that
 * found them is over, since handling them changes what it reads. */
struct found {
	struct due *all;
	size_t count, room;
};

static int
on_due(void *arg, const struct due *d, struct err *e)
{
	struct found *f = arg;

	(void)e;
	if (f->count == f->room) {
		f->room = f->room == 0 ? 16 : 2 * f->room;
		f->all = xrealloc(f->all, f->room * sizeof(*f->all));
	}
	f->all[f->count++] = *d;
	return 0;
}

static void
dispatch_due(struct clockwork *c, const struct due *d)
{
	json_t *frame = json_pack("{s:s, s:s, s:o, s:s, s:s, s:{s:I, s:I}}",
		"key", d->key, "name", d->name, "value",
		json_sprintf("%" PRId64, d->id), "chat", d->chat, "place",
		d->place, "fields", "id", (json_int_t)d->id, "more",
		(json_int_t)d->more);
	struct event *event = event_new(EVENT_TIME, frame);

	event->key = json_text(frame, "key", "");
	event->name = json_text(frame, "name", "");
	event->value = json_text(frame, "value", "");
	event->chat = json_text(frame, "chat", "");
	event->place = json_text(frame, "place", "");
	event->fields = json_at(frame, "fields");
	event->at = clock_now();
	dispatch_event(c->dispatch, NULL, event);
}

/* One day of clicks in a tick, so that a long stop does not stall the loop. */
static void
prune(struct clockwork *c, int64_t now)
{
	struct err e = {""};
	bool more = false;

	if (now - c->pruned_at < PRUNE_EVERY && now >= c->pruned_at)
		return;
	pass_open(c->pass);
	if (inbox_prune(c->db, now - INBOX_LIFE, &e) == -1 ||
		pairing_prune(c->db, now - WHEN_DAY, &e) == -1 ||
		suggested_prune(c->db, now - WHEN_DAY, &e) == -1 ||
		delivery_prune(c->db, now - DELIVERY_LIFE, &e) == -1 ||
		click_prune(c->db, when_day(now) - CLICK_DAYS, &more, &e) == -1)
		log_error("prune_failed", "why=\"%s\"", e.text);
	if (!more)
		c->pruned_at = now;
}

/* Some clicks in a tick: reports add what is not sorted yet, and nothing of it
 * stands in a redirect's way. */
static void
sort_clicks(struct clockwork *c)
{
	struct err e = {""};
	int64_t last;

	if (click_unsorted(c->db, SORT_MOST, &last, &e) == -1)
		goto failed;
	if (last == 0)
		return;
	pass_open(c->pass);
	if (click_sort(c->db, last, &e) == 0)
		return;
failed:
	log_error("sort_failed", "why=\"%s\"", e.text);
}

static void
on_tick(void *arg)
{
	struct clockwork *c = arg;
	struct found f = {NULL, 0, 0};
	struct err e = {""};
	size_t i;

	loop_timer_set(c->timer, clock_is_moved() ? TICK_MOVED : TICK);
	if (due_each(c->db, clock_now(), MOST_AT_ONCE, on_due, &f, &e) == -1)
		log_error("due_failed", "why=\"%s\"", e.text);
	for (i = 0; i < f.count; i++)
		dispatch_due(c, &f.all[i]);
	free(f.all);
	sort_clicks(c);
	prune(c, clock_now());
}

struct clockwork *
clockwork_new(struct loop *l, struct pass *p, struct db *db, struct dispatch *d)
{
	struct clockwork *c = xcalloc(1, sizeof(*c));

	c->db = db;
	c->dispatch = d;
	c->pass = p;
	c->timer = loop_timer_new(l, on_tick, c);
	loop_timer_set(c->timer, 1);
	return c;
}

void
clockwork_free(struct clockwork *c)
{
	if (c == NULL)
		return;
	loop_timer_free(c->timer);
	free(c);
}
