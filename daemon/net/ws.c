#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <libwebsockets.h>

#include "clock.h"
#include "err.h"
#include "log.h"
#include "mem.h"
#include "text.h"

#include "loop.h"
#include "resolve.h"
#include "ws_queue.h"
#include "ws_url.h"

#include "ws.h"

#define RECEIVE_SIZE 65536
#define CLOSE_MS 1000 /* Slack never closes the connection itself */
#define TOO_LARGE 1009

/* In order of happening. */
enum ws_state {
	WS_LOOKING, /* for the host's addresses */
	WS_CONNECTING,
	WS_OPEN,
	WS_CLOSING, /* our close frame is queued or sent */
	WS_ENDING   /* nothing left to hope for: on_closed is due */
};

struct ws {
	enum ws_state state;
	struct loop *loop;
	struct ws_events events;
	void *arg;

	struct ws_url *url;
	char *bearer, *ca_file;
	size_t max_frame;
	int connect_ms, ping_ms, dead_ms;

	struct resolve *resolve;
	char **addresses; /* to be tried */
	size_t address_count, address_next;
	struct lws *wsi;

	struct loop_timer *watchdog; /* connect, then silence, then close */
	struct loop_timer *ending;   /* calls on_closed outside of lws */
	int64_t last_in;
	bool ping_wanted, ping_sent;

	struct text in;
	bool in_message, in_binary;
	struct ws_queue unsent;

	int close_wanted; /* code to send, 0: none */
	int code, http;
	char why[256];
};

static const lws_retry_bo_t no_keepalive = {0}; /* ours, not libwebsockets' */

static void
say(struct ws *w, const char *why)
{
	snprintf(w->why, sizeof(w->why), "%s", why);
}

/* From here on libwebsockets' callbacks find nobody and end the socket. */
static void
let_go(struct ws *w)
{
	struct lws *wsi = w->wsi;

	w->wsi = NULL;
	if (!wsi)
		return;
	lws_set_opaque_user_data(wsi, NULL);
	lws_set_timeout(
		wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
}

void
ws_drop(struct ws *w)
{
	if (!w)
		return;
	let_go(w);
	resolve_stop(w->resolve);
	loop_timer_free(w->watchdog);
	loop_timer_free(w->ending);
	ws_queue_free(&w->unsent);
	for (size_t i = 0; i < w->address_count; i++)
		free(w->addresses[i]);
	free(w->addresses);
	text_free(&w->in);
	if (w->bearer)
		lws_explicit_bzero(w->bearer, strlen(w->bearer));
	free(w->bearer);
	free(w->ca_file);
	ws_url_free(w->url);
	free(w);
}

/* The one way to the end with words: on_closed comes in the next pass. */
static void
end(struct ws *w)
{
	if (w->state == WS_ENDING)
		return;
	w->state = WS_ENDING;
	let_go(w);
	resolve_stop(w->resolve); /* or its answer may come before the end */
	w->resolve = NULL;
	loop_timer_stop(w->watchdog);
	loop_timer_set(w->ending, 0);
}

static void
on_ending(void *arg)
{
	struct ws *w = arg;
	void (*closed)(void *, int, int, const char *) = w->events.on_closed;
	void *closed_arg = w->arg;
	char why[sizeof(w->why)];
	int code = w->code, http = w->http;

	assert(w->state == WS_ENDING);
	memcpy(why, w->why, sizeof(why));
	ws_drop(w);
	if (closed)
		closed(closed_arg, code, http, why);
}

/* Milliseconds since anything came in. The kernel knows of the peer's pings,
 * which libwebsockets answers without a word. */
static int64_t
silence(const struct ws *w)
{
	int64_t heard = clock_steady() - w->last_in;
	struct tcp_info info;
	socklen_t size = sizeof(info);

	if (w->wsi &&
		getsockopt(lws_get_socket_fd(w->wsi), IPPROTO_TCP, TCP_INFO,
			&info, &size) == 0 &&
		info.tcpi_last_data_recv < heard)
		return info.tcpi_last_data_recv;
	return heard;
}

/* Sets the watchdog to the next moment at which silence would mean
 * something. */
static void
watch_silence(struct ws *w, int64_t silent)
{
	int64_t next = w->dead_ms - silent;

	if (!w->ping_sent && w->ping_ms < w->dead_ms)
		next = w->ping_ms - silent;
	loop_timer_set(w->watchdog, next > 0 ? next : 0);
}

static void
check_silence(struct ws *w)
{
	int64_t silent = silence(w);
	int64_t came_in = clock_steady() - silent;
	bool heard = came_in > w->last_in;

	if (silent >= w->dead_ms) {
		snprintf(w->why, sizeof(w->why), "nothing came in for %d ms",
			w->dead_ms);
		end(w);
		return;
	}
	if (heard) {
		w->last_in = came_in;
		w->ping_sent = false;
	}
	if (silent >= w->ping_ms && !w->ping_sent) {
		w->ping_wanted = w->ping_sent = true;
		lws_callback_on_writable(w->wsi);
	}
	watch_silence(w, silent);
	if (heard && w->events.on_alive)
		w->events.on_alive(w->arg);
}

static void
on_watchdog(void *arg)
{
	struct ws *w = arg;

	switch (w->state) {
	case WS_LOOKING:
	case WS_CONNECTING:
		snprintf(w->why, sizeof(w->why), "no connection within %d ms",
			w->connect_ms);
		end(w);
		break;
	case WS_OPEN:
		check_silence(w);
		break;
	case WS_CLOSING:
		end(w);
		break;
	case WS_ENDING:
		break;
	}
}

static void
heard(struct ws *w)
{
	w->last_in = clock_steady();
	if (w->ping_sent && w->state == WS_OPEN) {
		w->ping_sent = false;
		watch_silence(w, 0); /* the next ping, not the end, is next */
	}
	if (w->events.on_alive)
		w->events.on_alive(w->arg);
}

static void
start_closing(struct ws *w, int code, const char *why)
{
	if (w->state != WS_OPEN)
		return;
	w->state = WS_CLOSING;
	w->close_wanted = code;
	w->code = code;
	say(w, why);
	loop_timer_set(w->watchdog, CLOSE_MS);
	lws_callback_on_writable(w->wsi);
}

/* A piece of a message; true when that was its last. */
static bool
add_piece(struct ws *w, struct lws *wsi, const char *bytes, size_t size)
{
	if (!w->in_message) {
		w->in_message = true;
		w->in_binary = lws_frame_is_binary(wsi);
		w->in.size = 0;
	}
	if (size > w->max_frame - w->in.size) {
		start_closing(w, TOO_LARGE, "a message was too large");
		return false;
	}
	if (!w->in_binary)
		text_add_bytes(&w->in, bytes, size);
	if (!lws_is_final_fragment(wsi) || lws_remaining_packet_payload(wsi))
		return false;
	w->in_message = false;
	return true;
}

static void
on_receive(struct ws *w, struct lws *wsi, const char *bytes, size_t size)
{
	heard(w);
	if (lws_get_opaque_user_data(wsi) != w || w->state < WS_OPEN ||
		w->state == WS_ENDING)
		return; /* while closing, what was on its way still counts */
	if (add_piece(w, wsi, bytes, size) && !w->in_binary &&
		w->events.on_frame)
		w->events.on_frame(
			w->arg, w->in.bytes ? w->in.bytes : "", w->in.size);
}

static int
on_writable(struct ws *w, struct lws *wsi)
{
	unsigned char ping[LWS_PRE + 1];

	if (ws_queue_write(&w->unsent, wsi) < 0)
		return -1;
	if (w->ping_wanted && !lws_send_pipe_choked(wsi)) {
		w->ping_wanted = false;
		if (lws_write(wsi, ping + LWS_PRE, 0, LWS_WRITE_PING) < 0)
			return -1;
	}
	if (w->unsent.first || w->ping_wanted) {
		lws_callback_on_writable(wsi);
		return 0;
	}
	if (w->close_wanted) {
		lws_close_reason(
			wsi, (enum lws_close_status)w->close_wanted, NULL, 0);
		w->close_wanted = 0;
		return -1; /* libwebsockets sends it and closes */
	}
	return 0;
}

static void
on_peer_close(struct ws *w, const unsigned char *in, size_t size)
{
	if (size >= 2)
		w->code = in[0] << 8 | in[1];
	if (w->code == 0)
		w->code = 1005; /* RFC 6455: a close frame without a code */
	if (w->state != WS_OPEN)
		return;
	w->state = WS_CLOSING;
	snprintf(w->why, sizeof(w->why), "%.*s", size > 2 ? (int)(size - 2) : 0,
		(const char *)in + 2);
	loop_timer_set(w->watchdog, CLOSE_MS);
}

static int
add_headers(struct ws *w, struct lws *wsi, unsigned char **place, size_t room)
{
	char *value;
	int result;

	if (!w->bearer)
		return 0;
	value = xasprintf("Bearer %s", w->bearer);
	result = lws_add_http_header_by_name(wsi,
		(const unsigned char *)"authorization:",
		(const unsigned char *)value, (int)strlen(value), place,
		*place + room);
	lws_explicit_bzero(value, strlen(value));
	free(value);
	return result;
}

static void
on_opened(struct ws *w)
{
	assert(w->state == WS_CONNECTING);
	w->state = WS_OPEN;
	w->last_in = clock_steady();
	watch_silence(w, 0);
	if (w->unsent.first || w->close_wanted)
		lws_callback_on_writable(w->wsi);
	if (w->events.on_open)
		w->events.on_open(w->arg);
}

static void connect_next(struct ws *w);

static void
on_refused(struct ws *w, struct lws *wsi, const char *why)
{
	if (w->state == WS_ENDING)
		return;
	w->wsi = NULL;
	w->http = (int)lws_http_client_http_response(wsi);
	say(w, why ? why : "no connection");
	if (w->http || w->address_next == w->address_count)
		end(w);
	else
		connect_next(w);
}

static int
on_lws(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
	size_t size)
{
	struct ws *w = wsi ? lws_get_opaque_user_data(wsi) : NULL;
	int result = 0;

	(void)user;
	if (!w)
		return reason == LWS_CALLBACK_CLIENT_RECEIVE ||
				       reason ==
					       LWS_CALLBACK_CLIENT_WRITEABLE ||
				       reason == LWS_CALLBACK_CLIENT_ESTABLISHED
			       ? -1
			       : 0;
	switch (reason) {
	case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
		return add_headers(w, wsi, in, size);
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
		on_refused(w, wsi, in);
		return 0;
	case LWS_CALLBACK_CLIENT_ESTABLISHED:
		on_opened(w);
		break;
	case LWS_CALLBACK_CLIENT_RECEIVE:
		on_receive(w, wsi, in, size);
		break;
	case LWS_CALLBACK_CLIENT_RECEIVE_PONG:
		heard(w);
		break;
	case LWS_CALLBACK_CLIENT_WRITEABLE:
		result = on_writable(w, wsi);
		break;
	case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
		on_peer_close(w, in, size);
		return 0;
	case LWS_CALLBACK_CLIENT_CLOSED:
		w->wsi = NULL;
		if (!w->why[0])
			say(w, w->code ? "closed by the other side"
				       : "the connection broke");
		end(w);
		return 0;
	default:
		return 0;
	}
	/* A callback of the owner's may have dropped it. */
	return lws_get_opaque_user_data(wsi) ? result : -1;
}

/* The virtual host that knows this file of authorities; made once. Reading them
 * takes its time, so who needs none has one of its own. */
static struct lws_vhost *
get_vhost(struct ws *w)
{
	static const struct lws_protocols protocols[] = {
		{"ws", on_lws, 0, RECEIVE_SIZE, 0, NULL, 0},
		{NULL, NULL, 0, 0, 0, NULL, 0}};
	struct lws_context_creation_info info = {
		.port = CONTEXT_PORT_NO_LISTEN,
		.protocols = protocols,
		.client_ssl_ca_filepath = w->ca_file,
		.options =
			w->url->tls ? LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT : 0,
	};
	struct lws_context *lws = loop_lws(w->loop);
	char *name = xasprintf("%s %s", w->url->tls ? "wss" : "ws",
		w->ca_file ? w->ca_file : "");
	struct lws_vhost *vhost = lws_get_vhost_by_name(lws, name);

	if (vhost) {
		free(name);
		return vhost;
	}
	info.vhost_name = name;
	loop_at_end(w->loop, free, name);
	return lws_create_vhost(lws, &info);
}

/* Tries the next address; ends when libwebsockets will not even begin. */
static void
connect_next(struct ws *w)
{
	struct lws_client_connect_info info = {
		.context = loop_lws(w->loop),
		.vhost = get_vhost(w),
		.address = w->addresses[w->address_next++],
		.port = w->url->port,
		.ssl_connection = LCCSCF_HTTP_NO_FOLLOW_REDIRECT |
				  (w->url->tls ? LCCSCF_USE_SSL : 0),
		.path = w->url->path,
		.host = w->url->host_and_port,
		.local_protocol_name = "ws",
		.ietf_version_or_minus_one = -1,
		.alpn = "http/1.1",
		.opaque_user_data = w,
		.retry_and_idle_policy = &no_keepalive,
	};
	struct lws *wsi;

	w->state = WS_CONNECTING;
	if (!info.vhost) {
		say(w, "no such file of certificate authorities");
		end(w);
		return;
	}
	wsi = lws_client_connect_via_info(&info);
	/* It may have failed, and called back, in there. */
	if (wsi && w->state == WS_CONNECTING && !w->wsi) {
		w->wsi = wsi;
	} else if (!wsi && w->state != WS_ENDING && !w->wsi) {
		if (!w->why[0])
			say(w, "no connection");
		end(w);
	}
}

static void
on_resolved(
	void *arg, const char *const *addresses, size_t count, const char *why)
{
	struct ws *w = arg;

	w->resolve = NULL;
	assert(w->state == WS_LOOKING);
	if (count == 0) {
		snprintf(w->why, sizeof(w->why), "%s: %s", w->url->host, why);
		end(w);
		return;
	}
	w->addresses = xcalloc(count, sizeof(char *));
	for (size_t i = 0; i < count; i++)
		w->addresses[i] = xstrdup(addresses[i]);
	w->address_count = count;
	connect_next(w);
}

struct ws *
ws_open(struct loop *l, const struct ws_options *options,
	const struct ws_events *events, void *arg)
{
	struct ws *w = xcalloc(1, sizeof(*w));
	struct err e = {""};

	w->loop = l;
	w->events = *events;
	w->arg = arg;
	ws_queue_init(&w->unsent);
	w->bearer = xstrdup(options->bearer);
	w->ca_file = xstrdup(options->ca_file);
	w->max_frame = options->max_frame;
	w->connect_ms = options->connect_ms;
	w->ping_ms = options->ping_ms;
	w->dead_ms = options->dead_ms;
	w->watchdog = loop_timer_new(l, on_watchdog, w);
	w->ending = loop_timer_new(l, on_ending, w);
	w->url = ws_url_new(options->url);
	if (!w->url) {
		say(w, "not a websocket's address");
		end(w);
		return w;
	}
	loop_timer_set(w->watchdog, w->connect_ms);
	w->resolve = resolve_start(l, w->url->host, on_resolved, w, &e);
	if (!w->resolve) {
		say(w, e.text);
		end(w);
	}
	return w;
}

void
ws_send(struct ws *w, const char *text, size_t size)
{
	ws_queue_add(&w->unsent, text, size);
	if (w->state == WS_OPEN)
		lws_callback_on_writable(w->wsi);
}

size_t
ws_unsent(const struct ws *w)
{
	return w->unsent.bytes;
}

void
ws_close(struct ws *w, int code)
{
	if (w->state == WS_OPEN) {
		start_closing(w, code, "closed by us");
	} else if (w->state < WS_OPEN) {
		say(w, "closed by us");
		end(w);
	}
}
