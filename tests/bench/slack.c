#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "slack_inside.h"

#define CHUNK 65536
#define EVENTS 64

void
bytes_add(struct bytes *b, const void *data, size_t size)
{
	if (b->size == 0)
		b->from = 0;
	if (b->from + b->size + size > b->room) {
		b->room = 2 * (b->from + b->size + size) + CHUNK;
		b->data = realloc(b->data, b->room);
		if (b->data == NULL)
			err(1, "buffer");
	}
	memcpy(b->data + b->from + b->size, data, size);
	b->size += size;
}

void
bytes_take(struct bytes *b, size_t size)
{
	b->from += size;
	b->size -= size;
}

struct slack *
slack_new(int port, const struct slack_events *events, void *arg)
{
	struct sockaddr_in here = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct epoll_event wanted = {.events = EPOLLIN};
	struct slack *s = calloc(1, sizeof(*s));
	int on = 1;

	if (s == NULL)
		err(1, "slack");
	s->port = port;
	s->events = events;
	s->arg = arg;
	s->epoll = epoll_create1(EPOLL_CLOEXEC);
	s->listener =
		socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	setsockopt(s->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(s->listener, (struct sockaddr *)&here, sizeof(here)) == -1 ||
		listen(s->listener, 128) == -1)
		err(1, "port %d", port);
	if (epoll_ctl(s->epoll, EPOLL_CTL_ADD, s->listener, &wanted) == -1)
		err(1, "epoll");
	return s;
}

static void
link_free(struct slack *s, struct link *l)
{
	size_t i;

	slack_frame_parted(s, l);
	for (i = 0; s->links[i] != l; i++)
		;
	s->links[i] = s->links[--s->count];
	close(l->fd);
	free(l->in.data);
	free(l->out.data);
	free(l);
}

void
slack_free(struct slack *s)
{
	while (s->count > 0)
		link_free(s, s->links[0]);
	close(s->listener);
	close(s->epoll);
	free(s->links);
	free(s);
}

static void
accept_all(struct slack *s)
{
	int fd, on = 1;

	while ((fd = accept4(s->listener, NULL, NULL,
			SOCK_NONBLOCK | SOCK_CLOEXEC)) != -1) {
		struct link *l = calloc(1, sizeof(*l));
		struct epoll_event wanted = {
			.events = EPOLLIN, .data = {.ptr = l}};

		if (s->count == s->room) {
			s->room = s->room == 0 ? 64 : 2 * s->room;
			s->links = realloc(
				s->links, s->room * sizeof(struct link *));
		}
		if (l == NULL || s->links == NULL)
			err(1, "link");
		l->fd = fd;
		s->links[s->count++] = l;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		if (epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &wanted) == -1)
			err(1, "epoll");
	}
}

/* false: the connection is over. */
static bool
link_read(struct slack *s, struct link *l)
{
	static unsigned char chunk[CHUNK];
	ssize_t got = read(l->fd, chunk, sizeof(chunk));

	if (got == -1 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (got <= 0)
		return false;
	bytes_add(&l->in, chunk, (size_t)got);
	while (!l->ending)
		if (!(l->face.number == 0 ? slack_http_serve(s, l)
					  : slack_frame_serve(s, l)))
			break;
	return true;
}

/* false: the connection is over. */
static bool
link_write(struct slack *s, struct link *l)
{
	struct epoll_event wanted = {.events = EPOLLIN, .data = {.ptr = l}};
	bool full = false;

	while (l->out.size > 0 && !full) {
		ssize_t put = send(l->fd, l->out.data + l->out.from,
			l->out.size, MSG_NOSIGNAL);

		if (put == -1 && errno != EAGAIN)
			return false;
		full = put == -1;
		if (!full)
			bytes_take(&l->out, (size_t)put);
	}
	if (full != l->full) {
		wanted.events |= full ? EPOLLOUT : 0U;
		epoll_ctl(s->epoll, EPOLL_CTL_MOD, l->fd, &wanted);
		l->full = full;
	}
	return full || !l->ending;
}

void
slack_flush(struct slack *s)
{
	size_t i = 0;

	while (i < s->count) {
		struct link *l = s->links[i];

		if ((l->out.size > 0 || l->ending) && !link_write(s, l))
			link_free(s, l);
		else
			i++;
	}
}

void
slack_turn(struct slack *s, int64_t wait_ns)
{
	struct epoll_event ready[EVENTS];
	struct timespec wait = {wait_ns / 1000000000, wait_ns % 1000000000};
	int i, count;

	count = epoll_pwait2(s->epoll, ready, EVENTS, &wait, NULL);
	for (i = 0; i < count; i++) {
		struct link *l = ready[i].data.ptr;

		if (l == NULL)
			accept_all(s);
		else if (!link_read(s, l))
			link_free(s, l);
	}
	slack_flush(s);
}

struct slack_link *
slack_next(struct slack *s)
{
	size_t i;

	for (i = 0; i < s->count; i++) {
		struct link *l = s->links[s->next++ % s->count];

		if (l->face.open)
			return &l->face;
	}
	return NULL;
}

void
slack_send(struct slack_link *face, const char *text, size_t size)
{
	slack_frame_write((struct link *)face, FRAME_TEXT, text, size);
}
