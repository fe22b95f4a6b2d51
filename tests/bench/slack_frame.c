#include <endian.h>
#include <err.h>
#include <stdio.h>
#include <string.h>

#include "slack_inside.h"

#define MASKED 0x80
#define LAST 0x80

static const char warning[] = "{\"type\":\"disconnect\",\"reason\":\"warning\","
			      "\"debug_info\":{\"host\":\"applink-2\"}}";

void
slack_frame_write(
	struct link *l, enum frame kind, const void *data, size_t size)
{
	unsigned char head[4] = {(unsigned char)(LAST | kind)};
	uint16_t wide = htobe16((uint16_t)size);

	if (size < 126) {
		head[1] = (unsigned char)size;
		bytes_add(&l->out, head, 2);
	} else {
		head[1] = 126;
		memcpy(head + 2, &wide, sizeof(wide));
		bytes_add(&l->out, head, sizeof(head));
	}
	bytes_add(&l->out, data, size);
}

void
slack_frame_hello(struct slack *s, struct link *l)
{
	char hello[512];
	int connections = 0;
	size_t i;

	for (i = 0; i < s->count; i++)
		connections += s->links[i]->face.number != 0;
	snprintf(hello, sizeof(hello),
		"{\"type\":\"hello\",\"num_connections\":%d,"
		"\"connection_info\":{\"app_id\":\"A04QK7N2M1E\"},"
		"\"debug_info\":{\"host\":\"applink-%d\",\"build_number\":10,"
		"\"approximate_connection_time\":18060}}",
		connections, l->face.number);
	slack_frame_write(l, FRAME_TEXT, hello, strlen(hello));
	l->face.open = true;
	s->events->on_open(s->arg, &l->face);
}

void
slack_frame_parted(struct slack *s, struct link *l)
{
	if (!l->face.open)
		return;
	l->face.open = false;
	s->events->on_gone(s->arg, &l->face);
}

static void
unmask(unsigned char *data, size_t size, const unsigned char mask[4])
{
	uint64_t wide, word;
	size_t i = 0;

	memcpy(&wide, mask, 4);
	memcpy((unsigned char *)&wide + 4, mask, 4);
	for (; i + 8 <= size; i += 8) {
		memcpy(&word, data + i, 8);
		word ^= wide;
		memcpy(data + i, &word, 8);
	}
	for (; i < size; i++)
		data[i] ^= mask[i & 3];
}

static void
serve(struct slack *s, struct link *l, enum frame kind, size_t size)
{
	const char *text = (const char *)l->in.data + l->in.from;

	switch (kind) {
	case FRAME_TEXT:
		s->events->on_ack(s->arg, &l->face, text, size);
		break;
	case FRAME_PING:
		slack_frame_write(l, FRAME_PONG, text, size);
		break;
	case FRAME_CLOSE:
		slack_frame_write(l, FRAME_CLOSE, text, size < 2 ? size : 2);
		slack_frame_parted(s, l);
		l->ending = true;
		break;
	case FRAME_PONG:
		break;
	default:
		errx(1, "frame of kind %d", (int)kind);
	}
}

bool
slack_frame_serve(struct slack *s, struct link *l)
{
	unsigned char *data = l->in.data + l->in.from;
	size_t head = 6, size;
	uint16_t wide;

	if (l->in.size < head)
		return false;
	if ((data[1] & MASKED) == 0 || (data[0] & LAST) == 0)
		errx(1, "a frame that is not masked or not whole");
	size = data[1] & 0x7f;
	if (size == 127)
		errx(1, "a frame over 20 KiB");
	if (size == 126) {
		head = 8;
		memcpy(&wide, data + 2, sizeof(wide));
		size = be16toh(wide);
	}
	if (l->in.size < head + size)
		return false;
	unmask(data + head, size, data + head - 4);
	bytes_take(&l->in, head);
	serve(s, l, (enum frame)(data[0] & 0x0f), size);
	bytes_take(&l->in, size);
	return true;
}

int
slack_warn(struct slack *s)
{
	size_t i;
	int warned = 0;

	for (i = 0; i < s->count; i++) {
		struct link *l = s->links[i];

		if (!l->face.open)
			continue;
		slack_frame_write(l, FRAME_TEXT, warning, strlen(warning));
		l->warned = true;
		warned++;
	}
	slack_flush(s);
	return warned;
}

void
slack_part(struct slack *s)
{
	static const unsigned char going[2] = {0x03, 0xe9};
	size_t i;

	for (i = 0; i < s->count; i++) {
		struct link *l = s->links[i];

		if (!l->warned || !l->face.open)
			continue;
		slack_frame_write(l, FRAME_CLOSE, going, sizeof(going));
		slack_frame_parted(s, l);
	}
	slack_flush(s);
}
