/*
 * The least client there can be: acks what comes with nothing done. It shows
 * that slackload is not what limits the figures.
 */
#include <arpa/inet.h>
#include <err.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#define ID "\"envelope_id\":\""
#define ID_SIZE 36
#define ROOM (1 << 20)

static const char upgrade[] =
	"GET /link/ HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
	"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
	"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";

static unsigned char in[ROOM], out[ROOM];
static size_t in_size, out_size;

static int
connect_to(const char *port)
{
	struct sockaddr_in there = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)strtol(port, NULL, 10)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	if (fd == -1 ||
		connect(fd, (struct sockaddr *)&there, sizeof(there)) == -1)
		err(1, "port %s", port);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}

/* {"envelope_id":"..."} with a mask of zeros. */
static void
ack(const char *id)
{
	const unsigned char size = sizeof("{" ID) - 1 + ID_SIZE + 2;
	unsigned char *at = out + out_size;

	memcpy(at, (unsigned char[]){0x81, 0x80 | size, 0, 0, 0, 0}, 6);
	memcpy(at + 6, "{" ID, sizeof("{" ID) - 1);
	memcpy(at + 6 + sizeof("{" ID) - 1, id, ID_SIZE);
	memcpy(at + 6 + size - 2, "\"}", 2);
	out_size += 6U + size;
}

/* The size of the first whole frame, or 0. */
static size_t
take_frame(const unsigned char *at, size_t size)
{
	size_t head = 2, body;
	const char *id;

	if (size < 4)
		return 0;
	body = at[1];
	if (body == 126) {
		head = 4;
		body = (size_t)at[2] << 8 | at[3];
	}
	if (size < head + body)
		return 0;
	id = memmem(at + head, body, ID, strlen(ID));
	if (id != NULL)
		ack(id + strlen(ID));
	return head + body;
}

int
main(int argc, char **argv)
{
	int fd = connect_to(argc > 1 ? argv[1] : "3999");
	unsigned char *end = NULL;
	size_t from = 0, took;
	ssize_t got;

	if (write(fd, upgrade, strlen(upgrade)) == -1)
		err(1, "write");
	while ((got = read(fd, in + in_size, ROOM - in_size)) > 0) {
		in_size += (size_t)got;
		from = 0;
		if (end == NULL) {
			end = memmem(in, in_size, "\r\n\r\n", 4);
			if (end == NULL)
				continue;
			from = (size_t)(end - in) + 4;
		}
		while ((took = take_frame(in + from, in_size - from)) > 0)
			from += took;
		memmove(in, in + from, in_size - from);
		in_size -= from;
		if (out_size > 0 && write(fd, out, out_size) == -1)
			break;
		out_size = 0;
	}
	return 0;
}
