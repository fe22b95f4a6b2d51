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

#include "backoff.h"
#include "chat.h"
#include "chat_metric.h"
#include "mattermost_api.h"
#include "mattermost_canary.h"
#include "mattermost_decode.h"
#include "mattermost_mark.h"
#include "mattermost_socket.h"
#include "mattermost_track.h"

/* A post is text in JSON in text in JSON: 0.8 MB of props can be four times
 * as much. */
#define MAX_FRAME (8 * 1024 * 1024)
#define ASK_MS 8000
#define CONNECT_MS 8000
#define HELLO_MS 8000   /* a server that refuses the token hangs up after 5 s */
#define STEADY_MS 10000 /* lived so long: the next back-off starts anew */
#define MISSING 4001    /* close code: events are missing */
#define TOO_LARGE 1009

/* In order of happening; after SOCKET_CLOSING it is SOCKET_WAITING again, or
 * the end. */
enum socket_state {
	SOCKET_IDLE,    /* not started */
	SOCKET_WAITING, /* for its time */
	SOCKET_ASKING,  /* GET /users/me: whether the token works, who we are */
	SOCKET_OPENING,
	SOCKET_GREETING, /* for hello or, resumed, for the answer to a ping */
	SOCKET_LIVE,
	SOCKET_CLOSING, /* close frame sent */
	SOCKET_CLOSED
};

static const char *const state_names[] = {"idle", "waiting", "asking",
	"opening", "greeting", "live", "closing", "closed"};

struct mattermost_socket {
	struct loop *loop;
	const struct chat_settings *settings;
	struct mattermost_api *api;
	struct mattermost_self *self;
	struct mattermost_canary *canary;
	struct mattermost_socket_events events;
	void *arg;

	enum socket_state state;
	struct loop_timer *timer; /* what comes next in this state */
	struct mattermost_api_call *call;
	struct ws *ws;
	struct mattermost_track track;
	bool quiet;
	bool must_ask;     /* before the next try: is it the token? */
	unsigned attempts; /* since the last steady connection */
	char person[64];

	int64_t greeted;     /* clock_steady() of LIVE */
	int64_t alive;       /* clock_steady() of the last sign */
	int64_t ping;        /* number of the last one sent */
	int64_t ponged;      /* clock_steady() of the last answer to one */
	int64_t server_time; /* as that said it */
	bool fresh;          /* greeted, and no ping was answered yet */
	bool precise;        /* it was left for numbers that are missing */

	struct mattermost_mark mark;
	char why[256]; /* not alive */
};

static void on_timer(void *arg);
static void go_on(struct mattermost_socket *s);

static void
move(struct mattermost_socket *s, enum socket_state state)
{
	assert(s->state != SOCKET_CLOSED);
	log_debug("mattermost_socket", "chat=%s from=%s to=%s",
		s->settings->name, state_names[s->state], state_names[state]);
	s->state = state;
	loop_timer_stop(s->timer);
	if (state != SOCKET_LIVE)
		mattermost_canary_stop(s->canary);
	chat_metric_set(s->settings->name, "socket_open", state == SOCKET_LIVE,
		"Connections that were greeted.");
}

static void
wait_for(struct mattermost_socket *s, int64_t ms)
{
	move(s, SOCKET_WAITING);
	loop_timer_set(s->timer, ms);
}

/* How long to wait while a person must mend the token: long for a daemon,
 * short for who waits to see it work again. */
static int64_t
slowly(const struct mattermost_socket *s)
{
	return backoff_between(
		s->settings->dead_ms, 2 * (int64_t)s->settings->dead_ms);
}

static int64_t
again(struct mattermost_socket *s)
{
	if (s->greeted != 0 && clock_steady() - s->greeted > STEADY_MS)
		s->attempts = 0;
	s->greeted = 0;
	return backoff_next(&s->attempts);
}

/* The one way on from anything that failed: drops what there is and waits. */
static void
lose(struct mattermost_socket *s, int64_t wait, const char *reason,
	const char *why)
{
	mattermost_api_cancel(s->call);
	s->call = NULL;
	ws_drop(s->ws);
	s->ws = NULL;
	snprintf(s->why, sizeof s->why, "%s", why);
	chat_metric_lost(s->settings->name, reason);
	if (s->quiet) {
		move(s, SOCKET_CLOSED);
		return;
	}
	log_warn("mattermost_lost",
		"chat=%s state=%s reason=%s again_ms=%lld why=\"%s\"",
		s->settings->name, state_names[s->state], reason,
		(long long)wait, why);
	wait_for(s, wait);
}

/* It lives, but what it says is worth nothing: nothing to resume either. */
static void
distrust(struct mattermost_socket *s, const char *reason, const char *why)
{
	mattermost_track_forget(&s->track);
	s->must_ask = true;
	lose(s, again(s), reason, why);
}

int64_t
mattermost_socket_heard(const struct mattermost_socket *s)
{
	return s->mark.heard;
}

void
mattermost_socket_caught_up(struct mattermost_socket *s)
{
	if (mattermost_mark_caught_up(&s->mark))
		s->events.on_heard(s->arg, s->mark.heard);
}

/* Frames --------------------------------------------------------------------
 */

static void
send_ping(struct mattermost_socket *s)
{
	char text[64];
	int size = snprintf(text, sizeof text,
		"{\"seq\":%lld,\"action\":\"ping\"}", (long long)++s->ping);

	ws_send(s->ws, text, (size_t)size);
}

static void
on_deaf(void *arg)
{
	struct mattermost_socket *s = arg;

	chat_metric_count(s->settings->name, "socket_canary_missed_total",
		"Connections that were open and heard nothing.");
	distrust(s, "canary", "the socket hears nothing any more");
}

/* Alive from here on. */
static void
become_alive(struct mattermost_socket *s, bool gap)
{
	log_info("mattermost_alive", "chat=%s connection=%s gap=%d",
		s->settings->name, s->track.connection, gap);
	move(s, SOCKET_LIVE);
	s->greeted = s->alive = s->ponged = clock_steady();
	s->why[0] = '\0';
	s->precise = false;
	if (gap) {
		chat_metric_count(s->settings->name, "socket_gaps_total",
			"Connections that may have missed something.");
		mattermost_mark_gap(&s->mark);
		send_ping(s); /* its answer says the server's time */
	}
	loop_timer_set(s->timer, s->settings->ping_ms);
	mattermost_canary_start(s->canary, on_deaf, s);
	s->events.on_alive(s->arg, gap);
}

static void
on_hello(struct mattermost_socket *s, const struct mattermost_frame *f)
{
	if (!mattermost_track_hello(&s->track,
		    f->connection == NULL ? "" : f->connection, f->seq))
		return;
	s->self->connection = s->track.connection;
	log_info("mattermost_hello", "chat=%s version=%s", s->settings->name,
		f->version == NULL ? "" : f->version);
	chat_metric_count(s->settings->name, "socket_hellos_total",
		"Connections greeted.");
	s->fresh = true;
	become_alive(s, true);
}

/* What was heard proves that all before was. Of a socket that is deaf pings
 * may be answered too: those say only what time it is. */
static void
prove(struct mattermost_socket *s)
{
	if (!s->quiet && s->server_time != 0 &&
		mattermost_mark_prove(&s->mark, s->server_time))
		s->events.on_heard(s->arg, s->mark.heard);
}

static void
on_reply(struct mattermost_socket *s, const struct mattermost_frame *f)
{
	char why[192];

	if (!f->ok) {
		snprintf(why, sizeof why, "ping refused: %s", f->error);
		distrust(s, "ping", why);
		return;
	}
	if (f->reply_to != s->ping)
		return;
	s->ponged = clock_steady();
	if (s->state == SOCKET_GREETING) {
		chat_metric_count(s->settings->name, "socket_resumes_total",
			"Connections that went on where they broke off.");
		mattermost_track_resumed(&s->track);
		become_alive(s, !s->precise);
	}
	s->server_time = f->server_time > 0 ? f->server_time : clock_now();
	if (s->fresh)
		prove(s);
	s->fresh = false;
}

static void
on_event(struct mattermost_socket *s, struct mattermost_frame *f)
{
	switch (mattermost_track_event(&s->track, f->seq)) {
	case MATTERMOST_SEEN:
		return;
	case MATTERMOST_LOST:
		log_warn("mattermost_missing", "chat=%s wanted=%lld came=%lld",
			s->settings->name, (long long)s->track.next,
			(long long)f->seq);
		mattermost_track_lost(&s->track);
		s->precise = true;
		snprintf(s->why, sizeof s->why, "events are missing");
		chat_metric_lost(s->settings->name, "sequence");
		move(s, SOCKET_CLOSING);
		ws_close(s->ws, MISSING);
		return;
	case MATTERMOST_NEXT:
		break;
	}
	/* A deaf socket may still hear who comes and goes. */
	if (strcmp(f->name, "status_change") != 0) {
		mattermost_canary_heard(s->canary);
		prove(s);
	}
	if (!s->quiet)
		s->events.on_event(s->arg, f);
}

/* A fresh connection begins with hello, a resumed one with what was missed:
 * what comes before either is not ours to judge. */
static bool
is_expected(const struct mattermost_socket *s)
{
	return s->state == SOCKET_LIVE ||
	       (s->state == SOCKET_GREETING && s->track.connection[0] != '\0');
}

static void
on_ws_frame(void *arg, const char *text, size_t size)
{
	struct mattermost_socket *s = arg;
	struct mattermost_frame f;
	struct err e;

	if (s->state != SOCKET_GREETING && s->state != SOCKET_LIVE)
		return;
	if (mattermost_decode_frame(&f, text, size, s->self, &e) == -1)
		log_warn("mattermost_frame_odd", "chat=%s size=%zu why=\"%s\"",
			s->settings->name, size, e.text);
	else if (f.kind == MATTERMOST_HELLO)
		on_hello(s, &f);
	else if (f.kind == MATTERMOST_REPLY)
		on_reply(s, &f);
	else if (f.kind == MATTERMOST_EVENT && is_expected(s))
		on_event(s, &f);
	mattermost_decode_free(&f);
}

/* The websocket -------------------------------------------------------------
 */

static void
on_ws_open(void *arg)
{
	struct mattermost_socket *s = arg;
	int dead_ms = s->settings->dead_ms;

	move(s, SOCKET_GREETING);
	loop_timer_set(s->timer, dead_ms < HELLO_MS ? dead_ms : HELLO_MS);
	/* Resumed, there is no hello: an answer to this is the proof. */
	if (mattermost_track_opened(&s->track))
		send_ping(s);
}

static void
on_ws_alive(void *arg)
{
	struct mattermost_socket *s = arg;

	s->alive = clock_steady();
}

static void
on_ws_closed(void *arg, int code, int http, const char *why)
{
	struct mattermost_socket *s = arg;
	char words[192];

	s->ws = NULL;
	if (s->quiet) {
		move(s, SOCKET_CLOSED);
		return;
	}
	if (s->state == SOCKET_CLOSING) {
		wait_for(s, again(s));
		return;
	}
	if (http == 429) {
		lose(s, mattermost_api_limited(s->api), "limited",
			"too many requests (429)");
		return;
	}
	/* Opened and hung up before a hello: a network, or the token. */
	if (s->state == SOCKET_GREETING)
		s->must_ask = true;
	if (code == TOO_LARGE) /* it would come again */
		mattermost_track_forget(&s->track);
	if (http != 0)
		snprintf(words, sizeof words, "HTTP status %d", http);
	else if (code != 0)
		snprintf(words, sizeof words, "closed %d %s", code, why);
	else
		snprintf(words, sizeof words, "%s", why);
	lose(s, again(s),
		http != 0   ? "refused"
		: code != 0 ? "closed"
			    : "network",
		words);
}

static void
connect_now(struct mattermost_socket *s)
{
	static const struct ws_events events = {.on_open = on_ws_open,
		.on_frame = on_ws_frame,
		.on_alive = on_ws_alive,
		.on_closed = on_ws_closed};
	char *url =
		mattermost_track_url(&s->track, mattermost_api_base(s->api));
	struct ws_options options = {.url = url,
		.bearer = s->settings->bot_token,
		.max_frame = MAX_FRAME,
		.connect_ms = CONNECT_MS,
		.ping_ms = s->settings->ping_ms,
		.dead_ms = s->settings->dead_ms,
		.ca_file = s->settings->ca_file};

	move(s, SOCKET_OPENING);
	s->ws = ws_open(s->loop, &options, &events, s);
	free(url);
}

static void
on_user(void *arg, const struct mattermost_reply *r)
{
	struct mattermost_socket *s = arg;
	const char *id = json_text(r->body, "id", NULL);

	s->call = NULL;
	if (r->outcome == MATTERMOST_OK && id != NULL) {
		s->must_ask = false;
		snprintf(s->person, sizeof s->person, "%s", id);
		if (s->self->person == NULL)
			s->self->person = s->person;
		if (s->events.on_self != NULL)
			s->events.on_self(s->arg, r->body);
		go_on(s);
	} else if (r->outcome == MATTERMOST_DENIED) {
		mattermost_track_forget(&s->track);
		lose(s, slowly(s), "token", r->why);
	} else if (r->outcome == MATTERMOST_LIMITED) {
		lose(s, r->retry_ms, "limited", r->why);
	} else {
		lose(s, again(s), "network",
			r->why != NULL ? r->why
				       : "the server does not say who we are");
	}
}

/* The next step of a try. */
static void
go_on(struct mattermost_socket *s)
{
	struct mattermost_request request = {
		.method = "GET", .path = "/users/me", .timeout_ms = ASK_MS};
	int64_t wait;

	if (s->must_ask || s->self->person == NULL) {
		move(s, SOCKET_ASKING);
		s->call = mattermost_api_ask(s->api, &request, on_user, s);
		return;
	}
	wait = mattermost_api_wait(s->api);
	if (wait > 0)
		wait_for(s, wait);
	else
		connect_now(s);
}

/* A heartbeat: asks for one, and looks whether the last ones were answered. */
static void
beat(struct mattermost_socket *s)
{
	if (clock_steady() - s->ponged > s->settings->dead_ms) {
		lose(s, again(s), "silence", "pings are not answered");
		return;
	}
	send_ping(s);
	mattermost_canary_tick(s->canary);
	loop_timer_set(s->timer, s->settings->ping_ms);
}

static void
on_timer(void *arg)
{
	struct mattermost_socket *s = arg;

	switch (s->state) {
	case SOCKET_WAITING:
		go_on(s);
		break;
	case SOCKET_GREETING:
		s->must_ask = true;
		lose(s, again(s), "hello", "no hello came");
		break;
	case SOCKET_LIVE:
		beat(s);
		break;
	default:
		break;
	}
}

void
mattermost_socket_denied(struct mattermost_socket *s)
{
	if (s->state < SOCKET_OPENING || s->state >= SOCKET_CLOSING)
		return;
	mattermost_track_forget(&s->track);
	s->must_ask = true;
	lose(s, slowly(s), "token", "the bot's token is refused");
}

/* The api heard of the token, by whatever call. */
static void
on_token(void *arg, bool works)
{
	struct mattermost_socket *s = arg;

	if (!works)
		mattermost_socket_denied(s);
	else if (s->state == SOCKET_WAITING)
		loop_timer_set(s->timer, 0);
}

struct mattermost_socket *
mattermost_socket_new(struct loop *l, const struct chat_settings *settings,
	struct mattermost_api *api, struct mattermost_self *self)
{
	struct mattermost_socket *s = xcalloc(1, sizeof *s);

	s->loop = l;
	s->settings = settings;
	s->api = api;
	s->self = self;
	s->mark.heard = settings->heard_at;
	s->canary = mattermost_canary_new(l, settings, api, self);
	s->timer = loop_timer_new(l, on_timer, s);
	snprintf(s->why, sizeof s->why, "not connected yet");
	return s;
}

void
mattermost_socket_free(struct mattermost_socket *s)
{
	if (s == NULL)
		return;
	mattermost_api_on_token(s->api, NULL, NULL);
	mattermost_api_cancel(s->call);
	mattermost_canary_free(s->canary);
	ws_drop(s->ws);
	loop_timer_free(s->timer);
	free(s);
}

void
mattermost_socket_start(struct mattermost_socket *s,
	const struct mattermost_socket_events *events, void *arg)
{
	s->events = *events;
	s->arg = arg;
	mattermost_api_on_token(s->api, on_token, s);
	wait_for(s, 0);
}

void
mattermost_socket_quiet(struct mattermost_socket *s)
{
	s->quiet = true;
	if (s->state >= SOCKET_LIVE)
		return;
	mattermost_api_cancel(s->call);
	s->call = NULL;
	ws_drop(s->ws);
	s->ws = NULL;
	move(s, SOCKET_CLOSED);
}

void
mattermost_socket_close(struct mattermost_socket *s)
{
	if (s->state == SOCKET_CLOSED)
		return;
	mattermost_socket_quiet(s);
	if (s->state == SOCKET_LIVE) {
		move(s, SOCKET_CLOSING);
		ws_close(s->ws, 1000);
	}
}

bool
mattermost_socket_is_closed(const struct mattermost_socket *s)
{
	return s->state == SOCKET_CLOSED;
}

bool
mattermost_socket_is_alive(const struct mattermost_socket *s, const char **why)
{
	const char *denied = mattermost_api_denied(s->api);

	if (s->state == SOCKET_LIVE && denied == NULL &&
		clock_steady() - s->alive <= s->settings->dead_ms)
		return true;
	if (why != NULL)
		*why = denied != NULL            ? denied
		       : s->state == SOCKET_LIVE ? "nothing heard for too long"
						 : s->why;
	return false;
}
