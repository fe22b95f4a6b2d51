#ifndef ADVOCATED_WS_H
#define ADVOCATED_WS_H

#include <stdbool.h>
#include <stddef.h>

struct loop;
struct ws;

/*
 * One client websocket (RFC 6455, HTTP/1.1, no extensions). Names are
 * resolved in a helper thread, never in the loop. Text frames only; binary
 * ones are dropped. Fragments are put together. Once on_closed was called
 * the socket is gone: do not use it again.
 */
struct ws_events {
	void (*on_open)(void *arg);
	/* one whole text message, lent; NUL after size bytes */
	void (*on_frame)(void *arg, const char *text, size_t size);
	/* anything came in: a frame, a ping or a pong */
	void (*on_alive)(void *arg);
	/* code 0: never a close frame. http is the status when the upgrade was
	 * refused, else 0. why is lent. */
	void (*on_closed)(void *arg, int code, int http, const char *why);
};

struct ws_options {
	const char *url;     /* ws:// or wss://, with query */
	const char *bearer;  /* Authorization: Bearer ..., or NULL */
	size_t max_frame;    /* bytes of a message; larger closes (1009) */
	int connect_ms;      /* until open */
	int ping_ms;         /* own ping when nothing came in for so long */
	int dead_ms;         /* drop when nothing came in for so long */
	const char *ca_file; /* NULL: the system's */
};

/* Never calls back before it returns. */
struct ws *ws_open(struct loop *l, const struct ws_options *options,
	const struct ws_events *events, void *arg);

/* Queues one unfragmented text frame; several are written in one go. */
void ws_send(struct ws *w, const char *text, size_t size);

/* Bytes queued and not yet handed to the kernel. */
size_t ws_unsent(const struct ws *w);

/* Sends close(code), waits at most 1 s for the answer, then drops the
 * connection; on_closed comes. */
void ws_close(struct ws *w, int code);

/* Drops the connection at once. on_closed is not called. NULL is fine. */
void ws_drop(struct ws *w);

#endif
