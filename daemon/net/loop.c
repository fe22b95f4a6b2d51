#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/epoll.h>
#include <sys/signalfd.h>

#include <libwebsockets.h>

#include "err.h"
#include "log.h"
#include "mem.h"

#include "loop.h"

/*
 * libwebsockets owns the waiting. Everything it does not know (curl, the HTTP
 * server, signals, eventfds) sits in one epoll descriptor, which it watches
 * as a raw file: one thread, one wait, no second library of events.
 */

#define READY_MAX 256
/* Websockets at once; the table of a million a container allows is not. */
#define SOCKETS_MAX 512
#define RECEIVE_SIZE 65536

struct pass {
	loop_fn *fn; /* NULL: forgotten */
	void *arg;
};

struct passes {
	struct pass *list;
	size_t count;
};

struct signal_entry {
	struct signal_entry *next;
	int number;
	loop_fn *fn;
	void *arg;
};

struct loop_watch {
	struct loop *loop;
	struct loop_watch *grave; /* next of those to be freed */
	int fd;
	loop_ready_fn *fn; /* NULL: unwatched */
	void *arg;
};

struct loop_timer {
	lws_sorted_usec_list_t sul;
	struct loop *loop;
	loop_fn *fn;
	void *arg;
};

struct loop {
	struct lws_context *lws;
	struct lws_vhost *vhost;
	int epoll;                 /* lws closes it once it was adopted */
	struct loop_watch **by_fd; /* whose a descriptor is now */
	size_t by_fd_count;
	struct loop_watch *graves; /* unwatched while events are served */
	struct passes on_pass, after_pass, at_end;
	struct signal_entry *signals;
	sigset_t signal_set;
	int signal_fd;
	struct loop_watch *signal_watch;
	lws_sorted_usec_list_t deadline;
	bool again, stopped;
	bool serving; /* inside libwebsockets, perhaps before its wait */
};

static void
bury(struct loop *l)
{
	struct loop_watch *w, *next;

	for (w = l->graves; w; w = next) {
		next = w->grave;
		free(w);
	}
	l->graves = NULL;
}

/* Serves what the nested epoll descriptor has ready. */
static void
serve_nested(struct loop *l)
{
	struct epoll_event ready[READY_MAX];
	int count;

	count = epoll_wait(l->epoll, ready, READY_MAX, 0);
	for (int i = 0; i < count; i++) {
		struct loop_watch *w = ready[i].data.ptr;

		if (w->fn)
			w->fn(w->arg, ready[i].events);
	}
	bury(l);
}

static int
on_lws(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
	size_t size)
{
	(void)user;
	(void)in;
	(void)size;
	if (reason == LWS_CALLBACK_RAW_RX_FILE)
		serve_nested(lws_context_user(lws_get_context(wsi)));
	return 0;
}

static void
on_lws_log(int level, const char *line)
{
	size_t size = strcspn(line, "\n");

	if (level & LLL_ERR)
		log_warn("lws", "said=\"%.*s\"", (int)size, line);
	else
		log_debug("lws", "said=\"%.*s\"", (int)size, line);
}

static int
open_lws(struct loop *l, struct err *e)
{
	static const struct lws_protocols protocols[] = {
		{"loop", on_lws, 0, 0, 0, NULL, 0},
		{NULL, NULL, 0, 0, 0, NULL, 0}};
	struct lws_context_creation_info info = {
		.port = CONTEXT_PORT_NO_LISTEN,
		.protocols = protocols,
		.user = l,
		.gid = -1,
		.uid = -1,
		.fd_limit_per_thread = SOCKETS_MAX,
		.pt_serv_buf_size = RECEIVE_SIZE,
		.timeout_secs = 60,
		.max_http_header_pool2 = 16,
		.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
			   LWS_SERVER_OPTION_EXPLICIT_VHOSTS,
	};
	lws_sock_file_fd_type fd;

	lws_set_log_level(LLL_ERR | LLL_WARN, on_lws_log);
	l->lws = lws_create_context(&info);
	if (!l->lws)
		return err_set(e, "libwebsockets did not start");
	/* The list of authorities takes long to read and is not for this. */
	info.options &= ~(uint64_t)LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	info.vhost_name = "loop";
	l->vhost = lws_create_vhost(l->lws, &info);
	if (!l->vhost)
		return err_set(e, "libwebsockets made no host");
	fd.filefd = l->epoll;
	if (!lws_adopt_descriptor_vhost(
		    l->vhost, LWS_ADOPT_RAW_FILE_DESC, fd, "loop", NULL))
		return err_set(e, "libwebsockets took no descriptor");
	return 0;
}

struct loop *
loop_new(struct err *e)
{
	struct loop *l = xcalloc(1, sizeof(*l));

	/* A peer that went away is an error of its socket, not our end. */
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&l->signal_set);
	l->signal_fd = -1;
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (l->epoll < 0) {
		err_set(e, "epoll: %s", strerror(errno));
		goto out;
	}
	if (open_lws(l, e) < 0)
		goto out;
	return l;
out:
	loop_free(l);
	return NULL;
}

static void
run_passes(struct passes *p)
{
	/* By index: a callback may add another one. */
	for (size_t i = 0; i < p->count; i++) {
		if (p->list[i].fn)
			p->list[i].fn(p->list[i].arg);
	}
}

void
loop_free(struct loop *l)
{
	struct signal_entry *s, *next;

	if (!l)
		return;
	loop_unwatch(l->signal_watch);
	if (l->signal_fd >= 0)
		close(l->signal_fd);
	for (s = l->signals; s; s = next) {
		next = s->next;
		free(s);
	}
	if (l->lws)
		lws_context_destroy(l->lws);
	bury(l);
	run_passes(&l->at_end);
	free(l->on_pass.list);
	free(l->after_pass.list);
	free(l->at_end.list);
	free(l->by_fd);
	free(l);
}

static void
on_deadline(lws_sorted_usec_list_t *sul)
{
	(void)sul; /* that the wait is over is all there is to it */
}

static int
turn(struct loop *l, bool wait, struct err *e)
{
	bool now = l->again || !wait;

	l->again = false;
	l->serving = true;
	/* Below zero libwebsockets only looks; otherwise it waits until
	 * something is ready or the next of its timers is due. */
	if (lws_service(l->lws, now ? -1 : 0) < 0)
		return err_set(e, "libwebsockets stopped");
	l->serving = false;
	run_passes(&l->on_pass);
	run_passes(&l->after_pass);
	bury(l);
	return 0;
}

int
loop_turn(struct loop *l, int wait_ms, struct err *e)
{
	int result;

	if (wait_ms > 0)
		lws_sul_schedule(l->lws, 0, &l->deadline, on_deadline,
			(lws_usec_t)wait_ms * 1000);
	result = turn(l, wait_ms > 0, e);
	if (wait_ms > 0)
		lws_sul_schedule(l->lws, 0, &l->deadline, on_deadline,
			LWS_SET_TIMER_USEC_CANCEL);
	return result;
}

int
loop_run(struct loop *l, struct err *e)
{
	l->stopped = false;
	while (!l->stopped) {
		if (turn(l, true, e) < 0)
			return -1;
	}
	return 0;
}

void
loop_stop(struct loop *l)
{
	l->stopped = true;
	loop_again(l);
}

/* libwebsockets runs its timers and then waits: what a timer did must end
 * that wait, or the pass it belongs to would come with the next event. */
void
loop_again(struct loop *l)
{
	if (l->serving && !l->again)
		lws_cancel_service(l->lws);
	l->again = true;
}

static void
add_pass(struct passes *p, loop_fn *fn, void *arg)
{
	p->list = xrealloc(p->list, (p->count + 1) * sizeof(*p->list));
	p->list[p->count].fn = fn;
	p->list[p->count].arg = arg;
	p->count++;
}

void
loop_on_pass(struct loop *l, loop_fn *fn, void *arg)
{
	add_pass(&l->on_pass, fn, arg);
}

void
loop_after_pass(struct loop *l, loop_fn *fn, void *arg)
{
	add_pass(&l->after_pass, fn, arg);
}

void
loop_at_end(struct loop *l, loop_fn *fn, void *arg)
{
	add_pass(&l->at_end, fn, arg);
}

static void
forget_pass(struct passes *p, const void *arg)
{
	for (size_t i = 0; i < p->count; i++) {
		if (p->list[i].arg == arg)
			p->list[i].fn = NULL;
	}
}

void
loop_off_pass(struct loop *l, const void *arg)
{
	forget_pass(&l->on_pass, arg);
	forget_pass(&l->after_pass, arg);
}

static void
on_signal_ready(void *arg, uint32_t events)
{
	struct loop *l = arg;
	struct signalfd_siginfo info;

	(void)events;
	while (read(l->signal_fd, &info, sizeof(info)) == sizeof(info)) {
		for (struct signal_entry *s = l->signals; s; s = s->next) {
			if (s->number == (int)info.ssi_signo)
				s->fn(s->arg);
		}
	}
}

int
loop_on_signal(
	struct loop *l, int number, loop_fn *fn, void *arg, struct err *e)
{
	struct signal_entry *s;
	int fd;

	sigaddset(&l->signal_set, number);
	if (sigprocmask(SIG_BLOCK, &l->signal_set, NULL) < 0)
		return err_set(e, "signal %d: %s", number, strerror(errno));
	fd = signalfd(l->signal_fd, &l->signal_set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd < 0)
		return err_set(e, "signal %d: %s", number, strerror(errno));
	l->signal_fd = fd;
	if (!l->signal_watch)
		l->signal_watch =
			loop_watch(l, fd, EPOLLIN, on_signal_ready, l);
	s = xcalloc(1, sizeof(*s));
	s->number = number;
	s->fn = fn;
	s->arg = arg;
	s->next = l->signals;
	l->signals = s;
	return 0;
}

static void
note_owner(struct loop *l, struct loop_watch *w)
{
	size_t fd = (size_t)w->fd;

	if (fd >= l->by_fd_count) {
		size_t count = (fd + 64) * 2;

		l->by_fd =
			xrealloc(l->by_fd, count * sizeof(struct loop_watch *));
		memset(l->by_fd + l->by_fd_count, 0,
			(count - l->by_fd_count) * sizeof(struct loop_watch *));
		l->by_fd_count = count;
	}
	l->by_fd[fd] = w;
}

struct loop_watch *
loop_watch(struct loop *l, int fd, uint32_t epoll_events, loop_ready_fn *fn,
	void *arg)
{
	struct loop_watch *w = xcalloc(1, sizeof(*w));
	struct epoll_event event = {.events = epoll_events, .data.ptr = w};

	w->loop = l;
	w->fd = fd;
	w->fn = fn;
	w->arg = arg;
	note_owner(l, w);
	if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &event) < 0 &&
		(errno != EEXIST ||
			epoll_ctl(l->epoll, EPOLL_CTL_MOD, fd, &event) < 0))
		log_error(
			"loop_watch", "fd=%d why=\"%s\"", fd, strerror(errno));
	return w;
}

/* Whether the descriptor's number is still ours: libraries close first and
 * tell later, and by then it may be another socket's. */
static bool
owns_fd(const struct loop_watch *w)
{
	return w->loop->by_fd[w->fd] == w;
}

void
loop_watch_change(struct loop_watch *w, uint32_t epoll_events)
{
	struct epoll_event event = {.events = epoll_events, .data.ptr = w};

	if (owns_fd(w) &&
		epoll_ctl(w->loop->epoll, EPOLL_CTL_MOD, w->fd, &event) < 0)
		log_error("loop_watch", "fd=%d why=\"%s\"", w->fd,
			strerror(errno));
}

void
loop_unwatch(struct loop_watch *w)
{
	if (!w)
		return;
	if (owns_fd(w)) {
		/* Fails when it is closed already, which is as good. */
		epoll_ctl(w->loop->epoll, EPOLL_CTL_DEL, w->fd, NULL);
		w->loop->by_fd[w->fd] = NULL;
	}
	/* Events of this pass may still point here: freed at its end. */
	w->fn = NULL;
	w->grave = w->loop->graves;
	w->loop->graves = w;
}

static void
on_timer(lws_sorted_usec_list_t *sul)
{
	struct loop_timer *t = lws_container_of(sul, struct loop_timer, sul);

	loop_again(t->loop);
	t->fn(t->arg); /* may free the timer */
}

struct loop_timer *
loop_timer_new(struct loop *l, loop_fn *fn, void *arg)
{
	struct loop_timer *t = xcalloc(1, sizeof(*t));

	t->loop = l;
	t->fn = fn;
	t->arg = arg;
	return t;
}

void
loop_timer_set(struct loop_timer *t, int64_t ms)
{
	/* libwebsockets takes 0 as "never". */
	lws_sul_schedule(t->loop->lws, 0, &t->sul, on_timer,
		ms > 0 ? (lws_usec_t)ms * 1000 : 1);
}

void
loop_timer_stop(struct loop_timer *t)
{
	lws_sul_schedule(
		t->loop->lws, 0, &t->sul, on_timer, LWS_SET_TIMER_USEC_CANCEL);
}

void
loop_timer_free(struct loop_timer *t)
{
	if (!t)
		return;
	loop_timer_stop(t);
	free(t);
}

struct lws_context *
loop_lws(struct loop *l)
{
	return l->lws;
}

struct lws_vhost *
loop_lws_vhost(struct loop *l)
{
	return l->vhost;
}
