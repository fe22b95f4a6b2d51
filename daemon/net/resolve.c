#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include "err.h"
#include "mem.h"

#include "loop.h"

#include "resolve.h"

#define ADDRESSES_MAX 8

/* Who frees it: the loop after joining the thread, or, when the loop left
 * first, the thread. Whoever comes second to this state does. */
enum { RUNNING, FOUND, LEFT };

struct resolve {
	atomic_int state;
	pthread_t thread;
	int event; /* written by the thread when it is done */
	char *host;
	char text[ADDRESSES_MAX][NI_MAXHOST];
	size_t count;
	int code; /* of getaddrinfo() */

	/* Of the loop's side alone. */
	struct loop_watch *watch;
	resolve_done_fn *done;
	void *arg;
};

static void
resolve_free(struct resolve *r)
{
	close(r->event);
	free(r->host);
	free(r);
}

static void
look_up(struct resolve *r)
{
	const struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
	struct addrinfo *list = NULL, *a;

	r->code = getaddrinfo(r->host, NULL, &hints, &list);
	if (r->code != 0)
		return;
	for (a = list; a && r->count < ADDRESSES_MAX; a = a->ai_next) {
		if (getnameinfo(a->ai_addr, a->ai_addrlen, r->text[r->count],
			    sizeof(r->text[0]), NULL, 0, NI_NUMERICHOST) == 0)
			r->count++;
	}
	freeaddrinfo(list);
}

static void *
run(void *arg)
{
	struct resolve *r = arg;
	int was = RUNNING;

	look_up(r);
	if (atomic_compare_exchange_strong(&r->state, &was, FOUND))
		eventfd_write(r->event, 1);
	else
		resolve_free(r);
	return NULL;
}

static void
on_found(void *arg, uint32_t events)
{
	struct resolve *r = arg;
	const char *addresses[ADDRESSES_MAX];

	(void)events;
	pthread_join(r->thread, NULL);
	loop_unwatch(r->watch);
	for (size_t i = 0; i < r->count; i++)
		addresses[i] = r->text[i];
	r->done(r->arg, addresses, r->count,
		r->code ? gai_strerror(r->code) : "no address");
	resolve_free(r);
}

struct resolve *
resolve_start(struct loop *l, const char *host, resolve_done_fn *done,
	void *arg, struct err *e)
{
	struct resolve *r = xcalloc(1, sizeof(*r));
	int code;

	atomic_init(&r->state, RUNNING);
	r->host = xstrdup(host);
	r->done = done;
	r->arg = arg;
	r->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (r->event < 0) {
		err_set(e, "eventfd: %s", strerror(errno));
		goto out;
	}
	r->watch = loop_watch(l, r->event, EPOLLIN, on_found, r);
	code = pthread_create(&r->thread, NULL, run, r);
	if (code == 0)
		return r;
	err_set(e, "thread: %s", strerror(code));
	loop_unwatch(r->watch);
out:
	if (r->event >= 0)
		close(r->event);
	free(r->host);
	free(r);
	return NULL;
}

void
resolve_stop(struct resolve *r)
{
	pthread_t thread;
	int was = RUNNING;

	if (!r)
		return;
	thread = r->thread;
	loop_unwatch(r->watch);
	if (atomic_compare_exchange_strong(&r->state, &was, LEFT)) {
		pthread_detach(thread);
		return;
	}
	pthread_join(thread, NULL);
	resolve_free(r);
}
