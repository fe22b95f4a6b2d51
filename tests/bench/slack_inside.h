#ifndef BENCH_SLACK_INSIDE_H
#define BENCH_SLACK_INSIDE_H

#include "slack.h"

/* What slack.c, slack_http.c and slack_frame.c share. */

struct bytes {
	unsigned char *data;
	size_t from, size, room; /* size bytes at data + from */
};

struct link {
	struct slack_link face;
	int fd;
	bool warned;
	bool full;   /* the kernel takes no more for now */
	bool ending; /* gone once written out */
	struct bytes in, out;
};

struct slack {
	int epoll, listener, port;
	int last_number;
	struct link **links;
	size_t count, room, next;
	const struct slack_events *events;
	void *arg;
};

enum frame { FRAME_TEXT = 1, FRAME_CLOSE = 8, FRAME_PING = 9, FRAME_PONG };

void bytes_add(struct bytes *b, const void *data, size_t size);
void bytes_take(struct bytes *b, size_t size);

/* Each serves one request or frame; false when it needs more bytes. */
bool slack_http_serve(struct slack *s, struct link *l);
bool slack_frame_serve(struct slack *s, struct link *l);

void slack_frame_write(
	struct link *l, enum frame kind, const void *data, size_t size);
void slack_frame_hello(struct slack *s, struct link *l);
/* Takes no events from now on. */
void slack_frame_parted(struct slack *s, struct link *l);

#endif
