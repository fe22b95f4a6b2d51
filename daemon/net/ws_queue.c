#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <libwebsockets.h>

#include "mem.h"

#include "ws_queue.h"

struct ws_message {
	struct ws_message *next;
	size_t size;
	unsigned char bytes[]; /* LWS_PRE, then the text */
};

void
ws_queue_init(struct ws_queue *q)
{
	q->first = NULL;
	q->last = &q->first;
	q->bytes = 0;
}

static void
drop_first(struct ws_queue *q)
{
	struct ws_message *m = q->first;

	q->first = m->next;
	if (!q->first)
		q->last = &q->first;
	q->bytes -= m->size;
	free(m);
}

void
ws_queue_free(struct ws_queue *q)
{
	while (q->first)
		drop_first(q);
}

void
ws_queue_add(struct ws_queue *q, const char *text, size_t size)
{
	struct ws_message *m = xmalloc(sizeof(*m) + LWS_PRE + size);

	m->next = NULL;
	m->size = size;
	memcpy(m->bytes + LWS_PRE, text, size);
	*q->last = m;
	q->last = &m->next;
	q->bytes += size;
}

/* Several small messages in one packet instead of one each. */
static void
gather(struct lws *wsi, int on)
{
	setsockopt(
		lws_get_socket_fd(wsi), IPPROTO_TCP, TCP_CORK, &on, sizeof(on));
}

int
ws_queue_write(struct ws_queue *q, struct lws *wsi)
{
	bool several = q->first && q->first->next;
	int result = 0;

	if (several)
		gather(wsi, 1);
	while (result >= 0 && q->first && !lws_send_pipe_choked(wsi)) {
		struct ws_message *m = q->first;

		result = lws_write(
			wsi, m->bytes + LWS_PRE, m->size, LWS_WRITE_TEXT);
		drop_first(q);
	}
	if (several)
		gather(wsi, 0);
	return result < 0 ? -1 : 0;
}
