#ifndef ADVOCATED_WS_QUEUE_H
#define ADVOCATED_WS_QUEUE_H

#include <stddef.h>

struct lws;
struct ws_message;

/* Messages that wait for their socket; for ws.c. */
struct ws_queue {
	struct ws_message *first, **last;
	size_t bytes;
};

void ws_queue_init(struct ws_queue *q);
void ws_queue_free(struct ws_queue *q); /* what it holds, not q */

/* Adds a copy of text. */
void ws_queue_add(struct ws_queue *q, const char *text, size_t size);

/*
 * Writes as many messages as the socket takes, each as one unfragmented text
 * frame: one per callback would be one per turn of the loop. -1: the
 * connection is gone.
 */
int ws_queue_write(struct ws_queue *q, struct lws *wsi);

#endif
