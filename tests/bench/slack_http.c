#include <err.h>
#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "slack_inside.h"

#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

static const char generic[] =
	"{\"ok\":true,\"channel\":\"C04QK7N2M1D\","
	"\"ts\":\"1763900000.000100\",\"message_ts\":\"1763900000.000100\","
	"\"user\":{\"id\":\"U04QK7N2M1C\",\"name\":\"ana\","
	"\"tz\":\"Europe/Berlin\",\"locale\":\"en-GB\",\"profile\":{}},"
	"\"messages\":[],\"channels\":[],\"members\":[],"
	"\"response_metadata\":{\"next_cursor\":\"\"}}";

static const char who[] =
	"{\"ok\":true,\"url\":\"https://acme.slack.com/\",\"team\":\"Acme\","
	"\"user\":\"advocate\",\"team_id\":\"T04QK7N2M1B\","
	"\"user_id\":\"U04QK7N2M1C\",\"bot_id\":\"B04QK7N2M1F\","
	"\"is_enterprise_install\":false}";

/* The value of a header inside head, which ends with an empty line. */
static const char *
header(const char *head, const char *name, char *out, size_t room)
{
	size_t size = strlen(name);
	const char *at = head, *end;

	while ((at = strstr(at, "\r\n")) != NULL) {
		at += 2;
		if (strncasecmp(at, name, size) != 0 || at[size] != ':')
			continue;
		at += size + 1 + strspn(at + size + 1, " ");
		end = strstr(at, "\r\n");
		snprintf(out, room, "%.*s", (int)(end - at), at);
		return out;
	}
	return NULL;
}

static void
upgrade(struct slack *s, struct link *l, const char *key)
{
	unsigned char sum[20];
	char joined[128], accept[64], answer[256];
	int size;

	size = snprintf(joined, sizeof(joined), "%s" GUID, key);
	lws_SHA1((unsigned char *)joined, (size_t)size, sum);
	lws_b64_encode_string(
		(const char *)sum, sizeof(sum), accept, sizeof(accept));
	size = snprintf(answer, sizeof(answer),
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
		accept);
	bytes_add(&l->out, answer, (size_t)size);
	l->face.number = ++s->last_number;
	slack_frame_hello(s, l);
}

static void
answer_call(struct slack *s, struct link *l, const char *path)
{
	const char *method = strrchr(path, '/') + 1;
	const char *body = generic;
	char url[160], head[160];
	int size;

	if (strcmp(method, "apps.connections.open") == 0) {
		snprintf(url, sizeof(url),
			"{\"ok\":true,\"url\":\"ws://127.0.0.1:%d/link/"
			"?ticket=%d\"}",
			s->port, s->last_number + 1);
		body = url;
	} else if (strcmp(method, "auth.test") == 0) {
		body = who;
	}
	size = snprintf(head, sizeof(head),
		"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
		"Content-Length: %zu\r\n\r\n",
		strlen(body));
	bytes_add(&l->out, head, (size_t)size);
	bytes_add(&l->out, body, strlen(body));
	s->events->on_call(s->arg, method);
}

bool
slack_http_serve(struct slack *s, struct link *l)
{
	char *text = (char *)l->in.data + l->in.from;
	char *end = l->in.size == 0 ? NULL
				    : memmem(text, l->in.size, "\r\n\r\n", 4);
	char value[64], path[256] = "";
	size_t body = 0, head;

	if (end == NULL)
		return false;
	head = (size_t)(end - text) + 4;
	end[2] = '\0';
	if (header(text, "Content-Length", value, sizeof(value)) != NULL)
		body = strtoul(value, NULL, 10);
	if (header(text, "Expect", value, sizeof(value)) != NULL)
		errx(1, "Expect: %s is not known here", value);
	end[2] = '\r';
	if (l->in.size < head + body)
		return false;
	end[2] = '\0';
	text[strcspn(text, "\r")] = '\0';
	snprintf(path, sizeof(path), "%s", strchr(text, ' ') + 1);
	path[strcspn(path, " ?")] = '\0';
	text[strlen(text)] = '\r';
	if (header(text, "Sec-WebSocket-Key", value, sizeof(value)) != NULL)
		upgrade(s, l, value);
	else
		answer_call(s, l, path);
	bytes_take(&l->in, head + body);
	return true;
}
