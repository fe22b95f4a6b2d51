#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "log.h"
#include "mem.h"

#include "loop.h"
#include "ws.h"

#include "chat.h"
#include "slack_api.h"
#include "backoff.h"
#include "slack_decode.h"
#include "chat_metric.h"
#include "slack_socket.h"

#define MAX_SLOTS 10
#define MAX_FRAME (4 * 1024 * 1024)
#define STAGGER_MS 1000 /* between the first openings */
#define ASK_MS 8000     /* for apps.connections.open */
#define CONNECT_MS 10000
#define HELLO_MS 10000
/* How long an old connection still reads after its replacement was greeted.
 * One that Slack announced to close is left to Slack, which stops using it
 * first: closing it ourselves would cross with what is on its way. */
#define DRAIN_MS 2000
#define ANNOUNCED_MS 15000
#define STEADY_MS 10000 /* lived so long: the next back-off starts anew */
#define CROWDED_MS 5000 /* first wait when too many, none of them ours */

/* A connection's life goes forward only. Whatever fails ends it, and its slot
 * begins another. */
enum conn_state {
	CONN_WAITING,  /* for its time */
	CONN_ASKING,   /* apps.connections.open for an address */
	CONN_OPENING,  /* the websocket */
	CONN_GREETING, /* for hello */
	CONN_LIVE,
	CONN_LEAVING,  /* still reads; its replacement is on the way */
	CONN_DRAINING, /* still reads; its replacement is live */
	CONN_CLOSING,  /* close frame sent */
	CONN_GONE
};

static const char *const state_names[] = {"waiting", "asking", "opening",
	"greeting", "live", "leaving", "draining", "closing", "gone"};

struct conn {
	struct slack_socket *socket;
	struct conn *next;
	size_t slot;
	uint64_t serial;
	enum conn_state state;
	struct slack_api_call *call;
	struct ws *ws;
	struct loop_timer *timer; /* what comes next in this state */
	bool announced;           /* Slack will close it */
	int64_t greeted;          /* clock_steady(), 0: not yet */
	int64_t alive;            /* clock_steady() of the last sign */
};

/* One of the connections there should be. */
struct slot {
	struct conn *current;
	unsigned attempts; /* since the last steady connection */
};

struct slack_socket {
	struct loop *loop;
	const struct chat_settings *settings;
	struct slack_api *api;
	const struct slack_self *self;
	struct slot slots[MAX_SLOTS];
	size_t slot_count;
	struct conn *conns;
	uint64_t serials;
	bool quiet;
	const char *why; /* not connected */
	char why_text[256];
	slack_envelope_fn *on_envelope;
	slack_live_fn *on_live;
	void *arg;
};

static void on_timer(void *arg);
static void slot_begin(struct slack_socket *s, size_t slot, int64_t wait);

static void
set_why(struct slack_socket *s, const char *why)
{
	snprintf(s->why_text, sizeof s->why_text, "%s", why);
	s->why = s->why_text;
}

static bool
is_reading(const struct conn *c)
{
	return c->state >= CONN_LIVE && c->state <= CONN_DRAINING;
}

static bool
has_live(const struct slack_socket *s)
{
	const struct conn *c;

	for (c = s->conns; c != NULL; c = c->next)
		if (is_reading(c))
			return true;
	return false;
}

static void
count_reading(const struct slack_socket *s)
{
	const struct conn *c;
	int64_t reading = 0;

	for (c = s->conns; c != NULL; c = c->next)
		reading += is_reading(c);
	chat_metric_set(s->settings->name, "socket_open", reading,
		"Connections that were greeted.");
}

/* The one place where a connection changes its state. */
static void
conn_move(struct conn *c, enum conn_state state)
{
	assert(state > c->state);
	log_debug("slack_conn", "chat=%s serial=%llu from=%s to=%s",
		c->socket->settings->name, (unsigned long long)c->serial,
		state_names[c->state], state_names[state]);
	c->state = state;
	loop_timer_stop(c->timer);
	count_reading(c->socket);
}

/* The end of every connection. */
static void
conn_end(struct conn *c)
{
	struct slack_socket *s = c->socket;
	struct conn **at;

	conn_move(c, CONN_GONE);
	slack_api_cancel(c->call);
	ws_drop(c->ws);
	loop_timer_free(c->timer);
	if (s->slots[c->slot].current == c)
		s->slots[c->slot].current = NULL;
	for (at = &s->conns; *at != c; at = &(*at)->next)
		assert(*at != NULL);
	*at = c->next;
	free(c);
}

/* Ends a connection that should have been there; its slot tries again. */
static void
conn_fail(struct conn *c, int64_t wait, const char *why)
{
	struct slack_socket *s = c->socket;
	size_t slot = c->slot;
	bool current = s->slots[slot].current == c;

	log_warn("slack_lost",
		"chat=%s serial=%llu state=%s again_ms=%lld "
		"why=\"%s\"",
		s->settings->name, (unsigned long long)c->serial,
		state_names[c->state], current ? (long long)wait : -1LL, why);
	set_why(s, why);
	chat_metric_count(s->settings->name, "socket_lost_total",
		"Connections that ended unplanned.");
	conn_end(c);
	if (current && !s->quiet)
		slot_begin(s, slot, wait);
}

static void
conn_close(struct conn *c)
{
	if (c->ws == NULL) {
		conn_end(c);
		return;
	}
	conn_move(c, CONN_CLOSING);
	ws_close(c->ws, 1000);
}

/* Opens the replacement at once; the old one reads on meanwhile. */
static void
conn_leave(struct conn *c, const char *why)
{
	struct slack_socket *s = c->socket;

	log_info("slack_refresh", "chat=%s serial=%llu why=%s",
		s->settings->name, (unsigned long long)c->serial, why);
	chat_metric_count(s->settings->name, "socket_refreshes_total",
		"Planned replacements.");
	conn_move(c, CONN_LEAVING);
	if (!s->quiet && s->slots[c->slot].current == c)
		slot_begin(s, c->slot, 0);
}

/* How old a connection may get: before the end Slack foresees, each slot at
 * its own time, so that they are never replaced together. */
static int64_t
max_age(const struct conn *c, int64_t lifetime_s)
{
	int64_t count = (int64_t)c->socket->slot_count;
	int64_t percent = 85 - 30 * (int64_t)c->slot / count;
	int64_t age = lifetime_s * 10 * (percent - backoff_between(0, 5));

	return age < STEADY_MS ? STEADY_MS : age;
}

static void
on_hello(struct conn *c, const struct slack_frame *f)
{
	struct slack_socket *s = c->socket;
	bool first = !has_live(s);
	struct conn *old;

	if (c->state != CONN_GREETING)
		return;
	log_info("slack_hello",
		"chat=%s serial=%llu host=%s connections=%lld lifetime_s=%lld",
		s->settings->name, (unsigned long long)c->serial,
		f->host == NULL ? "" : f->host, (long long)f->connections,
		(long long)f->lifetime_s);
	chat_metric_set(s->settings->name, "socket_connections", f->connections,
		"Connections of the app as Slack counts them.");
	chat_metric_count(s->settings->name, "socket_hellos_total",
		"Connections greeted.");
	conn_move(c, CONN_LIVE);
	c->greeted = c->alive = clock_steady();
	if (f->lifetime_s > 0)
		loop_timer_set(c->timer, max_age(c, f->lifetime_s));
	for (old = s->conns; old != NULL; old = old->next) {
		if (old->slot == c->slot && old->state == CONN_LEAVING) {
			conn_move(old, CONN_DRAINING);
			loop_timer_set(old->timer,
				old->announced ? ANNOUNCED_MS : DRAIN_MS);
		}
	}
	if (first)
		s->on_live(s->arg);
}

/* Takes the slot's place for another try later; the socket itself is closed
 * properly, or Slack would go on counting it. */
static void
conn_yield(struct conn *c, int64_t wait, const char *why)
{
	struct slack_socket *s = c->socket;
	size_t slot = c->slot;
	bool current = s->slots[slot].current == c;

	log_error(why, "chat=%s again_ms=%lld", s->settings->name,
		(long long)wait);
	set_why(s, why);
	s->slots[slot].current = current ? NULL : s->slots[slot].current;
	conn_close(c);
	if (current && !s->quiet)
		slot_begin(s, slot, wait);
}

/* More than ten connections for the app: one that is live is kept and no
 * other opened for a while; with none there is nothing to lose by trying. */
static void
on_crowded(struct conn *c)
{
	struct slot *slot = &c->socket->slots[c->slot];
	unsigned n = slot->attempts < 4 ? slot->attempts : 4;
	int64_t wait = has_live(c->socket)
			       ? backoff_slow()
			       : CROWDED_MS + backoff_between(0,
						      (int64_t)CROWDED_MS << n);

	slot->attempts++;
	conn_yield(c, wait, "too_many_websockets");
}

static void
on_announced(struct conn *c, const char *reason)
{
	c->announced = true;
	conn_leave(c, reason);
}

static void
on_disconnect(struct conn *c, const struct slack_frame *f)
{
	if (c->state >= CONN_CLOSING)
		return;
	chat_metric_count(c->socket->settings->name, "socket_disconnects_total",
		"Disconnect frames from Slack.");
	if (strcmp(f->reason, "link_disabled") == 0)
		conn_yield(c, backoff_slow(), "link_disabled");
	else if (strcmp(f->reason, "too_many_websockets") == 0)
		on_crowded(c);
	else if (c->state == CONN_LIVE)
		on_announced(c, f->reason);
	else if (c->state == CONN_GREETING)
		conn_yield(c, backoff_next(&c->socket->slots[c->slot].attempts),
			f->reason);
}

static void
on_ws_open(void *arg)
{
	struct conn *c = arg;

	conn_move(c, CONN_GREETING);
	loop_timer_set(c->timer, HELLO_MS);
}

static void
on_ws_alive(void *arg)
{
	struct conn *c = arg;

	c->alive = clock_steady();
}

static void
on_ws_frame(void *arg, const char *text, size_t size)
{
	struct conn *c = arg;
	struct slack_socket *s = c->socket;
	struct slack_frame f;
	struct err e;

	if (slack_decode_frame(&f, text, size, s->self, &e) == -1)
		log_warn("slack_frame_odd", "chat=%s size=%zu why=\"%s\"",
			s->settings->name, size, e.text);
	else if (f.kind == SLACK_HELLO)
		on_hello(c, &f);
	else if (f.kind == SLACK_DISCONNECT)
		on_disconnect(c, &f);
	else if (f.kind == SLACK_ENVELOPE && !s->quiet)
		s->on_envelope(s->arg, &f, c->serial);
	slack_decode_free(&f);
}

static void
on_ws_closed(void *arg, int code, int http, const char *why)
{
	struct conn *c = arg;
	struct slot *slot = &c->socket->slots[c->slot];
	char words[192];

	c->ws = NULL;
	if (c->state >= CONN_LEAVING) {
		conn_end(c);
		return;
	}
	if (c->greeted != 0 && clock_steady() - c->greeted > STEADY_MS)
		slot->attempts = 0;
	if (http != 0)
		snprintf(words, sizeof words, "HTTP status %d", http);
	else if (code != 0)
		snprintf(words, sizeof words, "closed %d %s", code, why);
	else
		snprintf(words, sizeof words, "%s", why);
	conn_fail(c, backoff_next(&slot->attempts), words);
}

static void
conn_connect(struct conn *c, const char *url)
{
	static const struct ws_events events = {.on_open = on_ws_open,
		.on_frame = on_ws_frame,
		.on_alive = on_ws_alive,
		.on_closed = on_ws_closed};
	const struct chat_settings *settings = c->socket->settings;
	struct ws_options options = {.url = url,
		.max_frame = MAX_FRAME,
		.connect_ms = CONNECT_MS,
		.ping_ms = settings->ping_ms,
		.dead_ms = settings->dead_ms,
		.ca_file = settings->ca_file};

	conn_move(c, CONN_OPENING);
	c->ws = ws_open(c->socket->loop, &options, &events, c);
}

static void
on_address(void *arg, const struct slack_reply *reply)
{
	struct conn *c = arg;
	struct slot *slot = &c->socket->slots[c->slot];
	const char *url = json_text(reply->body, "url", NULL);
	int64_t wait;

	c->call = NULL;
	if (reply->outcome == SLACK_OK && url != NULL) {
		conn_connect(c, url);
		return;
	}
	if (reply->outcome == SLACK_DENIED) {
		log_error("app_token_refused", "chat=%s why=\"%s\"",
			c->socket->settings->name, reply->why);
		wait = backoff_slow();
	} else if (reply->outcome == SLACK_LIMITED) {
		wait = reply->retry_ms + backoff_between(0, 1000);
	} else {
		wait = backoff_next(&slot->attempts);
	}
	conn_fail(c, wait,
		reply->why != NULL ? reply->why
				   : "apps.connections.open gave no address");
}

static void
conn_ask(struct conn *c)
{
	struct slack_request request = {.token = SLACK_APP_TOKEN,
		.method = "apps.connections.open",
		.timeout_ms = ASK_MS};

	conn_move(c, CONN_ASKING);
	c->call = slack_api_ask(c->socket->api, &request, on_address, c);
}

/* What comes next when nothing else happened. */
static void
on_timer(void *arg)
{
	struct conn *c = arg;

	switch (c->state) {
	case CONN_WAITING:
		conn_ask(c);
		break;
	case CONN_GREETING:
		conn_fail(c, backoff_next(&c->socket->slots[c->slot].attempts),
			"no hello came");
		break;
	case CONN_LIVE:
		conn_leave(c, "age");
		break;
	case CONN_DRAINING:
		conn_close(c);
		break;
	default:
		break;
	}
}

static void
slot_begin(struct slack_socket *s, size_t slot, int64_t wait)
{
	struct conn *c = xcalloc(1, sizeof *c);

	c->socket = s;
	c->slot = slot;
	c->serial = ++s->serials;
	c->timer = loop_timer_new(s->loop, on_timer, c);
	c->next = s->conns;
	s->conns = c;
	s->slots[slot].current = c;
	loop_timer_set(c->timer, wait);
}

struct slack_socket *
slack_socket_new(struct loop *l, const struct chat_settings *settings,
	struct slack_api *api, const struct slack_self *self)
{
	struct slack_socket *s = xcalloc(1, sizeof *s);

	s->loop = l;
	s->settings = settings;
	s->api = api;
	s->self = self;
	s->slot_count = settings->connections > MAX_SLOTS
				? MAX_SLOTS
				: (size_t)settings->connections;
	s->why = "not connected yet";
	return s;
}

void
slack_socket_start(struct slack_socket *s, slack_envelope_fn *on_envelope,
	slack_live_fn *on_live, void *arg)
{
	size_t i;

	s->on_envelope = on_envelope;
	s->on_live = on_live;
	s->arg = arg;
	for (i = 0; i < s->slot_count; i++)
		slot_begin(s, i, (int64_t)i * STAGGER_MS);
}

bool
slack_socket_ack(
	struct slack_socket *s, uint64_t serial, const char *frame, size_t size)
{
	struct conn *c, *other = NULL;

	for (c = s->conns; c != NULL; c = c->next) {
		if (!is_reading(c) && c->state != CONN_GREETING)
			continue;
		if (c->serial == serial)
			break;
		if (c->state == CONN_LIVE)
			other = c;
	}
	if (c == NULL)
		c = other;
	if (c == NULL)
		return false;
	ws_send(c->ws, frame, size);
	return true;
}

void
slack_socket_quiet(struct slack_socket *s)
{
	struct conn *c, *next;

	s->quiet = true;
	for (c = s->conns; c != NULL; c = next) {
		next = c->next;
		if (c->state < CONN_GREETING)
			conn_end(c);
	}
}

void
slack_socket_close(struct slack_socket *s)
{
	struct conn *c, *next;

	s->quiet = true;
	for (c = s->conns; c != NULL; c = next) {
		next = c->next;
		if (c->state < CONN_CLOSING)
			conn_close(c);
	}
}

size_t
slack_socket_count(const struct slack_socket *s)
{
	const struct conn *c;
	size_t n = 0;

	for (c = s->conns; c != NULL; c = c->next)
		n++;
	return n;
}

void
slack_socket_free(struct slack_socket *s)
{
	if (s == NULL)
		return;
	s->quiet = true;
	while (s->conns != NULL)
		conn_end(s->conns);
	free(s);
}

bool
slack_socket_is_alive(const struct slack_socket *s, const char **why)
{
	const struct conn *c;
	int64_t now = clock_steady();

	for (c = s->conns; c != NULL; c = c->next)
		if (is_reading(c) && now - c->alive <= s->settings->dead_ms)
			return true;
	if (why != NULL)
		*why = has_live(s) ? "nothing heard for too long" : s->why;
	return false;
}
