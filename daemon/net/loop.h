#ifndef ADVOCATED_LOOP_H
#define ADVOCATED_LOOP_H

#include <stdint.h>

struct err;
struct loop;
struct loop_timer;
struct loop_watch;

/*
 * The one event loop: libwebsockets' own poll loop with one nested epoll
 * descriptor for everything else (curl, HTTP server, signals, eventfds).
 * Everything runs in the caller's thread. One turn of the loop is a pass:
 * all that is ready is served, then the end-of-pass callbacks run in the
 * order they were added. What they cause is served in the next pass.
 */
typedef void loop_fn(void *arg);
typedef void loop_ready_fn(void *arg, uint32_t epoll_events);

struct loop *loop_new(struct err *e);
void loop_free(
	struct loop *l); /* timers and watches must be gone; NULL is fine */

int loop_run(struct loop *l, struct err *e); /* until loop_stop() */
void loop_stop(struct loop *l);

/* One pass, waiting at most wait_ms; for tests and drains. */
int loop_turn(struct loop *l, int wait_ms, struct err *e);

/* Called at the end of every pass, until loop_off_pass(). */
void loop_on_pass(struct loop *l, loop_fn *fn, void *arg);
/* Called after all of those: where what they answered is written out. */
void loop_after_pass(struct loop *l, loop_fn *fn, void *arg);
/* Forgets the end-of-pass callbacks that have this arg. */
void loop_off_pass(struct loop *l, const void *arg);

/* A signal, through a signalfd, blocked for the process from then on. */
int loop_on_signal(
	struct loop *l, int signal, loop_fn *fn, void *arg, struct err *e);

/* Watches a descriptor with epoll events until loop_unwatch(). */
struct loop_watch *loop_watch(struct loop *l, int fd, uint32_t epoll_events,
	loop_ready_fn *fn, void *arg);
void loop_watch_change(struct loop_watch *w, uint32_t epoll_events);
void loop_unwatch(struct loop_watch *w); /* NULL is fine; fd may be closed */

/* A timer that is set and stopped; setting it again moves it. */
struct loop_timer *loop_timer_new(struct loop *l, loop_fn *fn, void *arg);
void loop_timer_set(struct loop_timer *t, int64_t ms);
void loop_timer_stop(struct loop_timer *t);
void loop_timer_free(struct loop_timer *t);

/* Called once by loop_free(), after everything else has ended. */
void loop_at_end(struct loop *l, loop_fn *fn, void *arg);

/* Asks for another pass at once, from the loop's own thread. */
void loop_again(struct loop *l);

struct lws_context;
struct lws_vhost;
/* For ws.c alone. */
struct lws_context *loop_lws(struct loop *l);
struct lws_vhost *loop_lws_vhost(struct loop *l);

#endif
